#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Target metal and `ipibench import`: the image that `run` makes is booted on an
# emulated machine that admits no hypervisor, and what comes out of its serial
# port is imported, from a file and from a pseudo-terminal; whole, damaged, cut
# short, and not the guest's at all.
. "$(dirname "$0")/lib.sh"

ini() { # KEY=VALUE...: into $scratch/e.ini
	printf '[m]\ntarget=metal\nmethod=xapic,xapic-nopoll,vapic-mmio\nwait=halt\n' > "$scratch/e.ini"
	printf '%s\n' "$@" >> "$scratch/e.ini"
}
# status METHOD STATUS DIR
status_is() { grep "\"method\":\"$1\"" "$3/results.jsonl" | grep -q "\"status\":\"$2\""; }

missing=$("$root/harness/setup" --list iso run)
[ -z "$missing" ] || {
	skip "not installed: $missing" "target metal"
	done_testing
}

# --- the images

exits 0 targets && grep -q '^metal  *yes' "$scratch/out"; ok $? "metal: can run"
ini boot=pvh ipis=200
exits 3 run --out "$scratch/p" "$scratch/e.ini" && grep -q 'boot=pvh: ' "$scratch/err" && [ ! -e "$scratch/p" ]
ok $? "boot=pvh: refused, and no folder"
ini boot=iso-bios ipis=200
exits 0 run --dry-run "$scratch/e.ini" && grep -q '^row id=3 method=vapic-mmio ' "$scratch/out"
ok $? "a dry run shows the plan"
exits 0 run --out "$scratch/images" "$scratch/e.ini"; ok $? "run makes the image"
iso=$scratch/images/raw/metal-iso-bios-2vcpu-1.iso
[ -s "$iso" ] && grep -q 'raw/metal-iso-bios-2vcpu-1.iso' "$scratch/err" && grep -q 'ipibench import ' "$scratch/err"
ok $? "and says what to do with it"
[ ! -e "$scratch/images/results.jsonl" ]; ok $? "there are no results yet"

machine() { # ARGUMENT...: an emulated machine; no CPUID bit tells that it is one
	timeout "${IPIBENCH_TEST_TIMEOUT:-120}" qemu-system-x86_64 \
		-accel tcg,thread=multi -machine q35 -cpu qemu64,-hypervisor -smp 2 -m 256M \
		-display none -nodefaults -no-reboot -cdrom "$iso" -boot d "$@"
}
console=$scratch/console
machine -serial "file:$console" < /dev/null > "$scratch/out" 2>&1
grep -q '@[0-9]* end status=ok rows=3 ' "$console"; ok $? "it runs to its end"

# --- a whole file

exits 0 import --experiment "$scratch/e.ini" --iso "$iso" --out "$scratch/r" "$console"
ok $? "import with the experiment"
for m in xapic:ok xapic-nopoll:ok vapic-mmio:unsupported; do
	status_is "${m%:*}" "${m#*:}" "$scratch/r"; ok $? "${m%:*} ${m#*:}"
done
r=$scratch/r/results.jsonl
[ "$(grep -c '"target":"metal".*"loader":"iso-bios".*"regime":"n/a"' "$r")" = 3 ]; ok $? "the regime is n/a"
sha=$(sha256sum < "$iso" | cut -d' ' -f1)
[ "$(grep -c "\"image_sha256\":\"$sha\"" "$r")" = 3 ]; ok $? "the image is named"
! grep -v '"host_kernel":null' "$r" > /dev/null && ! grep -v '"commit":null,"dirty":null' "$r" > /dev/null &&
	! grep -v '"time":null' "$r" > /dev/null && ! grep -q '"exits":{"hypervisor":{' "$r"
