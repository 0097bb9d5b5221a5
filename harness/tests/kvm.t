#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Target kvm on this machine, and what it leaves behind when it is killed. The
# settings that --tune changes are files in a folder, never this machine's.
. "$(dirname "$0")/lib.sh"

cat > "$scratch/a.ini" <<'INI'
[halt]
target = kvm
method = xapic, x2apic
pattern = pingpong
wait = halt
ipis = 100
warmup = 10
timeout = 200
INI

if [ ! -w /dev/kvm ]; then
	exits 3 run --out "$scratch/none" "$scratch/a.ini" &&
		grep -q 'kvm: skipped: /dev/kvm: ' "$scratch/err"
	ok $? "without /dev/kvm: skipped with the reason, status 3"
	skip "no /dev/kvm here" "the guest under KVM"
	done_testing
fi

if [ "$(id -u)" -eq 0 ] && command -v setpriv > /dev/null &&
   [ "$(stat -c %a /dev/kvm)" = 600 ]; then
	chmod 755 "$scratch"
	mkdir -m 777 "$scratch/nobody"
	status=0
	setpriv --reuid 65534 --regid 65534 --clear-groups "$tool" run --out \
		"$scratch/nobody/out" "$scratch/a.ini" \
		> "$scratch/out" 2> "$scratch/err" || status=$?
	[ $status -eq 3 ] && grep -q 'skipped: /dev/kvm' "$scratch/err"
	ok $? "a user who may not open /dev/kvm: skipped, status 3"
else
	skip "everybody may open /dev/kvm" "a user who may not open it"
fi

exits 0 run --out "$scratch/good" "$scratch/a.ini"
ok $? "two methods run"
lines=$scratch/good/results.jsonl
[ "$(grep -c '"status":"ok"' "$lines")" -eq 2 ]
ok $? "both rows are whole"
[ "$(grep -c '"kvm-stats":{"pass":"count","empty_windows":5' "$lines")" -eq 2 ]
ok $? "KVM's own counters were read around the window"
[ "$(grep -c '"matches":true' "$lines")" -eq 2 ]
ok $? "HLT exits by KVM's count are the IPIs received"
exits 0 verify "$scratch/good"
ok $? "verify finds nothing wrong"
# One HLT in five more than there were: found, or verify looks at nothing.
sed 's/"hlt":50,/"hlt":60,/g' "$lines" > "$scratch/more.jsonl"
mkdir "$scratch/more" && mv "$scratch/more.jsonl" "$scratch/more/results.jsonl"
exits 1 verify "$scratch/more" && grep -q 'kvm-stats, vCPU 0 hlt: 60' "$scratch/out"
ok $? "verify finds ten halts too many"

sed "s/^ipis.*/ipis = 2/; s/^warmup.*/warmup = 0/; s/^method.*/method = xapic/
s/^pattern.*/pattern = broadcast\nvcpus = $(($(nproc) + 1))/" \
	"$scratch/a.ini" > "$scratch/many.ini"
"$tool" run --out "$scratch/many" "$scratch/many.ini" > /dev/null 2>&1
grep -q '"oversubscribed":true' "$scratch/many/results.jsonl" &&
	grep -q 'oversubscribed: more vCPUs than processors' \
		"$scratch/many/results.jsonl"
ok $? "more vCPUs than processors: the result says so"

# ---- killed half-way ----

IPIBENCH_HOST_ROOT=$scratch/host
export IPIBENCH_HOST_ROOT
setting=$IPIBENCH_HOST_ROOT/sys/module/kvm/parameters/halt_poll_ns
mkdir -p "$(dirname "$setting")" "$IPIBENCH_HOST_ROOT/dev"
ln -s /dev/kvm "$IPIBENCH_HOST_ROOT/dev/kvm"

becomes() { # VALUE: within ten seconds
	for i in $(seq 100); do
		[ "$(cat "$setting")" != "$1" ] || return 0
		sleep 0.1
	done
	return 1
}

kill_half_way() { # SIGNAL
	echo 200000 > "$setting"
	"$tool" run --tune --out "$scratch/killed-$1" "$scratch/a.ini" \
		> "$scratch/out" 2> "$scratch/err" &
	run=$!
	becomes 0
	ok $? "--tune changes the setting ($1)"
	sleep 1
	emulator=$(ps -o pid= --ppid $run | tr -d ' ')
	kill "-$1" $run
	status=0
	wait $run 2> /dev/null || status=$?
	becomes 200000
	ok $? "it is as it was after SIG$1"
	sleep 0.5
	alive=0
	for pid in $emulator; do
		case $(ps -o stat= -p "$pid") in
		"" | Z*) ;; # gone, but for whoever is to take note of it
		*) alive=1 ;;
		esac
	done
	[ $alive -eq 0 ] && [ ! -e "$scratch/killed-$1" ]
	ok $? "no emulator and no result is left after SIG$1"
}

kill_half_way KILL
kill_half_way TERM
[ $status -eq 3 ] && grep -q 'interrupted: no boot of 1 had finished, and nothing is kept' "$scratch/err"
ok $? "SIGTERM: status 3, and it says that nothing was kept"

done_testing
