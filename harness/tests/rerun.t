#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A result folder alone is enough to run its experiment again: from another
# place, without the experiment file, with the options and environment of then.
. "$(dirname "$0")/lib.sh"

needs_tcg "rerun on tcg"
unset IPIBENCH_L0_ARGS IPIBENCH_XEN_PATCHES IPIBENCH_LINUX_PATCHES
cat > "$scratch/e.ini" <<'INI'
[global]
target = tcg, kvm
ipis = 150
timeout = 60
[one]
method = xapic, vapic-mmio
boots = 2
[two]
method = xapic-nopoll
pattern = unicast, self
[not-here]
target = kvm
method = xapic
INI
echo "a change" > "$scratch/my.patch"
cp "$root/build/guest/ipibench.elf" "$scratch/guest.elf"
printf 'x' >> "$scratch/guest.elf"    # another image, as far as its sum goes
(
	export IPIBENCH_L0_ARGS='-name "then and there"' IPIBENCH_XEN_PATCHES="$scratch/my.patch"
	exits 0 run --target tcg --guest "$scratch/guest.elf" --out "$scratch/made" "$scratch/e.ini"
)
ok $? "a run"
mkdir "$scratch/elsewhere"
mv "$scratch/made" "$scratch/elsewhere/r"
rm "$scratch/e.ini" "$scratch/my.patch" "$scratch/guest.elf"
exits 2 rerun "$scratch/elsewhere/r/" && grep -q 'brings IPIBENCH_L0_ARGS=-name "then and there"' "$scratch/err" &&
	grep -q 'brings IPIBENCH_XEN_PATCHES=patches/1/my.patch' "$scratch/err" && [ ! -e "$scratch/elsewhere/r-again" ]
ok $? "what the folder brings is shown, and not run"
exits 0 rerun --trust "$scratch/elsewhere/r/" && [ -e "$scratch/elsewhere/r-again/results.jsonl" ]
ok $? "again, from the folder alone"
grep -q '^4 rows compared .* 0 only in BASE, 0 only in NEW: 0 worse' "$scratch/out"; ok $? "the same rows, compared"
! grep -q '^differs: guest_sha256' "$scratch/out"; ok $? "with the guest image of then"
! grep -q '^differs: l0_args' "$scratch/out" && grep -q 'then and there' "$scratch/elsewhere/r-again/results.jsonl"
ok $? "with the emulator's arguments of then"
cmp -s "$scratch/elsewhere/r/experiment.ini" "$scratch/elsewhere/r-again/experiment.ini"; ok $? "the experiments are the same"
grep -q '^a change$' "$scratch/elsewhere/r/patches/1/my.patch" &&
	cmp -s "$scratch/elsewhere/r/patches/1/my.patch" "$scratch/elsewhere/r-again/patches/1/my.patch"
ok $? "further patches are kept and handed on"
exits 0 rerun --trust --out "$scratch/third" "$scratch/elsewhere/r-again"; ok $? "a rerun can be rerun"
status=0
IPIBENCH_L0_ARGS='-name now' "$tool" rerun --trust --out "$scratch/now" "$scratch/third" > "$scratch/out" 2> "$scratch/err" || status=$?
[ $status -eq 0 ] && grep -q 'IPIBENCH_L0_ARGS is set: taken instead of' "$scratch/err" &&
	grep -q '^differs: l0_args: .*then and there.* -> -name now' "$scratch/out"
ok $? "what the user sets now wins, and is named as what differs"

exits 2 rerun "$scratch/elsewhere/r"; ok $? "a place that is taken is refused"
exits 2 rerun /nowhere; ok $? "a folder that is not there"
rm "$scratch/third/experiment.ini"
exits 2 rerun --out "$scratch/x" "$scratch/third" && grep -q 'experiment.ini:0: ' "$scratch/err"
ok $? "a folder without its experiment, named"
sed -i '1s/"schema":1/"schema":7/' "$scratch/now/results.jsonl"
exits 2 rerun --out "$scratch/x" "$scratch/now" && grep -q 'results.jsonl:1: ' "$scratch/err"
ok $? "a damaged result is refused before anything runs"
[ ! -e "$scratch/x" ]; ok $? "and leaves nothing"
done_testing
