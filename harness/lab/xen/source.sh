# SPDX-License-Identifier: GPL-2.0-only
# Debian's source package of Xen, through apt alone and without touching the
# system's package sources; source it after ../common.sh.

xen_sources=$cache/xen-source

# The versions that were downloaded before.
xen_source_have() { ls "$xen_sources" 2>/dev/null | grep -v '^apt$' || :; }

# apt with lists of its own. The system's binary sources of Debian 12 are asked
# for source packages, so a mirror or proxy set up there is used here as well.
xen_apt() {
	_a=$xen_sources/apt
	if [ ! -e "$_a/sources.list" ]; then
		mkdir -p "$_a/lists/partial" "$_a/cache/archives/partial"
		_key=/usr/share/keyrings/debian-archive-keyring.gpg
		[ -e $_key ] && _key=" [signed-by=$_key]" || _key=
		apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI) $(RELEASE)' |
			sed -n 's/^Debian main \([^ ]* bookworm[^ ]*\)$/\1 main/p' | sort -u |
			sed "s|^|deb-src$_key |" > "$_a/sources.list.new"
		[ -s "$_a/sources.list.new" ] || {
			say "apt has no Debian 12 (bookworm) source to ask"; return 1; }
		mv "$_a/sources.list.new" "$_a/sources.list"
	fi
	apt-get -q -o Dir::Etc::sourcelist="$_a/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$_a/lists" \
		-o Dir::Cache="$_a/cache" -o APT::Sandbox::User=root "$@"
}

# The versions apt knows, newest first.
xen_source_versions() {
	xen_apt update >&2 2>&1 || :
	cat "$xen_sources"/apt/lists/*_Sources 2>/dev/null |
		awk '/^Package: / { p = $2 } p == "xen" && /^Version: 4\.17\./ { print $2 }' |
		sort -u -r -V
}

# xen_source_fetch VERSION: the folder with the package's files.
xen_source_fetch() {
	_to=$xen_sources/$1
	[ -d "$_to" ] && { echo "$_to"; return 0; }
	say "downloading the source package xen $1"
	_tmp=$(mktemp -d "$cache/tmp-source.XXXXXX")
	{
		xen_apt update
		( cd "$_tmp" && xen_apt --download-only source "xen=$1" )
	} >&2 || { rm -rf "$_tmp"; return 1; }
	mv "$_tmp" "$_to"
	echo "$_to"
}

# xen_source_unpack FILES FOLDER: the tree as Debian builds it.
xen_source_unpack() {
	mkdir "$2"
	tar -x -J -C "$2" --strip-components=1 -f "$1"/xen_*.orig.tar.xz
	tar -x -J -C "$2" -f "$1"/xen_*.debian.tar.xz
	sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$2/debian/patches/series" |
	while read -r _p _; do
		patch -d "$2" -p1 -s -F0 --no-backup-if-mismatch < "$2/debian/patches/$_p" ||
			die "Debian's own $_p does not apply"
	done
}
