#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Real Xen on an emulated processor, patched and Debian's own, the guest being
# its PVH dom0: the tool's runs with the register offered, not offered, and
# unknown. What the register itself promises is hv-patches/xen/tests/vapic-pvh.t.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

methods=xapic,xapic-nopoll,vapic-mmio,vapic-msr,x2apic,xen-evtchn
need xen/build "patched Xen" || done_testing

experiment lab-xen-svm $methods
good_run "$scratch/r" "run"
rows_with "$scratch/r" "patched" "xen-evtchn pvh ok 1"
verified "$scratch/r" "verify accepts it"
one_guest "$scratch/r"; ok $? "every row names the guest image of build/, as on KVM"

mkdir "$scratch/d"
sed '6s/"hypercall":500/"hypercall":499/g' "$scratch/r/results.jsonl" > "$scratch/d/results.jsonl"
exits 1 verify "$scratch/d" &&
grep -q 'results.jsonl:6: .*xen-evtchn.*sender hypercall: 499, expected 500' "$scratch/out" &&
! grep -q 'results.jsonl:[12345]' "$scratch/out"
ok $? "one figure changed: verify names row and class, and no other row"

# --- Not offered: only the counters, then nothing at all.
append=$(append_of "$scratch/e.ini")
offered_less "$append vapic=4" "vapic=4" "xen-evtchn pvh ok 1"
only_counters "vapic=4"
offered_less "$append vapic=0" "vapic=0" "xen-evtchn pvh ok 1"
no_counters "vapic=0"

# --- Debian's own binary.
if need xen/stock "Debian's own Xen"; then
	experiment lab-xen-svm-stock $methods
	good_run "$scratch/s" "stock: run"
	rows_without "$scratch/s" "stock" "xen-evtchn pvh ok 1"
	verified "$scratch/s" "stock: verify accepts it"
	one_guest "$scratch/s"; ok $? "stock: the same guest image"
fi
[ -z "$(ours)" ]; ok $? "no process left behind"
done_testing
