; SPDX-License-Identifier: GPL-2.0-only
;
; The other processors: from the SIPI's real mode to ap_main() in long mode.
; The code between trampoline_begin and trampoline_end is copied to a page
; below 1 MiB, whose number the SIPI carries (Intel SDM vol. 3, 8.4.3). It runs
; there and reaches its own data through CS; what it jumps to lies in the image.
; Every processor that arrives draws a ticket, which gives it stacks of its own.
;
; An NMI can come at any time, from the first instruction on (early.inc). Until
; the page's stack is there it finds the one at the end of the first 64 KiB that INIT
; leaves (SDM vol. 3, table 9-1), and the vector table at 0, whose NMI cpu/smp.c points
; to trampoline_nmi.

extern boot_pml4, boot_gdt_pointer, boot_gdt
extern early_idt32, early_idt32_pointer, early_idt64_pointer
extern ap_main, ap_stacks
global trampoline_begin, trampoline_nmi, trampoline_end, ap_protected

AP_STACK_BYTES equ 4096         ; cpu/percpu.h has these two, too
MAX_CPUS       equ 255
PAGE_BYTES     equ 4096
NMI_BYTES      equ 12           ; EFLAGS, CS, EIP

%include "longmode.inc"

section .rodata
align 16
bits 16
trampoline_begin:
        cli
        cld
        mov     ax, cs
        mov     ds, ax
        mov     edi, 1
        lock xadd [tickets - trampoline_begin], edi
        cmp     edi, MAX_CPUS
        jae     .halt
        imul    eax, edi, NMI_BYTES
        mov     ecx, PAGE_BYTES
        sub     ecx, eax
        mov     ax, cs
        mov     ss, ax
        mov     esp, ecx
        o32 lidt [idt_pointer - trampoline_begin]
        o32 lgdt [gdt_pointer - trampoline_begin]
        mov     eax, 0x11       ; PE ET
        mov     cr0, eax
        jmp     dword CODE32:ap_protected
.halt:  hlt
        jmp     .halt

trampoline_nmi:
        iret

align 4
tickets: dd 0
idt_pointer:
        dw 32 * 8 - 1
        dd early_idt32
gdt_pointer:
        dw 4 * 8 - 1
        dd boot_gdt
trampoline_end:
%if trampoline_end - trampoline_begin > PAGE_BYTES - MAX_CPUS * NMI_BYTES
%error "the trampoline reaches into the stacks behind it"
%endif

section .text
bits 32
; EDI has the ticket.
ap_protected:
        mov     eax, edi
        inc     eax             ; a stack ends where the next begins
        shl     eax, 12         ; AP_STACK_BYTES
        lea     ecx, [ap_stacks + eax]
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax         ; nothing comes between this and the next
        mov     esp, ecx
        ENTER_LONG_MODE boot_pml4
        jmp     CODE64:ap_long_mode

bits 64
ap_long_mode:
        lidt    [abs early_idt64_pointer]
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        xor     eax, eax
        mov     fs, eax
        mov     gs, eax
        mov     eax, esp        ; whole, whatever its upper half was
        mov     rsp, rax
        UNBLOCK_NMIS
        xor     ebp, ebp
        call    ap_main
.halt:  cli
        hlt
        jmp     .halt
