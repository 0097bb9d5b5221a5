# SPDX-License-Identifier: GPL-2.0-only
# What linux/tree and xen/tree share: a tree of the user's, built in a folder that is kept, so
# that the next build is incremental. Source it after common.sh.

# not_built WHY: the tree's own fault, not the machine's: `bisect` skips it
not_built() { say "$*"; exit 4; }

# tree_folder NAME TREE [OUT]: leaves the folder in $out; without OUT it lies in the cache,
# one for each tree.
tree_folder() {
	[ -d "$2" ] || die "$2: no such folder"
	tree=$(cd "$2" && pwd -P)
	out=${3:-$cache/tree-$1-$(key "$tree")}
	case $out in /*) ;; *) out=$PWD/$out ;; esac
	mkdir -p "$out" || die "$out: cannot be made"
}

# tree_built: which commit of $tree lies built in $out, for stock.sh
tree_built() {
	_commit=$(git -C "$tree" rev-parse HEAD 2>/dev/null) || _commit=
	_dirty=false
	[ -z "$_commit" ] || [ -z "$(git -C "$tree" status --porcelain -uno 2>/dev/null | head -1)" ] || _dirty=true
	printf '%s %s\n' "${_commit:-none}" "$_dirty" > "$out/ipibench-built"
}

# tree_make LOG ARGUMENT...: make, its output in LOG; where it fails its end is shown
tree_make() {
	_log=$1
	shift
	make "$@" >> "$_log" 2>&1 || { tail -30 "$_log" >&2; not_built "$tree does not build: the log is $_log"; }
}
