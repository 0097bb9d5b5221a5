#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# `ipibench history` on copies of the committed baselines, with changes that are
# put in here; test-history.c has the rules.
. "$(dirname "$0")/lib.sh"

exits 0 history && grep -q '^lab-xen-svm xapic unicast .*: 3 (' "$scratch/out" &&
	grep -q '^lab-kvm-svm vapic-mmio unicast .*: 1 (' "$scratch/out"
ok $? "the committed baselines: xapic 3, vapic-mmio 1"
! grep -q 'not measured' "$scratch/out" || ! grep 'not measured' "$scratch/out" | grep -qv ' xen-evtchn \| hv-\| kvm-pv '
ok $? "and nothing is missing but what a hypervisor does not offer"

b=$scratch/b
mkdir -p "$b/lab-xen-svm"
from=$(ls "$root/results/baselines/lab-xen-svm"/*.jsonl | tail -1)
as() { # COMMIT TIME [SED]: the baseline as if of then
	sed "s/\"commit\":\"[0-9a-f]*\"/\"commit\":\"$1\"/; s/\"time\":\"[^\"]*\"/\"time\":\"$2T00:00:00Z\"/; ${3-}" \
		"$from" > "$scratch/lines.jsonl"
	exits 0 history --baselines "$b" --add "$scratch/lines.jsonl"
}
as 1111111111 2026-01-01; ok $? "a baseline is added"
[ "$(cat "$scratch/out")" = "$b/lab-xen-svm/20260101T000000Z-11111111.jsonl" ]; ok $? "and its name is printed"
as 4444444444 2026-01-04 's|"target":"[^"]*"|"target":"../../escaped"|'
[ "$status" = 2 ] && grep -q 'target: no word' "$scratch/err" && [ ! -e "$scratch/escaped" ]
ok $? "a target that is a path is none"
as 3333333333 2026-01-03 '1s/"send_exits_per_ipi":3/"send_exits_per_ipi":4/;1s/"apic_read_icr":500/"apic_read_icr":1000/g'
as 2222222222 2026-01-02
exits 0 history --baselines "$b" --row xapic --row unicast lab-xen-svm
[ "$(grep -c '^lab-xen-svm' "$scratch/out")" -eq 1 ]; ok $? "--row picks by words"
grep -q '^lab-xen-svm xapic unicast .*: 3 (11111111, 2026-01-01) \* 4 (33333333, 2026-01-03)$' "$scratch/out"
ok $? "the commit that has one exit more is marked"
exits 0 history --baselines "$b" --row xapic --row unicast --tsv && tail -3 "$scratch/out" > "$scratch/rows" &&
	printf '1\t11111111\t2026-01-01\t3\t3\t3\t0\n2\t22222222\t2026-01-02\t3\t3\t3\t0\n3\t33333333\t2026-01-03\t4\t4\t4\t1\n' |
	cmp -s - "$scratch/rows"
ok $? "--tsv: three commits, the third a change"
exits 0 history --baselines "$b" --row xapic --row unicast --json &&
	[ "$(grep -c '"change" : true' "$scratch/out")" -eq 1 ]
ok $? "--json"
exits 0 history --baselines "$b" --metric sender-insns --row x2apic --row unicast &&
	grep -q ': [0-9]* (11111111, 2026-01-01)$' "$scratch/out"
ok $? "--metric sender-insns: no change"
if command -v gnuplot > /dev/null; then
	exits 0 history --baselines "$b" --row xapic --row unicast --draw "$scratch/figures/one" &&
		[ -s "$scratch/figures/one.pdf" ] && [ -s "$scratch/figures/one.png" ] &&
		grep -q 33333333 "$scratch/figures/one.svg"
	ok $? "--draw"
else
	skip "no gnuplot" "--draw"
fi

exits 2 history --metric speed && grep -q 'sender-insns' "$scratch/err"; ok $? "an unknown metric, and the known ones"
exits 2 history --row nonsense; ok $? "no such row"
exits 2 history moon && grep -q moon "$scratch/err"; ok $? "no such target"
exits 2 history --add /nowhere; ok $? "--add of nothing"
echo '{"schema":1' > "$b/lab-xen-svm/20260104T000000Z-44444444.jsonl"
exits 2 history --baselines "$b" && grep -q '44444444.jsonl:1: ' "$scratch/err"; ok $? "a damaged baseline: file and line"
done_testing
