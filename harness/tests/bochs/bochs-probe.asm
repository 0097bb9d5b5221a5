; SPDX-License-Identifier: GPL-2.0-only
;
; What lab-bochs.t asks Bochs without a hypervisor. lab/bochs/boot.asm starts it in
; protected mode; a line each on COM1:
;
;   rdrand A B          two random numbers
;   frequency A..F      CPUID leaves 15H and 16H, EAX, EBX and ECX of each
;   byte N              ticks that COM1 takes for a byte
;   waiting N           ticks of 2003 instructions; the other processors wait to be started
;   processors N        those that could be started, and this one
;   short N, long N     the same path; the others spin in traces of 2, of 30 instructions
;   1000000 ...         8 bytes from the beginning of each page of the image at IMAGE
;   entry N ...         bochs-vmx.inc

BLOCK	equ 0x1f000000		; as boot.asm has it
IMAGE	equ 0x1080000
PAGES	equ 384
STARTED	equ 0x7000		; how many others spin
TRACES	equ 0x7001		; not 0: in long ones
AP	equ 0x8000		; SIPI vector 8
ICR	equ 0xfee00300
COM1	equ 0x3f8
LOOPS	equ 1000		; 2 * LOOPS + 3 instructions: MOV, MOV, RDTSC

	org BLOCK
	bits 32
	dd start, 0, 0, 0, 0, 0

%macro say 1			; TEXT, then EAX
	mov esi, %%text
	call text
	call number
	jmp %%on
%%text:	db %1, " ", 0
%%on:
%endmacro

%macro port 2
	mov dx, COM1 + %1
	mov al, %2
	out dx, al
%endmacro

start:
	mov esp, BLOCK + 0x10000
	port 3, 0x80		; 115200 baud, 8 bits
	port 0, 1
	port 1, 0
	port 3, 3
	mov byte [STARTED], 0
	mov byte [TRACES], 0

	rdrand eax
	say "rdrand"
	rdrand eax
	call number
	call line

	mov eax, 0x15
	cpuid
	say "frequency"
	mov eax, ebx
	call number
	mov eax, ecx
	call number
	mov eax, 0x16
	cpuid
	call number
	mov eax, ebx
	call number
	mov eax, ecx
	call number
	call line

	rdtsc
	push eax
	mov esi, sixty
	call text
	rdtsc
	pop edx
	sub eax, edx
	xor edx, edx
	mov ecx, 60
	div ecx
	say "byte"
	call line

	call path
	say "waiting"
	call line

	mov esi, ap
	mov edi, AP
	mov ecx, ap_end - ap
	rep movsb
	mov dword [ICR], 0xc4500	; INIT to all others
	call pause
	mov dword [ICR], 0xc4608	; start-up
	call pause
	movzx eax, byte [STARTED]
	inc eax
	say "processors"
	call line
	call path
	say "short"
	call line
	mov byte [TRACES], 1
	call pause
	call path
	say "long"
	call line

	mov ebp, IMAGE
.page:	mov edi, 8
	mov esi, ebp
.byte:	lodsb
	call byte_out
	dec edi
	jnz .byte
	add ebp, 4096
	cmp ebp, IMAGE + PAGES * 4096
	jb .page
	call line
	jmp vmx

finish:
	mov dx, COM1 + 5
.last:	in al, dx
	test al, 0x40		; all sent
	jz .last
	mov esi, shutdown
	mov dx, 0x8900			; Bochs, iodev/unmapped.cc
	mov ecx, 8
	rep outsb
.halt:	hlt
	jmp .halt

path:	rdtsc
	mov edi, eax
	mov ecx, LOOPS
.loop:	dec ecx
	jnz .loop
	rdtsc
	sub eax, edi
	ret

pause:	mov ecx, 100000
.loop:	dec ecx
	jnz .loop
	ret

text:	push eax
.next:	lodsb
	test al, al
	jz .end
	call byte_out
	jmp .next
.end:	pop eax
	ret

byte_out:
	mov ah, al
	mov dx, COM1 + 5
.busy:	in al, dx
	test al, 0x20
	jz .busy
	mov dx, COM1
	mov al, ah
	out dx, al
	ret

line:	mov al, 10
	jmp byte_out

; EAX in decimal, and a space.
number:	push ebx
	push ecx
	mov ecx, 10
	mov edi, digits_end
.digit:	xor edx, edx
	div ecx
	add dl, "0"
	dec edi
	mov [edi], dl
	test eax, eax
	jnz .digit
	mov esi, edi
	call text
	pop ecx
	pop ebx
	ret

%include "bochs-vmx.inc"

	bits 16
ap:	xor ax, ax
	mov ds, ax
	lock inc byte [STARTED]
.short:	cmp byte [TRACES], 0
	je .short
.long:	times 29 nop
	jmp .long
ap_end:

sixty:	times 59 db "."
	db 10, 0
shutdown db "Shutdown"
	times 10 db 0
digits_end db " ", 0
