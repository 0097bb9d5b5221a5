#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Target xen without a Xen host: the configurations that a dry run writes, read
# by Debian's own xl where it is installed (or where IPIBENCH_XL names one), and
# runs with an xl that is played.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/play.sh"

printf 'control_d\n' > "$scratch/dom0"
: > "$scratch/domU"
mkdir "$scratch/bin" "$scratch/domains"
cp "$root/harness/tests/replay/play-xl" "$scratch/bin/xl"
export PLAY_XL="$scratch"
path=$PATH
# A PATH with all but xl, which lives in sbin.
without_xl=/usr/bin:/bin

# --- what is missing

IPIBENCH_XEN_CAPABILITIES=$scratch/none exits 0 targets
grep -A1 '^xen ' "$scratch/out" | grep -q 'does not run on Xen'; ok $? "no Xen: said by targets"
IPIBENCH_XEN_CAPABILITIES=$scratch/domU exits 0 targets
grep -A1 '^xen ' "$scratch/out" | grep -q 'not dom0'; ok $? "a domU: said by targets"
PATH=$without_xl IPIBENCH_XEN_CAPABILITIES=$scratch/dom0 exits 0 targets
grep -A2 '^xen ' "$scratch/out" | grep -q 'apt-get install xen-utils'; ok $? "no xl: said, and what helps"

printf '[a]\ntarget=xen\nmethod=xapic,vapic-mmio,hv-icr\nipis=100\nboot=pvh,iso-bios,iso-uefi\nvcpus=1,3\n' > "$scratch/dry.ini"
IPIBENCH_XEN_CAPABILITIES=$scratch/none exits 3 run --out "$scratch/r" "$scratch/dry.ini" &&
	grep -q '^ipibench: xen: skipped: ' "$scratch/err" && [ ! -e "$scratch/r" ]
ok $? "no Xen: run ends with 3 and the reason"

# --- the configurations

IPIBENCH_XEN_CAPABILITIES=$scratch/none exits 0 run --dry-run --target xen "$scratch/dry.ini"
ok $? "a dry run needs no Xen"
# harness/README.md has this line for the reader.
mkdir -p "$scratch/dry/raw"
(cd "$scratch/dry" && awk '/^# raw\//{f = $2; sub(/:$/, "", f)} f{print > f}' "$scratch/out")
[ "$(ls "$scratch/dry/raw" | grep -c '\.pvh\.cfg$')" = 6 ] &&
	[ "$(ls "$scratch/dry/raw" | grep -c '\.hvm\.cfg$')" = 6 ] &&
	[ "$(ls "$scratch/dry/raw" | grep -c '\.plan$')" = 6 ]
ok $? "each boot: a PVH and an HVM configuration and the plan"
grep -q '^row id=3 method=hv-icr ' "$scratch/dry/raw/xen-pvh-3vcpu-1.plan"; ok $? "the plan is the guest's"

xl=${IPIBENCH_XL:-$(ls /usr/lib/xen-*/bin/xl 2> /dev/null | tail -n 1)}
if [ -z "$xl" ]; then
	skip "no xl: apt-get install xen-utils" "xl reads the configurations"
elif ! cc -shared -fPIC -w -o "$scratch/without-xen.so" "$root/harness/tests/replay/xl-without-xen.c"; then
	skip "no C compiler" "xl reads the configurations"
else
	for f in "$scratch"/dry/raw/*.cfg; do
		n=${f##*/}
		LD_PRELOAD=$scratch/without-xen.so "$xl" create -n "$f" > "$f.json" 2> "$scratch/err"
		ok $? "xl reads $n"
		! grep -Eiq 'error|warning|unknown|deprecat' "$scratch/err"; ok $? "xl has no complaint about $n"
	done
	j=$scratch/dry/raw/xen-pvh-3vcpu-1.pvh.cfg.json
	grep -q '"type": "pvh"' $j && grep -q '"max_vcpus": 3' $j && grep -q '"kernel": "ipibench.elf"' $j &&
		grep -q '"ramdisk": "raw/xen-pvh-3vcpu-1.plan"' $j && grep -q '"tsc_mode": "native"' $j
	ok $? "xl understood the PVH guest as meant"
	j=$scratch/dry/raw/xen-iso-uefi-3vcpu-1.hvm.cfg.json
	grep -q '"type": "hvm"' $j && grep -q '"bios": "ovmf"' $j && grep -q '"serial": "pty"' $j &&
		grep -q '"pdev_path": "raw/xen-iso-uefi-3vcpu-1.iso"' $j && grep -q '"is_cdrom": 1' $j
	ok $? "xl understood the HVM guest as meant"
