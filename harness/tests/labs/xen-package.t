#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The Debian package of the patched Xen: its contents, that it comes out the
# same twice, and that the hypervisor in it boots by GRUB and offers the
# register. It is unpacked, not installed.
. "$(dirname "$0")/../lib.sh"
guest=$root/build/guest/ipibench.elf

if ! "$root/harness/lab/xen/build" --cached > /dev/null 2>&1; then
	skip "not there: harness/lab/xen/build" "the package"
	done_testing
fi
"$root/harness/lab/xen/package" /nowhere > "$scratch/out" 2> "$scratch/err"
[ $? = 2 ] && grep -q '/nowhere: no such folder' "$scratch/err"; ok $? "a folder that is not there: 2"
mkdir "$scratch/a" "$scratch/b"
a=$("$root/harness/lab/xen/package" "$scratch/a" 2> "$scratch/err"); ok $? "it is made"
sleep 1 # another second must not be another package
b=$("$root/harness/lab/xen/package" "$scratch/b" 2> "$scratch/err"); ok $? "and made again"
cmp "$a" "$b" 2> "$scratch/err"; ok $? "the same bytes"
[ "${a##*/}" = "$(dpkg-deb -W --showformat '${Package}_${Version}_${Architecture}.deb' "$a")" ]
ok $? "its name is what its control file says"
dpkg-deb -c "$a" > "$scratch/list" && ! grep -v ' root/root ' "$scratch/list" > "$scratch/err"
ok $? "everything is root's"
for f in ./boot/xen-4.17-ipibench.gz ./usr/share/doc/xen-hypervisor-4.17-ipibench/provenance.json; do
	grep -q " $f\$" "$scratch/list"; ok $? "$f is in it"
done
dpkg-deb -R "$a" "$scratch/unpacked" && (cd "$scratch/unpacked" && md5sum -c --quiet DEBIAN/md5sums) > "$scratch/err" 2>&1
ok $? "its checksums are right"
for s in postinst postrm; do
	sh -n "$scratch/unpacked/DEBIAN/$s" && [ -x "$scratch/unpacked/DEBIAN/$s" ]; ok $? "$s"
done

missing=$("$root/harness/setup" --list iso run)
[ -z "$missing" ] || {
	skip "not installed: $missing" "it boots"
	done_testing
}
echo 'row method=vapic-msr pattern=unicast ipis=200 warmup=10 pass=count' > "$scratch/plan"
"$root/harness/lab/xen/iso" "$scratch/unpacked/boot/xen-4.17-ipibench.gz" "$guest" "$scratch/plan" "" \
	"$scratch/xen.iso" > "$scratch/out" 2> "$scratch/err"
ok $? "an ISO with it"
timeout "${IPIBENCH_TEST_TIMEOUT:-120}" qemu-system-x86_64 \
	-accel tcg,thread=multi -machine q35 -cpu EPYC,+svm,+npt,-monitor \
	-device amd-iommu -smp 2 -m 1G -display none -monitor none -nodefaults \
	-serial "file:$scratch/console" -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=4 \
	-cdrom "$scratch/xen.iso" -boot d < /dev/null > /dev/null 2> "$scratch/qemu"
[ $? = 33 ]; ok $? "it boots, and the guest ends well"
tr -d '\r' < "$scratch/console" | grep -aq 'row id=1 state=end status=ok'; ok $? "vapic-msr is there"
done_testing
