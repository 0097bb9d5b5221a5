; SPDX-License-Identifier: GPL-2.0-only
;
; The other processors: from the SIPI's real mode to ap_main() in long mode.
; The code between trampoline_begin and trampoline_end is copied to a page
; below 1 MiB, whose number the SIPI carries (Intel SDM vol. 3, 8.4.3). It runs
; there, so it reaches its own data through CS in real mode and through the
; page address it keeps in EBX afterwards. Every processor that arrives draws
; a ticket, which gives it a stack of its own.

extern boot_pml4, boot_gdt_pointer
extern ap_main, ap_stacks
global trampoline_begin, trampoline_end, ap_tickets

AP_STACK_BYTES equ 4096         ; cpu/percpu.h has the same number

%include "longmode.inc"

section .rodata
align 16
bits 16
trampoline_begin:
        cli
        cld
        mov     ax, cs
        mov     ds, ax
        movzx   ebx, ax
        shl     ebx, 4
        lea     eax, [ebx + protected - trampoline_begin]
        mov     [far_target - trampoline_begin], eax
        o32 lgdt [gdt_pointer - trampoline_begin]
        mov     eax, 0x11       ; PE ET
        mov     cr0, eax
        jmp     dword far [far_target - trampoline_begin]

align 4
far_target:
        dd 0
        dw CODE32
align 4
gdt:
        dq 0
        dq 0x00af9b000000ffff   ; the same as boot_gdt
        dq 0x00cf93000000ffff
        dq 0x00cf9b000000ffff
gdt_pointer:
        dw gdt_pointer - gdt - 1
        dd gdt - trampoline_begin ; trampoline_install() adds the page

bits 32
protected:
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        ENTER_LONG_MODE boot_pml4
        jmp     CODE64:ap_long_mode
trampoline_end:

global trampoline_gdt_fixup
trampoline_gdt_fixup:  dd gdt_pointer - trampoline_begin + 2

section .text
bits 64
ap_long_mode:
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        xor     eax, eax
        mov     fs, eax
        mov     gs, eax
        lgdt    [boot_gdt_pointer]
        mov     eax, 1
        lock xadd [ap_tickets], eax
        inc     eax             ; tickets from 1: a stack ends where the next begins
        shl     rax, 12         ; AP_STACK_BYTES
        lea     rsp, [ap_stacks + rax]
        xor     ebp, ebp
        call    ap_main
.halt:  cli
        hlt
        jmp     .halt

section .bss nobits alloc write align=4
ap_tickets: resd 1
