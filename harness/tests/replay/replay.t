#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Recorded runs of real machines (recordings/README.md) through the whole tool, with a
# QEMU that is played: what comes out is what came out then, and what is broken on the
# way is told with its status and its code.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/play.sh"

play_qemu
checkout "$scratch/checkout"
tool=$scratch/checkout/ipibench
: > "$scratch/vmlinuz"
: > "$scratch/base.cpio"
mkdir "$scratch/played"
for script in linux/build linux/stock xen/build xen/stock; do
	lab_says "$scratch/checkout" $script "$scratch/played"
done
# The patched kernel is a file, with its provenance beside it; the others are folders.
lab_says "$scratch/checkout" linux/build "$scratch/vmlinuz"
lab_says "$scratch/checkout" initramfs/build "$scratch/base.cpio"
# The machine of target kvm.
host=$scratch/host
mkdir -p "$host/dev" "$host/proc"
: > "$host/dev/kvm"
r=$scratch/r

played_host() {
	IPIBENCH_HOST_ROOT=$host
	export IPIBENCH_HOST_ROOT
	cp "$play/cpuinfo" "$host/proc/cpuinfo"
	while read -r name value; do
		mkdir -p "$host/sys/module/${name%/*}"
		echo "$value" > "$host/sys/module/$name"
	done < "$play/parameters"
}

# recording TARGET: ready to be played, on the machine where it was recorded
recording() {
	recorded "$1"
	rm -rf "$r"
	for f in "$scratch/vmlinuz.json" "$scratch/played/provenance.json"; do
		[ ! -e "$play/hypervisor.json" ] || cp "$play/hypervisor.json" "$f"
	done
	unset IPIBENCH_HOST_ROOT PLAY_TRACE
	# Target kvm: this machine is the one where it was recorded.
	[ ! -e "$play/parameters" ] || played_host
}

# plays STATUS [ARGUMENT...]: the tool runs what was recorded, and ends so
plays() {
	_status=$1
	shift
	exits "$_status" run --out "$r" "$@" "$play/experiment.ini"
}

# row METHOD WORDS: its line has them
row() {
	grep "\"method\":\"$1\"" "$r/results.jsonl" > "$scratch/row"
	grep -q "$2" "$scratch/row"
}

# is METHOD STATUS CODE
is() { row "$1" "\"status\":\"$2\",\"code\":$3,"; }

# same KEY...: what came out is what came out when it was recorded, these of provenance
# included
same() {
	"$root/build/tests/same-results" "$play/results.jsonl" "$r/results.jsonl" \
		emulator guest guest_cpuid boot_name plan raw oversubscribed "$@" > "$scratch/err" 2>&1
}

# --- As it was.

for t in tcg lab-kvm-svm lab-kvm-svm-stock lab-xen-svm lab-xen-svm-stock; do
	recording $t
	case $t in lab-*) facts=pinning ;; *) facts= ;; esac
	plays 0; ok $? "$t: it runs"
	same hypervisor $facts; ok $? "$t: the rows are those of then"
	exits 0 verify "$r"; ok $? "$t: verify accepts them"
done

# --- A host with KVM. What tracing costs was measured there, and is not here.

cc -shared -fPIC -w -o "$scratch/play-tracefs.so" "$root/harness/tests/replay/play-tracefs.c"
ok $? "the played tracing builds"

# traced STATUS [ARGUMENT...]: with it
traced() {
	LD_PRELOAD=$scratch/play-tracefs.so PLAY_TRACE=$play/trace.now plays "$@"
}

same_kvm() {
	"$root/build/tests/same-results" --but notes "$play/results.jsonl" "$r/results.jsonl" \
		emulator guest guest_cpuid boot_name plan raw commands > "$scratch/err" 2>&1
}

recording kvm
traced 0; ok $? "kvm: it runs"
same_kvm; ok $? "kvm: the rows are those of then"
exits 0 verify "$r"; ok $? "kvm: verify accepts them"
row xapic '"pinning":\["vcpu 0: processor [0-9]* .*","vcpu 1: processor' &&
	[ "$(grep -c ':[[:space:]][0-9]*$' "$play/pinned")" = 2 ]; ok $? "kvm: the threads were pinned"
