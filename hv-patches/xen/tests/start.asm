; SPDX-License-Identifier: GPL-2.0-only
;
; From Xen's PVH entry (docs/misc/pvh.pandoc: 32-bit, paging off, EBX =
; start_info) to 64-bit C, on the first processor and, by a trampoline, on the
; second; and what C cannot say: MSR accesses that may fault, interrupt entry.

bits 32
default rel
extern main, ap_main, interrupt, panic
global start, ap_trampoline, ap_trampoline_end, idt_fill, rdmsr_safe, wrmsr_safe
global hypercall_page, ap_stack

XEN_ELFNOTE_PHYS32_ENTRY equ 18
section .note.Xen note alloc noexec nowrite align=4
        dd 4, 8, XEN_ELFNOTE_PHYS32_ENTRY
        db "Xen", 0
        dq start

CR0_ON  equ 0x80000033          ; PG, NE, ET, MP, PE
CR4_ON  equ 0x620               ; OSXMMEXCPT, OSFXSR, PAE
EFER    equ 0xc0000080
EFER_LM equ 0x100
TRAMPOLINE equ 0x8000           ; SIPI vector 8

section .text
start:
        cld
        ; 4 GiB, virtual = physical, 2 MiB pages; the last GiB uncached, for
        ; the local APIC.
        mov edi, pd
        mov eax, 0x83           ; present, writable, large
        mov ecx, 2048
.page:  cmp eax, 0xc0000000
        jb .cached
        or eax, 0x10            ; PCD
.cached:
        mov [edi], eax
        mov dword [edi + 4], 0
        add edi, 8
        add eax, 0x200000
        loop .page
        mov eax, pd + 3
        mov edi, pdpt
        mov ecx, 4
.pd:    mov [edi], eax
        add edi, 8
        add eax, 4096
        loop .pd
        mov dword [pml4], pdpt + 3

        mov esp, bsp_stack
        mov esi, main
long_mode:                      ; ESP stack, ESI where to go; also by the AP
        lgdt [gdtr]
        mov eax, pml4
        mov cr3, eax
        mov eax, CR4_ON
        mov cr4, eax
        mov ecx, EFER
        rdmsr
        or eax, EFER_LM
        wrmsr
        mov eax, CR0_ON
        mov cr0, eax
        jmp 8:.code64
bits 64
.code64:
        xor eax, eax
        mov ds, eax
        mov es, eax
        mov ss, eax
        mov fs, eax
        mov gs, eax
        lidt [idtr]
        mov esi, esi
        call rsi
.halt:  hlt
        jmp .halt

; Copied to TRAMPOLINE.
bits 16
ap_trampoline:
        cli
        xor ax, ax
        mov ds, ax
        lgdt [cs:.gdtr - ap_trampoline]
        mov eax, 0x11           ; ET, PE
        mov cr0, eax
        jmp dword 24:(TRAMPOLINE + .code32 - ap_trampoline)
.gdtr:  dw 39
        dd gdt
bits 32
.code32:
        mov ax, 32
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov esp, ap_stack
        mov esi, ap_main
        mov eax, long_mode
        jmp eax
ap_trampoline_end:

bits 64
; bool rdmsr_safe(u32 msr, u64 *value); bool wrmsr_safe(u32 msr, u64 value);
; false on #GP.
rdmsr_safe:
        mov ecx, edi
.at:    rdmsr
        shl rdx, 32
        or rax, rdx
        mov [rsi], rax
        mov eax, 1
        ret
wrmsr_safe:
        mov ecx, edi
        mov eax, esi
        mov rdx, rsi
        shr rdx, 32
.at:    wrmsr
        mov eax, 1
        ret
refused:
        xor eax, eax
        ret

; An entry for each vector; vectors that push no error code push a zero.
%assign v 0
%rep 256
entry_%[v]:
%if !(v == 8 || (v >= 10 && v <= 14) || v == 17 || v == 21 || v == 29 || v == 30)
        push qword 0
%endif
        push qword v
        jmp trapped
%assign v v + 1
%endrep

trapped:
        push rax
        push rcx
        push rdx
        push rsi
        push rdi
        push r8
        push r9
        push r10
        push r11
        mov edi, [rsp + 72]     ; vector
        cmp edi, 32
        jae .irq
        mov rsi, [rsp + 88]     ; RIP
        lea rax, [rdmsr_safe.at]
        cmp rsi, rax
        je .gp
        lea rax, [wrmsr_safe.at]
        cmp rsi, rax
        je .gp
        call panic
.gp:    cmp edi, 13
        jne .bad
        lea rax, [refused]
        mov [rsp + 88], rax
        jmp .out
.bad:   call panic
.irq:   xor esi, esi            ; on which processor: by the stack in use
        lea rax, [bsp_stack]
        cmp rsp, rax
        seta sil
        cld
        call interrupt
.out:   pop r11
        pop r10
        pop r9
        pop r8
        pop rdi
        pop rsi
        pop rdx
        pop rcx
        pop rax
        add rsp, 16
        iretq

idt_fill:
        lea rdi, [idt]
        lea rsi, [entries]
        mov ecx, 256
.next:  lodsq
        mov [rdi], ax
        mov word [rdi + 2], 8
        mov word [rdi + 4], 0x8e00
        shr rax, 16
        mov [rdi + 6], ax
        shr rax, 16
        mov [rdi + 8], eax
        mov dword [rdi + 12], 0
        add rdi, 16
        loop .next
        ret

section .rodata
align 8
entries:
%assign v 0
%rep 256
        dq entry_%[v]
%assign v v + 1
%endrep

section .data
align 8
gdt:    dq 0, 0x00af9b000000ffff, 0     ; 8: 64-bit code
        dq 0x00cf9b000000ffff           ; 24: 32-bit code, for the AP
        dq 0x00cf93000000ffff           ; 32: 32-bit data
gdtr:   dw $ - gdt - 1
        dq gdt
idtr:   dw 4095
        dq idt

section .bss nobits alloc noexec write align=4096
pml4:   resb 4096
pdpt:   resb 4096
pd:     resb 4096 * 4
hypercall_page: resb 4096
idt:    resb 4096
        resb 16384
bsp_stack:
        resb 16384
ap_stack:
