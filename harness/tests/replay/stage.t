#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What runs inside a KVM lab, run here with a QEMU that is played: its relay; and that
# it needs no more than it should.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/play.sh"

stage=$root/build/harness/ipibench-stage
play_qemu
recorded tcg
job=$scratch/job

# --- Its size and its libraries, for each lab unpacks them under emulation.

# Instrumented (coverage) it is larger.
[ -n "${IPIBENCH_COVERAGE-}" ] || [ "$(stat -c %s "$stage")" -lt 200000 ]; ok $? "it has less than 200 KB"
objdump -p "$stage" | sed -n 's/.*NEEDED *//p' | grep -Ev '^lib(c|m|z|glib-2\.0|gobject-2\.0|gio-2\.0|json-glib-1\.0)\.so' > "$scratch/err"
[ ! -s "$scratch/err" ]; ok $? "it needs GLib, json-glib and zlib, no more"
[ -n "${IPIBENCH_COVERAGE-}" ] || ! grep -aq "$root" "$stage" && ! readelf -S "$stage" | grep -qE "\.(symtab|debug)"
ok $? "nor has it symbols or the path of its build, so that the same sources give the same bytes"

# --- A job of two boots.

# The second level's console, and a control socket that pins two vCPUs.
cat > "$play/qmp" <<'QMP'
< {"QMP": {"version": {}, "capabilities": []}}
> {"execute": "qmp_capabilities"}
< {"return": {}}
> {"execute": "query-cpus-fast"}
< {"return": [{"cpu-index": 0, "thread-id": 11}, {"cpu-index": 1, "thread-id": 12}]}
> {"execute": "cont"}
< {"timestamp": {}, "event": "RESUME"}
< {"return": {}}
QMP
mkdir -p "$job/raw"
: > "$job/ipibench.elf"
: > "$job/raw/one.plan"
: > "$job/raw/two.iso"
printf '[boot %s]\nname=%s\nloader=%s\nvcpus=2\ntimeout=20\n' 1 one pvh 2 two iso-bios > "$job/job"

# staged STATUS [JOB]: it runs the job and ends so; what it said is in $scratch/relay, a
# record a line
staged() {
	rm -f "$play/argv"
	: > "$scratch/relay"
	status=0
	"$stage" "${2:-$job}" "$scratch/relay" > "$scratch/out" 2> "$scratch/err" || status=$?
	[ "$status" -eq "$1" ]
}
says() { grep -q "^&[0-9]* $1 ~[0-9a-f]*\$" "$scratch/relay"; }

staged 0; ok $? "it runs a job"
"$root/build/tests/reframe" '&' < "$scratch/relay" | cmp -s - "$scratch/relay"
ok $? "numbers and checksums are without a gap"
head -n 1 "$scratch/relay" | grep -q '^&1 begin protocol=1 ' && tail -n 1 "$scratch/relay" | grep -q ' end status=ok '
ok $? "it says begin and end"
says 'fact key=emulator value=QEMU.*' && says "fact key=kernel.release value=$(uname -r)"; ok $? "it says what it runs on"
for id in 1 2; do
	says "boot id=$id state=begin" && says "boot id=$id state=end end=1 status=33 .* stderr="
	ok $? "boot $id begins and ends"
	says "boot id=$id state=end .* pinning=vcpu%200:%20processor%20.*vcpu%201.* stderr="; ok $? "boot $id was pinned"
done
grep -c '' "$play/argv" | grep -qx 2 && sed -n 1p "$play/argv" | grep -q -- '-kernel ipibench.elf -initrd raw/one.plan' &&
	sed -n 2p "$play/argv" | grep -q -- '-cdrom raw/two.iso' && ! grep -v 'q35,pit=off' "$play/argv"
ok $? "the command lines are the job's"
sed -i '0,/^timeout/s/^timeout/cpu=qemu64:+x2apic\ntopology=1x1x2\n&/' "$job/job"
staged 0 && sed -n 1p "$play/argv" | grep -q -- '-cpu qemu64,+x2apic .* -smp 2,maxcpus=2,sockets=1,cores=1,threads=2 ' &&
	sed -n 2p "$play/argv" | grep -q -- '-smp 2 '
ok $? "processor and topology of a boot are those of the job"
sed -n 's/^&[0-9]* out id=1 data=\(.*\) ~[0-9a-f]*$/\1/p' "$scratch/relay" | tr -d '\n' |
	awk 'BEGIN {
		for (i = 1; i < 256; i++)
			byte[sprintf("%02x", i)] = byte[sprintf("%02X", i)] = sprintf("%c", i)
	}
	{
		while (at = index($0, "%")) {
			printf "%s%s", substr($0, 1, at - 1), byte[substr($0, at + 1, 2)]
			$0 = substr($0, at + 3)
		}
		printf "%s", $0
	}' | cmp -s - "$play/stdout"
ok $? "the console comes byte for byte"

echo dies > "$play/mode"
staged 0 && says 'boot id=1 state=end end=[0-9]* status=[0-9]* .* stderr=.*'; ok $? "a QEMU that dies at once: that boot's end, and the job goes on"
rm "$play/mode"
sed -i 's/^> {"execute": "cont"}/&\n< {"error": {"class": "GenericError", "desc": "no, played"}}/; /"RESUME"/,$d' "$play/qmp"
staged 0 && says 'boot id=1 state=end .* stderr=QEMU%20refuses.*no,%20played'; ok $? "a QEMU that refuses: its words"

printf '[boot 1]\nname=one\n' > "$job/job"
staged 3 && says 'end status=failed reason=.*loader.*'; ok $? "a job without sense: failed, and why"
staged 3 "$scratch/nowhere" && says 'end status=failed reason=.*'; ok $? "no job: failed"
status=0
"$stage" "$job" "$scratch/no/port" 2> "$scratch/err" || status=$?
[ $status = 3 ] && grep -q 'cannot be opened' "$scratch/err"; ok $? "no port: 3"
status=0
"$stage" 2> "$scratch/err" || status=$?
[ $status = 2 ]; ok $? "no job named: 2"
done_testing
