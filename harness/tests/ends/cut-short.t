#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A run of many boots that is cut short, at 20 random moments, by SIGKILL and by
# SIGTERM: every boot that had finished is in the folder, which says that it is
# partial and is read as such. IPIBENCH_SEED names other moments.
. "$(dirname "$0")/../lib.sh"

needs_tcg "runs that are cut short"
seed=${IPIBENCH_SEED:-11}
echo "# IPIBENCH_SEED=$seed"
boots=12
printf '[a]\ntarget=tcg\nmethod=xapic,vapic-mmio\nvcpus=1,2,3\npattern=self\nipis=20\nwarmup=0\nboots=4\ntimeout=60\n' \
	> "$scratch/e.ini"

# folder: the partial one beside $scratch/r, or nothing
folder() { ls -d "$scratch"/r.partial-* 2> /dev/null; }
# finished DIR: names of the boots whose consoles show that they have
finished() {
	grep -l '^@[0-9]* end status=ok' "$1"/raw/*.txt 2> /dev/null | sed 's,.*/,,; s,\.txt$,,' | sort
}
# kept DIR: names of the boots that have both of their rows
kept() {
	sed -n 's/.*"boot_name":"\([^"]*\)".*/\1/p' "$1/results.jsonl" | sort | uniq -c | awk '$1 == 2 { print $2 }'
}

printf '[a]\ntarget=tcg\nmethod=xapic\nipis=20\nwarmup=0\ntimeout=60\n' > "$scratch/one.ini"

begin=$(date +%s%N)
exits 0 run --out "$scratch/whole" "$scratch/e.ini"; ok $? "a run to its end"
took=$(( ($(date +%s%N) - begin) / 1000000 ))
echo "# $boots boots take $took ms"
[ ! -e "$scratch/whole/partial" ] && [ "$(finished "$scratch/whole" | wc -l)" -eq $boots ]
ok $? "it is whole, with $boots boots"
exits 0 verify "$scratch/whole" && ! grep -q partial "$scratch/out" "$scratch/err"
ok $? "and nothing calls it partial"

awk -v seed="$seed" -v took="$took" 'BEGIN {
	srand(seed)
	for (i = 0; i < 20; i++)
		print int(took * (.1 + .85 * rand()))
}' > "$scratch/moments"

n=0 middle=0 lost=0 unmarked=0 unread=0 uncounted=0 untold=0 wrong=0
while read -r ms; do
	n=$((n + 1))
	signal=$([ $((n % 2)) -eq 0 ] && echo KILL || echo TERM)
	rm -rf "$scratch"/r "$scratch"/r.partial-*
	"$tool" run --out "$scratch/r" "$scratch/e.ini" > /dev/null 2> "$scratch/said" &
	pid=$!
	sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
	kill -$signal $pid 2> /dev/null
	ended=0
	wait $pid || ended=$?
	[ ! -e "$scratch/r" ] || [ ! -e "$scratch/r/partial" ] || unmarked=$((unmarked + 1))
	dir=$(folder)
	# Nothing had finished, or everything had.
	[ -n "$dir" ] && [ -e "$dir/results.jsonl" ] || continue
	middle=$((middle + 1))
	[ -e "$dir/partial" ] || unmarked=$((unmarked + 1))
	finished "$dir" > "$scratch/finished"
	kept "$dir" > "$scratch/kept"
	there=$(wc -l < "$scratch/kept")
	# A boot has its console under its name when its rows are there, not before.
	[ -z "$(comm -23 "$scratch/finished" "$scratch/kept")" ] || lost=$((lost + 1))
	exits 1 verify "$dir" && grep -q "is partial: $there of $boots boots are there" "$scratch/err" ||
		uncounted=$((uncounted + 1))
	exits 0 report --no-figures "$dir" && grep -q "is partial: $there of $boots boots" "$scratch/err" &&
		grep -q "is partial: $there of $boots boots" "$scratch/out" || unread=$((unread + 1))
	if [ $signal = TERM ]; then
		[ $ended -eq 3 ] && grep -q "interrupted: $there of $boots boots had finished and are in $dir" "$scratch/said" ||
			wrong=$((wrong + 1))
		continue
	fi
	# The next one into the same place, which ends at once.
	"$tool" run --out "$scratch/r" "$scratch/one.ini" > /dev/null 2> "$scratch/said"
	grep -q "cut short: $dir is partial: $there of $boots" "$scratch/said" && [ -e "$dir/results.jsonl" ] ||
		untold=$((untold + 1))
done < "$scratch/moments" 2> /dev/null
echo "# $middle of $n were cut in the middle"
[ $n -eq 20 ] && [ $middle -ge 12 ]; ok $? "cut short at $n random moments, most of them in the middle"
[ $lost -eq 0 ]; ok $? "every boot that had finished is there ($lost times not)"
[ $unmarked -eq 0 ]; ok $? "in a folder that is marked, and no other is ($unmarked times not)"
[ $uncounted -eq 0 ]; ok $? "verify: 1, and how many boots are there ($uncounted times not)"
[ $unread -eq 0 ]; ok $? "report reads it, and calls it partial ($unread times not)"
[ $wrong -eq 0 ]; ok $? "SIGTERM: 3, and the folder is named ($wrong times not)"
[ $untold -eq 0 ]; ok $? "SIGKILL: the next run names it and leaves it ($untold times not)"

# A torn last line, as after a loss of power.
rm -rf "$scratch/r" "$scratch"/r.partial-*
cp -r "$scratch/whole" "$scratch/torn"
printf '# words\n' > "$scratch/torn/partial"
kept "$scratch/whole" | sed 's/.*/tcg & 2/' >> "$scratch/torn/partial"
head -c -9 "$scratch/whole/results.jsonl" > "$scratch/torn/results.jsonl"
exits 1 verify "$scratch/torn" && grep -q "is partial: $((boots - 1)) of $boots boots are there; its last line was cut off" "$scratch/err"
ok $? "a torn last line is left out, and said"
exits 0 report --html "$scratch/page.html" --no-figures "$scratch/torn" && grep -q 'is partial: ' "$scratch/page.html"
ok $? "the page calls it partial"
exits 0 compare "$scratch/whole" "$scratch/torn" && grep -q 'is partial: ' "$scratch/err"
ok $? "compare says it"
exits 0 export --format csv "$scratch/torn" && grep -q 'is partial: ' "$scratch/err"
ok $? "export says it"
exits 2 history --baselines "$scratch/b" --add "$scratch/torn" && grep -q 'is partial: ' "$scratch/err" && [ ! -e "$scratch/b" ]
ok $? "no baseline is made of it"
done_testing
