#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# `ipibench compare` as a command: what it prints, its exit status, what it
# refuses. test-compare.c has the rules, test-compare-rates.c the statistics.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/replay/play.sh"

play_qemu
recorded tcg
exits 0 run --out "$scratch/a" "$play/experiment.ini"; ok $? "a run"
exits 0 run --out "$scratch/b" "$play/experiment.ini"; ok $? "another"
exits 0 compare "$scratch/a" "$scratch/b" && grep -q '^3 rows compared .* 0 worse' "$scratch/out"
ok $? "two runs: no regression"
grep -q 'times of tcg are not compared' "$scratch/out"; ok $? "an emulator's times are not compared, and that is said"
exits 0 compare "$scratch/a/results.jsonl" "$scratch/b"; ok $? "a file of lines will do"

# change LINE FROM TO: b's lines with one change, in c
change() {
	rm -rf "$scratch/c"
	mkdir "$scratch/c"
	sed "$1s/$2/$3/" "$scratch/b/results.jsonl" > "$scratch/c/results.jsonl"
	! cmp -s "$scratch/b/results.jsonl" "$scratch/c/results.jsonl"
}
change 2 '"status":"ok"' '"status":"lost"'
exits 1 compare "$scratch/a" "$scratch/c" &&
	grep -q '^worse: tcg xapic-nopoll unicast .*: status: ok -> lost' "$scratch/out"
ok $? "a row that fell: 1, and named"
exits 1 compare --markdown "$scratch/a" "$scratch/c" && grep -q '^| worse | tcg xapic-nopoll' "$scratch/out"
ok $? "as Markdown"
exits 1 compare --json "$scratch/a" "$scratch/c" && grep -q '"worse" : 1,' "$scratch/out"
ok $? "as JSON"
exits 0 compare "$scratch/c" "$scratch/a" && grep -q '^better: ' "$scratch/out"; ok $? "the other way round: better, 0"
exits 1 compare --strict "$scratch/c" "$scratch/a"; ok $? "--strict: 1"
change '1,$' '"commit":"[0-9a-f]*"' '"commit":"0123"'
exits 0 compare "$scratch/a" "$scratch/c" && grep -q '^differs: commit: .* -> 0123' "$scratch/out"
ok $? "what else differs is said"
grep -v '"method":"xapic-nopoll"' "$scratch/b/results.jsonl" > "$scratch/c/results.jsonl"
exits 0 compare "$scratch/a" "$scratch/c" && grep -q '^only in BASE: tcg xapic-nopoll' "$scratch/out"
ok $? "a row that is not in NEW is named"
exits 0 compare "$scratch/c" "$scratch/a" && grep -q '^only in NEW: tcg xapic-nopoll' "$scratch/out"
ok $? "nor in BASE"
exits 1 compare --strict "$scratch/a" "$scratch/c"; ok $? "and falls short with --strict"

change '1,$' '"regime":"n\/a"' '"regime":"apicv"'
exits 2 compare "$scratch/a" "$scratch/c" && grep -q 'tcg: another regime: n/a -> apicv' "$scratch/err"
ok $? "another regime is refused"
exits 0 compare --force "$scratch/a" "$scratch/c" && grep -q '^not the same: tcg: another regime' "$scratch/out"
ok $? "unless forced"
change 3 '"schema":1' '"schema":9'
exits 2 compare "$scratch/a" "$scratch/c" && grep -q 'results.jsonl:3: .*schema' "$scratch/err"
ok $? "another schema: file and line"
exits 2 compare --force "$scratch/a" "$scratch/c"; ok $? "which --force cannot read either"
change 2 ',"vcpus":2' ''
exits 2 compare "$scratch/a" "$scratch/c" && grep -q 'results.jsonl:2: ' "$scratch/err"
ok $? "a damaged line: file and line"
change '1,$' '"pattern":"unicast"' '"pattern":"self"'
exits 2 compare "$scratch/a" "$scratch/c"; ok $? "nothing in common"
exits 2 compare "$scratch/a"; ok $? "one folder is not two"
exits 2 compare --threshold -1 "$scratch/a" "$scratch/b"; ok $? "--threshold -1"
exits 2 compare --alpha 2 "$scratch/a" "$scratch/b"; ok $? "--alpha 2"
exits 2 compare --only noise "$scratch/a" "$scratch/b"; ok $? "--only noise"
exits 0 compare --only exits "$scratch/a" "$scratch/b"; ok $? "--only exits"
exits 2 compare /nowhere "$scratch/b" && grep -q '/nowhere/results.jsonl:0: ' "$scratch/err"; ok $? "a folder that is not there"
# An exact lab's times, of two machines: of the send any difference is one, of what ends on
# another processor from 1 % on; and with both its min and its median gone the same way.
one=$(ls "$root/results/baselines/lab-kvm-vmx"/*.jsonl | tail -1)
another() { # TIME MIN P50: the first row with its least and median so much larger
	awk -v time="$1" -v min="$2" -v p50="$3" 'function more(text, key, by,    at, rest) {
		at = index(text, "\"" key "\":") + length(key) + 3
		rest = substr(text, at)
		match(rest, /^[0-9]+/)
		return substr(text, 1, at - 1) (substr(rest, 1, RLENGTH) + by) substr(rest, RLENGTH + 1)
	}
	{ gsub(/"machine_sha256":"./, "&x") }
	NR == 1 {
		at = index($0, "\"" time "\":{")
		$0 = substr($0, 1, at - 1) more(more(substr($0, at), "min", min), "p50", p50)
	}
	{ print }' "$one" > "$scratch/another.jsonl"
}
another send 1 0
exits 1 compare --strict --only times "$one" "$scratch/another.jsonl" &&
	grep -q '^worse: .*: send, least: .* instructions (+1, ' "$scratch/out"
ok $? "exact: a send one instruction longer is worse"
another delivery 5 5
exits 0 compare --strict --only times "$one" "$scratch/another.jsonl" &&
	grep -q '^told: .*: delivery, least: .* instructions (+5, ' "$scratch/out"
ok $? "exact: a delivery 5 of 635 longer is told"
another delivery 60 60
exits 1 compare --strict --only times "$one" "$scratch/another.jsonl" &&
	grep -q '^worse: .*: delivery, least: .* instructions (+60, ' "$scratch/out"
ok $? "exact: 60 of them are worse"
done_testing
