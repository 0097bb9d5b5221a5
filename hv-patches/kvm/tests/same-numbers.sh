#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Holds the numbers in each series' own header against include/vapic.h, macro by
# macro. Speaks TAP. Needs a C compiler, no kernel tree.
set -eu
here=$(dirname "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

status=0 test=0
for series in "$here"/../*/series; do
	name=${series%/series}
	name=${name##*/}
	test=$((test + 1))
	# The first patch adds the header and nothing else.
	patch=$(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$series" | head -1)
	sed -n '/^+++ /,/^-- $/s/^+//p' "${series%/series}/$patch" | sed 1d >"$dir/kvm_swicr.h"

	{
		printf '#include "%s"\n' "$(cd "$here/../../include" && pwd)/vapic.h"
		printf '#include "kvm_swicr.h"\n'
		# VAPIC_MSR_X is MSR_KVM_SWICR_X there, and VAPIC_X is KVM_SWICR_X.
		sed -n 's/^#define \(MSR_KVM_SWICR_\|KVM_SWICR_\)\([A-Z0-9_]*\)\((n)\)\{0,1\}[ \t].*/\1 \2 \3/p' \
			"$dir/kvm_swicr.h" |
		while read -r prefix macro arg; do
			theirs=$prefix$macro
			ours=VAPIC_$(echo "$macro" | sed 's/SWICR$/VAPIC/')
			[ "$prefix" = MSR_KVM_SWICR_ ] && ours=VAPIC_MSR_$macro
			set -- ""
			[ -z "$arg" ] || set -- "(0)" "(31)"
			for n; do
				printf '_Static_assert(%s%s == %s%s, "%s");\n' \
					"$theirs" "$n" "$ours" "$n" "$theirs"
			done
		done
	} >"$dir/check.c"

	count=$(grep -c _Static_assert "$dir/check.c")
	if [ "$count" -gt 40 ] && cc -fsyntax-only "$dir/check.c" 2>"$dir/errors"; then
		echo "ok $test - $name: $count numbers are the same in both headers"
	else
		sed 's/^/# /' "$dir/errors" 2>/dev/null || :
		echo "not ok $test - $name: numbers differ, or too few were found ($count)"
		status=1
	fi
done
echo 1..$test
exit $status
