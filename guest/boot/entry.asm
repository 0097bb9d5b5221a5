; SPDX-License-Identifier: GPL-2.0-only
;
; First processor: from either boot protocol's 32-bit protected mode to
; boot_main(magic, info) in long mode.
;
; In:  Multiboot2: EAX = magic, EBX = boot information (specification, 3.3)
;      PVH: EBX = start info (docs/misc/pvh.pandoc); EAX is not defined, so
;      the magic that the start info itself holds is put there
; Out: the low 4 GiB mapped at their own addresses in 2 MiB pages, the page of
;      the local APIC uncached, and once more at the top of the address space
;      (cpu/apic.h says why); .bss cleared, by writing, so that no window
;      ever meets memory its host has not provided yet

extern boot_main
extern bss_begin, bss_end
extern early_idt32_pointer, early_idt64_pointer, early_hello
global multiboot2_entry, pvh_entry
global boot_pml4, boot_gdt, boot_gdt_pointer

PVH_MAGIC       equ 0x336ec578

PAGE_PRESENT    equ 1 << 0      ; Intel SDM vol. 3, 4.5
PAGE_WRITE      equ 1 << 1
PAGE_PWT        equ 1 << 3
PAGE_PCD        equ 1 << 4
PAGE_USED       equ 1 << 5 | 1 << 6 ; accessed, dirty: set now, no processor
                                ; has to write them, and all share these
PAGE_LARGE      equ 1 << 7
APIC_LARGE_PAGE equ 0xfee00000 >> 21

%include "longmode.inc"

section .text
bits 32

pvh_entry:
        mov     eax, PVH_MAGIC
multiboot2_entry:
        cli
        cld
        mov     esp, boot_stack_top
        push    eax
        lgdt    [boot_gdt_pointer] ; early.inc has gates to CODE32
        jmp     CODE32:.flat
.flat:  lidt    [early_idt32_pointer]
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        call    early_hello
        pop     ebp

        ; PML4[0] -> PDPT[0..3] -> four directories, 2048 pages of 2 MiB
        mov     edi, boot_pml4
        mov     ecx, (boot_directories - boot_pml4) / 4
        xor     eax, eax
        rep stosd
        mov     dword [boot_pml4], boot_pdpt + PAGE_PRESENT + PAGE_WRITE + PAGE_USED
%assign i 0
%rep 4
        mov     dword [boot_pdpt + i * 8], boot_directories + i * 4096 + PAGE_PRESENT + PAGE_WRITE + PAGE_USED
%assign i i + 1
%endrep
        ; and the last of them, which holds the local APIC, at the top again
        mov     dword [boot_pml4 + 511 * 8], boot_pdpt + PAGE_PRESENT + PAGE_WRITE + PAGE_USED
        mov     dword [boot_pdpt + 511 * 8], boot_directories + 3 * 4096 + PAGE_PRESENT + PAGE_WRITE + PAGE_USED
        mov     eax, PAGE_PRESENT | PAGE_WRITE | PAGE_USED | PAGE_LARGE
        mov     edi, boot_directories
        mov     ecx, 2048
.page:  mov     [edi], eax
        mov     dword [edi + 4], 0
        add     eax, 1 << 21
        add     edi, 8
        loop    .page
        or      dword [boot_directories + APIC_LARGE_PAGE * 8], PAGE_PCD | PAGE_PWT

        ENTER_LONG_MODE boot_pml4
        jmp     CODE64:long_mode

bits 64
long_mode:
        lidt    [abs early_idt64_pointer]
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        mov     eax, esp        ; whole, whatever its upper half was
        mov     rsp, rax
        UNBLOCK_NMIS
        xor     eax, eax
        mov     fs, eax
        mov     gs, eax
        mov     rdi, bss_begin
        mov     rcx, bss_end
        sub     rcx, rdi
        shr     rcx, 3
        rep stosq
        mov     edi, ebp
        mov     esi, ebx
        xor     ebp, ebp
        call    boot_main
.halt:  cli
        hlt
        jmp     .halt

section .rodata
align 8
boot_gdt:
        dq 0
        dq 0x00af9b000000ffff   ; CODE64
        dq 0x00cf93000000ffff   ; DATA
        dq 0x00cf9b000000ffff   ; CODE32
boot_gdt_pointer:
        dw $ - boot_gdt - 1
        dq boot_gdt

section .bss.boot nobits alloc write align=4096
boot_pml4:        resb 4096
boot_pdpt:        resb 4096
boot_directories: resb 4 * 4096
                  resb 16384
boot_stack_top:
