#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# hv-patches/rfc as who receives it would take it: `git am` on a clean tree of the source that
# it is for, built, its selftest run on emulated SVM and in the exact lab (where its nested
# part runs, too), and what it costs measured there. Half an hour with a cold cache, so `make
# test` does not run it; .ci/series.yml does. Speaks TAP.
#
#   prove --exec '' hv-patches/tests/rfc.sh
. "$(dirname "$0")/../../harness/tests/lib.sh"
. "$root/harness/tests/labs/lab.sh"
here=$root/harness/lab me=rfc.sh
. "$here/common.sh"

# --- The tree.
lab_conf kvm 7.3
tree=$scratch/linux
for version in $tested; do deb=$(fetch_deb "$package" "$version") && break; done
[ -n "${deb-}" ] || { skip "no $package $tested to be had" "the source"; done_testing; }
mkdir "$tree"
dpkg-deb --fsys-tarfile "$deb" | tar -x -O ./usr/src/$package.tar.xz | tar -x -J -C "$tree" --strip-components=1
git() { command git -C "$tree" -c user.name=nobody -c user.email=nobody@invalid -c gc.auto=0 "$@"; }
git init -q && git add -A -f . && git commit -q -m "$package $version"
ok $? "the source of $package $version is a tree"
git am -q "$root"/hv-patches/rfc/[0-9]*.patch > "$scratch/err" 2>&1
ok $? "git am takes all of the series"

# --- The kernel, and the selftest against the headers that the series exports.
out=$cache/rfc-linux
"$here/linux/tree" "$tree" "$out" > "$scratch/out" 2> "$scratch/err"; ok $? "it builds"
make -s -C "$tree" headers > "$scratch/err" 2>&1 &&
	make -s -C "$tree/tools/testing/selftests/kvm" OUTPUT="$scratch/selftests" LDFLAGS=-static \
		"$scratch/selftests/x86/swicr_test" > "$scratch/err" 2>&1
ok $? "its selftest builds"
! grep -i 'swicr_test.c.*warning' "$scratch/err"; ok $? "without a warning"

# --- The selftest on emulated SVM.
mkdir -p "$scratch/svm/job"
cp "$scratch/selftests/x86/swicr_test" "$scratch/svm/job/"
cat > "$scratch/svm/job/init" <<'INIT'
/job/swicr_test > /dev/ttyS1 2>&1
echo "# status $?" > /dev/ttyS1
INIT
need initramfs/build "the first level" || done_testing
selftest() { # OFFERED STATUS NAME
	first_level "$out/arch/x86/boot/bzImage" "$made" "$scratch/svm" "kvm.vapic=$1"
	cp "$scratch/svm/text" "$scratch/err"
	grep -qx "# status $2" "$scratch/svm/text"; ok $? "$3"
	show_console "$scratch/svm"
}
selftest 2 0 "emulated SVM: the selftest passes"
selftest 0 4 "emulated SVM, nothing offered: it is skipped"

# --- And in the exact lab, in the place of QEMU: what that says goes to the guest's console.
strip -o "$scratch/stripped" "$scratch/selftests/x86/swicr_test"
cat > "$scratch/stand-in.c" <<'STAND_IN'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__asm__(".data\nbegin: .incbin \"" SELFTEST "\"\nend:\n");
extern const char begin[], end[];

int main(int argc, char **argv)
{
	size_t size = end - begin;
	int file;

	if (argc > 1 && strcmp(argv[1], "--version") == 0)
		return puts("QEMU emulator version 0 (stands for swicr_test)") < 0;
	file = open("/tmp/swicr_test", O_CREAT | O_WRONLY, 0755);
	if (write(file, begin, size) != (ssize_t)size || close(file))
		return 1;
	dup2(1, 2);
	printf("swicr_test ended with %d\n", system("/tmp/swicr_test"));
	return 0;
}
STAND_IN
cc -o "$scratch/swicr-stand-in" -DSELFTEST="\"$scratch/stripped\"" "$scratch/stand-in.c"
ok $? "what runs it there builds"
experiment lab-kvm-vmx x2apic "kernel=rfc=$out" "qemu=selftest=$scratch/swicr-stand-in"
"$tool" run --no-meter --out "$scratch/nested" "$scratch/e.ini" > "$scratch/out" 2> "$scratch/err"
cat "$scratch"/nested/raw/*.txt > "$scratch/err" 2> /dev/null
grep -q 'swicr_test ended with 0' "$scratch/err"; ok $? "exact lab, with its nested part: the selftest passes"

# --- What it costs.
methods=xapic,vapic-msr,x2apic
for target in lab-kvm-svm lab-kvm-vmx; do
	rm -rf "$scratch/run"
	experiment $target $methods "kernel=rfc=$out"
	case $target in *-vmx) echo apicv=on,off >> "$scratch/e.ini" ;; esac
	good_run "$scratch/run" "$target: a run"
	verified "$scratch/run" "$target: meter and expectation agree"
done
for apicv in on off; do
	msr=$(least "$scratch/run" $apicv vapic-msr)
	x2apic=$(least "$scratch/run" $apicv x2apic)
	xapic=$(least "$scratch/run" $apicv xapic)
	echo "# apicv=$apicv: least send ${msr:-none}, x2apic ${x2apic:-none}, xapic ${xapic:-none}"
	[ "${msr:-0}" -gt 0 ] && [ "$msr" -le "${x2apic:-0}" ]; ok $? "apicv=$apicv: vapic-msr sends in no more than x2apic"
done
[ $((${msr:-9999999} * 5)) -le "${xapic:-0}" ]; ok $? "apicv=off: and in a fifth of xapic or less"
done_testing
