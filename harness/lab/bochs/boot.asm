; SPDX-License-Identifier: GPL-2.0-only
;
; An option ROM that starts what was put into memory at power-on: no disc, no
; boot loader. The BIOS calls it as it calls every option ROM (offset 3); it
; takes over INT 19h, which the BIOS ends with, asks the BIOS for the memory map,
; enters protected mode and jumps.
;
; What it starts stands at BLOCK, written by harness/bochs/start.c:
;
;   0   entry, a physical address; entered as Linux's 32-bit boot protocol and
;   4   the Multiboot Specification 0.6.96 want it: paging off, interrupts off,
;   8   flat segments, CS 10h, DS, ES, SS 18h (4: EAX, 8: EBX, 12: ESI)
;   16  where to put the memory map, in entries as of INT 15h, E820h (20 bytes
;       each: Linux's struct boot_e820_entry), or 0
;   20  where to put their number, a byte

BLOCK		equ 0x1f000000		; beyond what a kernel unpacks itself over
MAP		equ 0x1000		; where the BIOS's answers wait
MAP_ENTRIES	equ 32
STACK		equ 0x7c00
ENTRY_SIZE	equ 20

	cpu 686
	org 0
	bits 16

	db 0x55, 0xaa
	db 1				; in 512 bytes
	jmp short initialize

initialize:
	push ds
	push ax
	xor ax, ax
	mov ds, ax
	mov word [0x19 * 4], start
	mov [0x19 * 4 + 2], cs
	pop ax
	pop ds
	retf

start:
	cli
	cld
	xor ax, ax
	mov ss, ax
	mov sp, STACK
	mov es, ax
	mov di, MAP
	xor ebx, ebx
	xor bp, bp			; entries
.next:
	mov eax, 0xe820
	mov ecx, ENTRY_SIZE
	mov edx, 0x534d4150		; "SMAP"
	int 0x15
	jc .all
	inc bp
	add di, ENTRY_SIZE
	test ebx, ebx
	jz .all
	cmp bp, MAP_ENTRIES
	jb .next
.all:
	in al, 0x92			; A20
	or al, 2
	out 0x92, al

	; The ROM does not know its segment before it runs.
	xor eax, eax
	mov ax, cs
	shl eax, 4
	mov ds, [cs:zero]
	lea ecx, [eax + gdt]
	mov word [GDTR_AT], gdt_end - gdt - 1
	mov [GDTR_AT + 2], ecx
	lgdt [GDTR_AT]
	lea ecx, [eax + protected]
	mov [JUMP_AT], ecx
	mov word [JUMP_AT + 4], 0x10
	mov eax, cr0
	or al, 1
	mov cr0, eax
	jmp dword far [JUMP_AT]

zero:	dw 0
GDTR_AT	equ 0x500			; free after the BIOS's data area
JUMP_AT	equ 0x510

	bits 32
protected:
	mov eax, 0x18
	mov ds, eax
	mov es, eax
	mov fs, eax
	mov gs, eax
	mov ss, eax
	movzx ecx, bp
	mov edx, BLOCK
	mov edi, [edx + 16]
	test edi, edi
	jz .jump
	mov eax, [edx + 20]
	mov [eax], cl
	imul ecx, ecx, ENTRY_SIZE
	mov esi, MAP
	rep movsb
.jump:
	mov eax, [edx + 4]
	mov ebx, [edx + 8]
	mov esi, [edx + 12]
	xor edi, edi
	xor ebp, ebp
	jmp [edx]

	align 8
gdt:	dq 0, 0
	dq 0x00cf9a000000ffff		; 10h: code, 4 GiB
	dq 0x00cf92000000ffff		; 18h: data, 4 GiB
gdt_end:

	times 511 - ($ - $$) db 0
	db 0				; build makes the sum of all bytes 0
