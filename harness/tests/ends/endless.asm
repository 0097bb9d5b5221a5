; SPDX-License-Identifier: GPL-2.0-only
; A guest that never ends and says nothing, for never-ends.t. A PVH note
; (XEN_ELFNOTE_PHYS32_ENTRY, 18; Xen, include/public/elfnote.h) is all that
; QEMU's -kernel wants.
bits 32
section .note.pvh note alloc noexec nowrite align=4
	dd 4, 4, 18
	db "Xen", 0
	dd start
section .text
global start
start:	pause
	jmp start