row xapic '"trace_cost":{"unknown":"the machine that was to exit did not'; ok $? "kvm: what tracing costs is not known here"
row xapic 'regime: kvm_amd.avic=N'; ok $? "kvm: the regime's source"
recording kvm
plays 0 --no-trace && row xapic '"kvm-trace":null' && row xapic 'not wanted (--no-trace)' && exits 0 verify "$r"
ok $? "kvm: --no-trace"
recording kvm
sed -i '0,/hitcount: *[0-9]/s/hitcount: *[0-9][0-9]*/hitcount: many/' "$play/trace"
traced 0 && row xapic '"kvm-trace":null' && row xapic "of the kernel's histogram cannot be read"
ok $? "kvm: a histogram that makes no sense: no reasons, and why"
recording kvm
sed -i 's/Dropped: 0/Dropped: 3/' "$play/trace"
traced 0 && row xapic 'had no room for 3 exits'; ok $? "kvm: exits that the kernel dropped"
recording kvm
sed -i '$d' "$play/trace"
sed -i '/^# read/,$!d; s/Dropped.*//' "$play/trace"
traced 0 && row xapic "the kernel's histogram has no end"; ok $? "kvm: a histogram cut short"
# The counters go up by 50 more in the last stop.
recording kvm
awk '{ line[NR] = $0 } /"stats"/ { last = NR } END {
	for (i = 1; i <= NR; i++) {
		said = ""
		while (i == last && match(line[i], /"name": "exits", "value": [0-9]+/)) {
			told = substr(line[i], RSTART, RLENGTH)
			n = told; sub(/.* /, "", n)
			sub(/[0-9]+$/, n + 50, told)
			said = said substr(line[i], 1, RSTART - 1) told
			line[i] = substr(line[i], RSTART + RLENGTH)
		}
		print said line[i]
	}
}' "$play/qmp" > "$play/more"
mv "$play/more" "$play/qmp"
traced 0 && exits 1 verify "$r" && grep -q 'x2apic' "$scratch/out" && ! grep -q 'results.jsonl:1:' "$scratch/out"
ok $? "kvm: 50 exits too many in one window: verify names the row"
# From the second on: the first lists vCPUs and counters.
recording kvm
awk '/"stats"/ && n++ { $0 = "< {\"error\": {\"class\": \"GenericError\", \"desc\": \"no counters, played\"}}" }
	{ print }' "$play/qmp" > "$play/more"
mv "$play/more" "$play/qmp"
traced 0 && row xapic '"kvm-stats":null' && row xapic "QEMU refuses 'query-stats': no counters, played"
ok $? "kvm: QEMU refuses the counters: none, and why"
recording kvm
sed -i 's/"name": "exits"/"name": "outs"/' "$play/qmp"
traced 0 && row xapic '"kvm-stats":null' && row xapic 'gives QEMU no counter of exits'
ok $? "kvm: a KVM without the counter"
recording kvm
sed -i '0,/"thread-id": [0-9]*/s/^< .*"thread-id".*/< {"error": {"desc": "no list, played"}}/' "$play/qmp"
plays 3 --no-trace && is xapic crashed '"no-word"' && row xapic "QEMU refuses 'query-cpus-fast': no list, played"
ok $? "kvm: QEMU does not list its vCPUs: nothing is measured unpinned"
recording kvm
sed -i '1s/.*/< what?/' "$play/qmp"
plays 3 --no-trace && row xapic "QEMU's answer cannot be read"; ok $? "kvm: no greeting"
recording kvm
echo 1 > "$play/status"
sed -i '1q' "$play/qmp"
: > "$play/stdout"
plays 3 --no-trace && row xapic 'control socket: '; ok $? "kvm: it goes away"
recording kvm
echo 'refuses hv-ipi=on' > "$play/mode"
plays 0 --no-trace && row xapic '"refused_by_kvm":"hv-vpindex=on,hv-ipi=on,hv-vapic=on (qemu-system-x86_64: hv-ipi=on is not supported, played)"'
ok $? "kvm: what this KVM does not take is found out before, and said"
! grep 'ipibench.elf' "$play/argv" | grep -q hv-ipi; ok $? "kvm: and the guest does without"
recording kvm
traced 0 --tune && row xapic '/sys/module/kvm/parameters/halt_poll_ns","from":"200000","to":"0"'
ok $? "kvm: --tune, and the row says what"
[ "$(cat "$host/sys/module/kvm/parameters/halt_poll_ns")" = 200000 ]; ok $? "kvm: it is as it was"
# guest WORDS: the command line of the guest's own QEMU has them
guest() { grep 'ipibench.elf' "$play/argv" | grep -q -e "$1"; }
recording kvm
IPIBENCH_L0_ARGS='-name "a b" -cpu qemu64,+x2apic' plays 0 --no-trace && guest ' -name a b -cpu qemu64,+x2apic$' &&
	row xapic '"l0_args":"-name \\"a b\\" -cpu qemu64,+x2apic"' && row xapic "'a b' -cpu qemu64,+x2apic\"\]"
