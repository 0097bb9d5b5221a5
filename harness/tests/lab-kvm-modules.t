#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The patched KVM on a host without a reboot: a first level with Debian's own
# kernel, KVM's modules swapped there by the script that a host's user runs,
# and measured by `ipibench run --target kvm`, in one boot: the distribution's
# modules, ours, the distribution's again; and what must be refused.
. "$(dirname "$0")/lib.sh"
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
	--release 6.12.9+bpo-amd64 --version 6.12.9-1~bpo12+1
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
mkdir -p "$job/job/build/guest" "$job/job/harness/host" "$tree"
cp "$tool" "$job/job/"
cp "$root/build/guest/ipibench.elf" "$job/job/build/guest/"
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
cat > "$job/job/init" <<'INIT'
busybox --install -s /bin
ln -s /job/root/lib/modules /lib/modules
cd /job
step() { # NAME COMMAND...: its status, and what it said, to the host
	name=$1
	shift
	"$@" > /tmp/said 2>&1
	echo "$name status $?" > /dev/ttyS1
	sed "s/^/$name: /" /tmp/said > /dev/ttyS1
}
run() {
	step "$1" ./ipibench run --target kvm --out "/tmp/$1" e.ini
	sed "s/^/$1= /" "/tmp/$1/results.jsonl" > /dev/ttyS1
}
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
(cd "$job" && find job | cpio -o -H newc --quiet) > "$job/cpio"
# Linux unpacks one archive after the other; the base ends on a multiple of four.
cat "$base" "$job/cpio" > "$job/initrd"
timeout 900 qemu-system-x86_64 -accel tcg,thread=multi -machine q35 \
	-cpu EPYC,+svm,+npt -smp 2 -m 1536M -display none -nodefaults -no-reboot \
	-kernel "$stock/vmlinuz" -initrd "$job/initrd" \
	-append "console=ttyS0 mitigations=off quiet panic=-1" \
	-serial "file:$job/console" -serial "file:$job/said" \
	< /dev/null > /dev/null 2> "$job/err"
: > "$scratch/err"
tr -d '\r' < "$job/said" > "$job/text"

# --- What came of it.
lines() { grep "^$1: " "$job/text" | head -n 5 > "$scratch/err"; }
went() { # STEP STATUS NAME
	lines "$1"
	grep -qx "$1 status $2" "$job/text"; ok $? "$3"
}
said() { # STEP WORDS NAME
	lines "$1"
	grep -q "^$1: .*$2" "$job/text"; ok $? "$3"
}
rows_of() { # STEP: its result lines as a folder for rows and verify
	mkdir -p "$scratch/$1"
	sed -n "s/^$1= //p" "$job/text" > "$scratch/$1/results.jsonl"
}
without_register() { # STEP
	went "$1" 0 "$1: the run is good"
	rows_of "$1"
	! grep -v '"patch_sha256":""' "$scratch/$1/results.jsonl" > /dev/null; ok $? "$1: no row names patches"
	for m in xapic:ok xapic-nopoll:ok vapic-mmio:unsupported vapic-msr:unsupported x2apic:ok; do
		rows "$scratch/$1" | grep -q "^${m%:*} pvh ${m#*:} "; ok $? "$1: ${m%:*} ${m#*:}"
	done
}
said first "kvm: not patched" "at first the distribution's modules are there"
said first "in use: no" "and nobody uses them"
without_register stock
went used 3 "load while /dev/kvm is open: refused"
said used "kvm_amd is in use 1 times" "the reason"
went other 3 "load of another kernel's modules: refused"
said other "these modules are for 6.1.0-1-amd64" "the reason"
went cut 3 "load of a file cut short: 3"
said cut "the distribution's modules are loaded again" "the distribution's are put back"
said after-cut "kvm: not patched" "as status says"
went load 0 "load"
id=$(sed -n 's/.*"kvm": "\([0-9a-f]*\)".*/\1/p' "$modules/provenance.json")
said load "kvm: patched, /job/modules, build ID ${id:?}" "status names folder and build ID"
said parameter 12345 "the parameter is set"
went patched 0 "patched: the run is good"
rows_of patched
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
went used-too 3 "restore while /dev/kvm is open: refused"
went again 0 "load in place of our own"
said again "vapic: 4" "with another parameter"
went restore 0 "restore"
said restore "kvm: not patched" "the distribution's are there again"
without_register back
went idle 0 "restore with nothing to restore"
went unload 0 "no KVM at all"
went empty 0 "load into that"
went to-empty 0 "restore"
said last "kvm: not loaded" "leaves no KVM, as before"
[ $failed = 0 ] || { echo "# the console:"; tail -n 15 "$job/console" | tr -d '\r' | cut -c 1-160 | sed 's/^/#   /'; }
done_testing
