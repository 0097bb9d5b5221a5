#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Real KVM on an emulated processor, patched and Debian's own: the register's
# MSRs asked of /dev/kvm, and the tool's runs with the register offered, not
# offered, and unknown. Boots are short: 500 IPIs a row.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

methods=xapic,xapic-nopoll,vapic-mmio,vapic-msr,x2apic
need linux/build "patched KVM" || done_testing
kernel=$made
need initramfs/build "patched KVM" || done_testing
initramfs=$made

# --- What /dev/kvm itself says, in the first level, without a guest kernel.
msrs_build

msrs "$kernel" "$initramfs" 7
msrs "$kernel" "$initramfs" 4
msrs "$kernel" "$initramfs" 0

# --- The tool, everything offered: the guest by PVH and from an ISO by GRUB.
experiment lab-kvm-svm $methods boot=pvh,iso-bios timeout=150
good_run "$scratch/r" "run"
rows_with "$scratch/r" "patched" "xapic iso-bios ok 3
xapic-nopoll iso-bios ok 2
vapic-mmio iso-bios ok 1
vapic-msr iso-bios ok 1
x2apic iso-bios ok 1"
verified "$scratch/r" "verify accepts it"
one_guest "$scratch/r"; ok $? "every row names the guest image of build/"

mkdir "$scratch/d"
sed '1s/"apic_write_icr2":500/"apic_write_icr2":501/g' "$scratch/r/results.jsonl" > "$scratch/d/results.jsonl"
exits 1 verify "$scratch/d" &&
grep -q 'results.jsonl:1: .*xapic.*sender apic_write_icr2: 501, expected 500' "$scratch/out"
ok $? "one figure changed: verify names row and class"
sed '4s/"msr_vapic":500/"msr_vapic":1000/g' "$scratch/r/results.jsonl" > "$scratch/d/results.jsonl"
exits 1 verify "$scratch/d" &&
grep -q 'results.jsonl:4: .*vapic-msr.*sender msr_vapic: 1000, expected 500' "$scratch/out" &&
! grep -q 'results.jsonl:[1235]' "$scratch/out"
ok $? "another one: that row and no other"

# --- Not offered: only the counters, then nothing at all.
experiment lab-kvm-svm $methods timeout=150
append=$(append_of "$scratch/e.ini")
case $append in *kvm.vapic=7*) : ;; *) false ;; esac
ok $? "the first level's command line has kvm.vapic=7"
less() { # MASK
	offered_less "$(echo "$append" | sed "s/kvm.vapic=7/kvm.vapic=$1/")" "kvm.vapic=$1"
}
less 4
only_counters "kvm.vapic=4"
less 0
no_counters "kvm.vapic=0"

# --- A guest that never ends: found out where it runs, and everything goes.
nasm -f elf32 -o "$scratch/o" "$root/harness/tests/ends/endless.asm" &&
ld -m elf_i386 -Ttext 0x100000 -o "$scratch/endless.elf" "$scratch/o" 2> /dev/null
ok $? "the endless guest builds"
experiment lab-kvm-svm xapic timeout=4
begin=$(date +%s)
exits 3 run --guest "$scratch/endless.elf" --out "$scratch/n" "$scratch/e.ini"
ok $? "endless: status 3"
# 240 s for the first level to start is the tool's own allowance.
[ $(($(date +%s) - begin)) -le $((240 + 4 + 30)) ]; ok $? "endless: within its limit"
rows_are "$scratch/n" "endless" <<'ROWS'
xapic pvh timeout null
ROWS
[ -z "$(ours)" ]; ok $? "endless: no process left behind"

# --- Debian's own kernel and modules.
if need linux/stock "Debian's own KVM"; then
	experiment lab-kvm-svm-stock $methods timeout=150
	good_run "$scratch/s" "stock: run"
	rows_without "$scratch/s" "stock"
	verified "$scratch/s" "stock: verify accepts it"
	one_guest "$scratch/s"; ok $? "stock: the same guest image"
fi
done_testing
