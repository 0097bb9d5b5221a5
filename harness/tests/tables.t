#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The tables between "<!-- table: NAME -->" and "<!-- end -->" in the READMEs are those
# that build/tests/print-tables prints (guest/spec/README.md); with --write, they become
# so. And each method has a file.
. "$(dirname "$0")/lib.sh"

print=$root/build/tests/print-tables
[ -x "$print" ] || { echo "1..0 # SKIP $print is not built"; exit 0; }

# filled FILE: it, with every table as it is printed
filled() {
	awk -v print_tables="$print" '
	!inside { print }
	/^<!-- end -->$/ && inside { print; inside = 0 }
	/^<!-- table: [a-z-]* -->$/ {
		inside = 1
		command = print_tables " " $3
		while ((command | getline line) > 0)
			print line
		if (close(command))
			print "no table is called " $3
	}' "$1"
}

cd "$root" || exit 1
grep -lr --include='*.md' '^<!-- table: ' README.md guest harness results > "$scratch/files"
if [ "${1:-}" = --write ]; then
	while read -r file; do
		filled "$file" > "$scratch/new" && cat "$scratch/new" > "$file"
	done < "$scratch/files"
	exit
fi

[ "$(grep -h '^<!-- table: ' $(cat "$scratch/files") | sort -u | wc -l)" -ge 6 ]
ok $? "there are tables"
while read -r file; do
	filled "$file" | diff "$file" - > "$scratch/err"
	ok $? "$file has them as they are printed"
done < "$scratch/files"
sed -n 's/^METHOD(\([a-z0-9_]*\),.*/\1/p' guest/spec/methods.def | sort > "$scratch/rows"
sed -n 's/^METHOD_ROW(\([a-z0-9_]*\),.*/\1/p' guest/methods/*.c | sort > "$scratch/given"
diff "$scratch/rows" "$scratch/given" > "$scratch/err"
ok $? "each row of methods.def has a file that gives it functions"
sed 's/| `xapic` |/| `xapix` |/' README.md > "$scratch/bent.md"
! filled "$scratch/bent.md" | cmp -s - "$scratch/bent.md"; ok $? "a word changed is found"
done_testing
