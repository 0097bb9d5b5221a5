#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The history of releases: what is committed is whole, and each step of more than 5 % has a
# sentence, each sentence a step; then the same of copies with changes that are put in here.
. "$(dirname "$0")/../lib.sh"
kept=$root/results/releases
says() { grep -Fq -e "$1" "$scratch/out"; }

exits 0 releases; ok $? "the committed history: every step is explained, nothing else is"
for v in 5.10 6.1 6.12 6.18 7.3; do says " $v "; ok $? "KVM of Linux $v"; done
for v in 4.14 4.17 4.20; do says " $v "; ok $? "Xen $v"; done
for t in 'lab-kvm-svm-stock, regime none' 'lab-xen-svm-stock, regime none' 'lab-kvm-vmx-stock, regime apicv' \
	'lab-kvm-vmx-stock, regime none' 'lab-xen-vmx-stock, regime apicv' 'lab-xen-vmx-stock, regime none'; do
	says "$t: unicast"; ok $? "$t"
done
grep -Eq '^method .* 5\.10 +6\.1 +6\.12 .* 7\.2 +7\.3 *$' "$scratch/out"; ok $? "releases in the order of their numbers"
[ "$(cat "$kept"/* | wc -c)" -lt 150000 ]; ok $? "it is small"
for v in $(sed -n 's/.*"version":"\([0-9.]*\)".*/\1/p' "$kept"/*.jsonl | sort -u); do
	grep -Eq "^(kernel|xen) = .*debian:$v(,|\$)" "$root/harness/experiments/releases.ini" || echo "$v"
done > "$scratch/err"
[ ! -s "$scratch/err" ]; ok $? "the experiment names each release that is there"

c=$scratch/c
mkdir "$c" && cp "$kept"/* "$c/"
sed '0,/^lab-/{/^lab-/d}' "$kept/steps.txt" > "$c/steps.txt"
exits 1 releases --releases "$c" && grep -q 'nothing explains lab-' "$scratch/err"; ok $? "a step without a sentence is found"
{ cat "$kept/steps.txt"; echo 'lab-kvm-svm-stock none xapic exits 5.10 6.1 There was none.'; } > "$c/steps.txt"
exits 1 releases --releases "$c" && grep -q 'steps.txt:[0-9]*: it names what is no step' "$scratch/err"; ok $? "a sentence without a step is found"
{ cat "$kept/steps.txt"; echo 'lab-kvm-svm-stock none xapic'; } > "$c/steps.txt"
exits 2 releases --releases "$c" && grep -q 'steps.txt:[0-9]*: not TARGET REGIME' "$scratch/err"; ok $? "half a line is refused, by file and line"
cp "$kept/steps.txt" "$c/steps.txt"
echo '{"target":"lab-kvm-svm-stock"}' >> "$c/lab-kvm-svm-stock.jsonl"
exits 2 releases --releases "$c" && grep -q 'lab-kvm-svm-stock.jsonl:[0-9]*: regime: is missing' "$scratch/err"; ok $? "a damaged row is refused, by file, line and field"

# From results: baselines are some.
n=$scratch/n
from=$(ls "$root/results/baselines/lab-kvm-vmx"/*.jsonl | tail -1)
grep '"method":"\(xapic\|x2apic\)".*"pattern":"unicast"' "$from" | grep -v '"kernel":' > "$scratch/one.jsonl"
exits 0 releases --releases "$n" --add "$scratch/one.jsonl" && [ "$(cat "$scratch/out")" = "$n/lab-kvm-vmx.jsonl" ]; ok $? "--add writes a file a target, and says so"
lines=$(wc -l < "$n/lab-kvm-vmx.jsonl")
exits 0 releases --releases "$n" --add "$scratch/one.jsonl" && [ "$(wc -l < "$n/lab-kvm-vmx.jsonl")" -eq "$lines" ]
ok $? "what is added once more takes its own place"
sed 's/"version":"6\.1[^"]*"/"version":"6.12.3"/; s/"send_exits_per_ipi":1/"send_exits_per_ipi":2/' "$scratch/one.jsonl" > "$scratch/two.jsonl"
exits 0 releases --releases "$n" --add "$scratch/two.jsonl" && sed 's/"version":"6\.1[^"]*"/"version":"5.10.1"/' "$scratch/one.jsonl" > "$scratch/two.jsonl" &&
	exits 0 releases --releases "$n" --add "$scratch/two.jsonl"
exits 1 releases --releases "$n"; grep -Eq '^method +an IPI +5\.10 +6\.1 +6\.12 *$' "$scratch/out"; ok $? "5.10 < 6.1 < 6.12"
grep -Eq '^x2apic +exits +1 +1 +2\*' "$scratch/out" && says 'nobody says why'; ok $? "the step is marked"
sed 's/"wait":"spin"/"wait":"halt"/' "$scratch/one.jsonl" > "$scratch/two.jsonl"
exits 2 releases --releases "$n" --add "$scratch/two.jsonl" && grep -q 'of one setting' "$scratch/err"; ok $? "another setting is refused"
sed 's/"status":"ok"/"status":"lost"/' "$scratch/one.jsonl" > "$scratch/two.jsonl"
exits 0 releases --releases "$scratch/m" --add "$scratch/two.jsonl" && grep -q 'rows left out' "$scratch/err"; ok $? "rows that are not ok are left out, and that is said"

exits 0 releases --run --dry-run -t lab-kvm-svm-stock --kernel debian:6.12,mine=/nowhere/linux
[ "$status" -ne 2 ] && [ "$(grep -c '^# boot ' "$scratch/out")" -eq 2 ] && says 'debian-6.12' && says mine; ok $? "--run with kernels of one's own: a boot each"
exits 2 releases xapic; ok $? "words without --run"
exits 2 releases --releases "$scratch/nothing"; ok $? "nothing there"
if command -v gnuplot > /dev/null; then
	exits 0 releases --draw "$scratch/figures/releases" && [ -s "$scratch/figures/releases.pdf" ] &&
		[ -s "$scratch/figures/releases.png" ] && grep -q '>6\.12<' "$scratch/figures/releases.svg"
	ok $? "--draw"
	mkdir "$scratch/plots" && cp "$root"/plots/*.gp "$scratch/plots"
	status=0
	IPIBENCH_PLOTS=$scratch/plots "$root/ipibench" releases --draw "$scratch/plots/releases" 2> "$scratch/err" || status=$?
	[ "$status" -eq 1 ] && grep -q 'releases\.gp: is a script' "$scratch/err" &&
		cmp -s "$root/plots/releases.gp" "$scratch/plots/releases.gp"
	ok $? "--draw over the script itself is refused"
else
	skip "no gnuplot" "--draw"
	skip "no gnuplot" "--draw over the script itself is refused"
fi
done_testing