ok $? "kvm: IPIBENCH_L0_ARGS stands last on its command line, and on the one that is kept"
recording kvm
IPIBENCH_L0_ARGS="-name 'a" plays 3 --no-trace && grep -q 'IPIBENCH_L0_ARGS: ' "$scratch/err" && ! guest .
ok $? "kvm: one that no shell would take is refused"
recording kvm
plays 0 --no-trace cpu=qemu64:+x2apic machine=irqchip-split-no-pit topology=2x3x1 overcommit=2 &&
	guest '-machine q35,pit=off,kernel-irqchip=split -cpu qemu64,+x2apic -S .* -smp 2,maxcpus=6,sockets=2,cores=3,threads=1 '
ok $? "kvm: a processor, a machine, a topology"
! grep -q 'monitor stdio' "$play/argv" && row xapic '"refused_by_kvm":null'
ok $? "kvm: what KVM offers is not asked where the processor is given"
row xapic '"cpu":"qemu64:+x2apic","machine":"irqchip-split-no-pit","topology":"2x3x1","overcommit":2,' &&
	row xapic '"oversubscribed":true' && row xapic 'oversubscribed: 2 vCPUs share a processor (overcommit)'
ok $? "kvm: rows say so"
[ "$(grep ':[[:space:]][0-9]*$' "$play/pinned" | sort | uniq -c | awk '{ print $1 }')" = 2 ]
ok $? "kvm: both vCPUs on one processor"
exits 0 report --no-figures "$r"; grep -q 'kvm cpu=qemu64:+x2apic machine=irqchip-split-no-pit topology=2x3x1 overcommit=2' "$scratch/out"
ok $? "kvm: tables say so"
recording kvm
plays 0 --no-trace cpu=own:-x2apic,own && guest '-cpu qemu64,+x2apic,kvm-pv-ipi=on,hv-vpindex=on,hv-ipi=on,hv-vapic=on,-x2apic -S' &&
	guest 'hv-vapic=on -S' && [ "$(grep -c 'monitor stdio' "$play/argv")" = 2 ]
ok $? "kvm: what is offered but for a flag; KVM is asked once"
recording tcg
plays 0 topology=1x1x2 && grep -q -- '-smp 2,maxcpus=2,sockets=1,cores=1,threads=2 ' "$play/argv" && row xapic '"topology":"1x1x2",'
ok $? "tcg: a topology"
recording kvm
rm "$host/dev/kvm"
plays 3 && grep -q 'kvm: skipped: /dev/kvm: No such file' "$scratch/err" && [ ! -e "$r" ]
ok $? "kvm: no /dev/kvm: skipped, and why"
: > "$host/dev/kvm"
recording kvm
echo hangs > "$play/mode"
sed -i 's/timeout=.*/timeout=3/' "$play/experiment.ini"
sed -i '/ row id=2 state=end/,$d' "$play/stdout"
plays 3 --no-trace && is xapic ok null && is x2apic timeout '"in-rows"'; ok $? "kvm: it hangs"

# --- Broken on the way, on the emulated machine.

# broken TARGET SIGN SED: what was said, with that change
broken() {
	recording "$1"
	sed "$3" "$play/stdout" | "$root/build/tests/reframe" "$2" > "$play/changed"
	mv "$play/changed" "$play/stdout"
}

recording tcg
sed -i 's/^\(@.* hist row=1 \)what=eoi/\1/' "$play/stdout"
plays 3 && is xapic incomplete '"damaged"' && is vapic-mmio unsupported '"no-vapic"'
ok $? "a torn line: that row is incomplete, and no other"
recording tcg
sed -i '/ end status=ok /d' "$play/stdout"
echo 1 > "$play/status"
plays 0 && is xapic ok null && is vapic-mmio unsupported '"no-vapic"'
ok $? "the end is missing: the rows that are whole stay"
grep -q 'crashed (in-rows): what ran the machine ended while the guest measured' "$scratch/err"
ok $? "and it is said how far the guest had come"
recording tcg
sed -i '/ received row=1 /,$d' "$play/stdout"
echo 0 > "$play/status"
plays 3 && is xapic reset '"in-rows"' && is vapic-mmio reset '"in-rows"'
ok $? "no row was over, and the machine was reset"
recording tcg
sed -i '/ start cpus=/,$d' "$play/stdout"
echo 139 > "$play/status"
plays 3 && is xapic crashed '"in-entry"'; ok $? "it crashed behind the guest's first word"
recording tcg
echo dies > "$play/mode"
plays 3 && is xapic crashed '"no-word"' && row xapic 'cannot set up guest memory, played'
ok $? "it dies at once: crashed, and its last words"
recording tcg
echo hangs > "$play/mode"
sed -i 's/timeout=.*/timeout=3/' "$play/experiment.ini"
sed -i '/ row id=2 state=begin/,$d' "$play/stdout"
plays 3 && is xapic ok null && is vapic-mmio timeout '"in-rows"'
ok $? "it hangs: what was measured is kept, the rest is a timeout"
broken tcg @ 's/ end status=ok rows.*/ end status=fault code=exception reason=page%20fault/; / row id=3 state=end/d'
plays 3 && is xapic ok null && is vapic-mmio fault '"exception"' && row vapic-mmio '"page fault"'
ok $? "the guest's own end: its status, code and reason"
broken tcg @ 's/ what=send n=40 / what=send n=41 /'
plays 3 && is xapic incomplete '"damaged"'; ok $? "a histogram that does not hold what it says: incomplete"
broken tcg @ 's/ ipis=40 / ipis=39 /'
plays 1 && is xapic mismatch '"not-as-asked"' ; ok $? "the guest ran something else: mismatch"

