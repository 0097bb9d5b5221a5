#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# `ipibench import` of what a machine said (recordings/README.md): from a file, whole,
# damaged, cut short, and not the guest's at all; from a port that is silent. metal.t
# has a machine that speaks.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/play.sh"

recorded tcg
console=$scratch/console
# Bare hardware, as the guest would see it.
sed 's/ boot=pvh / boot=iso /; s/ hypervisor=[^ ]*/ hypervisor=none/' "$play/stdout" |
	"$root/build/tests/reframe" @ > "$console"
ini() { # [KEY=VALUE]: the experiment, with this changed, into $scratch/e.ini
	sed "s/^target=.*/target=metal/${1:+; /^${1%=*}=/d}" "$play/experiment.ini" > "$scratch/e.ini"
	printf "%s\n" boot=iso-bios "$@" >> "$scratch/e.ini"
}
# status_is METHOD STATUS DIR
status_is() { grep "\"method\":\"$1\"" "$3/results.jsonl" | grep -q "\"status\":\"$2\""; }

# --- whole

ini
exits 0 import -e "$scratch/e.ini" --out "$scratch/r" "$console" && exits 0 verify "$scratch/r"
ok $? "with the experiment"
exits 0 import --out "$scratch/g" "$console" && [ "$(grep -c '"experiment":"import".*"loader":"iso",' "$scratch/g/results.jsonl")" = 3 ]
ok $? "import without the experiment"
exits 0 import --out "$scratch/g2" "$console" "$console" && [ "$(grep -c '"boot":2,' "$scratch/g2/results.jsonl")" = 3 ]
ok $? "two files are two boots"
sed 's/$/\r/' "$console" > "$scratch/crlf"
exits 0 import --out "$scratch/gc" "$scratch/crlf"; ok $? "a terminal program's line ends"
head -c -1 "$console" > "$scratch/no-newline"
exits 0 import --out "$scratch/gn" "$scratch/no-newline"; ok $? "without the last newline"
{ head -c 300000 /dev/urandom; echo; cat "$console"; } > "$scratch/late"
exits 0 import --out "$scratch/gl" "$scratch/late"; ok $? "noise before it"

# --- not what was asked for

ini ipis=300
exits 1 import --experiment "$scratch/e.ini" --out "$scratch/m1" "$console" && status_is xapic mismatch "$scratch/m1"
ok $? "other IPIs than the experiment's: mismatch"
ini vcpus=4
exits 1 import --experiment "$scratch/e.ini" --out "$scratch/m2" "$console" &&
	grep -q 'asked for vcpus=4, the guest says 2' "$scratch/m2/results.jsonl"
ok $? "other processors: mismatch"
ini
exits 2 import --experiment "$scratch/e.ini" --out "$scratch/m3" "$console" "$console" &&
	grep -q 'console:0: one more than the boots of' "$scratch/err" && [ ! -e "$scratch/m3" ]
ok $? "more files than boots: 2, and no folder"
printf '[m]\ntarget=tcg\nmethod=xapic\n' > "$scratch/t.ini"
exits 2 import --experiment "$scratch/t.ini" --out "$scratch/m4" "$console" && grep -q 't.ini:0: ' "$scratch/err"
ok $? "an experiment without metal: 2"

# --- damage

line=$(grep -n 'hist row=2 ' "$console" | head -n 1 | cut -d: -f1)
sed "${line}s/n=40/n=41/" "$console" > "$scratch/changed"
! cmp -s "$console" "$scratch/changed"; ok $? "one digit is changed"
exits 3 import --experiment "$scratch/e.ini" --out "$scratch/d1" "$scratch/changed" &&
	grep -q "changed:$line: " "$scratch/err"
