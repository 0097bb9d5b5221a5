#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tables, figures and the page, from made-up results whose numbers are known
# (sample-results): what is printed and drawn is what the rows say.
. "$(dirname "$0")/lib.sh"
dir=$scratch/r
mkdir "$dir"
"$(dirname "$0")/samples/sample-results" > "$dir/results.jsonl"
says() { grep -Fq -e "$1" "$scratch/out"; }

exits 0 report --no-figures "$dir"; ok $? "text"
grep -Eq '^xapic +3 +3 +3$' "$scratch/out"; ok $? "exits of two boots that agree: one number"
grep -Eq '^xapic \(loop\) +12 +12 +12$' "$scratch/out"; ok $? "12 exits for four targets"
# 100..199 once each and 100 times 200: the median is 199 ticks, 99.5 ns at 2 GHz.
grep -Eq '^xapic +199 / 200 ticks +199 / 200 ticks +100 / 100 ns$' "$scratch/out"
ok $? "quantiles of boots merged; ticks of the labs, nanoseconds of the host"
[ ! -e "$dir/figures" ]; ok $? "--no-figures draws none"
sed '2,$s/"send_exits_per_ipi":3,/"send_exits_per_ipi":3.5,/' "$dir/results.jsonl" > "$scratch/x"
mkdir "$scratch/differ"; mv "$scratch/x" "$scratch/differ/results.jsonl"
exits 0 report --no-figures --where target=lab-kvm-svm "$scratch/differ" && says '3..3.5'
ok $? "boots that differ stand as a range"

exits 0 report --no-figures --where target=kvm,lab-xen-svm --where pattern=pairs "$dir" && ! says lab-kvm && ! says unicast
ok $? "--where picks rows"
sed 's/"target":"kvm"\(.*\)"loader":"pvh"/"target":"metal"\1"loader":"iso"/' "$dir/results.jsonl" > "$scratch/differ/results.jsonl"
exits 0 report --no-figures "$scratch/differ" && grep -Eq '^method +lab-kvm-svm +lab-xen-svm +metal \(iso\)$' "$scratch/out"
ok $? "booted otherwise: a column of its own in the same table"
# Samples that took no longer than reading the clock are no time of 0.
sed 's/"send":{"unit":"tsc",.*"roundtrip"/"send":{"unit":"tsc","n":4,"min":0,"p50":0,"p99":300,"max":300,"mean":100,"sum":300,"taken_out":50,"clamped":3,"histogram":{"sub_bits":7,"buckets":[[0,3],[278,1]]}},"roundtrip"/' "$dir/results.jsonl" > "$scratch/differ/results.jsonl"
exits 0 report --no-figures "$scratch/differ" && grep -q '^xapic  *<clock / 300 ticks' "$scratch/out"; ok $? "no median where most samples are below the clock"
exits 0 report --gnuplot latency-cdf "$scratch/differ" && grep -q '^array low.* = \[30[0-3]' "$scratch/out" && says 'Samples no longer'
ok $? "nor does the axis begin there"
exits 0 export --format benchstat "$scratch/differ" && says '300 send-p99-ticks' && ! says send-p50-ticks; ok $? "nor benchstat"
sed 's/"dirty":false/"dirty":{}/; s/"commands":\[/"commands":[{},/; s/"version":"6.1"/"version":[]/' "$dir/results.jsonl" > "$scratch/differ/results.jsonl"
exits 0 report --no-figures --html "$scratch/odd.html" "$scratch/differ" && ! grep -q . "$scratch/err" && exits 0 export --format csv "$scratch/differ" && ! grep -q . "$scratch/err"
ok $? "provenance of a type that is not its: as if it were not there"
# odd SED FIELD: refused, with file, line and field.
odd() {
	sed "3$1" "$dir/results.jsonl" > "$scratch/differ/results.jsonl"
	exits 2 report --no-figures "$scratch/differ" && grep -q "results.jsonl:3: $2: " "$scratch/err"
	ok $? "refused by file, line and field: $2"
}
odd 's/"tsc_hz":2000000000/"tsc_hz":[]/' latency.tsc_hz
odd 's/"notes":\[/"notes":["",7,/' 'notes\[1\]'
odd 's/"k":[0-9]*/"k":"x"/' k
odd 's/\[\[200,100\]\]/[[4294967295,100]]/' 'latency.send.histogram.buckets\[0\]'
odd 's/"total":[0-9]*/"total":-1/' exits.hypervisor.sender.total
exits 2 report --where colour=red "$dir" && grep -q 'no such field' "$scratch/err"; ok $? "--where with an unknown field"
exits 2 report --where target=moon "$dir"; ok $? "--where that leaves nothing"
exits 2 report --where target "$dir"; ok $? "--where without a value"
exits 2 report --csv --latex "$dir"; ok $? "two forms at once"

