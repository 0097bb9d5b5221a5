#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Which folder of the tool, and of the guest, may include which: the tables below, and
# nothing besides. They have no cycle, so what stands lower can be read, linked and tested without what
# stands higher: a result is read and judged with no engine at all. No file and no
# folder is larger than one can take in.
. "$(dirname "$0")/lib.sh"

# FOLDER: those that it may include. A row names only folders of rows above it. New
# arrows want a reason. These have one that could go: plan -> wire, for a boot holds
# what its guest said; compare -> judge, which knows what may come as it likes.
cat > "$scratch/harness.table" <<'END'
base:
cases:
spec:     base
wire:     base spec
plan:     base spec wire
host:     base
engine:   base spec wire plan host
stage:    base wire plan host engine
bochs:    base spec wire plan host engine
target:   base spec wire plan host engine bochs
import:   base spec wire plan target
result:   base spec
record:   base spec wire plan result
judge:    base cases spec result
compare:  base cases spec result judge
report:   base spec result judge compare
figures:  base spec result judge compare report
export:   base spec result judge compare report
releases: base spec result judge compare report figures
html:     base spec result judge compare report figures releases
session:  base spec wire plan host engine target result record report
cli:      base cases spec wire plan host engine target import result record judge compare report figures html export releases session
END
# The guest, the same. Its main.c, in no folder, may include them all.
cat > "$scratch/guest.table" <<'END'
spec:
lib:
cpu:      spec lib
acpi:     lib cpu
boot:     lib
xen:      lib cpu
hyperv:   lib cpu
kvm:      lib cpu
console:  lib cpu xen
power:    lib cpu acpi xen console
engine:   spec lib cpu
patterns: spec lib cpu engine
methods:  spec lib cpu xen hyperv kvm engine patterns
rows:     spec lib cpu console engine patterns methods
END
lines_max=400
files_max=20

# sources TREE: what it is made of. The meters are programs of their own, and tests may
# look at anything.
sources() {
	(cd "$1" && find . -name '*.[ch]' ! -path './meter/*' ! -path './lab/*' ! -path './tests/*' |
		sed 's,^\./,,' | sort)
}

# arrows TREE: each include that the tree's table does not have, as "FILE: why"
arrows() {
	sources "$1" | (
		cd "$1" && xargs awk -v table="$scratch/$(basename "$1").table" '
		BEGIN {
			while ((getline row < table) > 0) {
				n = split(row, word, /[: ]+/)
				for (i = 1; i <= n; i++)
					may[word[1], word[i]] = 1
				folder[word[1]] = 1
			}
		}
		FNR == 1 {
			from = FILENAME
			if (from != "main.c" && (!sub(/\/[^\/]*$/, "", from) || !(from in folder)))
				print FILENAME ": the table has no row for its folder"
		}
		/^#[ \t]*include[ \t]*"/ {
			split($0, part, "\"")
			to = part[2]
			# what the guest and the hypervisors share with the tool
			if (to == "vapic.h" || to ~ /^\.\.\/guest\// || to ~ /^[a-z]*\.def$/)
				next
			if (!sub(/\/[^\/]*$/, "", to) || !(to in folder))
				print FILENAME ": \"" part[2] "\" begins with no folder of the table"
			else if (from != "main.c" && !((from, to) in may))
				print FILENAME ": " from " -> " to
		}'
	)
}

# cycles TABLE: what keeps its rows from being an order
cycles() {
	awk '{
		n = split($0, word, /[: ]+/)
		for (i = 2; i <= n; i++)
			if (word[i] != "" && !(word[i] in above))
				print word[1] " -> " word[i] ": no row above it is called so"
		above[word[1]] = 1
	}' "$1"
}

# none NAME: nothing was found in $scratch/err
none() { [ ! -s "$scratch/err" ]; ok $? "$1"; }

