#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The patched KVM on a host without a reboot: a first level with Debian's own
# kernel, KVM's modules swapped there by the script that a host's user runs,
# and measured by `ipibench run --target kvm`, in one boot: the distribution's
# modules, ours, the distribution's again; and what must be refused.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

host=$root/harness/host
refused() { # NAME WORDS ARGUMENT...: build ends with 3 and says WORDS
	name=$1 words=$2
	shift 2
	status=0
	"$host/kvm-modules" build "$@" > "$scratch/out" 2> "$scratch/err" || status=$?
	[ $status = 3 ] && grep -q "$words" "$scratch/err" && [ ! -s "$scratch/out" ]
	ok $? "$name"
}
refused "another series of kernels is refused" "the series is for Linux 6.1" \
	--release 6.9.7+bpo-amd64 --version 6.9.7-1~bpo12+1
echo "--- a/kernel/sched/core.c
+++ b/kernel/sched/core.c" > "$scratch/core.patch"
IPIBENCH_LINUX_PATCHES=$scratch/core.patch
export IPIBENCH_LINUX_PATCHES
refused "a patch to what is compiled in is refused" "core.patch changes kernel/sched/core.c" \
	--release 6.1.0-56-amd64 --version 6.1.192-2
unset IPIBENCH_LINUX_PATCHES
"$host/kvm-modules" load > "$scratch/out" 2> "$scratch/err"
[ $? = 2 ] && grep -q '^usage: ' "$scratch/err"; ok $? "load without a folder: 2"

need linux/stock "modules for Debian's own kernel" || done_testing
stock=$made
need ../host/kvm-modules "modules for Debian's own kernel" build --lab || done_testing
modules=$made
release=$(cat "$modules/release")
need initramfs/build "the first level" "$stock" || done_testing
base=$made

# --- What the first level runs. Its own initramfs has loaded Debian's modules.
job=$scratch/job
tree=$job/job/root/lib/modules/$release
mkdir -p "$job/job/harness/host" "$tree"
cp "$host/kvm-modules" "$job/job/harness/host/"
cp -r "$modules" "$job/job/modules"
cp "$stock"/modules/*.ko "$tree/"
for f in builtin builtin.modinfo order; do : > "$tree/modules.$f"; done
depmod -b "$job/job/root" "$release"
for which in cut other; do cp -r "$modules" "$job/job/$which"; done
head -c 100000 "$modules/kvm-amd.ko" > "$job/job/cut/kvm-amd.ko"
echo 6.1.0-1-amd64 > "$job/job/other/release"
# Halting targets and no clock: this is to run on a busy machine, too.
experiment kvm xapic,xapic-nopoll,vapic-mmio,vapic-msr,x2apic wait=halt pass=count timeout=200
cp "$scratch/e.ini" "$job/job/e.ini"
{ echo "$steps"; cat <<'INIT'; } > "$job/job/init"
ln -s /job/root/lib/modules /lib/modules
swap=harness/host/kvm-modules
step first $swap status
run stock
exec 5<> /dev/kvm
step used $swap load modules
exec 5>&-
step other $swap load other
step cut $swap load cut
step after-cut $swap status
step load $swap load modules kvm.halt_poll_ns=12345
step parameter cat /sys/module/kvm/parameters/halt_poll_ns
run patched
exec 5<> /dev/kvm
step used-too $swap restore
exec 5>&-
step again $swap load modules kvm.vapic=4
step restore $swap restore
run back
step idle $swap restore
step unload rmmod kvm_amd kvm
step empty $swap load modules
step to-empty $swap restore
step last $swap status
INIT
first_level "$stock/vmlinuz" "$base" "$job"

# --- What came of it.
without_register() { # STEP
	went "$job" "$1" 0 "$1: the run is good"
	rows_of "$job" "$1"
	! grep -v '"patch_sha256":""' "$scratch/$1/results.jsonl" > /dev/null; ok $? "$1: no row names patches"
	for m in xapic:ok xapic-nopoll:ok vapic-mmio:unsupported vapic-msr:unsupported x2apic:ok; do
		rows "$scratch/$1" | grep -q "^${m%:*} pvh ${m#*:} "; ok $? "$1: ${m%:*} ${m#*:}"
	done
}
said "$job" first "kvm: not patched" "at first the distribution's modules are there"
said "$job" first "in use: no" "and nobody uses them"
without_register stock
went "$job" used 3 "load while /dev/kvm is open: refused"
said "$job" used "kvm_amd is in use 1 times" "the reason"
went "$job" other 3 "load of another kernel's modules: refused"
said "$job" other "these modules are for 6.1.0-1-amd64" "the reason"
went "$job" cut 3 "load of a file cut short: 3"
said "$job" cut "the distribution's modules are loaded again" "the distribution's are put back"
said "$job" after-cut "kvm: not patched" "as status says"
went "$job" load 0 "load"
id=$(sed -n 's/.*"kvm": "\([0-9a-f]*\)".*/\1/p' "$modules/provenance.json")
said "$job" load "kvm: patched, /job/modules, build ID ${id:?}" "status names folder and build ID"
said "$job" parameter 12345 "the parameter is set"
went "$job" patched 0 "patched: the run is good"
rows_of "$job" patched
rows_are "$scratch/patched" patched <<'ROWS'
xapic pvh ok 3
xapic-nopoll pvh ok 2
vapic-mmio pvh ok 1
vapic-msr pvh ok 1
x2apic pvh ok 1
ROWS
verified "$scratch/patched" "patched: verify accepts it"
sha=$(sed -n 's/.*"patch_sha256": "\([0-9a-f]*\)".*/\1/p' "$modules/provenance.json")
[ "$(grep -c "\"patch_sha256\":\"${sha:?}\"" "$scratch/patched/results.jsonl")" = 5 ]; ok $? "every row names the patches"
went "$job" used-too 3 "restore while /dev/kvm is open: refused"
went "$job" again 0 "load in place of our own"
said "$job" again "vapic: 4" "with another parameter"
went "$job" restore 0 "restore"
said "$job" restore "kvm: not patched" "the distribution's are there again"
without_register back
went "$job" idle 0 "restore with nothing to restore"
went "$job" unload 0 "no KVM at all"
went "$job" empty 0 "load into that"
went "$job" to-empty 0 "restore"
said "$job" last "kvm: not loaded" "leaves no KVM, as before"
show_console "$job"
done_testing
