#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Xen's side of hv-patches/README.md, asked by a guest under QEMU's TCG: boots
# vapic-pvh.c as PVH dom0 on the patched Xen with vapic= 7, 4, 3, 0 and nothing, and
# on Debian's own Xen, and joins what they print into one TAP stream. Every series
# is asked that is built already, or the one that IPIBENCH_XEN_SERIES names.
#
#   hv-patches/xen/tests/vapic-pvh.t
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
skip() { echo "1..0 # SKIP $*"; exit 0; }

for tool in qemu-system-x86_64 nasm gcc ld; do
	command -v $tool >/dev/null || skip "no $tool"
done
built() { # SCRIPT SERIES: the folder of a build that is there
	IPIBENCH_XEN_SERIES=$2 "$root/harness/lab/xen/$1" --cached 2>/dev/null | tail -1
}
all=
for series in "$root/hv-patches/xen"/${IPIBENCH_XEN_SERIES:-*}/series; do
	version=${series%/series} version=${version##*/}
	[ -z "$(built build "$version")" ] || all="$all $version"
done
[ -n "$all" ] || skip "no patched Xen is built: harness/lab/xen/build"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
cflags="-std=gnu11 -O2 -ffreestanding -fno-pic -mcmodel=small -mno-red-zone
	-mgeneral-regs-only -fno-stack-protector -fno-asynchronous-unwind-tables
	-fcf-protection=none -fno-strict-aliasing
	-fno-tree-loop-distribute-patterns -Wall -Wextra -Werror"
{
	nasm -f elf64 -o "$work/start.o" "$here/start.asm" &&
	gcc $cflags -I"$here" -c -o "$work/machine.o" "$here/machine.c" &&
	gcc $cflags -I"$here" -I"$root/hv-patches/include" \
		-c -o "$work/vapic-pvh.o" "$here/vapic-pvh.c" &&
	gcc $cflags -I"$here" -I"$root/hv-patches/include" \
		-c -o "$work/vapic-ctrl.o" "$here/vapic-ctrl.c" &&
	gcc $cflags -I"$here" -I"$root/hv-patches/include" \
		-c -o "$work/vapic-count.o" "$here/vapic-count.c" &&
	ld -nostdlib -static --build-id=none -z max-page-size=4096 -z noexecstack \
		--no-warn-rwx-segments -T "$here/link.ld" -o "$work/vapic-pvh.elf" "$work"/*.o
} >&2 || { echo "Bail out! the test kernel does not build"; exit 1; }

# boot NAME XEN OFFERED [XEN-ARGUMENT]
boot() {
	timeout "${IPIBENCH_TEST_TIMEOUT:-120}" qemu-system-x86_64 \
		-accel tcg,thread=multi -machine q35 -cpu EPYC,+svm,+npt,-monitor \
		-device amd-iommu -smp 2 -m 1G -display none -monitor none \
		-serial "file:$work/console" -no-reboot \
		-device isa-debug-exit,iobase=0xf4,iosize=4 -kernel "$2/xen" \
		-append "dom0=pvh dom0_mem=128M dom0_max_vcpus=2 dom0_vcpus_pin console=com1 com1=115200,8n1 noreboot ${4-}" \
		-initrd "$work/vapic-pvh.elf" </dev/null >/dev/null 2>"$work/stderr"
	echo $? > "$work/status"
	tr -d '\r' < "$work/console" | awk -v name="$1" -v offered="$3" -v status="$(cat "$work/status")" '
		/^# offered: / { print "# " name; got = $3 }
		/^(not )?ok [0-9]+ - / {
			bad = /^not /
			n++
			sub(/^(not )?ok [0-9]+ - /, "")
			print (bad ? "not " : "") "ok - " name ": " $0
		}
		/^Bail out!/ { print "# " $0 }
		/^1\.\.[0-9]+$/ { plan = substr($0, 4) }
		END {
			print (got == offered ? "" : "not ") "ok - " name ": offers " offered
			whole = plan == n && n > 0 && status == 33
			print (whole ? "" : "not ") "ok - " name ": ran to its end"
			if (!whole)
				print "# " n + 0 " of " plan + 0 " tests, QEMU ended with " status
		}'
	grep -q '^1\.\.' "$work/console" || tail -5 "$work/console" "$work/stderr" | sed 's/^/# /'
}

for version in $all; do
	patched=$(built build "$version")
	boot "$version vapic=7" "$patched" 7 vapic=7
	boot "$version vapic=4" "$patched" 4 vapic=4
	boot "$version vapic=3" "$patched" 3 vapic=3
	boot "$version vapic=0" "$patched" 0 vapic=0
	boot "$version by default" "$patched" 0
	stock=$(built stock "$version")
	if [ -n "$stock" ]; then
		boot "$version Debian's Xen" "$stock" 0
	else
		echo "ok - $version Debian's Xen # SKIP not there: harness/lab/xen/stock"
	fi
done | awk '/^(not )?ok - / { sub(/ok/, "ok " ++n) } /^not/ { bad = 1 } { print; fflush() }
	END { print "1.." n; exit bad }'
