; SPDX-License-Identifier: GPL-2.0-only
;
; Where IPIs arrive. There is a handler for each slot (cpu/percpu.h), for each
; way to end the interrupt and for each pass, so that nothing is decided between
; the first instruction and IRET. cpu/traps.c points the vectors of the slots
; to the set that a pass wants.
;
; The handlers of a counting pass read no clock, and count last: whoever has seen
; the count knows that the EOI, an exit perhaps, is over. Those of a timing pass
; count first, which is what the sender waits to see, then note the clock, end the
; interrupt with a clock reading on each side, and last say that all is noted.
;
; GS points to struct percpu all the time; the offsets are checked in
; cpu/percpu.h.

global slot_count_xapic, slot_count_x2apic, slot_time_xapic, slot_time_x2apic
global evtchn_count, evtchn_time, nmi_count, nmi_time
global wake_handler_xapic, wake_handler_x2apic
global watchdog_handler_xapic, watchdog_handler_x2apic
global spurious_handler

SLOTS              equ 32       ; cpu/percpu.h
SLOT_BYTES         equ 256
PERCPU_WATCHDOG    equ 128
PERCPU_EVTCHN_INFO equ 136
PERCPU_EVTCHN_WORD equ 144
PERCPU_EVTCHN_BIT  equ 152
PERCPU_EVTCHN_OURS equ 160
PERCPU_SLOTS       equ 256
SLOT_GOT           equ 0
SLOT_STAMP         equ 128
SLOT_EOI           equ 136
SLOT_DONE          equ 144

APIC_EOI        equ 0xfffffffffee000b0 ; APIC_ADDRESS + APIC_EOI, cpu/apic.h
MSR_X2APIC_EOI  equ 0x80b       ; Intel SDM vol. 3, table 11-6

section .text
bits 64

%macro EOI_XAPIC 0
        mov     dword [abs APIC_EOI], 0
%endmacro

; Leaves RAX, RCX and RDX changed.
%macro EOI_X2APIC 0
        mov     ecx, MSR_X2APIC_EOI
        xor     eax, eax
        xor     edx, edx
        wrmsr
%endmacro

; The clock as cpu/cpu.h reads it, into RAX; RDX is changed.
%macro CLOCK 0
        lfence
        rdtsc
        lfence
        shl     rdx, 32
        or      rax, rdx
%endmacro

; ---- counting: one slot after the other, 32 bytes each (cpu/traps.c) ----

%macro PER_SLOT 2               ; bytes of a handler, macro that takes the slot
%assign slot 0
%rep SLOTS
align %1
        %2      PERCPU_SLOTS + SLOT_BYTES * slot
%assign slot slot + 1
%endrep
%endmacro

%macro COUNT_XAPIC 1
        EOI_XAPIC
        inc     qword [gs:%1 + SLOT_GOT]
        iretq
%endmacro

%macro COUNT_X2APIC 1
        push    rax
        push    rcx
        push    rdx
        EOI_X2APIC
        pop     rdx
        pop     rcx
        pop     rax
        inc     qword [gs:%1 + SLOT_GOT]
        iretq
%endmacro

align 64
slot_count_xapic:
        PER_SLOT 32, COUNT_XAPIC
align 64
slot_count_x2apic:
        PER_SLOT 32, COUNT_X2APIC

; ---- timing: 64 bytes each, then a common end that knows the slot by RCX ----

; No fence before this reading: the interrupt itself has waited for all that
; went before, and the increment's store need not have left the processor.
%macro NOTE_ARRIVAL 1
        inc     qword [gs:%1 + SLOT_GOT]
        push    rax
        push    rdx
        rdtsc
        mov     [gs:%1 + SLOT_STAMP], eax
        mov     [gs:%1 + SLOT_STAMP + 4], edx
        push    rcx
        mov     ecx, %1
%endmacro

%macro TIME_XAPIC 1
        NOTE_ARRIVAL %1
        jmp     end_timed_xapic
%endmacro

%macro TIME_X2APIC 1
        NOTE_ARRIVAL %1
        jmp     end_timed_x2apic
%endmacro

align 64
slot_time_xapic:
        PER_SLOT 64, TIME_XAPIC
align 64
slot_time_x2apic:
        PER_SLOT 64, TIME_X2APIC

; %1 EOI; RCX is pushed around it, for one of the two needs it.
%macro END_TIMED 1
        push    rsi
        CLOCK
        mov     rsi, rax
        push    rcx
        %1
        pop     rcx
        CLOCK
        sub     rax, rsi
        mov     [gs:rcx + SLOT_EOI], rax
        mov     rax, [gs:rcx + SLOT_GOT]
        mov     [gs:rcx + SLOT_DONE], rax
        pop     rsi
        pop     rcx
        pop     rdx
        pop     rax
        iretq
%endmacro

align 64
end_timed_xapic:
        END_TIMED EOI_XAPIC
align 64
end_timed_x2apic:
        END_TIMED EOI_X2APIC

; ---- NMI: ended by IRET, not by an EOI ----

align 64
nmi_count:
        inc     qword [gs:PERCPU_SLOTS + SLOT_GOT]
        iretq
align 64
nmi_time:
        NOTE_ARRIVAL PERCPU_SLOTS
        mov     rax, [gs:rcx + SLOT_GOT]
        mov     [gs:rcx + SLOT_DONE], rax
        pop     rcx
        pop     rdx
        pop     rax
        iretq

; ---- Xen's event channels ----

; The two-level event channel ABI (Xen, public/xen.h, struct vcpu_info):
; first the flag that asks for upcalls, then the selector, then the port's own
; bit, so that an event sent meanwhile raises a new upcall. Carry: our port.
%macro TAKE_EVENT 0
        push    rax
        push    rcx
        mov     rax, [gs:PERCPU_EVTCHN_INFO]
        mov     byte [rax], 0   ; evtchn_upcall_pending
        lock and qword [rax + 8], 0 ; evtchn_pending_sel
        mov     rax, [gs:PERCPU_EVTCHN_WORD]
        mov     rcx, [gs:PERCPU_EVTCHN_BIT]
        lock btr [rax], rcx
        pop     rcx
        pop     rax
%endmacro

align 64
evtchn_count:
        TAKE_EVENT
        setc    [gs:PERCPU_EVTCHN_OURS]
        EOI_XAPIC
        cmp     byte [gs:PERCPU_EVTCHN_OURS], 0
        je      .none
        inc     qword [gs:PERCPU_SLOTS + SLOT_GOT]
.none:  iretq
align 64
evtchn_time:
        TAKE_EVENT
        jnc     .none
        NOTE_ARRIVAL PERCPU_SLOTS
        jmp     end_timed_xapic
.none:  EOI_XAPIC
        iretq

; ---- not measured ----

%macro UNMEASURED 2             ; name, what to do before the EOI
align 64
%1_handler_xapic:
        %2
        EOI_XAPIC
        iretq
align 64
%1_handler_x2apic:
        %2
        push    rax
        push    rcx
        push    rdx
        EOI_X2APIC
        pop     rdx
        pop     rcx
        pop     rax
        iretq
%endmacro

%macro NOTHING 0
%endmacro
%macro NOTE_TIMEOUT 0
        mov     qword [gs:PERCPU_WATCHDOG], 1
%endmacro

        UNMEASURED wake, NOTHING
        UNMEASURED watchdog, NOTE_TIMEOUT

; A spurious interrupt is not in service and wants no EOI (Intel SDM vol. 3,
; 11.9).
spurious_handler:
        iretq