# --- In a lab: the meter.

recording lab-xen-svm
sed -i '2s/"kinds":{\(.*\)"apic_write_icr":{"n":40/"kinds":{\1"apic_write_icr":{"n":41/' "$play/meter.jsonl"
plays 0 && exits 1 verify "$r" && grep -q 'xapic.*apic_write_icr: .*41' "$scratch/out"
ok $? "the meter disagrees: verify names row and class"
[ "$(grep -c 'results.jsonl:2' "$scratch/out")" = 0 ]; ok $? "and no other row"
recording lab-xen-svm
sed -i 2d "$play/meter.jsonl"
plays 0 && exits 1 verify "$r" && grep -q 'xapic .*the meter saw' "$scratch/out"; ok $? "a window of the meter's is lost: verify names the row"
recording lab-xen-svm
sed -i '3,$d' "$play/meter.jsonl"
plays 0 && row xapic '"meter":{' && row vapic-mmio '"meter":null'; ok $? "its file is cut short: no counts for rows behind the cut"
recording lab-xen-svm
sed -i '2s/.$//' "$play/meter.jsonl"
plays 0 && row xapic '"meter":null' && row xapic 'meter.jsonl:2: not a JSON object'
ok $? "a torn line of the meter's: nothing of its file is used, and why"
recording lab-xen-svm
sed -i '1s/"meter":1/"meter":9/' "$play/meter.jsonl"
plays 0 && row xapic 'of a meter this ipibench does not know'; ok $? "another meter's file"
recording lab-xen-svm
sed -i '2s/"boot":1/"boot":7/' "$play/meter.jsonl"
plays 0 && row xapic 'a window of a guest that never spoke'; ok $? "a window of nobody's"
recording lab-xen-svm
sed -i '2s/"pass":"[a-z]*",//' "$play/meter.jsonl"
plays 0 && row xapic 'a window without boot, row, pass or vcpus'; ok $? "a window of no pass"
recording lab-xen-svm
echo '{"error":"end"}' >> "$play/meter.jsonl"
plays 0 && row xapic 'an end without its begin'; ok $? "the meter says that it is lost"
recording lab-xen-svm
printf '{"boot":1' >> "$play/meter.jsonl"
plays 0 && same hypervisor pinning; ok $? "its last line may be cut, for the emulator is stopped"
recording lab-xen-svm
rm "$play/meter.jsonl"
plays 0 && row xapic '"meter":null'; ok $? "no file: no counts of the meter's"
recording lab-xen-svm
plays 0 --no-meter && row xapic 'switched off by --no-meter' && ! grep -q meter.so "$play/argv"
ok $? "--no-meter: not loaded"
recording lab-xen-svm
sed -i '/SVM: Supported advanced/d' "$play/stdout"
plays 0 && row xapic '"regime":null' && row xapic 'has no list of SVM'
ok $? "Xen does not say what virtualises the APIC: no regime"

# --- In a KVM lab: the relay.

