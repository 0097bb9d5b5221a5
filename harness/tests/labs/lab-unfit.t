#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Kernels that cannot be a first level: each is told in a sentence, status 3, within the
# limit, whatever it does instead of saying so itself.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

# Begins as Linux does (Documentation/x86/boot.rst) and says nothing, as one does whose
# console is elsewhere.
cat > "$scratch/silent.asm" <<'ASM'
	bits 16
	times 0x1f1 db 0
	db 1			; setup_sects
	times 0x1fe - ($ - $$) db 0
	dw 0xaa55
	jmp short stop		; to 268h, behind the header
	db "HdrS"
	dw 0x20f		; version of the protocol
	times 0x20e - ($ - $$) db 0
	dw name - 0x200
	times 0x211 - ($ - $$) db 0
	db 1			; LOADED_HIGH
	times 0x22c - ($ - $$) db 0
	dd 0x7fffffff		; initrd_addr_max
	times 0x238 - ($ - $$) db 0
	dd 2047			; cmdline_size
	times 0x268 - ($ - $$) db 0
stop:	cli
	hlt
	jmp stop
name:	db "9.9.9-silent (nobody@nowhere) #1", 0
	times 0x400 - ($ - $$) db 0
	cli
	hlt
	times 0x1000 - ($ - $$) db 0xf4
ASM
nasm -f bin -o "$scratch/silent" "$scratch/silent.asm" 2> "$scratch/err"; ok $? "a kernel that says nothing"
need linux/stock "Debian's own kernel" || done_testing

mkdir "$scratch/empty"
cp "$made/vmlinuz" "$scratch/without"
# unfit NAME ARGUMENT...: side by side, for one of them takes its whole limit
unfit() {
	_name=$1
	shift
	( "$tool" run --out "$scratch/$_name.d" -t lab-kvm-svm-stock method=xapic ipis=10 pass=count "$@" \
		> "$scratch/$_name.out" 2> "$scratch/$_name.err" < /dev/null
	echo $? > "$scratch/$_name.status" ) &
}
unfit silent --kernel "x=$scratch/silent"
unfit without --kernel "x=$scratch/without" --modules "$scratch/empty"
IPIBENCH_L0_ARGS="-append 'console=ttyS0 rdinit=/nothing panic=-1'" unfit panic
began=$(date +%s)
wait
took=$(($(date +%s) - began))

# told NAME WORDS
told() {
	cp "$scratch/$1.err" "$scratch/err"
	[ "$(cat "$scratch/$1.status")" = 3 ] && tr '\n' ' ' < "$scratch/err" | grep -q "$2"
	ok $? "$1: $2"
	! grep -q '"status":"ok"' "$scratch/$1.d/results.jsonl" 2> /dev/null; ok $? "$1: no row is good"
}
told silent 'the first level ran into its time limit before it spoke; .* it is empty: a kernel without a serial console'
told without 'no /dev/kvm: this kernel has no KVM'
told panic 'before it spoke; .*Kernel panic - not syncing'
[ $took -le 300 ]; ok $? "within the limit: $took s"
done_testing
