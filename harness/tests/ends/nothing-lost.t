#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Whatever happens to the tool, earlier results stay as they were, and no folder
# of results is half there: killed at 50 random moments, a disk that is full, a
# folder that cannot be written. IPIBENCH_SEED names other moments.
. "$(dirname "$0")/../lib.sh"

needs_tcg "runs that are killed"
seed=${IPIBENCH_SEED:-6}
echo "# IPIBENCH_SEED=$seed"
printf '[a]\ntarget=tcg\nmethod=xapic,xapic-nopoll\nipis=20\nwarmup=0\ntimeout=60\n' > "$scratch/e.ini"
now() { date +%s%N; }

begin=$(now)
exits 0 run --out "$scratch/early" "$scratch/e.ini"; ok $? "an early result"
took=$(( ($(now) - begin) / 1000000 ))
echo "# a run takes $took ms"
# Every byte of a folder, and its names.
sum() { (cd "$1" && find . -type f | LC_ALL=C sort | xargs sha256sum); }
sum "$scratch/early" > "$scratch/early.sum"

# A copy of the checkout's layout, so that the default place of results is
# the scratch folder's and not the user's.
mkdir -p "$scratch/tree/build/guest" "$scratch/tree/results"
cp "$tool" "$scratch/tree/ipibench"
cp "$root/build/guest/ipibench.elf" "$scratch/tree/build/guest/"
own=$scratch/tree/ipibench
latest=$scratch/tree/results/latest
"$own" run "$scratch/e.ini" > "$scratch/out" 2> "$scratch/err"; ok $? "a result in the default place"

# The random moments, in thousandths of a run; a few lie behind the end. One in
# three is drawn from the run's end, where it writes.
awk -v seed="$seed" 'BEGIN {
	srand(seed)
	for (i = 0; i < 50; i++)
		print int(i % 3 ? 1100 * rand() : 800 + 300 * rand())
}' > "$scratch/moments"

# whole DIR: it can be read, and is all ok
whole() {
	"$tool" verify "$1" > "$scratch/out" 2> "$scratch/err" &&
		[ "$(grep -c '"status":"ok"' "$1/results.jsonl")" -eq 2 ] &&
		[ -e "$1/ipibench.elf" ] && [ -e "$1/experiment.ini" ]
}
half=0 changed=0 gone=0 ended=0 n=0
while read -r moment; do
	ms=$((took * moment / 1000))
	n=$((n + 1))
	# Every second one replaces results/latest, the others make a new folder.
	if [ $((n % 2)) -eq 0 ]; then
		set -- --out "$scratch/new-$n"
	else
		set --
	fi
	"$own" run "$@" "$scratch/e.ini" > /dev/null 2> "$scratch/said" &
	pid=$!
	sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
	kill -KILL $pid 2> /dev/null
	# Those before ran on a busier machine, maybe: this one took less.
	if wait $pid; then
		ended=$((ended + 1))
		[ $ms -ge $took ] || took=$ms
	fi
	[ ! -e "$scratch/new-$n" ] || whole "$scratch/new-$n" || half=$((half + 1))
	whole "$latest" || gone=$((gone + 1))
	sum "$scratch/early" | cmp -s - "$scratch/early.sum" || changed=$((changed + 1))
done < "$scratch/moments" 2> /dev/null
echo "# $ended of $n had ended before they were killed"
[ $n -eq 50 ]; ok $? "killed at $n random moments"
[ $((n - ended)) -ge 25 ]; ok $? "most of them in the middle"
[ $half -eq 0 ]; ok $? "no new folder is half there ($half)"
[ $gone -eq 0 ]; ok $? "results/latest is whole after each ($gone are not)"
[ $changed -eq 0 ]; ok $? "the early result is untouched ($changed are not)"
"$own" run "$scratch/e.ini" > "$scratch/out" 2> "$scratch/err" && whole "$latest"
ok $? "and a run after all that is as good as the first"
i=0
while [ -n "$(ls /proc/[0-9]*/cwd -ld 2> /dev/null | grep -F "$scratch/")" ] && [ $i -lt 50 ]; do
	i=$((i + 1)); sleep .1
