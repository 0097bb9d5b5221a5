#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Holds the numbers in the series' own header against include/vapic.h, macro by
# macro. Speaks TAP. Needs a C compiler, no kernel tree.
set -eu
here=$(dirname "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# Patch 0001 adds the header and nothing else.
sed -n '/^+++ /,/^-- $/s/^+//p' "$here"/../6.1/0001-*.patch | sed 1d >"$dir/kvm_vapic.h"

{
	printf '#include "%s"\n' "$(cd "$here/../../include" && pwd)/vapic.h"
	printf '#include "kvm_vapic.h"\n'
	# VAPIC_MSR_X is MSR_KVM_VAPIC_X there, and VAPIC_X is KVM_VAPIC_X.
	sed -n 's/^#define \(MSR_KVM_VAPIC_\|KVM_VAPIC_\)\([A-Z0-9_]*\)\((n)\)\{0,1\}[ \t].*/\1 \2 \3/p' \
		"$dir/kvm_vapic.h" |
	while read -r prefix name arg; do
		theirs=$prefix$name
		ours=VAPIC_$name
		[ "$prefix" = MSR_KVM_VAPIC_ ] && ours=VAPIC_MSR_$name
		set -- ""
		[ -z "$arg" ] || set -- "(0)" "(31)"
		for n; do
			printf '_Static_assert(%s%s == %s%s, "%s");\n' \
				"$theirs" "$n" "$ours" "$n" "$theirs"
		done
	done
} >"$dir/check.c"

status=0
count=$(grep -c _Static_assert "$dir/check.c")
if [ "$count" -gt 40 ] && cc -fsyntax-only "$dir/check.c" 2>"$dir/errors"; then
	echo "ok 1 - $count numbers are the same in both headers"
else
	sed 's/^/# /' "$dir/errors" 2>/dev/null || :
	echo "not ok 1 - numbers differ, or too few were found ($count)"
	status=1
fi
echo 1..1
exit $status
