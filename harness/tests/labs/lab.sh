# SPDX-License-Identifier: GPL-2.0-only
# What the lab tests share; source it after lib.sh.

# need SCRIPT NAME [ARGUMENT...]: harness/lab/SCRIPT has built what it builds,
# or builds it now; the path of that is in $made. Where it cannot, status 1, and
# NAME has its result: what cannot be downloaded or installed, or is only for the tools
# of Debian 12, is a reason to
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
	*'be downloaded'* | *'apt knows no'* | *'could not install'* | *'not root'* | *'no apt-get'* | \
	*"with this machine's tools"*)
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

# verified DIR NAME: verify accepts it; where not, what it said is shown, and of what
verified() {
	exits 0 verify "$1"
	ok $? "$2"
	[ "$status" -ne 0 ] || return 0
	sed 's/^/#   /' "$scratch/out"
	# What differs once in many runs cannot be asked again.
	sed -n 's/.*results\.jsonl:\([0-9]*\): .*/\1/p' "$scratch/out" | sort -u | head -n 3 |
		while read -r _line; do sed -n "${_line}s/^/#   /p" "$1/results.jsonl"; done
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

# least DIR APICV METHOD: instructions of the shortest send, of a run in the exact lab
least() {
	grep "\"method\":\"$3\"" "$1/results.jsonl" | grep "\"apicv\":\"$2\"" |
		sed -n 's/.*"send":{[^}]*"min":\([0-9]*\),.*/\1/p'
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

# first_level KERNEL INITRAMFS DIR [WORD]: a machine whose first level is that kernel, and
# runs DIR/job/init with the tool and the guest beside it in /job. What that writes
# to /dev/ttyS1 is in DIR/text, the console in DIR/console. WORD is on its command line.
first_level() {
	mkdir -p "$3/job/build/guest"
	cp "$tool" "$3/job/"
	cp "$root/build/guest/ipibench.elf" "$3/job/build/guest/"
	# The base has QEMU's libraries and the stage's: of the tool's, what is missing.
	mkdir -p "$3/lib"
	cpio -t --quiet < "$2" > "$scratch/base"
	ldd "$tool" | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p' | while read -r _lib; do
		grep -qx "lib/${_lib##*/}" "$scratch/base" || cp -L "$_lib" "$3/lib/"
	done
	(cd "$3" && find job lib | cpio -o -H newc --quiet) > "$3/cpio"
	# Linux unpacks one archive after the other; the base ends on a multiple of four.
	cat "$2" "$3/cpio" > "$3/initrd"
	# The tool's own words for such a level, but for what it offers a guest. Without those
	# for its timer one run of many ended here after 900 s.
	printf '[level]\ntarget=lab-kvm-svm\nmethod=xapic\n' > "$scratch/level.ini"
	_words=$(append_of "$scratch/level.ini" | sed 's/ kvm\.vapic=[0-9]*//')
	timeout 900 qemu-system-x86_64 -accel tcg,thread=multi -machine q35 \
		-plugin "$root/build/harness/retranslate.so" -d plugin \
		-cpu EPYC,+svm,+npt -smp 2 -m 1536M -display none -nodefaults -no-reboot \
		-kernel "$1" -initrd "$3/initrd" \
		-append "$_words ${4:-}" \
		-serial "file:$3/console" -serial "file:$3/said" \
		< /dev/null > /dev/null 2> "$3/err"
	_ended=$?
	[ $_ended = 0 ] || { echo "QEMU ended with $_ended"; cat "$3/err"; } > "$scratch/err"
	[ $_ended = 0 ]; ok $? "the first level comes to its end"
	: > "$scratch/err"
	tr -d '\r' < "$3/said" > "$3/text"
}

# Lines of $1/text that begin with "$2: ", "$2= " or "$2 status ": what a step of
# the first level said, its result lines, its status.
went() { # DIR STEP STATUS NAME
	grep "^$2: " "$1/text" | head -n 5 > "$scratch/err"
	grep -qx "$2 status $3" "$1/text"; ok $? "$4"
}
said() { # DIR STEP WORDS NAME
	grep "^$2: " "$1/text" | head -n 5 > "$scratch/err"
	grep -q "^$2: .*$3" "$1/text"; ok $? "$4"
}
rows_of() { # DIR STEP: its result lines as a folder for rows and verify
	mkdir -p "$scratch/$2"
	sed -n "s/^$2= //p" "$1/text" > "$scratch/$2/results.jsonl"
}
# To be written at the head of an init: what makes such lines.
steps='busybox --install -s /bin
cd /job
step() { # NAME COMMAND...: its status, and what it said, to the host
	name=$1
	shift
	"$@" > /tmp/said 2>&1
	echo "$name status $?" > /dev/ttyS1
	sed "s/^/$name: /" /tmp/said > /dev/ttyS1
}
run() { # NAME ARGUMENT...
	out=/tmp/$1
	step "$1" ./ipibench run --target kvm --out "$out" "${2:-e.ini}"
	sed "s/^/$1= /" "$out/results.jsonl" > /dev/ttyS1
}'
show_console() { # DIR: where a test has failed
	[ $failed = 0 ] || { echo "# the console:"; tail -n 15 "$1/console" | tr -d '\r' | cut -c 1-160 | sed 's/^/#   /'; }
}

# rows_with DIR NAME [ROWS]: the rows of $methods where it is, and ROWS
rows_with() {
	rows_are "$1" "$2" <<-ROWS
	xapic pvh ok 3
	xapic-nopoll pvh ok 2
	vapic-mmio pvh ok 1
	vapic-msr pvh ok 1
	x2apic pvh ok 1${3:+
	$3}
	ROWS
}

# rows_without DIR NAME [ROW]: the rows of $methods where the register is not there,
# and ROW
rows_without() {
	rows_are "$1" "$2" <<-ROWS
	xapic pvh ok 3
	xapic-nopoll pvh ok 2
	vapic-mmio pvh unsupported null
	vapic-msr pvh unsupported null
	x2apic pvh ok 1${3:+
	$3}
	ROWS
}

# offered_less LINE NAME [ROW]: what $scratch/e.ini says runs with LINE, the command
# line of the level below, into $scratch/less; the register is not there
offered_less() {
	rm -rf "$scratch/less"
	IPIBENCH_L0_ARGS="-append '$1'"
	export IPIBENCH_L0_ARGS
	good_run "$scratch/less" "$2: run"
	unset IPIBENCH_L0_ARGS
	rows_without "$scratch/less" "$2" ${3:+"$3"}
}
# only_counters NAME, no_counters NAME: after that
only_counters() {
	exits 1 verify "$scratch/less" && [ "$(grep -c 'unsupported .*must offer it' "$scratch/out")" -eq 2 ]
	ok $? "$1: verify misses the two methods, and nothing else"
}
no_counters() {
	! grep -v '"hypervisor":null' "$scratch/less/results.jsonl" > /dev/null
	ok $? "$1: no counts by the hypervisor"
}

# msrs_build: hv-patches/kvm/tests/vapic-msrs, to be run in a first level
msrs_build() {
	msrs=$scratch/msrs
	mkdir -p "$msrs/job"
	(cd "$root/hv-patches/kvm/tests" && cc -static -O2 -Wall -Wextra -Werror -I../../include \
		-o "$msrs/job/vapic-msrs" vapic-msrs.c forms.c asked.c minivm.c) 2> "$scratch/err"
	ok $? "vapic-msrs builds"
	cat > "$msrs/job/init" <<-'INIT'
	/job/vapic-msrs > /dev/ttyS1
	echo "# status $?" > /dev/ttyS1
	INIT
}
# msrs KERNEL INITRAMFS OFFERED [NAME]: every line of the program's TAP is a result here
msrs() {
	_msrs="${4:+$4, }kvm.vapic=$3"
	first_level "$1" "$2" "$msrs" "kvm.vapic=$3"
	while read -r word rest; do
		case $word in
		ok) ok 0 "$_msrs: ${rest#* - }" ;;
		not) ok 1 "$_msrs: ${rest#* - }" ;;
		esac
	done < "$msrs/text"
	said=$(grep -cE '^(not )?ok ' "$msrs/text")
	grep -qx "1\.\.$said" "$msrs/text" && [ "$said" -ge 4 ] && grep -qx '# status 0' "$msrs/text"
	ok $? "$_msrs: vapic-msrs ran to its end, $said tests"
	show_console "$msrs"
}
