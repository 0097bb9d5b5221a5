#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The meter's figures repeat: three runs of the same experiment, each from
# power-on, have the same send exits, and medians of instructions for each kind
# of send exit that lie within 1 % of each other. And on Debian's own binaries,
# where nobody else counts, the meter alone finds 3, 2 and 1.
set -u
here=$(cd "$(dirname "$0")" && pwd)
tool=$(cd "$here/../../.." && pwd)/ipibench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
n=0
check() { # DESCRIPTION STATUS
	n=$((n + 1))
	[ "$2" = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; sed 's/^/# /' "$work/log"; }
}

# KIND N P50 of every kind of exit on the sender of every row.
kinds() { # FOLDER
	sed -n 's/.*"meter":{.*"per_vcpu":\[{"cpu":0,\([^]]*"insns":{.*\)/\1/p' "$1/results.jsonl" |
		sed 's/{"cpu":1,.*//' |
		grep -o '"[a-z_0-9]*":{"n":[0-9]*,"samples":[0-9]*,"min":[0-9]*,"p50":[0-9]*' |
		sed 's/"//g; s/:{n:/ /; s/,samples.*p50:/ /' | grep -v '^async'
}

echo 1..10
for target in lab-kvm-svm lab-xen-svm; do
	printf '[again]\ntarget = %s\nmethod = xapic, vapic-mmio, vapic-msr, x2apic\npass = count\nipis = 1000\n' \
		$target > "$work/again.ini"
	: > "$work/said"
	for run in 1 2 3; do
		"$tool" run --out "$work/$target-$run" "$work/again.ini" >"$work/log" 2>&1 &&
			"$tool" verify "$work/$target-$run" >>"$work/log" 2>&1 &&
			kinds "$work/$target-$run" > "$work/$target-$run.kinds"
		[ -s "$work/$target-$run.kinds" ] || cat "$work/log" >> "$work/said"
	done
	paste -d' ' "$work/$target"-[123].kinds > "$work/log"
	# Six kinds: three of xapic, one of each other method.
	awk 'NF != 9 || $1 != $4 || $1 != $7 || $2 != 1000 || $5 != $2 || $8 != $2 { bad = 1 }
		END { exit bad || NR != 6 }' "$work/log"
	status=$?
	cat "$work/said" >> "$work/log"
	check "$target: three runs, the same send exits" $status
	awk '{ min = max = $3; for (i = 6; i <= 9; i += 3) { if ($i < min) min = $i; if ($i > max) max = $i }
		if (!min || max - min > min / 100) bad = 1 } END { exit bad || NR != 6 }' "$work/log"
	check "$target: medians of instructions within 1 %" $?

	printf '[stock]\ntarget = %s-stock\nmethod = xapic, xapic-nopoll, x2apic\npass = count\nipis = 1000\n' \
		$target > "$work/stock.ini"
	"$tool" run --out "$work/$target-stock" "$work/stock.ini" >"$work/log" 2>&1 &&
		"$tool" verify "$work/$target-stock" >>"$work/log" 2>&1
	check "$target-stock: verified by the meter alone" $?
	grep -o '"hypervisor":null,"meter"' "$work/$target-stock/results.jsonl" > "$work/log"
	[ "$(wc -l < "$work/log")" = 3 ]
	check "$target-stock: and by nobody else" $?
	grep -o '"send_exits_per_ipi":[0-9.]*' "$work/$target-stock/results.jsonl" > "$work/log"
	[ "$(sed 's/.*://; s/\.0$//' "$work/log" | tr '\n' ' ')" = "3 2 1 " ]
	check "$target-stock: 3, 2, 1" $?
done
