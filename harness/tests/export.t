#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What `export` writes, held against each format's definition and against the
# rows, whose numbers are known (sample-results).
. "$(dirname "$0")/lib.sh"
dir=$scratch/r
mkdir "$dir"
"$(dirname "$0")/samples/sample-results" > "$dir/results.jsonl"

exits 2 export "$dir"; ok $? "no format"
exits 2 export --format yaml "$dir" && grep -q 'hdr|benchstat|csv' "$scratch/err"; ok $? "unknown format: those there are"
exits 2 export --format csv /nowhere; ok $? "no such folder"

# HdrHistogram: value, percentile, count so far, 1/(1-percentile); footer.
exits 2 export --format hdr "$dir" && grep -q -- '--out' "$scratch/err"; ok $? "hdr: several files need a folder"
exits 0 export --format hdr --out "$scratch/hdr" "$dir"; ok $? "hdr"
[ "$(ls "$scratch/hdr" | wc -l)" -eq 6 ]; ok $? "hdr: three targets, two methods, one time: six files"
exits 0 export --format hdr --where target=kvm --where method=xapic --where pattern=unicast "$dir"
cmp -s "$scratch/out" "$scratch/hdr/kvm-xapic-auto-unicast-2-vCPUs-wait-spin-send.ns.hgrm"
ok $? "hdr: a single one on standard output"
awk 'function abs(x) { return x < 0 ? -x : x }
NR == 1 { if ($0 != "       Value     Percentile TotalCount 1/(1-Percentile)") bad = "header"; next }
NR == 2 { if ($0 != "") bad = "no empty line"; next }
/^#\[Mean / { if ($3 + 0 != 87.375) bad = "mean " $3; footer++; next }
/^#\[Max / { if ($3 + 0 != 100 || $7 + 0 != 200) bad = "max or total"; footer++; next }
/^#\[Buckets / { footer++; next }
footer || last { bad = "behind the end: " $0; next }
{
	if (!lines++ && $2 != 0) bad = "does not begin at 0"
	if ($1 < value || $2 <= percentile && lines > 1 || $3 < count) bad = "falls: " $0
	value = $1; percentile = $2; count = $3
	if (count + 1e-6 < percentile * 200) bad = "percentile above count: " $0
	if (percentile == 1) { last = 1; if (NF != 3 || count != 200 || value != 100) bad = "end" }
	else if (NF != 4 || abs($4 - 1 / (1 - percentile)) > 0.006 * $4) bad = "column 4: " $0
	if (percentile == 0.5) median = value
}
END { if (footer != 3 || !last) bad = "no end"; if (median != 99.5) bad = "median " median
	if (bad) { print bad > "/dev/stderr"; exit 1 } }' "$scratch/out" 2> "$scratch/err"
ok $? "hdr: as the format has it, and the rows' numbers"
# Half of the distance left to 1 gets five lines: .5 .55 .6 .65 .7 .75 .775 ...
awk 'NF == 4 && $2 ~ /^0/ {print $2 + 0}' "$scratch/hdr/lab-kvm-svm-vapic-mmio-auto-unicast-2-vCPUs-wait-spin-send.ticks.hgrm" | head -7 | tr '\n' ' ' |
	grep -qx '0 0.1 0.2 0.3 0.4 0.5 0.55 '; ok $? "hdr: steps of the iterator"

exits 0 export --format benchstat "$dir"; ok $? "benchstat"
awk '/^Unit [^ ]+( [a-z]+=[a-z]+)+$/ {next}
/^[a-z][^ \tA-Z]*: [^ ]/ {next}
/^Benchmark[A-Z0-9]/ {
	if (NF < 4 || NF % 2 || $2 !~ /^[1-9][0-9]*$/) {print; exit 1}
	for (i = 3; i <= NF; i += 2) if ($i !~ /^-?[0-9.]+(e[+-]?[0-9]+)?$/ || $(i + 1) ~ /^[0-9]/) {print; exit 1}
	n++; next }
{print; exit 1}
END {if (n != 33) {print n; exit 1}}' "$scratch/out" > "$scratch/err"; ok $? "benchstat: only lines of the format, one a row and boot"
name='BenchmarkIPI/target=kvm/method=xapic/pattern=unicast/vcpus=2/targets=1/wait=spin/dest=loop'
grep -qFx "$name 100 3 send-exits/op 3500 hv-insns/op 74.5 send-p50-ns 99 send-p99-ns" "$scratch/out" &&
[ "$(grep -cF "$name " "$scratch/out")" -eq 2 ]; ok $? "benchstat: the row's numbers, both boots under one name"
! grep '^Bench' "$scratch/out" | grep lab- | grep -q -- '-ns'; ok $? "benchstat: an emulator's ticks are no nanoseconds"
mkdir "$scratch/nobody"
{ head -1 "$dir/results.jsonl"; head -1 "$dir/results.jsonl" | sed 's/"commit":"[^"]*"/"commit":null/'; } > "$scratch/nobody/results.jsonl"
exits 0 export --format benchstat "$scratch/nobody" && [ "$(grep -c '^commit: ' "$scratch/out")" = 2 ] &&
	grep -q '^commit: unknown$' "$scratch/out"
ok $? "benchstat: a row that knows no commit has not the last one's"