exits 0 report --markdown --no-figures "$dir" && says '| xapic (loop) | 12 | 12 | 12 |'; ok $? "Markdown"
exits 0 report --csv "$dir" && says '"multicast, 8 vCPUs, wait=spin, k=4",xapic,auto,lab-xen-svm,pvh,12,12,ok' &&
says 'send,p50,ns,"unicast, 2 vCPUs, wait=spin",xapic,auto,kvm,pvh,99.5,99.5,ok' &&
says 'xen-evtchn,auto,lab-kvm-svm,pvh,,,unsupported'; ok $? "CSV"
# Each line has eleven fields, whatever is quoted.
sed 's/"[^"]*"/q/g' "$scratch/out" | awk -F, 'NF != 11 {bad = 1} END {exit bad}'; ok $? "CSV: eleven fields a line"
exits 0 report --latex "$dir" && says '\toprule' && says 'xapic (loop) & 12 & 12 & 12 \\'; ok $? "LaTeX"
[ "$(grep -c '^\\begin{table}' "$scratch/out")" -eq "$(grep -c '^\\end{table}' "$scratch/out")" ] &&
! grep -E '(^|[^\\])[_#&%]' "$scratch/out" | grep -v ' & ' | grep -v '^%'; ok $? "LaTeX: nothing left that it would take for its own"

command -v gnuplot > /dev/null || { skip "needs gnuplot" "figures"; done_testing; }
exits 0 report --html "$scratch/page.html" "$dir"; ok $? "figures and page"
f=$dir/figures
for figure in send-exits hv-insns latency-cdf targets pairs; do
	[ -s "$f/$figure.pdf" ] && [ -s "$f/$figure.svg" ] && [ -s "$f/$figure.png" ] && [ -s "$f/$figure.gp" ]
	ok $? "$figure: PDF, SVG, PNG, and what they are drawn from"
