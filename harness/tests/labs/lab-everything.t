#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every method in every pattern on 2 and 4 vCPUs, on the emulated machine and
# under patched KVM and Xen: a small part of experiments/everything.ini, which
# takes too long for a test. Targets halt on the labs, for those that spin
# would wait for each other's time slices.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

methods=xapic,xapic-nopoll,vapic-mmio,vapic-msr,x2apic,hv-icr,hv-ipi,hv-ipi-mem,hv-ipi-ex,kvm-pv,xen-evtchn
patterns=self,unicast,pingpong,ring,multicast,broadcast,shootdown,incast,mesh,pairs,random,burst

# everything TARGET ROWS OK: so many rows, so many of them ok, the others
# unsupported or not applicable; verify knows why, and that nothing else cost an exit
everything() {
	good_run "$scratch/$1" "$1: run"
	[ "$(wc -l < "$scratch/$1/results.jsonl")" -eq "$2" ]; ok $? "$1: $2 rows"
	[ "$(grep -c '"status":"ok"' "$scratch/$1/results.jsonl")" -eq "$3" ]; ok $? "$1: $3 of them ok"
	! grep -v '"status":"ok"\|"status":"unsupported"\|"status":"not-applicable"' "$scratch/$1/results.jsonl" > /dev/null
	ok $? "$1: the others unsupported or not applicable"
	verified "$scratch/$1" "$1: verify accepts all"
}

# Spinning and timing too: nothing is nested here. One method that is there.
experiment tcg xapic,kvm-pv vcpus=2,4 pattern=$patterns wait=spin,pause,halt warmup=4 timeout=120
sed -i 's/^ipis=.*/ipis=4/' "$scratch/e.ini"
everything tcg 144 72

nested() { # TARGET ROWS OK
	experiment "$1" $methods vcpus=2,4 pattern=$patterns wait=halt pass=count warmup=0 timeout=300
	sed -i 's/^ipis=.*/ipis=2/' "$scratch/e.ini"
	everything "$@"
	# Halted targets were halted, and the result says so.
	[ "$(grep -c '"halted":{.*"matches":true' "$scratch/$1/results.jsonl")" -eq "$3" ]
	ok $? "$1: targets were halted in all of them"
}
# All but Xen's event channels.
! need linux/build "patched KVM" || nested lab-kvm-svm 264 240
# The methods of KVM and Hyper-V are not there, and event channels neither know
# incast nor mesh.
! need xen/build "patched Xen" || nested lab-xen-svm 264 140
done_testing
