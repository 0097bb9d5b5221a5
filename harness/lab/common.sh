# SPDX-License-Identifier: GPL-2.0-only
# What the lab's build scripts share; source it with $me and $root set.
#
# Every script here prints progress on standard error and, as its last line on
# standard output, the path of what it made. What it made lies in the cache,
# in a folder named after everything that went into it, and appears there whole
# or not at all.

cache=${IPIBENCH_CACHE:-${XDG_CACHE_HOME:-${HOME-}/.cache}/ipibench}

say() { echo "$me: $*" >&2; }
die() { say "$*"; exit 3; }

# Files are lists of words here and in what is built, so no path may have a space: a checkout
# whose path has one goes by another name.
[ "$cache" != /.cache/ipibench ] ||
	die "no HOME; IPIBENCH_CACHE names the folder for what is built"
case $cache in *[[:space:]]*)
	die "$cache: a path with a space, in which nothing can be built; IPIBENCH_CACHE names another" ;;
esac
case $root in *[[:space:]]*)
	_link=$cache/checkout-$(printf %s "$root" | sha256sum | cut -c1-16)
	mkdir -p "$cache"
	ln -sfn "$root" "$_link"
	here=$_link${here#"$root"}
	root=$_link ;;
esac

# One sha256, shortened to 16 digits, over files and strings: key WORD... -- FILE...
key() {
	{
		while [ $# -gt 0 ] && [ "$1" != -- ]; do echo "$1"; shift; done
		[ $# -eq 0 ] || shift
		for f in "$@"; do sha256sum < "$f"; done
	} | sha256sum | cut -c1-16
}

# The patches a series file lists, in order, with their folder.
series() {
	[ -e "$1" ] || die "there is no $1: without patches a hypervisor can only be measured stock"
	sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -e "s|^|$(dirname "$1")/|" "$1"
}

# The sha256 over a series: names the patches in a result.
series_sha256() { series "$1" | xargs cat | sha256sum | cut -d' ' -f1; }

# lab_conf kvm|xen [VERSION]: reads hv-patches/HYPERVISOR/VERSION/lab.conf, of the one that says
# default=yes where no VERSION is named, or of the newest, and leaves its folder in $of.
lab_conf() {
	of=${2:-$(cd "$root/hv-patches/$1" && grep -l '^default=yes' -- */lab.conf 2>/dev/null | head -1)}
	[ -n "$of" ] || of=$(series_of "$1")
	of=${of##* }
	of=$root/hv-patches/$1/${of%/lab.conf}
	[ -e "$of/lab.conf" ] ||
		die "there is no hv-patches/$1/${2-}/lab.conf; there is: $(series_of "$1")"
	. "$of/lab.conf"
}

# series_of kvm|xen: the versions for which there is a series, the newest last.
series_of() {
	for _series in "$root/hv-patches/$1"/*/series; do
		_series=${_series%/series}
		echo "${_series##*/}"
	done | sort -V | paste -s -d' '
}

# Only one build at a time, whoever asks: two kernel builds starve each other. FILE: only one
# of those that name it, for what others need not wait for.
lock() { # [FILE]
	mkdir -p "$cache"
	exec 9> "${1:-$cache/lock}"
	flock -n 9 || { say "waiting for another build"; flock 9; }
}

# by_any_compiler NAME VERSION FILE: a build of that version in the cache that
# differs from the one wanted in nothing but its compiler; leaves its folder in
# $out. Only where IPIBENCH_ANY_COMPILER=1 permits it: exit counts do not depend
# on the compiler, path lengths do. What is measured names its compiler itself,
# in FILE. NAME-VERSION-KEY is a folder's name, and folder() knows the key.
by_any_compiler() {
	[ "${IPIBENCH_ANY_COMPILER-}" = 1 ] || return 1
	_mine=$compiler
	for _file in "$cache/$1-$2"-*/"$3"; do
		[ -e "$_file" ] || continue
		compiler=$(sed -n 's/.*"compiler": "gcc \([^"]*\)".*/\1/p' "$_file")
		out=$(folder "$2")
		[ "$_file" != "$out/$3" ] || { say "taking what gcc $compiler built"; return 0; }
	done
	compiler=$_mine
	return 1
}

. "$root/harness/lab/debian.sh"
