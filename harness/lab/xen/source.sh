# SPDX-License-Identifier: GPL-2.0-only
# Debian's source package of Xen; source it after ../common.sh and lab_conf.

xen_sources=$cache/xen-source

# The versions that were downloaded before.
xen_source_have() { ls "$xen_sources" 2>/dev/null | grep -F "${of##*/}." || :; }

# The versions apt knows, newest first.
xen_source_versions() { versions xen | grep -F "${of##*/}." | sort -r -V; }

# xen_source_fetch VERSION: the folder with the package's files.
xen_source_fetch() {
	_to=$xen_sources/$1
	[ -d "$_to" ] && { echo "$_to"; return 0; }
	say "downloading the source package xen $1"
	mkdir -p "$xen_sources"
	_tmp=$(mktemp -d "$cache/tmp-source.XXXXXX")
	debian_update
	( cd "$_tmp" && debian apt-get --download-only source "xen=$1" ) >&2 || {
		rm -rf "$_tmp"; return 1; }
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
