# SPDX-License-Identifier: GPL-2.0-only
# TAP for sh tests; sourced with the test's name in $0. The tool lies in the
# checkout's root, scratch files go to $scratch.
root=$(cd "$(dirname "$0")" && while [ ! -e harness/setup ]; do cd ..; done; pwd)
tool=$root/ipibench
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM HUP
count=0
failed=0

ok() { # STATUS NAME
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		failed=1
		[ ! -s "$scratch/err" ] || sed 's/^/# /' "$scratch/err" | head -5
	fi
}

skip() { # REASON NAME
	count=$((count + 1))
	echo "ok $count - $2 # SKIP $1"
}

# exits STATUS ARGUMENT...: the tool ends so; output in $scratch/out and err
exits() {
	want=$1
	shift
	status=0
	"$tool" "$@" > "$scratch/out" 2> "$scratch/err" || status=$?
	[ "$status" -eq "$want" ]
}

done_testing() { echo "1..$count"; exit $failed; }

# needs_tcg NAME: what boots the guest on the emulated machine; where it cannot, all is
# skipped under that name
needs_tcg() {
	[ -e "$root/build/guest/ipibench.elf" ] && command -v qemu-system-x86_64 > /dev/null || {
		skip "needs the guest and qemu-system-x86_64" "$1"
		done_testing
	}
}
