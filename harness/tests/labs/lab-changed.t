#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Two runs of the same commit: `compare` finds nothing. A Xen with one exit more
# in one method and 200 instructions more on the path of another: both are found,
# and these rows only.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

need xen/build "a Xen to compare with" || done_testing
experiment lab-xen-svm xapic,vapic-mmio,vapic-msr,x2apic,xen-evtchn pass=count
good_run "$scratch/a" "a run"
good_run "$scratch/b" "another of the same"
exits 0 compare --strict "$scratch/a" "$scratch/b" &&
	grep -q '^5 rows compared (5 with exits, 5 with instructions, .*: 0 worse, 0 better' "$scratch/out"
ok $? "the same commit: nothing changed"
[ "$status" -eq 0 ] || sed 's/^/# /' "$scratch/out"

# With the one of lab-planted.t, whose forgotten class is none that is exact: one
# build serves both.
p=$root/hv-patches/xen/tests
export IPIBENCH_XEN_PATCHES="$p/leaves-out-a-class.patch $p/one-exit-more.patch $p/200-instructions-more.patch"
need xen/build "a Xen with two changes" || done_testing
good_run "$scratch/c" "a run on it"
exits 1 compare "$scratch/a" "$scratch/c"; ok $? "worse: exit status 1"
sed 's/^/# /' "$scratch/out"
grep -q '^worse: lab-xen-svm vapic-msr .*: sender msr_vapic: 1 -> 2 exits an IPI' "$scratch/out"
ok $? "one exit more: the row and the class are named"
grep '"method":"vapic-msr"' "$scratch/c/results.jsonl" |
	grep -o '"meter":{"pass":"count","sender":{[^}]*' > "$scratch/err"
grep -q '"msr_vapic":1000[,"]' "$scratch/err" && ! grep -q msr_unknown "$scratch/err"
ok $? "the meter knows the one that was done again for what it is"
grep -q '^worse: lab-xen-svm x2apic .*: sender msr_x2apic_icr: .*+20[0-9]' "$scratch/out"
ok $? "200 instructions more: the row and the path are named"
grep -q "^worse: " "$scratch/out" &&
	! grep "^worse: " "$scratch/out" | grep -qv '^worse: lab-xen-svm vapic-msr \|^worse: lab-xen-svm x2apic .*msr_x2apic_icr'
ok $? "no other row is"
grep -q '^differs: lab-xen-svm: hypervisor.patch_sha256: ' "$scratch/out"
ok $? "that the patches differ is said"
exits 0 compare "$scratch/c" "$scratch/a" &&
	grep -q '^better: lab-xen-svm x2apic .*: sender msr_x2apic_icr: .*-20[0-9]' "$scratch/out" &&
	grep -q '^better: lab-xen-svm vapic-msr .*: sender msr_vapic: 2 -> 1 exits an IPI' "$scratch/out"
ok $? "the other way round both are better"
done_testing