for tree in harness guest; do
	arrows "$root/$tree" > "$scratch/err"
	none "$tree: every include follows an arrow of the table"
	cycles "$scratch/$tree.table" > "$scratch/err"
	none "$tree: the table has no cycle"
	while IFS=: read -r folder may; do
		said="May include: $(echo ${may:-nothing} | sed "s/ /, /g")."
		grep -qxF "$said" "$root/$tree/$folder/README.md" ||
			echo "$folder/README.md: no line: $said"
	done < "$scratch/$tree.table" > "$scratch/err"
	none "$tree: each folder has a README that says the same"
done
find "$root/harness" "$root/guest" -name '*.[ch]' -exec awk -v max=$lines_max '
	FNR == max + 1 { print FILENAME ": more than " max " lines" }' {} + > "$scratch/err"
none "no file has more than $lines_max lines"
# Each way to send is a file.
find "$root/harness" "$root/guest" -type f ! -path "*/guest/methods/*" | awk -v max=$files_max '
	{ sub(/\/[^\/]*$/, ""); n[$0]++ }
	END { for (d in n) if (n[d] > max) print d ": " n[d] " files" }' > "$scratch/err"
none "no folder has more than $files_max of them"
ls "$root"/harness/tests/test-*.c 2> /dev/null > "$scratch/err"
for d in "$root"/harness/tests/*/; do
	ls "$d"test-*.c > /dev/null 2>&1 || continue
	[ -d "$root/harness/$(basename "$d")" ] || echo "$d: there is no such folder to test"
done >> "$scratch/err"
none "every test lies in a folder that is called as what it tests"
# modes TREE: scripts that cannot be run. In the checkout of who wrote it a mode may be
# right that a clone has not, so it is git's that counts where there is git.
modes() {
	if git -C "$1" rev-parse --verify -q HEAD > /dev/null 2>&1; then
		git -C "$1" ls-files -s | awk '$1 == "100644" { print $4 }'
	else
		(cd "$1" && find . -path ./build -prune -o -type f ! -perm -100 -print)
	fi | while read -r file; do
		[ "$(head -c 2 "$1/$file" 2> /dev/null)" != '#!' ] || echo "$file: not executable"
	done
}
modes "$root" > "$scratch/err"
none "every file that begins with #! is executable"

# Does it see what it is there for?
mkdir "$scratch/modes"
printf '#!/bin/sh\n' > "$scratch/modes/a.t"
[ "$(modes "$scratch/modes")" = "./a.t: not executable" ]
ok $? "a planted script without its mode is found"
for tree in harness guest; do
	mkdir -p "$scratch/copy"
	cp -R "$root/$tree" "$scratch/copy/$tree"
	arrows "$scratch/copy/$tree" > "$scratch/err"
	none "$tree: a copy is as good"
done
# planted FILE LINE WHAT: with LINE in FILE just this is found
planted() {
	cp "$scratch/copy/$1" "$scratch/kept"
	printf '%s\n' "$2" >> "$scratch/copy/$1"
	arrows "$scratch/copy/${1%%/*}" > "$scratch/err"
	mv "$scratch/kept" "$scratch/copy/$1"
	[ "$(cat "$scratch/err")" = "${1#*/}: $3" ]
}
planted harness/result/store.c '#include "engine/qemu.h"' 'result -> engine'
ok $? "a planted arrow is found"
planted harness/base/stats.h '# include "cli/command.h"' 'base -> cli'
ok $? "in a header, too, and with a blank"
planted harness/wire/relay.c '#include "frame.h"' '"frame.h" begins with no folder of the table'
ok $? "an include without its folder is found"
planted guest/cpu/traps.c '#include "rows/stuck.h"' 'cpu -> rows'
ok $? "in the guest, too"
sed 's/^base:/& judge/' "$scratch/harness.table" > "$scratch/bent"
[ -n "$(cycles "$scratch/bent")" ]; ok $? "a cycle in the table is found"
done_testing
