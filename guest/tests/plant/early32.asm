; SPDX-License-Identifier: GPL-2.0-only
;
; An exception with an error code before long mode: loads a selector that is none.
; --wrap=early_hello

global __wrap_early_hello
extern __real_early_hello

section .text
bits 32
__wrap_early_hello:
        call    __real_early_hello
        mov     eax, 0x1230
        mov     fs, eax
        ret