done
[ -z "$(ls -d "$f"/draft* 2> /dev/null)" ]; ok $? "no drafts left"
# text FILE: the words of an SVG, one a line.
text() { sed -n 's/.*<text[^>]*>//; s/<[^>]*>//g; /./p' "$1"; }
text "$f/send-exits.svg" | grep -qx 12; ok $? "send-exits: 12 stands on a bar"
grep -qx '"xapic" 4 4 4 0' "$f/send-exits.gp"; ok $? "send-exits: of three classes, 4 each"
text "$f/pairs.svg" | grep -qx 3020 && text "$f/pairs.svg" | grep -qx 1510
ok $? "pairs: 3020 ticks from 3 to 2; 1510 ns on the host"
sed -n '/^\$data/,/^EOD/p' "$f/pairs.gp" | grep -qx '2 1 2010'; ok $? "pairs: from, to, median"
# 25 % of all take at most 149 ticks: half of boot 1, which is half of all.
grep -qx '149 0.25' "$f/latency-cdf.gp" && grep -qx '99.5 0.5' "$f/latency-cdf.gp"
ok $? "latency-cdf: the fraction of both boots"
sed 's/"vcpus":4/"vcpus":12/' "$dir/results.jsonl" > "$scratch/differ/results.jsonl"
exits 0 report --where pattern=pairs "$scratch/differ" && ! text "$scratch/differ/figures/pairs.svg" | grep -qx 2030; ok $? "pairs: no numbers where cells are small"
grep -qx '4 12000' "$f/targets.gp"; ok $? "targets: 12 exits of 1000 instructions to 4"
text "$f/hv-insns.svg" | grep -q 'patches abcdef01' && text "$f/hv-insns.svg" | grep -q '2026-01-02'
ok $? "what ran where stands in the figure"
! text "$f/targets.svg" | grep -q '`' && [ ! -e PWNED ] && [ ! -e "$f/PWNED" ]
ok $? "a name in a result is no command for gnuplot"
# 7 pt in 8.5 cm of 340 units: nothing smaller than 9.8 of them.
! grep -ho 'font-size="[0-9.]*"' "$f"/*.svg | tr -dc '0-9.\n' | awk '$1 < 9.8 {small = 1} END {exit !small}'
ok $? "no letter smaller than 7 pt"
# Three exits of 1000 instructions against one of 5000: even where an exit costs 1000.
grep -qx '0 3000' "$f/model.gp" && grep -qx '4000 15000' "$f/model.gp"; ok $? "model: instructions, and an exit for each that there is"
sed '/"method":"vapic-mmio"/s/"p25":1000/"p25":5000/g' "$dir/results.jsonl" > "$scratch/differ/results.jsonl"
exits 0 report --where pattern=unicast "$scratch/differ" && tr -d '".\\\n' < "$scratch/differ/figures/model.gp" | tr -s ' ' | grep -q ': xapic, from 1000 cycles on vapic-mmio'
ok $? "model: where the cheapest changes"

page=$scratch/page.html
[ "$(grep -c '<svg' "$page")" -eq 7 ]; ok $? "page: six figures inside, and the one of releases"
! grep -Eo '(src|href|url)[=(]["'\'']?[^#"'\'' )]*' "$page" | grep -Eq '[=(]["'\'']?[^"'\'']' ; ok $? "page: nothing from outside"
[ -z "$(grep -Eo ' id=["'\''][^"'\'']*' "$page" | sort | uniq -d)" ]; ok $? "page: each name once"
grep -q 'xen-evtchn unicast.*unsupported.*the hypervisor is &lt;not&gt; Xen &amp; &quot;so&quot;' "$page"
ok $? "page: unsupported row with its reason, escaped"
! grep -q '<b>no</b>' "$page" && grep -q '&lt;b&gt;no&lt;/b&gt;' "$page"; ok $? "page: notes are text"
grep -q 'qemu -x &lt;y&gt;' "$page"; ok $? "page: command lines"
if command -v xmllint > /dev/null; then
	sed -n '/<svg/,/<\/svg>/p' "$page" | sed 's/<figcaption>.*//; s/^<figure>//; s/<\/figure>//' > "$scratch/svgs"
	{ echo '<all>'; cat "$scratch/svgs"; echo '</all>'; } | xmllint --noout - 2> "$scratch/err"; ok $? "page: its figures are well formed"
else
	skip "needs xmllint" "page: its figures are well formed"
fi

grep '"pattern":"pairs"' "$dir/results.jsonl" > "$scratch/differ/results.jsonl"
mkdir -p "$scratch/differ/figures"; touch "$scratch/differ/figures/targets.svg"
exits 0 report "$scratch/differ" && grep -q '^not drawn: targets: ' "$scratch/err"; ok $? "what is not drawn is said, with the reason"
[ ! -e "$scratch/differ/figures/targets.svg" ]; ok $? "and an earlier drawing of it is gone"
exits 1 report --gnuplot latency-cdf "$scratch/differ" && exits 2 report --gnuplot moon "$scratch/differ"
ok $? "--gnuplot without data; of no figure"
exits 0 report --figures "$scratch/both" "$dir" "$scratch/differ" && [ -s "$scratch/both/pairs.svg" ]
ok $? "several folders in one set of figures"
: > "$scratch/file"
exits 1 report --figures "$scratch/file/x" "$dir" && grep -q "$scratch/file/x" "$scratch/err"
ok $? "a place that cannot be written to is named"
exits 1 report --no-figures --html "$scratch/file/x" "$dir"; ok $? "a page that cannot be written"
done_testing
