# SPDX-License-Identifier: GPL-2.0-only
# What the lab's build scripts share; source it with $me and $root set.
#
# Every script here prints progress on standard error and, as its last line on
# standard output, the path of what it made. What it made lies in the cache,
# in a folder named after everything that went into it, and appears there whole
# or not at all.

cache=${IPIBENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ipibench}

say() { echo "$me: $*" >&2; }
die() { say "$*"; exit 3; }

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
	sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -e "s|^|$(dirname "$1")/|" "$1"
}

# The sha256 over a series: names the patches in a result.
series_sha256() { series "$1" | xargs cat | sha256sum | cut -d' ' -f1; }

# Only one build at a time, whoever asks: two kernel builds starve each other.
lock() {
	mkdir -p "$cache"
	exec 9> "$cache/lock"
	flock -n 9 || { say "waiting for another build"; flock 9; }
}

# fetch_deb PACKAGE VERSION: the .deb in the cache, downloaded on first use.
# An empty version means whatever apt thinks best.
fetch_deb() {
	mkdir -p "$cache/debs"
	_have=$(ls "$cache/debs/$1_$(echo "$2" | sed 's/:/%3a/')"_*.deb 2>/dev/null | head -1)
	[ -n "$_have" ] && { echo "$_have"; return 0; }
	_tmp=$(mktemp -d "$cache/debs/tmp.XXXXXX")
	# apt drops to a user of its own that must be able to write here.
	chmod 777 "$_tmp"
	( cd "$_tmp" && apt-get download -q "$1${2:+=$2}" ) >&2 || { rm -rf "$_tmp"; return 1; }
	mv "$_tmp"/*.deb "$cache/debs/"; rm -rf "$_tmp"
	ls "$cache/debs/$1_$(echo "${2:-*}" | sed 's/:/%3a/')"_*.deb 2>/dev/null | head -1
}

# versions PACKAGE PREFERRED: versions to try, the one last tested first.
versions() {
	{
		[ -z "${2-}" ] || echo "$2"
		apt-cache madison "$1" 2>/dev/null | cut -d'|' -f2 | tr -d ' '
	} | awk 'NF && !seen[$0]++'
}