fi

# --- runs, with an xl that is played

PATH=$scratch/bin:$path
export PATH IPIBENCH_XEN_CAPABILITIES="$scratch/dom0"
recorded tcg
cp "$play/stdout" "$scratch/record"
sed "s/^target=.*/target=xen/" "$play/experiment.ini" > "$scratch/e.ini"
gone() { [ -z "$(ls "$scratch/domains")" ]; }

exits 0 targets && grep -q '^xen  *yes' "$scratch/out"; ok $? "dom0 with xl: can run"
echo play > "$scratch/mode"
exits 0 run --out "$scratch/pvh" "$scratch/e.ini"; ok $? "a run ends with 0"
r=$scratch/pvh/results.jsonl
grep '"method":"xapic"' "$r" | grep -q '"status":"ok"'; ok $? "its rows are ok"
grep '"method":"vapic-mmio"' "$r" | grep -q '"status":"unsupported"'; ok $? "or unsupported"
grep -q '"xen_version":"4.17.6-played"' "$r"; ok $? "the version is in the result"
grep -q '"regime":"none"' "$r"; ok $? "the regime is from Xen's log"
grep -q 'xl create -c raw/xen-pvh-2vcpu-1.pvh.cfg' "$r"; ok $? "and the command"
[ -s "$scratch/pvh/raw/xen-pvh-2vcpu-1.pvh.cfg" ] && [ -s "$scratch/pvh/raw/xen-pvh-2vcpu-1.plan" ]
ok $? "configuration and plan are kept"
gone; ok $? "no domain left"

{ cat "$scratch/e.ini"; printf "boot=iso-bios\nvcpus=2\n"; } > "$scratch/hvm.ini"
if [ -z "$("$root/harness/setup" --list iso)" ]; then
	exits 0 run --out "$scratch/hvm" "$scratch/hvm.ini" && [ -s "$scratch/hvm/raw/xen-iso-bios-2vcpu-1.iso" ]
	ok $? "an HVM run makes its ISO"
	gone; ok $? "HVM: no domain left"
else
	skip "harness/setup iso has something to install" "an HVM run makes its ISO"
fi

sed 's/vcpus=2/vcpus=129/' "$scratch/hvm.ini" > "$scratch/many.ini"
exits 3 run --out "$scratch/many" "$scratch/many.ini" && grep -q 'vcpus=129: ' "$scratch/err"
ok $? "more processors than a domain can have: 3"
printf '[a]\ntarget=xen\nmethod=xapic,vapic-mmio\nipis=100\nwait=halt\nvcpus=4\n' > "$scratch/over.ini"
"$tool" run --out "$scratch/over" "$scratch/over.ini" > "$scratch/out" 2> "$scratch/err"
! grep -q '^cpus' "$scratch/over/raw/xen-pvh-4vcpu-1.pvh.cfg"; ok $? "more than the host has: not pinned"

printf '[a]\ntarget=xen\nmethod=xapic\ntimeout=2\n' > "$scratch/n.ini"
echo never > "$scratch/mode"
exits 3 run --out "$scratch/never" "$scratch/n.ini"; ok $? "a guest that never ends: 3"
grep -q '"status":"timeout"' "$scratch/never/results.jsonl"; ok $? "status timeout"
gone; ok $? "its domain is destroyed"

printf '[a]\ntarget=xen\nmethod=xapic\ntimeout=60\n' > "$scratch/i.ini"
env --default-signal=INT "$tool" run --out "$scratch/int" "$scratch/i.ini" > /dev/null 2>&1 &
pid=$!
i=0
while gone && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
kill -INT $pid
status=0
wait $pid || status=$?
[ $status = 3 ] && gone; ok $? "interrupted: 3, and the domain is destroyed"

echo fail > "$scratch/mode"
exits 3 run --out "$scratch/fail" "$scratch/n.ini" && grep -q 'no free memory, played' "$scratch/err"
ok $? "xl create fails: 3, and its words"
! grep -q '"status":"ok"' "$scratch/fail/results.jsonl"; ok $? "no row is ok"

echo undying > "$scratch/mode"
exits 0 run --out "$scratch/undying" "$scratch/e.ini"
grep -q 'ipibench-[0-9]*-xen-pvh-2vcpu-1 is still there' "$scratch/err"; ok $? "a domain that stays is named"

echo deaf > "$scratch/mode"
exits 3 run --out "$scratch/deaf" "$scratch/n.ini" && grep -q 'xl info: ' "$scratch/err"
ok $? "xl that does not reach Xen: 3, and its words"
done_testing
