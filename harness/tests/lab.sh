# SPDX-License-Identifier: GPL-2.0-only
# What the lab tests share; source it after lib.sh.

# need SCRIPT NAME [ARGUMENT...]: harness/lab/SCRIPT has built what it builds,
# or builds it now; the path of that is in $made. Where it cannot, status 1, and
# NAME has its result: what cannot be downloaded or installed is a reason to
# skip, what does not build is a failure.
need() {
	_script=$1 _name=$2
	shift 2
	if made=$("$root/harness/lab/$_script" "$@" 2> "$scratch/err"); then
		made=$(echo "$made" | tail -1)
		return 0
	fi
	_why=$(tail -1 "$scratch/err")
	case $_why in
	*'be downloaded'* | *'apt knows no'* | *'could not install'* | *'not root'* | *'no apt-get'*)
		skip "$_why" "$_name" ;;
	*) ok 1 "$_name: harness/lab/$_script" ;;
	esac
	return 1
}

# experiment TARGETS METHODS [KEY=VALUE...]: small windows, short boots; into
# $scratch/e.ini
experiment() {
	printf '[lab]\ntarget=%s\nmethod=%s\nipis=500\n' "$1" "$2" > "$scratch/e.ini"
	shift 2
	[ $# -eq 0 ] || printf '%s\n' "$@" >> "$scratch/e.ini"
}

# good_run DIR NAME: what $scratch/e.ini says runs to a good end. Where it does
# not, the end of what each console said is shown.
good_run() {
	exits 0 run --out "$1" "$scratch/e.ini"
	ok $? "$2"
	[ "$status" -ne 0 ] || return 0
	for _f in "$1"/raw/*.txt; do
		echo "# ${_f##*/}:"
		tail -n 6 "$_f" 2> /dev/null | tr -d '\r' | cut -c 1-300 | sed 's/^/#   /'
	done
}

# verified DIR NAME: verify accepts it; where not, what it said is shown
verified() {
	exits 0 verify "$1"
	ok $? "$2"
	[ "$status" -eq 0 ] || sed 's/^/#   /' "$scratch/out"
}

# rows DIR: a line for each row: method, loader, status, send exits per IPI
rows() {
	awk '
	function value(key,    at) {
		at = index($0, "\"" key "\":")
		if (!at || !match(substr($0, at += length(key) + 3), /^("[^"]*"|[^,}]*)/))
			return "?"
		at = substr($0, at, RLENGTH)
		gsub(/"/, "", at)
		return at
	}
	{
		exits = value("send_exits_per_ipi")
		print value("method"), value("loader"), value("status"),
			exits ~ /^[0-9]/ ? exits + 0 : exits
	}' "$1/results.jsonl"
}

# rows_are DIR NAME: the rows are those on standard input, one result a row
rows_are() {
	rows "$1" > "$scratch/rows"
	while read -r row; do
		grep -qxF "$row" "$scratch/rows"
		ok $? "$2: $row"
	done
	[ "$(wc -l < "$scratch/rows")" -eq "$(sort -u "$scratch/rows" | wc -l)" ]
	ok $? "$2: no row twice"
}

# append_of FILE.ini: the command line that the tool gives to the level below
# the guest, for a run that wants a word more on it: QEMU takes the last -append.
append_of() {
	"$tool" run --dry-run "$1" | sed -n "s/^qemu-system.* -append '\([^']*\)'.*/\1/p" | head -1
}

# one_guest DIR: every row names the guest image that lies in build/
one_guest() {
	_sha=$(sha256sum < "$root/build/guest/ipibench.elf" | cut -d' ' -f1)
	! grep -vq "\"guest_sha256\":\"$_sha\"" "$1/results.jsonl"
}

# ours: the processes that run in a folder below $scratch, as the tool's do
ours() {
	for p in /proc/[0-9]*; do
		case $(readlink "$p/cwd" 2> /dev/null) in "$scratch"/*) echo "${p#/proc/}" ;; esac
	done
}
