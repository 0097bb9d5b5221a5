# SPDX-License-Identifier: GPL-2.0-only
# What linux/stock and xen/stock share: a hypervisor as it is, Debian's or the user's.
# Source it after common.sh.

# stock_debian PREFIX WHAT [MODE]: of debian:[SUITE/]VERSION, leaves $version and, where one is
# named, the suite in $only, and $made, to which a package's version is to be appended.
# What the cache has already is printed, and that is the script's end.
stock_debian() {
	version=${2##*/} only=
	version=${version#debian:}
	only=${2#debian:} only=${only%"$version"} only=${only%/}
	made=$cache/$1-debian-${only:+$only-}
	ready=$(ls -d "$made$version"[!0-9a-z]* 2>/dev/null | sort -V | tail -1)
	[ -z "$ready" ] || { echo "$ready"; exit 0; }
	[ "${3-}" != --cached ] || die "not there yet"
}

# stock_begin: a folder to work in, with out/ for what is made.
stock_begin() {
	lock
	work=$(mktemp -d "$cache/tmp-stock.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	trap 'exit 3' INT TERM HUP
	mkdir "$work/out" "$work/deb"
	source=given commit= dirty=false
}

# stock_built linux|xen FOLDER IMAGE: leaves FOLDER in $tree, or where tree.sh has built it if
# it was not built in place.
stock_built() {
	tree=$2
	[ -e "$tree/$3" ] || tree=$cache/tree-$1-$(key "$(cd "$2" && pwd -P)")
	[ -e "$tree/$3" ] || die "$2: no $3: not a source tree, or not built (\`ipibench build-$4 $2\`)"
}

# stock_tree FOLDER: which commit of its it is; tree.sh notes what it built.
stock_tree() {
	if [ -e "$1/ipibench-built" ]; then
		read -r commit dirty < "$1/ipibench-built"
		[ "$commit" != none ] || commit=
		return 0
	fi
	commit=$(git -C "$1" rev-parse HEAD 2>/dev/null) || commit=
	[ -z "$commit" ] || [ -z "$(git -C "$1" status --porcelain -uno 2>/dev/null | head -1)" ] || dirty=true
}

# stock_end PREFIX NAME VERSION IMAGE CONFIG [MEMBER...]: writes provenance.json, puts what
# was made into the cache and prints where. Of what Debian did not make nobody knows
# the patches. CONFIG may be empty.
stock_end() {
	_prefix=$1 _name=$2 _version=$3 _image=$4 _config=$5
	shift 5
	[ -z "$commit" ] || set -- "$@" "\"tree_commit\": \"$commit\"" "\"tree_dirty\": $dirty"
	cat > "$work/out/provenance.json" <<JSON
{
  "name": "$_name",
  "version": "$_version",
  "source": "$source",
  "patches": [],
  "patch_sha256": $([ "$source" = given ] && echo null || echo '""'),
$(for _member; do echo "  $_member,"; done)
  "config_sha256": "$([ -z "$_config" ] || sha256sum < "$_config" | cut -d' ' -f1)",
  "image_sha256": "$(sha256sum < "$_image" | cut -d' ' -f1)",
  "compiler": ""
}
JSON
	if [ "$source" = given ]; then
		made=$cache/$_prefix-given-$(key -- "$work/out/provenance.json")
	else
		made=$made${source##* }
	fi
	rm -rf "$made"
	mv "$work/out" "$made"
	echo "$made"
}
