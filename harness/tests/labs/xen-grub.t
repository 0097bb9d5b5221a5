#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Xen the way a host boots it: an ISO with GRUB that loads Xen by multiboot2
# and the guest and its plan as modules, under an emulated BIOS. With the
# patched Xen and with Debian's own, whichever have been built.
. "$(dirname "$0")/../lib.sh"
iso=$root/harness/lab/xen/iso
guest=$root/build/guest/ipibench.elf

"$iso" > "$scratch/out" 2> "$scratch/err"; [ $? = 2 ] && grep -q '^usage: ' "$scratch/err"
ok $? "iso without arguments: 2 and how to call it"
"$iso" /nowhere/xen.gz "$guest" - "" "$scratch/x.iso" > "$scratch/out" 2> "$scratch/err"
[ $? = 2 ] && grep -q '/nowhere/xen.gz' "$scratch/err"
ok $? "iso with a file that is not there: 2, and it is named"
"$iso" "$guest" "$guest" - 'a; reboot' "$scratch/x.iso" > "$scratch/out" 2> "$scratch/err"
[ $? = 2 ] && [ ! -e "$scratch/x.iso" ]
ok $? "iso with a command line that GRUB would take apart: 2"

cat > "$scratch/plan" <<'PLAN'
row method=xapic pattern=unicast ipis=200 warmup=10 pass=count
row method=vapic-msr pattern=unicast ipis=200 warmup=10 pass=count
row method=xen-evtchn pattern=unicast ipis=200 warmup=10 pass=count
PLAN

# boots NAME FOLDER STATUS-OF-VAPIC
boots() {
	"$iso" "$2" "$guest" "$scratch/plan" "" "$scratch/xen.iso" > "$scratch/out" 2> "$scratch/err"
	ok $? "$1: the ISO is made"
	timeout "${IPIBENCH_TEST_TIMEOUT:-120}" qemu-system-x86_64 \
		-accel tcg,thread=multi -machine q35 -cpu EPYC,+svm,+npt,-monitor \
		-device amd-iommu -smp 2 -m 1G -display none -monitor none -nodefaults \
		-serial "file:$scratch/console" -no-reboot \
		-device isa-debug-exit,iobase=0xf4,iosize=4 \
		-cdrom "$scratch/xen.iso" -boot d < /dev/null > /dev/null 2> "$scratch/err"
	ended=$?
	# Xen puts a prefix and its own lines around the guest's.
	tr -d '\r' < "$scratch/console" > "$scratch/text"
	[ $ended = 33 ] && grep -aq '@[0-9]* end status=ok rows=3 ' "$scratch/text"
	ok $? "$1: the guest's end status=ok"
	grep -aq '@[0-9]* begin .*boot=pvh .*hypervisor=XenVMMXenVMM' "$scratch/text"
	ok $? "$1: it ran as Xen's PVH guest"
	for row in "1 state=end status=ok" "2 state=end status=$3" "3 state=end status=ok"; do
		grep -aq "row id=$row" "$scratch/text"; ok $? "$1: row id=$row"
	done
	[ $failed = 0 ] || tail -n 5 "$scratch/text" | cut -c 1-160 | sed 's/^/# /'
}

for which in build:ok:patched stock:unsupported:Debian; do
	script=${which%%:*} name=${which##*:} vapic=${which#*:}
	folder=$("$root/harness/lab/xen/$script" --cached 2> /dev/null | tail -n 1)
	if [ ! -r "$guest" ]; then
		skip "the guest is not built" "$name's Xen"
	elif ! command -v qemu-system-x86_64 > /dev/null; then
		skip "no qemu-system-x86_64" "$name's Xen"
	elif [ -z "$folder" ]; then
		skip "not there: harness/lab/xen/$script" "$name's Xen"
	elif [ -n "$("$root/harness/setup" --list iso)" ]; then
		skip "harness/setup iso has something to install" "$name's Xen"
	else
		boots "$name Xen" "$folder" "${vapic%:*}"
	fi
done
done_testing
