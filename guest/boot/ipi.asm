; SPDX-License-Identifier: GPL-2.0-only
;
; Where IPIs arrive. There is an entry for each slot (cpu/percpu.h), and behind it
; a handler for each way to end the interrupt and for each pass: which one is
; decided when the vectors are pointed to it (cpu/traps.c), not when the interrupt
; comes.
;
; The handlers of a counting pass read no clock, and count last: whoever has seen
; the count knows that the EOI, an exit perhaps, is over. Those of a timing pass
; count first, which is what the sender waits to see, then note the clock, end the
; interrupt with a clock reading on each side, and last say that all is noted.
;
; GS points to struct percpu all the time; the offsets are checked in
; cpu/percpu.h.

global halt_for_interrupt, halt_for_interrupt_hlt, leave_interrupt
global slot_count_xapic, slot_count_x2apic, slot_time_xapic, slot_time_x2apic
global evtchn_count, evtchn_time, evtchn_stray, nmi_count, nmi_time
global wake_handler, watchdog_handler, spurious_handler

SLOTS              equ 32       ; cpu/percpu.h
SLOT_BYTES         equ 256
PERCPU_WATCHDOG    equ 128
PERCPU_EVTCHN_INFO equ 136
PERCPU_EVTCHN_WORD equ 144
PERCPU_EVTCHN_BIT  equ 152
PERCPU_EVTCHN_OURS equ 160
PERCPU_WOKEN_EARLY equ 168
PERCPU_PHANTOMS    equ 176
PERCPU_X2APIC      equ 184
PERCPU_STRAYS      equ 192
PERCPU_STRAY_VECTOR equ 208
PERCPU_SLOTS       equ 256
SLOT_GOT           equ 0
SLOT_STAMP         equ 128
SLOT_EOI           equ 136
SLOT_DONE          equ 144

APIC_EOI        equ 0xfffffffffee000b0 ; APIC_ADDRESS + APIC_EOI, cpu/apic.h
VECTOR_EVTCHN   equ 0x50        ; cpu/apic.h
MSR_X2APIC_EOI  equ 0x80b       ; Intel SDM vol. 3, table 11-6

section .text
bits 64

; ---- what an emulator may do, and no processor does ----
;
; QEMU's TCG (7.2) has two faults with SVM. Both are mended where they show, in
; the guest, so that its counts are true; both are counted (rows/account.c).

; Sleeps until an interrupt: cpu/cpu.h. STI holds interrupts off until after the
; instruction behind it (Intel SDM vol. 2, STI; AMD APM vol. 3, STI), so none finds
; this processor between it and the HLT. The emulator forgets that at a VM exit
; between the two, for VMRUN does not load the interrupt shadow, and the HLT would
; wait for an interrupt that has been.
align 64
halt_for_interrupt:
        sti
halt_for_interrupt_hlt:
        hlt
        cli
        ret

; How every handler ends but those of NMIs.
leave_interrupt:
        cmp     qword [rsp], halt_for_interrupt_hlt
        je      .early
        iretq
.early: inc     qword [rsp]     ; HLT is one byte: step over it
        inc     qword [gs:PERCPU_WOKEN_EARLY]
        iretq

; The emulator's VMRUN injects an interrupt and leaves its number where a request to
; stop, when it comes in that instant, has it delivered once more: before the
; handler's first instruction, though interrupts are off there. It is not in
; the APIC, so there is nothing to end.
; %1 bytes pushed since the interrupt, %2 where to go. RFLAGS.IF is bit 9 of the
; third word that the interrupt pushed.
%macro IF_PHANTOM 2
        test    byte [rsp + %1 + 17], 2
        jz      %2
%endmacro

phantom_pop_rcx:
        pop     rcx
phantom:
        inc     qword [gs:PERCPU_PHANTOMS]
        iretq

; ---- what handlers are made of ----

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
%macro EOI_X2APIC_SAVED 0
        push    rax
        push    rcx
        push    rdx
        EOI_X2APIC
        pop     rdx
        pop     rcx
        pop     rax
%endmacro

; The clock as cpu/cpu.h reads it, into RAX; RDX is changed.
%macro CLOCK 0
        lfence
        rdtsc
        lfence
        shl     rdx, 32
        or      rax, rdx
%endmacro

; An entry for each slot, 16 bytes each (cpu/traps.c); RCX becomes the slot's
; offset.
%macro ENTRIES 1                ; where they lead
%assign slot 0
%rep SLOTS
align 16
        push    rcx
        mov     ecx, PERCPU_SLOTS + SLOT_BYTES * slot
        jmp     %1
