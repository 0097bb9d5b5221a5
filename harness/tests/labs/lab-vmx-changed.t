#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A Xen with one instruction more on one path and 200 on another, on the exact lab, beside
# one without: `ab` finds both, says which, and finds nothing else; nobody else finds
# anything.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

need bochs/build "the exact labs" && need xen/build "a Xen to compare with" || { done_testing; exit; }
mkdir "$scratch/patches"
cp "$root/hv-patches/xen/tests/one-instruction-more.patch" "$root/hv-patches/xen/tests/200-instructions-more.patch" \
	"$scratch/patches/"
exits 1 ab --out "$scratch/both" -t lab-xen-vmx --patches mine="$scratch/patches" method=xapic,vapic-msr,x2apic ipis=500
ok $? "ab: 1, for one is worse"
cp "$scratch/out" "$scratch/said"
sed 's/^/# /' "$scratch/said"
verified "$scratch/both" "verify has no objection"
grep -q '^3 rows compared (3 with exits, 3 with instructions, 3 with times), 0 only in base, 0 only in mine' "$scratch/said"
ok $? "the verdict comes first"
grep -q '^worse  *xapic  *sender apic_write_icr, instructions an exit .* +1$' "$scratch/said"
ok $? "one instruction: the row and the kind of exit"
grep -q '^worse  *x2apic  *sender msr_x2apic_icr, instructions an exit .* +201$' "$scratch/said"
ok $? "200 and the one that loads the counter: the row and the kind of exit"
[ "$(grep -c '^worse .* instructions an exit' "$scratch/said")" -eq 2 ]; ok $? "no other path"
! grep -q '^[a-z].* exits an IPI' "$scratch/said"; ok $? "no exit"
! grep -q '^better \|^worse  *vapic-msr ' "$scratch/said"; ok $? "no other row"
grep -q '^differs: lab-xen-vmx: hypervisor.patch_sha256' "$scratch/said"; ok $? "what differs is the patches"
done_testing
