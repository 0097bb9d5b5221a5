#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A Xen with one instruction more on one path and 200 on another, on the exact lab:
# `compare` finds both, says which, and finds nothing else; nobody else finds anything.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

need bochs/build "the exact labs" && need xen/build "a Xen to compare with" || { done_testing; exit; }
experiment lab-xen-vmx xapic,vapic-msr,x2apic apicv=on
good_run "$scratch/before" "a run"

p=$root/hv-patches/xen/tests
export IPIBENCH_XEN_PATCHES="$p/one-instruction-more.patch $p/200-instructions-more.patch"
need xen/build "a Xen with two changes" || { done_testing; exit; }
good_run "$scratch/after" "a run on it"
verified "$scratch/after" "verify has no objection"
exits 1 compare "$scratch/before" "$scratch/after"; ok $? "compare has"
sed 's/^/# /' "$scratch/out"
grep -q '^worse: lab-xen-vmx xapic .*: sender apic_write_icr: .* instructions an exit (+1, ' "$scratch/out"
ok $? "one instruction: the row and the kind of exit"
grep -q '^worse: lab-xen-vmx x2apic .*: sender msr_x2apic_icr: .* instructions an exit (+201, ' "$scratch/out"
ok $? "200 and the one that loads the counter: the row and the kind of exit"
grep '^worse: .* instructions an exit' "$scratch/out" > "$scratch/paths"
[ "$(wc -l < "$scratch/paths")" -eq 2 ]; ok $? "no other path"
! grep -q 'exits an IPI' "$scratch/out"; ok $? "no exit"
! grep -q '^better: \|^worse: lab-xen-vmx vapic-msr ' "$scratch/out"; ok $? "no other row"
done_testing
