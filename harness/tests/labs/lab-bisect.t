#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A Xen tree of the user's with seven commits, one of which adds 200 instructions to a path and
# one of which does not build: `build-xen` builds it, `run --xen TREE` runs it, and `git bisect
# run ipibench bisect` finds the first, nobody touching it.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

need bochs/build "the exact labs" && need xen/build "Xen's source" || { done_testing; exit; }
tree=$scratch/tree
(
	me=lab-bisect
	. "$root/harness/lab/common.sh"
	lab_conf xen
	. "$root/harness/lab/xen/source.sh"
	for v in $(xen_source_have); do source=$(xen_source_fetch "$v"); done
	xen_source_unpack "$source" "$tree"
) > "$scratch/err" 2>&1
[ -e "$tree/xen/Makefile" ]; ok $? "a tree"
vlapic=$tree/xen/arch/x86/hvm/vlapic.c
commit() { git -C "$tree" add -A && git -C "$tree" -c user.name=x -c user.email=x@x.invalid commit -qm "$1"; }
git -C "$tree" init -q
commit one
echo '/* two */' >> "$vlapic" && commit two
cp "$vlapic" "$scratch/before"
echo 'this is no C' >> "$vlapic" && commit broken
cp "$scratch/before" "$vlapic" && commit mended
patch -d "$tree" -s -p1 -F0 < "$root/hv-patches/xen/tests/200-instructions-more.patch" && commit slower
echo '/* six */' >> "$vlapic" && commit six
echo '/* seven */' >> "$vlapic" && commit seven

bisect() { # STATUS [WORD...]
	want=$1
	shift
	status=0
	(cd "$tree" && "$tool" bisect -t lab-xen-vmx-stock --out "$scratch/step" --metric insns --method x2apic "$@") \
		> "$scratch/out" 2> "$scratch/err" || status=$?
	[ "$status" -eq "$want" ]
}
first=$(git -C "$tree" rev-list --max-parents=0 HEAD)
git -C "$tree" checkout -q "$first"
bisect 0 --above 1000000 && grep -q '^good: [0-9]* instructions an IPI, not above 1000000$' "$scratch/out"
ok $? "the first is good: $(cat "$scratch/out")"
value=$(sed -n 's/^good: \([0-9]*\) .*/\1/p' "$scratch/out")
bisect 1 --above "$((value - 1))" && grep -q '^bad: ' "$scratch/out"; ok $? "by a bound one lower it is bad"
git -C "$tree" checkout -q master~4 2>/dev/null || git -C "$tree" checkout -q main~4
bisect 125 --above "$value" && grep -q 'does not build' "$scratch/err"; ok $? "what does not build is skipped"
bisect 128; ok $? "without a bound the bisection stops"
bisect 128 --above 1 no=such; ok $? "with a word that is none, too"

git -C "$tree" checkout -q -
{
	git -C "$tree" bisect start "$(git -C "$tree" rev-parse --verify -q master || git -C "$tree" rev-parse main)" "$first" &&
		(cd "$tree" && git bisect run "$tool" bisect -t lab-xen-vmx-stock --out "$scratch/step" --method x2apic \
			--above "$((value + 100))")
} > "$scratch/out" 2> "$scratch/err"
grep -q 'is the first bad commit' "$scratch/out" &&
	git -C "$tree" log -1 --format=%s "$(sed -n 's/^\([0-9a-f]*\) is the first bad commit.*/\1/p' "$scratch/out")" | grep -qx slower
ok $? "git bisect run finds the one that made it longer"
git -C "$tree" bisect reset > /dev/null 2>&1

exits 0 run --out "$scratch/run" -t lab-xen-vmx-stock --xen "mine=$tree" method=x2apic ipis=100
ok $? "the tree itself can be named"
grep -q "\"tree_commit\":\"[0-9a-f]\{40\}\",\"tree_dirty\":false" "$scratch/run/results.jsonl"
ok $? "and the result says which commit"
rm -rf "$("$tool" build-xen "$tree" 2> /dev/null | tail -1)"
exits 3 run --out "$scratch/x" -t lab-xen-vmx-stock --xen "mine=$tree" method=x2apic &&
	grep -q 'not built (`ipibench build-xen ' "$scratch/err"
ok $? "a tree that was not built is told so"
done_testing
