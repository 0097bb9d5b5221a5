; SPDX-License-Identifier: GPL-2.0-only
;
; Where exceptions arrive, and interrupts that nobody expects: a stub for each
; vector, and on to trap() in C with a struct trap_frame. IPIs have handlers of
; their own (ipi.asm).
;
; link.ld puts this file first in .text, at TEXT_BEGIN, so that the tables of
; early.inc can hold the stubs' addresses before any instruction has run.

extern trap, leave_interrupt
global trap_stubs

%include "longmode.inc"

section .text.traps exec
bits 64

; 256 stubs of 16 bytes. Vectors 8, 10-14, 17, 21, 29 and 30 push an error
; code (AMD APM vol. 2, 8.2; Intel SDM vol. 3, table 6-1).
%define HAS_ERROR_CODE(v) (v == 8 || (v >= 10 && v <= 14) || v == 17 || v == 21 || v == 29 || v == 30)
align 16
trap_stubs:
%assign vector 0
%rep 256
align 16
%if HAS_ERROR_CODE(vector)
        push    dword vector
%else
        push    byte 0
        push    dword vector
%endif
        jmp     trap_common
%assign vector vector + 1
%endrep

; struct trap_frame in cpu/traps.h has this order from the bottom up.
align 16
trap_common:
%macro SAVE 1-*
%rep %0
        push    %1
%rotate 1
%endrep
%endmacro
        SAVE rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
        mov     rdi, rsp
        mov     rbx, rsp
        and     rsp, -16
        cld
        call    trap
        mov     rsp, rbx
%macro RESTORE 1-*
%rep %0
%rotate -1
        pop     %1
%endrep
%endmacro
        RESTORE rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
        add     rsp, 16
        jmp     leave_interrupt

%include "early.inc"
