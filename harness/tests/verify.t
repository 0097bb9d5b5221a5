#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The tool end to end on the emulated machine: run, report, verify; and verify
# refuses what is damaged. test-result.c changes figures one by one.
. "$(dirname "$0")/lib.sh"

needs_tcg "run on tcg"
printf '[a]\ntarget=tcg\nmethod=xapic,vapic-mmio\nipis=200\ntimeout=60\n' > "$scratch/e.ini"
exits 0 run --out "$scratch/r" "$scratch/e.ini"; ok $? "run"
[ "$(wc -l < "$scratch/r/results.jsonl")" -eq 2 ]; ok $? "two rows"
grep -q '"status":"ok"' "$scratch/r/results.jsonl" &&
grep -q '"status":"unsupported"' "$scratch/r/results.jsonl"; ok $? "one ok, one unsupported"
cmp -s "$scratch/r/ipibench.elf" "$root/build/guest/ipibench.elf"; ok $? "the guest image is kept"
exits 0 verify "$scratch/r"; ok $? "verify"
exits 0 report "$scratch/r" && grep -q '^xapic ' "$scratch/out"; ok $? "report"
exits 0 report --markdown "$scratch/r" && grep -q '^| xapic ' "$scratch/out"; ok $? "report --markdown"
exits 0 report --csv "$scratch/r" && grep -q "^metric,statistic," "$scratch/out"; ok $? "report --csv"
exits 2 run --out "$scratch/r" "$scratch/e.ini"; ok $? "the same --out again is refused"

mkdir "$scratch/d"
sed '2s/"schema":1/"schema":9/' "$scratch/r/results.jsonl" > "$scratch/d/results.jsonl"
exits 2 verify "$scratch/d" && grep -q 'results.jsonl:2: .*schema' "$scratch/err"
ok $? "unknown schema: file and line"
head -c -9 "$scratch/r/results.jsonl" > "$scratch/d/results.jsonl"
exits 2 verify "$scratch/d" && grep -q 'results.jsonl:2: ' "$scratch/err"
ok $? "cut-off line: file and line"
sed '1s/"status":"ok"/"status":"lost"/' "$scratch/r/results.jsonl" > "$scratch/d/results.jsonl"
exits 1 verify "$scratch/d" && grep -q 'results.jsonl:1: .*status lost' "$scratch/out"
ok $? "a lost interrupt falls short, row named"
done_testing