ok $? "damaged: 3, file and line"
grep '"method":"xapic-nopoll"' "$scratch/d1/results.jsonl" | grep '"status":"incomplete"' | grep -q "changed:$line: "
ok $? "that row is incomplete, and says where"
status_is xapic ok "$scratch/d1" && status_is vapic-mmio unsupported "$scratch/d1"; ok $? "the others are not"
sed "${line}d" "$console" > "$scratch/changed"
exits 3 import --out "$scratch/d2" "$scratch/changed" && status_is xapic-nopoll incomplete "$scratch/d2"
ok $? "a line gone: incomplete"
grep -v 'row id=2 state=begin' "$console" > "$scratch/changed"
exits 2 import --out "$scratch/d3" "$scratch/changed" && grep -q 'changed:[0-9]*: row 3 comes where row 2 was due' "$scratch/err"
ok $? "a row's beginning gone: refused without the experiment"
exits 3 import --experiment "$scratch/e.ini" --out "$scratch/d4" "$scratch/changed" &&
	status_is xapic-nopoll incomplete "$scratch/d4" && status_is xapic ok "$scratch/d4"
ok $? "and incomplete with it"
head -n "$line" "$console" > "$scratch/changed"
exits 3 import --experiment "$scratch/e.ini" --out "$scratch/d5" "$scratch/changed" &&
	grep -q "changed:$line: it ends without" "$scratch/err" && status_is xapic ok "$scratch/d5" &&
	status_is xapic-nopoll incomplete "$scratch/d5" && status_is vapic-mmio incomplete "$scratch/d5"
ok $? "cut short: what is whole is kept, the rest incomplete"
exits 3 import --out "$scratch/d6" "$scratch/changed" && grep -q '2 of 3 rows began' "$scratch/err"
ok $? "cut short, without the experiment"
sed 1d "$console" > "$scratch/changed"
exits 2 import --out "$scratch/d7" "$scratch/changed" && grep -q 'changed:1: .*the beginning is missing' "$scratch/err"
ok $? "without its beginning: 2"
sed 's/cpu index=1 apic_id=1/cpu index=1 apic_id=3/' "$console" > "$scratch/changed"
exits 2 import -e "$scratch/e.ini" --out "$scratch/d12" "$scratch/changed" && grep -q "changed:$(grep -n ' cpu index=1 ' "$console" | cut -d: -f1): .*before the first row" "$scratch/err"
ok $? "damaged before the first row: 2, and the line"
cat "$console" "$console" > "$scratch/changed"
exits 2 import --out "$scratch/d8" "$scratch/changed" &&
	grep -q "changed:$(($(wc -l < "$console") + 1)): a second run" "$scratch/err"
ok $? "two runs in one file: 2, and the line"
: > "$scratch/changed"
exits 2 import --out "$scratch/d9" "$scratch/changed" && grep -q 'changed:0: ' "$scratch/err"; ok $? "an empty file: 2"
head -c 5000000 /dev/urandom > "$scratch/changed"
exits 2 import --out "$scratch/d10" "$scratch/changed" && grep -q 'changed:[0-9]*: ' "$scratch/err"; ok $? "noise: 2"
exits 2 import --out "$scratch/d11" "$scratch/nowhere" && grep -q 'nowhere:0: ' "$scratch/err"; ok $? "no file: 2"
exits 2 import --limit 0 "$console"; ok $? "--limit 0: 2"
[ -z "$(ls -d "$scratch"/d7 "$scratch"/d8 "$scratch"/d9 "$scratch"/d1[012] "$scratch"/*.tmp-* 2> /dev/null)" ]
ok $? "what is refused leaves nothing"

# --- a port

mkfifo "$scratch/silent"
exec 8<> "$scratch/silent"
exits 3 import --limit 1 --out "$scratch/q" "$scratch/silent" && [ ! -e "$scratch/q" ]
ok $? "nobody speaks: 3 at the limit"
env --default-signal=INT "$tool" import --out "$scratch/q" "$scratch/silent" > "$scratch/out" 2> "$scratch/err" &
pid=$!
i=0
until ls -l /proc/$pid/fd 2> /dev/null | grep -q silent || [ $i -ge 100 ]; do sleep 0.1; i=$((i + 1)); done
sleep 0.5
kill -INT $pid
status=0
wait $pid || status=$?
[ $status = 3 ] && [ ! -e "$scratch/q" ]; ok $? "interrupted: 3, and nothing is kept"
done_testing
