#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The files that the series add are the same bytes in every version of a hypervisor, but for
# the one that holds what differs (*compat.h); and what the series change in files that were
# there before is hooks. Speaks TAP; needs git, and no tree.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
test=0 status=0
say() { # STATUS NAME
	test=$((test + 1))
	[ "$1" -eq 0 ] && echo "ok $test - $2" || { status=1; echo "not ok $test - $2"; }
}

# patches SERIES: its patches in their order, with their folder
patches() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -e "s|^|$1/|" "$1/series"; }

# added SERIES FOLDER: the new files of a series, as its last patch leaves them; their names
# are in FOLDER.new
added() {
	_patches=$(patches "$1") _to=$2
	mkdir -p "$_to"
	git -C "$_to" init -q
	awk '/^diff --git / { f = substr($4, 3) } /^new file mode/ { print f }' $_patches > "$_to.new"
	# The same patches without what is in others' files.
	set --
	while read -r f; do set -- "$@" "--include=$f"; done < "$_to.new"
	git -C "$_to" apply --whitespace=nowarn "$@" $_patches
}

for hypervisor in kvm xen; do
	first=
	for series in "$here/$hypervisor"/*/series; do
		series=${series%/series} version=${series##*/}
		added "$series" "$dir/$hypervisor-$version"
		say $? "$hypervisor $version: its own files come out of the patches"
		[ -n "$first" ] || { first=$version; continue; }
		differ=$(diff -rq -x .git -x '*compat.h' -x selftests \
			"$dir/$hypervisor-$first" "$dir/$hypervisor-$version" | head -5)
		[ -z "$differ" ]
		say $? "$hypervisor $version: the same bytes as in $first"
		[ -z "$differ" ] || echo "$differ" | sed "s|$dir/||g; s/^/# /"
	done
done
# Lines added to a file that was there before, a hunk: a hook is short.
for series in "$here"/kvm/*/series "$here"/xen/*/series; do
	series=${series%/series}
	name=${series#"$here/"}
	awk '
		NR == FNR { own[$0]; next }
		/^diff --git / { f = substr($4, 3); code = f ~ /\.[chS]$/ && f !~ /selftests/ && !(f in own) }
		/^@@ / { n = 0 }
		/^\+[ \t]*(\/\*|\*)/ { next } # what says why is no code
		/^\+[^+]/ && code { if (++n == 6) print FILENAME ": " f }
	' "$dir/$(echo "$name" | tr / -).new" $(patches "$series")
done > "$dir/long"
[ ! -s "$dir/long" ]
say $? "a hook in another's file has at most 5 lines"
sed 's/^/# /' "$dir/long"
(cd "$here" && ls -d kvm/*/series xen/*/series) | sed "s|/series$||" | sort > "$dir/there"
sed -n "s,^ *- \([kx][a-z]*/[0-9.]*\)$,\1,p" "$here/../.ci/series.yml" | sort > "$dir/jobs"
cmp -s "$dir/there" "$dir/jobs"
say $? ".ci/series.yml has a job for each series"
diff "$dir/there" "$dir/jobs" | sed "s/^/# /"
echo "1..$test"
exit $status
