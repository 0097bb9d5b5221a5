#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The same sources give the same guest: two builds, in folders of different
# depth, by users with different habits, some seconds apart.
. "$(dirname "$0")/lib.sh"

for tool in gcc nasm ld grub-mkrescue xorriso mformat; do
	command -v $tool > /dev/null || {
		skip "no $tool" "two builds of the guest"
		done_testing
	}
done
# What runs this test may be a make of its own.
unset MAKEFLAGS MFLAGS MAKELEVEL SOURCE_DATE_EPOCH

a=$scratch/a
b="$scratch/another folder/b"
for d in "$a" "$b"; do
	mkdir -p "$d/hv-patches"
	cp -R "$root/guest" "$d/guest"
	cp -R "$root/hv-patches/include" "$d/hv-patches/include"
done
make -s -C "$a" -f guest/build.mk guest iso > "$scratch/err" 2>&1; ok $? "a build"
sleep 3
(
	umask 077
	export TZ=Pacific/Auckland LC_ALL=C.UTF-8
	find "$b" -type f -exec touch {} +
	make -s -j2 -C "$b" -f guest/build.mk guest iso
) > "$scratch/err" 2>&1; ok $? "another build: place, time zone, umask, order"

for f in ipibench.elf ipibench.iso; do
	cmp "$a/build/guest/$f" "$b/build/guest/$f" > "$scratch/err" 2>&1
	ok $? "$f: the same bytes"
done
size=$(stat -c %s "$a/build/guest/ipibench.elf")
[ "$size" -lt 100000 ]; ok $? "the ELF is stripped and has $size bytes, under 100 KB"
! readelf -S "$a/build/guest/ipibench.elf" 2> /dev/null | grep -qE '\.(symtab|debug)'
ok $? "no symbols and no debug information in it"
! grep -aq "$scratch" "$a/build/guest/ipibench.elf"; ok $? "nor the path of the build"

# The labs' scripts in a checkout whose path has a space, and without a home.
mkdir -p "$b/harness"
cp -R "$root/harness/lab" "$b/harness/lab"
cp -R "$root/hv-patches/xen" "$b/hv-patches/xen"
cat > "$b/harness/lab/xen/try" <<'SH'
set -eu
me=try
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
. "$here/../common.sh"
lab_conf xen
for p in $(series "$of/series"); do [ -e "$p" ]; echo "${p##*/}"; done
SH
IPIBENCH_CACHE=$scratch/cache sh "$b/harness/lab/xen/try" > "$scratch/names" 2> "$scratch/err" &&
	[ "$(wc -l < "$scratch/names")" -gt 5 ]
ok $? "a series is found below a folder with a space"
! IPIBENCH_CACHE="$scratch/a cache" sh "$b/harness/lab/xen/try" > "$scratch/out" 2> "$scratch/err" &&
	grep -q 'IPIBENCH_CACHE names another' "$scratch/err"
ok $? "a cache is refused there"
! env -u HOME -u XDG_CACHE_HOME -u IPIBENCH_CACHE sh "$b/harness/lab/xen/try" > "$scratch/out" 2> "$scratch/err" &&
	grep -q 'no HOME; IPIBENCH_CACHE' "$scratch/err"
ok $? "and without a home the words say what is missing"
done_testing
