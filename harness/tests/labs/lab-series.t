#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every series of hv-patches on its labs: what the register promises, 3 exits to 1, and how
# long the one exit is. The default ones have tests of their own (lab-kvm.t, lab-xen.t,
# lab-vmx.t); here each is asked for by name.
#
#   lab-series.t [HYPERVISOR/VERSION...]    only these: kvm/6.12, one a job of a CI
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

methods=xapic,xapic-nopoll,vapic-mmio,vapic-msr,x2apic

# exact TARGET KEY VERSION: both regimes on the exact lab, and the one exit is short
exact() {
	rm -rf "$scratch/exact"
	experiment "$1" $methods apicv=on,off "$2=patched:$3"
	good_run "$scratch/exact" "$1, series $3: a run in both regimes"
	[ "$status" -eq 0 ] || return 0
	verified "$scratch/exact" "$1, series $3: hypervisor, meter and expectation agree"
	for apicv in on off; do
		one=$(least "$scratch/exact" $apicv vapic-msr) two=$(least "$scratch/exact" $apicv x2apic)
		[ "${one:-9999999}" -le "${two:-0}" ]
		ok $? "$1, series $3, apicv=$apicv: vapic-msr sends in $one instructions, x2apic in $two"
	done
	one=$(least "$scratch/exact" off vapic-msr) three=$(least "$scratch/exact" off xapic)
	[ $((${one:-9999999} * 5)) -le "${three:-0}" ]
	ok $? "$1, series $3, apicv=off: and xapic in $three, five times as many or more"
}

# svm TARGET KEY VERSION: the same exits where nothing virtualises the APIC
svm() {
	rm -rf "$scratch/svm"
	experiment "$1" $methods "$2=patched:$3"
	good_run "$scratch/svm" "$1, series $3: a run"
	rows_with "$scratch/svm" "$1, series $3"
	verified "$scratch/svm" "$1, series $3: verify accepts it"
}

# chosen kvm|xen: the versions there are, of those that were asked for
asked=" $* "
chosen() {
	for series in "$root/hv-patches/$1"/*/series; do
		series=${series%/series}
		case $asked in '  ' | *" $1/${series##*/} "*) echo "${series##*/}" ;; esac
	done
}
for one; do
	[ -e "$root/hv-patches/$one/series" ]
	ok $? "there is a series $one"
done

msrs_build
for version in $(chosen kvm); do
	need linux/build "KVM, series $version" "$version" || continue
	kernel=$made
	need initramfs/build "KVM, series $version" || continue
	msrs "$kernel" "$made" 7 "series $version"
	svm lab-kvm-svm kernel "$version"
	exact lab-kvm-vmx kernel "$version"
done
for version in $(chosen xen); do
	need xen/build "Xen, series $version" "$version" || continue
	svm lab-xen-svm xen "$version"
	exact lab-xen-vmx xen "$version"
done

# A series that is not there, and one where nothing patched runs.
for bad in lab-kvm-vmx:patched:1.0:'there is no hv-patches/kvm/1.0' \
	lab-kvm-vmx-stock:patched:6.1:'runs what is not patched' \
	lab-kvm-vmx:patched:x:'not patched:VERSION'; do
	target=${bad%%:*} bad=${bad#*:}
	why=${bad#patched:*:} kernel=${bad%":$why"}
	experiment "$target" xapic "kernel=$kernel"
	"$tool" run --out "$scratch/bad" "$scratch/e.ini" > "$scratch/out" 2> "$scratch/err"
	[ $? -ge 2 ] && grep -q "$why" "$scratch/err"
	ok $? "$target, kernel=$kernel: $why"
done
done_testing