done
! ls -ld /proc/[0-9]*/cwd 2> /dev/null | grep -qF "$scratch/"; ok $? "no emulator is left running"

# A file may have so many blocks of 512 bytes and not one more: what a full disk
# does to the tool, for an ordinary user too. What the tool says on
# standard error must fit, too.
for blocks in 1 100; do
	status=0
	(ulimit -f $blocks; trap '' XFSZ; exec "$tool" run --out "$scratch/full" "$scratch/e.ini") \
		> "$scratch/out" 2> "$scratch/err" || status=$?
	[ $status -eq 3 ] && grep -qi 'file too large' "$scratch/err"
	ok $? "files of at most $blocks blocks: 3, and the reason"
	! ls -d "$scratch"/full* > /dev/null 2>&1; ok $? "and nothing is left"
done
if [ "$(id -u)" -eq 0 ] && mkdir "$scratch/disk" && mount -t tmpfs -o size=256k tmpfs "$scratch/disk" 2> /dev/null; then
	trap 'umount "$scratch/disk"; rm -rf "$scratch"' EXIT
	cp -r "$scratch/early" "$scratch/disk/early"
	dd if=/dev/zero of="$scratch/disk/filler" bs=4k count=$(($(stat -f -c %a "$scratch/disk") - 12)) 2> /dev/null
	exits 3 run --out "$scratch/disk/r" "$scratch/e.ini" && grep -qi 'no space left' "$scratch/err"
	ok $? "a full disk: 3, and the reason"
	[ ! -e "$scratch/disk/r" ] && ! ls -d "$scratch"/disk/r.partial* > /dev/null 2>&1; ok $? "nothing is left"
	sum "$scratch/disk/early" | cmp -s - "$scratch/early.sum"; ok $? "the result beside it is untouched"
	rm "$scratch/disk/filler"
	cp "$scratch/disk/early/results.jsonl" "$scratch/disk/x"
	# Room for the image, not for all that follows.
	dd if=/dev/zero of="$scratch/disk/filler" bs=4k count=$(($(stat -f -c %a "$scratch/disk") - 22)) 2> /dev/null
	exits 3 run --out "$scratch/disk/r" "$scratch/e.ini" && grep -qi 'no space left' "$scratch/err"
	ok $? "a disk that fills up on the way: 3, and the reason"
	[ ! -e "$scratch/disk/r" ] && ! ls -d "$scratch"/disk/r.partial* > /dev/null 2>&1; ok $? "nothing is left"
else
	skip "cannot mount a small disk here" "a full disk"
fi

# A folder that cannot be written. Root may write anywhere but on a read-only
# mount and below a file.
: > "$scratch/file"
exits 2 run --out "$scratch/file/r" "$scratch/e.ini" && grep -q "$scratch/file" "$scratch/err"
ok $? "a place below a file: 2, and it is named"
mkdir "$scratch/closed"
if [ "$(id -u)" -ne 0 ]; then
	chmod a-w "$scratch/closed"
	exits 2 run --out "$scratch/closed/r" "$scratch/e.ini" && grep -q "$scratch/closed/r.*[Pp]ermission" "$scratch/err"
	ok $? "a folder without write permission: 2, and it is named"
	chmod u+w "$scratch/closed"
elif mount -t tmpfs -o ro tmpfs "$scratch/closed" 2> /dev/null; then
	exits 2 run --out "$scratch/closed/r" "$scratch/e.ini" && grep -qi "$scratch/closed/r.*read-only" "$scratch/err"
	ok $? "a read-only folder: 2, and it is named"
	umount "$scratch/closed"
else
	skip "root may write everywhere" "a folder without write permission"
fi
sum "$scratch/early" | cmp -s - "$scratch/early.sum"; ok $? "the early result is still untouched"
done_testing
