; SPDX-License-Identifier: GPL-2.0-only
;
; What makes the image bootable: a Multiboot2 header for GRUB (Multiboot2
; specification, 3.1.1) and a PVH note for Xen and QEMU's -kernel (Xen,
; docs/misc/pvh.pandoc; the note's number is in public/elfnote.h).

extern pvh_entry

MB2_MAGIC   equ 0xe85250d6
MB2_I386    equ 0               ; 32-bit protected mode

section .multiboot2 progbits alloc noexec nowrite align=8
header:
        dd MB2_MAGIC, MB2_I386, header_end - header
        dd -(MB2_MAGIC + MB2_I386 + (header_end - header))
        dw 0, 0                 ; end tag
        dd 8
header_end:

XEN_ELFNOTE_PHYS32_ENTRY equ 18

section .note.Xen note alloc noexec nowrite align=4
        dd 4, 8, XEN_ELFNOTE_PHYS32_ENTRY
        db "Xen", 0
        dq pvh_entry            ; QEMU reads 8 bytes in a 64-bit ELF