%assign slot slot + 1
%endrep
%endmacro

; ---- counting ----

%macro COUNT 1                  ; EOI
        IF_PHANTOM 8, phantom_pop_rcx
        %1
        inc     qword [gs:rcx + SLOT_GOT]
        pop     rcx
        jmp     leave_interrupt
%endmacro

align 64
slot_count_xapic:
        ENTRIES count_xapic
align 64
slot_count_x2apic:
        ENTRIES count_x2apic
align 64
count_xapic:
        COUNT EOI_XAPIC
align 64
count_x2apic:
        COUNT EOI_X2APIC_SAVED

; ---- timing ----

; RCX is pushed, and the slot's offset. No fence before this reading: the interrupt
; itself has waited for all that went before, and the increment's store need not
; have left the processor.
%macro NOTE_ARRIVAL 0
        inc     qword [gs:rcx + SLOT_GOT]
        push    rax
        push    rdx
        rdtsc
        mov     [gs:rcx + SLOT_STAMP], eax
        mov     [gs:rcx + SLOT_STAMP + 4], edx
%endmacro

%macro SAY_NOTED 0
        mov     rax, [gs:rcx + SLOT_GOT]
        mov     [gs:rcx + SLOT_DONE], rax
        pop     rdx
        pop     rax
        pop     rcx
%endmacro

%macro TIME 1                   ; EOI
        IF_PHANTOM 8, phantom_pop_rcx
        NOTE_ARRIVAL
        push    rsi
        push    rcx
        CLOCK
        mov     rsi, rax
        %1
        CLOCK
        sub     rax, rsi
        pop     rcx
        mov     [gs:rcx + SLOT_EOI], rax
        pop     rsi
        SAY_NOTED
        jmp     leave_interrupt
%endmacro

align 64
slot_time_xapic:
        ENTRIES time_xapic
align 64
slot_time_x2apic:
        ENTRIES time_x2apic
align 64
time_xapic:
        TIME EOI_XAPIC
align 64
time_x2apic:
        TIME EOI_X2APIC

; ---- NMI: ended by IRET, not by an EOI ----

; They use the stack they find. Xen on SVM takes an NMI for over when its IRET is about
; to be executed, and holds the next one off by an interrupt shadow, which the
; emulator forgets: one can come before the IRET. On a stack of its own it would
; lie over the frame that the IRET wants.

align 64
nmi_count:
        inc     qword [gs:PERCPU_SLOTS + SLOT_GOT]
        iretq
align 64
nmi_time:
        push    rcx
        mov     ecx, PERCPU_SLOTS
        NOTE_ARRIVAL
        SAY_NOTED
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
        IF_PHANTOM 0, phantom
        TAKE_EVENT
        setc    [gs:PERCPU_EVTCHN_OURS]
        EOI_XAPIC
        cmp     byte [gs:PERCPU_EVTCHN_OURS], 0
        je      .none
        inc     qword [gs:PERCPU_SLOTS + SLOT_GOT]
.none:  jmp     leave_interrupt
align 64
evtchn_time:
        IF_PHANTOM 0, phantom
        TAKE_EVENT
        jnc     .none
        push    rcx
        mov     ecx, PERCPU_SLOTS
        jmp     time_xapic
.none:  EOI_XAPIC
        jmp     leave_interrupt

; ---- not measured ----

; The interrupt is ended as this processor's mode wants it: a wake can be sent before a
; processor changes its mode, and be taken after.
%macro EOI_OWN 0
        cmp     byte [gs:PERCPU_X2APIC], 0
        jne     %%x2apic
        EOI_XAPIC
        jmp     %%done
%%x2apic:
        EOI_X2APIC_SAVED
%%done:
%endmacro

align 16
wake_handler:
        IF_PHANTOM 0, phantom
        EOI_OWN
        jmp     leave_interrupt

align 16
watchdog_handler:
        IF_PHANTOM 0, phantom
        mov     qword [gs:PERCPU_WATCHDOG], 1
        EOI_OWN
        jmp     leave_interrupt

; An event outside of any pass: counted like any interrupt that nobody expects
; (cpu/traps.c), and taken, or no other one would come.
align 16
evtchn_stray:
        IF_PHANTOM 0, phantom
        TAKE_EVENT
        inc     qword [gs:PERCPU_STRAYS]
        mov     dword [gs:PERCPU_STRAY_VECTOR], VECTOR_EVTCHN
        EOI_OWN
        jmp     leave_interrupt

; A spurious interrupt is not in service and wants no EOI (Intel SDM vol. 3,
; 11.9).
spurious_handler:
        jmp     leave_interrupt
