; SPDX-License-Identifier: GPL-2.0-only
;
; Where interrupts and exceptions arrive. Exceptions go to trap() in C with a
; struct trap_frame. IPIs are handled right here, by a handler for each way to
; end the interrupt: nothing is decided at run time between the first
; instruction and IRET.
;
; GS points to struct percpu all the time; the offsets are checked in
; cpu/percpu.h.

extern trap
global trap_stubs
global ipi_handler_xapic, ipi_handler_x2apic
global wake_handler_xapic, wake_handler_x2apic
global watchdog_handler_xapic, watchdog_handler_x2apic
global evtchn_handler_xapic, evtchn_handler_x2apic
global spurious_handler

PERCPU_RECEIVED    equ 128
PERCPU_WATCHDOG    equ 136
PERCPU_EVTCHN_INFO equ 144
PERCPU_EVTCHN_WORD equ 152
PERCPU_EVTCHN_BIT  equ 160

APIC_EOI        equ 0xfffffffffee000b0 ; APIC_ADDRESS + APIC_EOI, cpu/apic.h
MSR_X2APIC_EOI  equ 0x80b       ; table 11-6

section .text
bits 64

; %1 name, %2 what to do before the EOI (a macro; it may use RAX)
%macro IPI_HANDLERS 2
align 64
%1_handler_xapic:
        push    rax
        %2
        mov     dword [abs APIC_EOI], 0
        pop     rax
        iretq
align 64
%1_handler_x2apic:
        push    rax
        push    rcx
        push    rdx
        %2
        mov     ecx, MSR_X2APIC_EOI
        xor     eax, eax
        xor     edx, edx
        wrmsr
        pop     rdx
        pop     rcx
        pop     rax
        iretq
%endmacro

%macro COUNT 0
        inc     qword [gs:PERCPU_RECEIVED]
%endmacro
%macro NOTHING 0
%endmacro
%macro NOTE_TIMEOUT 0
        mov     qword [gs:PERCPU_WATCHDOG], 1
%endmacro
; The two-level event channel ABI (Xen, public/xen.h, struct vcpu_info):
; first the flag that asks for upcalls, then the selector, then the port's own
; bit, so that an event sent meanwhile raises a new upcall.
%macro COUNT_EVENT 0
        mov     rax, [gs:PERCPU_EVTCHN_INFO]
        mov     byte [rax], 0   ; evtchn_upcall_pending
        lock and qword [rax + 8], 0 ; evtchn_pending_sel
        push    rcx
        mov     rax, [gs:PERCPU_EVTCHN_WORD]
        mov     rcx, [gs:PERCPU_EVTCHN_BIT]
        lock btr [rax], rcx
        pop     rcx
        jnc     %%none
        inc     qword [gs:PERCPU_RECEIVED]
%%none:
%endmacro

        IPI_HANDLERS ipi, COUNT
        IPI_HANDLERS wake, NOTHING
        IPI_HANDLERS watchdog, NOTE_TIMEOUT
        IPI_HANDLERS evtchn, COUNT_EVENT

; A spurious interrupt is not in service and wants no EOI (Intel SDM vol. 3,
; 11.9).
spurious_handler:
        iretq

; 256 stubs of 16 bytes. Vectors 8, 10-14, 17, 21, 29 and 30 push an error
; code (AMD APM vol. 2, 8.2; Intel SDM vol. 3, table 6-1).
align 16
trap_stubs:
%assign vector 0
%rep 256
align 16
%if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30
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
        iretq
