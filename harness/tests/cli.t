#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the tool does with arguments and files that are wrong.
. "$(dirname "$0")/lib.sh"

exits 2; ok $? "no command"
exits 2 fly; ok $? "unknown command"
grep -q "unknown command 'fly'" "$scratch/err"; ok $? "it is named"
exits 0 --help; ok $? "--help"
exits 0 --version; ok $? "--version"
for c in run import verify report targets compare rerun history releases export; do
	exits 0 $c --help && grep -q "ipibench $c" "$scratch/out"; ok $? "$c --help"
	exits 2 $c --nonsense; ok $? "$c --nonsense"
done
exits 2 run; ok $? "run without a file"
exits 2 import; ok $? "import without a file"
exits 2 verify; ok $? "verify without a folder"
exits 2 targets extra; ok $? "targets with a word too many"
exits 2 run /nowhere/x.ini && grep -q '/nowhere/x.ini:0: ' "$scratch/err"
ok $? "a missing experiment file is named"
exits 2 verify /nowhere && grep -q '/nowhere/results.jsonl:0: ' "$scratch/err"
ok $? "a missing result folder is named"

f=$scratch/e.ini
printf '[a]\ntarget=tcg\nmethod=xapic\ncolour=red\n' > "$f"
exits 2 run "$f" && grep -q "e.ini:4: unknown key 'colour'" "$scratch/err"
ok $? "unknown key: file and line"
printf '[a]\ntarget=tcg\nmethod=xapic\nvcpus=256\n' > "$f"
exits 2 run "$f" && grep -q "e.ini:4: vcpus=256: " "$scratch/err"
ok $? "value out of range: file and line"
printf 'target=tcg\n' > "$f"
exits 2 run "$f" && grep -q "e.ini:1: " "$scratch/err"
ok $? "no section: file and line"
head -c 10000000 /dev/urandom > "$f"
exits 2 run "$f" && grep -q "e.ini:1: " "$scratch/err"
ok $? "10 MB of noise: file and line"

printf '[a]\ntarget=tcg,kvm\nmethod=xapic\n' > "$f"
exits 2 run --target moon "$f"; ok $? "--target with an unknown name"
exits 2 run --target metal "$f"; ok $? "--target that no experiment has"
mkdir "$scratch/there"
exits 2 run --target tcg --out "$scratch/there" "$f" && [ -z "$(ls "$scratch/there")" ]
ok $? "an existing --out is refused and left alone"
if command -v qemu-system-x86_64 > /dev/null; then
	exits 0 run --dry-run --target tcg "$f" && grep -q '^qemu-system-x86_64' "$scratch/out"
	ok $? "--dry-run prints command lines"
else
	skip "no qemu-system-x86_64" "--dry-run prints command lines"
fi
printf '[a]\ntarget=xen\nmethod=xapic\n' > "$f"
IPIBENCH_XEN_CAPABILITIES=$scratch/none exits 3 run --out "$scratch/m" "$f" && grep -q 'xen: skipped: ' "$scratch/err" && [ ! -e "$scratch/m" ]
ok $? "a target that cannot run: 3, the reason, and no folder"
exits 0 targets --json && grep -q '"lab-kvm-vmx"' "$scratch/out"
ok $? "targets --json"
! ls -d "$scratch"/*.partial-* > /dev/null 2>&1; ok $? "no drafts left"
# Times where they mean something, and where they are asked for.
passes() { "$tool" run -n "$@" method=x2apic 2> "$scratch/err" | sed -n 's/.* \(pass=[a-z]*\) .*/\1/p'; }
if command -v qemu-system-x86_64 > /dev/null; then
	[ "$(passes -t tcg)" = pass=count ] && [ "$(passes -t lab-kvm-svm)" = pass=count ] &&
		[ "$(passes -t tcg pass=both)" = pass=both ] && [ "$(passes -t lab-kvm-vmx)" = pass=both ]
	ok $? "emulated SVM counts only, unless told otherwise"
else
	skip "there is no QEMU" "what is passed where"
fi

# What a lab would run is of its own series, whatever was built since.
mkdir -p "$scratch/built/linux-6.1.9-1-0123456789abcdef"
touch -d "1 hour ago" "$scratch/built/linux-6.1.9-1-0123456789abcdef"
mkdir "$scratch/built/linux-6.12.1-1-0123456789abcdef"
IPIBENCH_CACHE=$scratch/built "$root/harness/lab/what" linux/build > "$scratch/out" 2> "$scratch/err" &&
	grep -q "; also patched:6.12; .*built: 6.1.9-1$" "$scratch/out"
ok $? "targets: what was built of a series, not of another"

# What does not arrive where it was sent is not done.
if [ -e /dev/full ]; then
	for words in --help --version 'run --help' targets 'run -n -t tcg method=xapic' releases; do
		status=0
		"$tool" $words > /dev/full 2> "$scratch/err" || status=$?
		[ "$status" = 3 ] && grep -q 'standard output cannot be written' "$scratch/err"
		ok $? "$words, on a full disk: status 3"
	done
else
	skip "there is no /dev/full" "a full disk"
fi
done_testing
