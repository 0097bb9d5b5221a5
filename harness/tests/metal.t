#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Target metal and `ipibench import`: the image that `run` makes is booted on an
# emulated machine that admits no hypervisor, and what comes out of its serial
# port is imported, from a file and from a pseudo-terminal. import.t has what is
# damaged.
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

# --- under a hypervisor that shows itself

machine -cpu qemu64,+hypervisor -serial "file:$scratch/guest" < /dev/null > "$scratch/out" 2>&1
exits 0 import --out "$scratch/h" "$scratch/guest" && grep -q 'not bare hardware: .*TCG' "$scratch/err" &&
	[ "$(grep -c '"regime":null' "$scratch/h/results.jsonl")" = 3 ]
ok $? "a guest that sees a hypervisor: said, and no regime"

# --- a port

mkfifo "$scratch/monitor"
exec 7<> "$scratch/monitor"
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
done_testing
