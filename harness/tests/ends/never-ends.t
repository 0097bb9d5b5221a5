#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A guest that never ends: 3 within its limit, no process and no draft left
# behind, however the tool ends.
. "$(dirname "$0")/../lib.sh"

command -v qemu-system-x86_64 > /dev/null && command -v nasm > /dev/null || {
	skip "needs qemu-system-x86_64 and nasm" "a guest that never ends"
	done_testing
}
nasm -f elf32 -o "$scratch/o" "$root/harness/tests/ends/endless.asm" &&
ld -m elf_i386 -Ttext 0x100000 -o "$scratch/endless.elf" "$scratch/o" 2> /dev/null
ok $? "the endless guest builds"

name=never
# What we start runs in a folder below $scratch; that tells it from others.
ours() { for p in /proc/[0-9]*; do
	[ "$(readlink "$p/cwd" 2> /dev/null | grep -c "^$scratch/")" = 0 ] || echo "${p#/proc/}"
done; }

printf '[%s]\ntarget=tcg\nmethod=xapic\ntimeout=2\n' $name > "$scratch/e.ini"
begin=$(date +%s)
exits 3 run --guest "$scratch/endless.elf" --out "$scratch/r" "$scratch/e.ini"
ok $? "it ends with 3"
[ $(($(date +%s) - begin)) -le 10 ]; ok $? "within its limit"
grep -q '"status":"timeout"' "$scratch/r/results.jsonl"; ok $? "status timeout"
! grep -q '"status":"ok"' "$scratch/r/results.jsonl"; ok $? "no row is ok"
[ -z "$(ours)" ]; ok $? "no process left behind"
exits 1 verify "$scratch/r"; ok $? "verify does not accept it"

printf '[%s]\ntarget=tcg\nmethod=xapic\ntimeout=60\n' $name > "$scratch/e.ini"
for signal in INT TERM HUP KILL; do
	rm -rf "$scratch"/k*
	# A shell without job control starts background processes with
	# SIGINT ignored; env gives the tool a fresh start.
	env --default-signal=INT "$tool" run --guest "$scratch/endless.elf" --out "$scratch/k" \
		"$scratch/e.ini" > /dev/null 2>&1 &
	pid=$!
	i=0
	while [ -z "$(ours)" ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
	[ $i -lt 50 ]; ok $? "SIG$signal: the guest runs"
	kill -$signal $pid
	status=0
	wait $pid 2> /dev/null || status=$?
	[ $signal = KILL ] || [ $status -eq 3 ]; ok $? "SIG$signal: status 3"
	i=0
	while [ -n "$(ours)" ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
	[ $i -lt 50 ]; ok $? "SIG$signal: no process left behind"
	[ ! -e "$scratch/k" ]; ok $? "SIG$signal: no result folder"
done
done_testing
