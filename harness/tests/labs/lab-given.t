#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Hypervisors that the user names: Debian's by version, a file, a package. A result says
# from the file itself what ran, and tells one from another.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

# provenance_of NAME: the hypervisor's members in that kernel's or Xen's row
provenance_of() {
	grep "\"\\(kernel\\|xen\\)\":\"$1\"" "$scratch/out.d/results.jsonl" | grep -o '"hypervisor":{[^}]*}'
}
sha_of() { sha256sum < "$1" | cut -d' ' -f1; }

if need linux/stock "another kernel" debian:5.10 && five=$made &&
	need linux/build "a kernel as a file"; then
	cp "$made" "$scratch/some-kernel"
	exits 0 run --out "$scratch/out.d" -t lab-kvm-svm-stock --kernel "debian:5.10,mine=$scratch/some-kernel" \
		method=xapic,x2apic ipis=100 pass=count
	ok $? "two kernels in a row"
	grep -q 'method .*lab-kvm-svm-stock debian-5.10  *lab-kvm-svm-stock mine' "$scratch/out"
	ok $? "each has its column"
	grep -q '^xapic  *3  *3$' "$scratch/out"; ok $? "xapic is three exits on both"
	provenance_of debian-5.10 > "$scratch/err"
	grep -q '"version":"5\.10\..*"source":"linux-image-5\.10\.[^"]*"' "$scratch/err" &&
		grep -q "\"image_sha256\":\"$(sha_of "$five/vmlinuz")\"" "$scratch/err"
	ok $? "Debian's is named after its package, with its file's sha256"
	provenance_of mine > "$scratch/err"
	grep -q '"version":"6\.1\..*"source":"given".*"patch_sha256":null' "$scratch/err" &&
		grep -q "\"image_sha256\":\"$(sha_of "$scratch/some-kernel")\"" "$scratch/err"
	ok $? "the file is what it says of itself, and nothing else is claimed"
	verified "$scratch/out.d" "verify takes both"

	# Side by side without names, as of three folders, they are told apart by version.
	mkdir "$scratch/a" "$scratch/b"
	for d in a:debian-5.10 b:mine; do
		grep "\"kernel\":\"${d#*:}\"" "$scratch/out.d/results.jsonl" |
			sed 's/"kernel":"[^"]*",//' > "$scratch/${d%%:*}/results.jsonl"
	done
	exits 0 report "$scratch/a" "$scratch/b" && grep -q 'method .*stock 5\.10\.[^ ]*  *lab-kvm-svm-stock 6\.1\.' "$scratch/out"
	ok $? "two folders of two kernels are two columns"
	rm -rf "$scratch/out.d"
fi

if need xen/stock "another Xen" debian:4.20; then
	exits 0 run --out "$scratch/out.d" -t lab-xen-svm-stock --xen debian:4.20 method=xapic ipis=100 pass=count
	ok $? "another Xen"
	provenance_of debian-4.20 > "$scratch/err"
	grep -q '"version":"4\.20\..*"banner":"Xen version 4\.20' "$scratch/err"; ok $? "is the one that was asked for"
	rm -rf "$scratch/out.d"
fi

# What is none is said in a line, before anything boots.
printf 'no kernel\n' > "$scratch/text"
for what in "$scratch/text:no bzImage" "$scratch/nothing:no such kernel" "$root/guest:not a source tree"; do
	exits 3 run --out "$scratch/out.d" -t lab-kvm-svm-stock --kernel "x=${what%%:*}" method=xapic &&
		grep -q "${what#*:}" "$scratch/err"
	ok $? "refused: ${what#*:}"
done
exits 2 run --out "$scratch/out.d" -t lab-xen-svm --kernel debian:5.10 method=xapic &&
	grep -q "kernel=debian:5.10: no row's target takes one" "$scratch/err"
ok $? "a kernel for Xen is refused"
done_testing