recording lab-kvm-svm
sed -i '/^&5[0-9] /d' "$play/stdout"
plays 0 && is xapic ok null && is vapic-msr ok null
ok $? "the relay has lost facts: the guest's rows are whole"
recording lab-kvm-svm
hist=$(grep -n 'hist%20row=2' "$play/stdout" | head -n 1 | cut -d: -f1)
sed -i "${hist}d" "$play/stdout"
plays 3 && is xapic ok null && is vapic-msr incomplete '"damaged"'
ok $? "it has lost the guest's words: that row is incomplete"
broken lab-kvm-svm '&' 's/^\(&.* boot id=1 state=end end=\)1 status=33 /\12 status=11 /; /data=.*end%20status=ok/d; / end status=ok /d'
plays 3 && grep -q 'crashed (in-rows)' "$scratch/err" && is xapic ok null
ok $? "the second level was killed by a signal"
recording lab-kvm-svm
sed -i '/hist%20row=2/,$d' "$play/stdout"
echo 1 > "$play/status"
echo 'Kernel panic, played' > "$play/console"
plays 3 && row vapic-msr 'the first level exited with status 1; its console is raw/lab-kvm-svm-2cpu-console.txt'
ok $? "the first level ends before its boot: said, and where its console is"
grep -q 'panic, played' "$r/raw/lab-kvm-svm-2cpu-console.txt"; ok $? "which is kept"
broken lab-kvm-svm '&' '/ boot id=1 /,$d'
echo '&1 end status=failed reason=no%20such%20job' >> "$play/stdout"
"$root/build/tests/reframe" '&' < "$play/stdout" > "$play/changed"
mv "$play/changed" "$play/stdout"
plays 3 && row xapic 'no such job'; ok $? "the stage's own words when it cannot"
recording lab-kvm-svm
: > "$play/stdout"
echo 1 > "$play/status"
plays 3 && is xapic crashed '"no-word"' && row xapic 'exited with status 1 before it spoke'
ok $? "it never spoke"
broken lab-kvm-svm '&' 's/key=kvm_amd.avic value=N/key=kvm_amd.avic value=Y/'
plays 0 && row xapic '"regime":"avic"'; ok $? "the regime is what the first level says"
recording lab-kvm-svm
lab_says "$scratch/checkout" initramfs/build "$scratch/nowhere.cpio"
plays 3 && grep -q 'nowhere.cpio' "$scratch/err" && [ ! -e "$r" ]
ok $? "no initramfs: 3, it is named, and nothing is kept"
lab_says "$scratch/checkout" initramfs/build "$scratch/base.cpio"
printf '#!/bin/sh\necho "no compiler, played" >&2\nexit 3\n' > "$scratch/checkout/harness/lab/linux/build"
plays 3 && grep -q 'harness/lab/linux/build exited with status 3: no compiler, played' "$scratch/err"
ok $? "a script that fails: its last words"
lab_says "$scratch/checkout" linux/build "$scratch/vmlinuz"

# --- An interrupt is lost.

broken lab-xen-svm @ 's/^\(@.* row id=1 state=end\) status=ok .*/\1 status=lost lines=2 code=undelivered reason=played/; / row=1 /d'
plays 1 && is xapic lost '"undelivered"' && is vapic-mmio ok null && [ "$(wc -l < "$play/argv")" = 1 ]
ok $? "lost: that row says so, and no boot is tried again"

# --- Once more, from the folder alone.

# Numbers that cannot be: the row is damaged, and nothing else.
recording lab-xen-svm
cp "$play/stdout" "$play/whole"
for number in 12:got 13:total 13:apic_read_icr 16:sum 19:max 21:sum; do
	sed "/^@${number%:*} /s/ ${number#*:}=[0-9]*/ ${number#*:}=18446744073709551615/" "$play/whole" |
		"$root/build/tests/reframe" @ > "$play/stdout"
	plays 3 --no-meter && is xapic incomplete '"damaged"' && is vapic-mmio ok null
	ok $? "${number#*:} of 2^64 - 1 in one record: one row"
	rm -rf "$r"
done

recording lab-xen-svm
echo 'a change' > "$scratch/my.patch"
IPIBENCH_XEN_PATCHES=$scratch/my.patch plays 0 --no-meter && rm "$scratch/my.patch" "$play/argv"
exits 0 rerun --trust --out "$scratch/again" "$r" && grep -q '^2 rows compared .* 0 worse' "$scratch/out"
ok $? "rerun: the same rows, and none worse"
[ -s "$play/argv" ] && ! grep -q meter.so "$play/argv" && grep -q '^a change' "$scratch/again/patches/1/my.patch"
ok $? "with the options and the patches of then"
rm -r "$scratch/again"
sed 's/\(reading=1 total=\)112 apic_write_icr=40/\1152 apic_write_icr=80/' "$play/stdout" |
	"$root/build/tests/reframe" @ > "$play/changed"
mv "$play/changed" "$play/stdout"
exits 1 rerun --trust --out "$scratch/again" "$r" && grep -q '^worse: lab-xen-svm vapic-mmio .*apic_write_icr' "$scratch/out" &&
	[ "$(grep -c ^worse: "$scratch/out")" = 1 ]
ok $? "a write more for each IPI: worse, and which"
done_testing
