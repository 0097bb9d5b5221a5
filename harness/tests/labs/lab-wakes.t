#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# From row to row the mode of the APIC changes, there and back, and each target has
# the last row's wake still pending (guest/tests/plant/drowsy.c): no interrupt is lost
# by it and no boot tried again, under real KVM and real Xen.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

guest=$root/build/tests/ipibench-drowsy.elf
[ -r "$guest" ] || { echo "1..0 # SKIP $guest is not built: make tests"; exit 0; }
for target in lab-kvm-svm lab-xen-svm; do
	case $target in
	lab-kvm-*) need linux/build "$target with wakes pending" || continue ;;
	lab-xen-*) need xen/build "$target with wakes pending" || continue ;;
	esac
	for row in 1 2 3 4; do
		printf '[%s]\ntarget=%s\nmethod=xapic, x2apic\npattern=unicast\nvcpus=3\nipis=20\npass=count\n' \
			$row $target
	done > "$scratch/e.ini"
	exits 0 run --guest "$guest" --out "$scratch/$target" "$scratch/e.ini" &&
		[ "$(grep -c '"status":"ok"' "$scratch/$target/results.jsonl")" = 8 ]
	ok $? "$target: eight rows, seven changes of mode"
	! grep -q '"attempts":[2-9]' "$scratch/$target/results.jsonl"
	ok $? "$target: in one boot"
done
done_testing
