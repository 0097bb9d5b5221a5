#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every script of ours, as shellcheck reads it: no warning, but for the kinds below, which
# are how these scripts are written.
. "$(dirname "$0")/../lib.sh"

command -v shellcheck > /dev/null || { skip "there is no shellcheck" "scripts"; done_testing; }
# SC1007  a= b=value: no value, and then one
# SC2010  ls | grep: of folders that we have filled
# SC2034, SC2154  set in one file, used in another that is sourced
# SC2046  a list of words, split on purpose
# SC2115  "$x/y" with x from mktemp, in scripts that end where a command fails
except=SC1007,SC2010,SC2034,SC2046,SC2115,SC2154

# A clone of git's knows which files are ours; what is made is not.
scripts=$scratch/scripts
(cd "$root" && { git ls-files 2> /dev/null || find . -path ./build -prune -o -type f -print; }) |
	while read -r f; do
		[ -f "$root/$f" ] && head -n 1 "$root/$f" | grep -aqE '^#!/(bin/sh|usr/bin/env bash|bin/bash)$' && echo "$f"
	done > "$scripts"
[ "$(wc -l < "$scripts")" -ge 50 ]; ok $? "there are scripts to look at"
while read -r f; do
	(cd "$root" && shellcheck -x -S warning -e $except "$f") > "$scratch/err" 2>&1; ok $? "$f"
done < "$scripts"

# Would it see one?
printf '#!/bin/sh\ncd "$1"\nrm -rf $2\n[[ -e x ]]\n' > "$scratch/bad"
! shellcheck -S warning -e $except "$scratch/bad" > /dev/null; ok $? "a bad one is found"
done_testing