exits 0 export --format csv "$dir"; ok $? "csv"
[ "$(wc -l < "$scratch/out")" -eq 35 ]; ok $? "csv: every row, and the names"
sed 's|"commit":"[^"]*"|"commit":"=cmd()"|' "$scratch/nobody/results.jsonl" > "$scratch/lines" && mv "$scratch/lines" "$scratch/nobody/results.jsonl"
exits 0 export --format csv "$scratch/nobody" && grep -q ",'=cmd(),\|,'=cmd()\$" "$scratch/out"; ok $? "csv: no formula"
exits 0 export --format csv "$dir"
# Commas and quotes inside quotes are no fields; "" is a quote.
sed 's/""//g; s/"[^"]*"/q/g' "$scratch/out" | awk -F, 'NR == 1 {n = NF} NF != n {exit 1}'; ok $? "csv: as many fields in each line"
field() { # NAME: of the line that is read
	awk -F, -v name="$1" 'NR == FNR {for (i = 1; i <= NF; i++) if ($i == name) c = i; nextfile} {print $c}' "$scratch/out" -
}
line=$(grep '^made-up,kvm,xapic,multicast' "$scratch/out" | tail -1)
for want in send_exits_per_ipi=12 targets=4 k=4 sender_apic_write_icr=400 sender_total=1200 receivers_apic_write_eoi=100 hv_insns_sender=12000 tsc_hz=2000000000 status=ok send_p50=; do
	[ "$(echo "$line" | field "${want%%=*}")" = "${want#*=}" ]; ok $? "csv: $want"
done
grep -q '"the hypervisor is <not> Xen & ""so"""' "$scratch/out"; ok $? "csv: quotes doubled"
exits 0 export --format csv --out "$scratch/all.csv" "$dir" && [ "$(wc -l < "$scratch/all.csv")" -eq 35 ]; ok $? "csv: into a file"

# github-action-benchmark: an array of name, unit and value, and text besides.
exits 0 export --format bench-json "$dir"; ok $? "bench-json"
# bench NAME: "value unit range" of the only one of that name; and what all must be
bench() {
	perl -MJSON::PP -e '
		local $/;
		my ($all, %of) = decode_json(<STDIN>);
		for my $one (@$all) {
			die "twice: $one->{name}\n" if $of{$one->{name}}++;
			die "$one->{name}: no number\n" unless encode_json([$one->{value}]) =~ /^\[-?[0-9]/;
			die "$one->{name}: no text\n" if grep { ref $one->{$_} || !length $one->{$_} } qw(name unit extra);
			die "$one->{name}: $_?\n" for grep { !/^(name|unit|value|range|extra)$/ } keys %$one;
			print "$one->{value} $one->{unit}", $one->{range} ? " $one->{range}" : "", "\n" if $one->{name} eq $ARGV[0];
		}
	' "$1" < "$scratch/out" 2> "$scratch/err"
}
row='kvm xapic unicast vcpus=2 wait=spin dest=auto'
[ "$(bench "$row: send exits")" = "3 exits/IPI" ] && [ ! -s "$scratch/err" ]; ok $? "bench-json: names once, values numbers, nothing unknown"
[ "$(bench "$row: hypervisor instructions")" = "3500 instructions/IPI" ]; ok $? "bench-json: instructions"
[ "$(bench "$row: send, median")" = "87.25 ns 74.5..100" ]; ok $? "bench-json: the boots' median, and their range"
! grep -q 'lab-.*median' "$scratch/out" && ! grep -q xen-evtchn "$scratch/out"; ok $? "bench-json: no emulator's ticks, and no row without a number"
mkdir "$scratch/exact"
sed -n '1s/"target":"lab-kvm-svm"/"target":"lab-kvm-vmx","apicv":"off"/p' "$dir/results.jsonl" > "$scratch/exact/results.jsonl"
exits 0 export --format bench-json "$scratch/exact" &&
	[ "$(bench "lab-kvm-vmx xapic unicast vcpus=2 wait=spin dest=auto apicv=off: send, median")" = "149 instructions 124..174" ]
ok $? "bench-json: an exact lab's instructions, and the samples' quartiles"
sed 's/"processors":8/"processors":1/; s/"send_exits_per_ipi":[0-9][0-9]*/"send_exits_per_ipi":null/' "$dir/results.jsonl" > "$scratch/exact/results.jsonl"
exits 1 export --format bench-json --where target=lab-kvm-svm "$scratch/exact" && grep -q 'nothing for it' "$scratch/err"
ok $? "bench-json: nothing measured, or crowded: said"

grep '"pattern":"pairs"' "$dir/results.jsonl" > "$scratch/x"; mkdir "$scratch/p"; mv "$scratch/x" "$scratch/p/results.jsonl"
exits 1 export --format hdr --out "$scratch/none" "$scratch/p" && [ ! -e "$scratch/none" ]; ok $? "hdr without times: said, and no folder"
: > "$scratch/file"
exits 1 export --format hdr --out "$scratch/file/x" "$dir" && grep -q "$scratch/file/x" "$scratch/err"; ok $? "a place that cannot be written to is named"
exits 1 export --format csv --out "$scratch/file/x" "$dir"; ok $? "nor a file"
done_testing