ok $? "what is not known is null"
grep -q '"processor":"QEMU Virtual CPU' "$r"; ok $? "the processor is the guest's, not this machine's"
cmp -s "$console" "$scratch/r/raw/metal-iso-bios-2vcpu-1.txt"; ok $? "the output is kept, byte for byte"
exits 0 verify "$scratch/r"; ok $? "verify"
exits 2 import --out "$scratch/r" "$console"; ok $? "an existing --out is refused"

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

ini boot=iso-bios ipis=300
exits 1 import --experiment "$scratch/e.ini" --out "$scratch/m1" "$console" && status_is xapic mismatch "$scratch/m1"
ok $? "other IPIs than the experiment's: mismatch"
ini boot=iso-bios ipis=200 vcpus=4
exits 1 import --experiment "$scratch/e.ini" --out "$scratch/m2" "$console" &&
	grep -q 'asked for vcpus=4, the guest says 2' "$scratch/m2/results.jsonl"
ok $? "other processors: mismatch"
ini boot=iso-bios ipis=200
exits 2 import --experiment "$scratch/e.ini" --out "$scratch/m3" "$console" "$console" &&
	grep -q 'console:0: one more than the boots of' "$scratch/err" && [ ! -e "$scratch/m3" ]
ok $? "more files than boots: 2, and no folder"
printf '[m]\ntarget=tcg\nmethod=xapic\n' > "$scratch/t.ini"
exits 2 import --experiment "$scratch/t.ini" --out "$scratch/m4" "$console" && grep -q 't.ini:0: ' "$scratch/err"
ok $? "an experiment without metal: 2"

# --- damage

line=$(grep -n 'hist row=2 ' "$console" | head -n 1 | cut -d: -f1)
sed "${line}s/n=2/n=3/" "$console" > "$scratch/changed"
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

# --- under a hypervisor that shows itself

machine -cpu qemu64,+hypervisor -serial "file:$scratch/guest" < /dev/null > "$scratch/out" 2>&1
exits 0 import --out "$scratch/h" "$scratch/guest" && grep -q 'not bare hardware: .*TCG' "$scratch/err" &&
	[ "$(grep -c '"regime":null' "$scratch/h/results.jsonl")" = 3 ]
ok $? "a guest that sees a hypervisor: said, and no regime"

# --- a port

mkfifo "$scratch/monitor" "$scratch/silent"
exec 7<> "$scratch/monitor" 8<> "$scratch/silent"
# -no-shutdown: a port does not hang up when its machine is switched off.
machine -S -no-shutdown -serial pty -monitor stdio < "$scratch/monitor" > "$scratch/qemu" 2>&1 &
qemu=$!
i=0
until port=$(sed -n 's|.*redirected to \(/dev/pts/[0-9]*\).*|\1|p' "$scratch/qemu") && [ -n "$port" ] || [ $i -ge 100 ]; do
	sleep 0.1; i=$((i + 1))
done
stty -F "$port" 9600 echo icanon 2> /dev/null
before=$(stty -F "$port" -g)
"$tool" import --limit 100 --out "$scratch/port" "$port" > "$scratch/out" 2> "$scratch/err" &
pid=$!
i=0
until ls -l /proc/$pid/fd 2> /dev/null | grep -q "$port" || [ $i -ge 100 ]; do sleep 0.1; i=$((i + 1)); done
stty -F "$port" -a | grep -q 'speed 115200 ' && stty -F "$port" -a | grep -q -- '-icanon'; ok $? "the port is 115200, raw"
sleep 2 # QEMU looks once a second whether somebody is there
echo cont >&7
status=0
wait $pid || status=$?
[ $status = 0 ]; ok $? "import from a port"
[ "$(grep -c '"from":"port"' "$scratch/port/results.jsonl")" = 3 ] && ! grep -q '"time":null' "$scratch/port/results.jsonl"
ok $? "three rows, and the time is known"
[ "$(stty -F "$port" -g 2> /dev/null || echo "$before")" = "$before" ]; ok $? "the port is set as before"
echo quit >&7
wait $qemu

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
