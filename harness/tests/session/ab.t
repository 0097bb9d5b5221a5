#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# `ipibench ab` as a command: which two sides it makes of what it is told, on the emulated
# machine, and what it refuses. labs/lab-vmx-changed.t has it find a change.
. "$(dirname "$0")/../lib.sh"

needs_tcg "two sides on tcg"

exits 0 ab --out "$scratch/out.d" -t tcg method=xapic ipis=50 two:wait=halt one:wait=spin
ok $? "two sides"
grep -q '^1 rows compared .* 0 only in two, 0 only in one: 0 worse' "$scratch/out"
ok $? "the one that is named first is the base, and rows match but for what differs"
grep -q '"wait":"halt".*"boot_name"' "$scratch/out.d/results.jsonl" && [ "$(wc -l < "$scratch/out.d/results.jsonl")" -eq 2 ] &&
	grep -q '"side":"one"' "$scratch/out.d/results.jsonl" && grep -q '"side":"two"' "$scratch/out.d/results.jsonl"
ok $? "both are in one result, each with its side"
[ -e "$scratch/out.d/raw/tcg-pvh-2vcpu-1-one.txt" ]; ok $? "and with a boot of its own"
exits 0 rerun --out "$scratch/again" "$scratch/out.d" && [ "$(wc -l < "$scratch/again/results.jsonl")" -eq 2 ]
ok $? "rerun knows both"
exits 0 report "$scratch/out.d" && grep -q 'tcg one' "$scratch/out" && grep -q 'tcg two' "$scratch/out"
ok $? "report has a column for each"

exits 0 ab --dry-run -t lab-xen-vmx --patches mine=/dev/null "base:apicv=off" method=xapic pattern=self
ok $? "a dry run"
grep '^# boot ' "$scratch/out" | tr '\n' ' ' | grep -q '1-apicv-off-base, .*2vcpu-1-mine, '; ok $? "of two sides that differ in two ways"
exits 0 ab --dry-run -t tcg --qemu "$(command -v qemu-system-x86_64)" --qemu "$(command -v qemu-system-x86_64)" method=xapic
grep -q 'tcg-pvh-2vcpu-1-base,' "$scratch/out" && grep -q 'tcg-pvh-2vcpu-1-new,' "$scratch/out"
ok $? "sides without a name are base and new"

refused() { # WORDS PATTERN
	rm -rf "$scratch/x"
	exits 2 ab --out "$scratch/x" -t tcg method=xapic $1 && grep -q "$2" "$scratch/err" && [ ! -e "$scratch/x" ]
	ok $? "refused: ${1:-nothing}: $2"
}
refused '' 'nothing is to differ'
refused 'a:wait=spin b:wait=halt c:wait=pause' 'a third side: c'
refused 'a:wait=spin,halt' 'one value, no list: a:wait=spin,halt'
refused 'a:wit=spin' 'no key is called so: a:wit=spin'
refused 'a:wait=sleep' 'wait=sleep: must be one of'
refused '--xen mine=debian:4.20' "no row's target takes one"
refused '--kernel a,b=/x' "a side's name"
refused 'a:kernel=debian:6.1 --patches b=/x' "takes one"
exits 3 ab --out "$scratch/x" -t tcg --qemu mine=/bin/sh method=xapic && grep -q 'qemu=/bin/sh: does not answer --version' "$scratch/err"
ok $? "what is no QEMU is told"
exits 2 ab -t tcg one:wait=spin --threshold -1; ok $? "--threshold -1"
done_testing
