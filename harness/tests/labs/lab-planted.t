#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the meter find a hypervisor that counts wrongly? A Xen is built that
# forgets a class of exits, in a way that its own numbers do not show: without
# the meter `verify` must be content, with it `verify` must name the class.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
tool=$root/ipibench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
# The other faults on purpose are in it as well (lab-changed.t), of other methods:
# one build serves both.
p=$root/hv-patches/xen/tests
export IPIBENCH_XEN_PATCHES="$p/leaves-out-a-class.patch $p/one-exit-more.patch $p/200-instructions-more.patch"

xen=$("$root/harness/lab/xen/build" 2>"$work/log") || {
	echo "1..0 # SKIP the faulty Xen cannot be built: $(tail -1 "$work/log")"; exit 0; }
echo 1..4
n=0
check() { # DESCRIPTION STATUS
	n=$((n + 1))
	[ "$2" = 0 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; sed 's/^/# /' "$work/log"; }
}
cat > "$work/e.ini" <<'INI'
[planted]
target = lab-xen-svm
method = xapic
pass = count
ipis = 500
INI
"$tool" run --no-meter --out "$work/blind" "$work/e.ini" >"$work/log" 2>&1
check "it runs without the meter" $?
"$tool" verify "$work/blind" >"$work/log" 2>&1
check "without the meter nothing is wrong with it" $?
"$tool" run --out "$work/seen" "$work/e.ini" >"$work/log" 2>&1
check "it runs with the meter" $?
"$tool" verify "$work/seen" >"$work/log" 2>&1
[ $? = 1 ] && grep -q 'external_interrupt.*the hypervisor counted 0, the meter saw [1-9]' "$work/log"
check "with the meter verify names the class that is left out" $?
