#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# `ipibench run --target kvm` on a host whose KVM is a real one: the lab's first level,
# with Debian's own kernel and modules, on emulated SVM. KVM's counters agree with
# what each method predicts; so do exits by reason, where tracing is permitted;
# and nothing of it is left behind, also when the tool is killed.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

need linux/stock "Debian's own kernel" || done_testing
stock=$made
need initramfs/build "the first level" "$stock" || done_testing
base=$made

job=$scratch/job
mkdir -p "$job/job"
# The methods of the host experiment. Halting targets: this is to run on a busy
# machine, too.
plan() { # FILE KEY=VALUE...
	file=$job/job/$1
	shift
	printf '%s\n' "[host]" target=kvm wait=halt timeout=200 "$@" > "$file"
}
plan e.ini method=xapic,xapic-nopoll,x2apic,hv-icr,kvm-pv pattern=unicast,pingpong \
	ipis=100 warmup=10 boots=2
plan one.ini method=xapic pattern=pingpong ipis=100
# Seconds in one counting window, the tracepoint on.
plan long.ini method=xapic pass=count ipis=100000
{ echo "$steps"; cat <<'INIT'; } > "$job/job/init"
tracing=/sys/kernel/tracing
run untraced one.ini
mount -t tracefs tracefs $tracing
run traced
step left ls $tracing/instances
./ipibench run --target kvm --out /tmp/killed long.ini > /tmp/killed.log 2>&1 &
for i in $(seq 600); do
	grep -qs hist $tracing/instances/*/events/kvm/kvm_exit/trigger && break
	usleep 100000
done
step on ls $tracing/instances
kill -9 $!
for i in $(seq 100); do
	[ -n "$(ls $tracing/instances)" ] || break
	usleep 100000
done
step killed ls $tracing/instances
step enabled cat $tracing/events/kvm/kvm_exit/enable
INIT
first_level "$stock/vmlinuz" "$base" "$job"

# The values of a key in a result line: values KEY < LINE
values() { grep -o "\"$1\":[0-9.]*" | cut -d: -f2; }

went "$job" untraced 0 "without tracefs: the run is good"
rows_of "$job" untraced
grep -q '"kvm-trace":null.*"kvm-trace: tracefs is not mounted' "$scratch/untraced/results.jsonl"
ok $? "no exits by reason, and why"
verified "$scratch/untraced" "verify holds KVM's own counters"

went "$job" traced 0 "with tracefs: the run is good"
rows_of "$job" traced
verified "$scratch/traced" "verify holds both"
[ "$(grep -c '"kvm-trace":{' "$scratch/traced/results.jsonl")" = 20 ]
ok $? "exits by reason in every row of both boots"
# KVM's counters leave page faults and the like untold: a few at most.
rows "$scratch/traced" | while read -r method loader status exits; do
	echo "$method $status $(echo "$exits" | awk '{ print $1 < 0 ? "less" : int($1 + 0.1) }')"
done | sort -u > "$scratch/rounded"
for row in 'xapic ok 3' 'xapic-nopoll ok 2' 'x2apic ok 1' 'hv-icr ok 1' 'kvm-pv ok 1'; do
	grep -qxF "$row" "$scratch/rounded"; ok $? "send exits per IPI: $row"
done
[ "$(wc -l < "$scratch/rounded")" = 5 ]; ok $? "and no other"
# In the sender's own words: every access to the APIC page is a nested page fault.
reasons() { # METHOD: of the sender, unicast, first boot
	sed -n "/\"method\":\"$1\",\"pattern\":\"unicast\".*\"boot\":1,/ {
		s/.*\"kvm-trace\":{//; s/\"send_exits.*//; s/.*\"role\":\"sender\"//; s/}}.*//p
	}" "$scratch/traced/results.jsonl"
}
for want in xapic:npf:300 xapic-nopoll:npf:200 x2apic:msr:100 hv-icr:msr:100 kvm-pv:hypercall:100; do
	method=${want%%:*} reason=${want#*:}
	got=$(reasons "$method" | values "${reason%:*}" | head -1)
	[ "${got:-0}" -ge "${reason#*:}" ] && [ "$got" -le $((${reason#*:} + 5)) ]
	ok $? "$method: ${reason#*:} of ${reason%:*}, seen ${got:-none}"
done
grep -q '"trace_cost":{"ns_an_exit":' "$scratch/traced/results.jsonl"; ok $? "what the tracepoint costs was measured"
"$tool" report "$scratch/traced" > "$scratch/table" 2> "$scratch/err"
grep -q 'exits counted by KVM (query-stats, kvm:kvm_exit)' "$scratch/table"; ok $? "the table says who counted"

went "$job" left 0 "the tracing instances"
! grep -q '^left: ' "$job/text"; ok $? "are none after the run"
grep -q '^on: ipibench-' "$job/text"; ok $? "one while it traces"
went "$job" killed 0 "after a kill -9"
! grep -q '^killed: ' "$job/text"; ok $? "there is none"
said "$job" enabled 0 "nor is the tracepoint on"
show_console "$job"

# --- A first level that patches its own code under a processor that runs it, as tracing does
# and jump labels do. Without harness/meter/retranslate.c QEMU 7.2 stood still within the
# first hundred turns or so, in nine of nine tries.
turns=$scratch/turns
mkdir -p "$turns/job"
cat > "$turns/job/init" <<INIT
busybox mount -t tracefs tracefs $tracing
for n in 1 2; do (while :; do busybox yes | busybox head -c 20000 > /dev/null; done) & done
i=0
while [ \$i -lt 150 ]; do
	echo 1 > $tracing/events/sched/enable
	echo 0 > $tracing/events/sched/enable
	i=\$((i + 1))
done
echo "turns: \$i" > /dev/ttyS1
busybox poweroff -f
INIT
first_level "$stock/vmlinuz" "$base" "$turns"
said "$turns" turns 150 "the scheduler's tracepoints, 150 times on and off"
echo "# $(grep -c "^retranslate: " "$turns/err") times a breakpoint that was gone"
show_console "$turns"
done_testing
