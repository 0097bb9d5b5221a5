/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Window markers: how the guest tells an observer of the emulated processor
 * (a QEMU TCG plugin) where a measured window begins and ends. A marker
 * causes no VM exit and changes nothing but a scratch register.
 *
 * A marker is three instructions in a row:
 *
 *   0f 1f 80 imm32     NOP with a 32-bit displacement (Intel SDM vol. 2, NOP)
 *                      imm32 = one of MARK_*; memory is not accessed
 *   8a /r              one-byte load at mark_array + row id (0..65535)
 *   8a /r              one-byte load at mark_array + MARK_WHO(cpu, pass)
 *
 * The observer sees instruction bytes and the virtual address of a load, not
 * registers; the guest maps all memory at its physical address. mark_array is
 * 64 KiB aligned and 64 KiB long, so the low 16 bits of the two addresses are
 * the values, and the rest says nothing but where the array is.
 */
#ifndef IPIBENCH_MARK_H
#define IPIBENCH_MARK_H

#define MARK_BOOT  0x1b1be000	/* once, when the guest starts; row 0, who 0 */
#define MARK_BEGIN 0x1b1be001	/* the sender enters a window */
#define MARK_END   0x1b1be002	/* and leaves it */
#define MARK_CPU   0x1b1be003	/* a processor says its index, row 0 */
#define MARK_MASK  0xffffff00	/* what the four have in common */

#define MARK_PASS_COUNT 0
#define MARK_PASS_TIME  1

/* cpu is the index in the `cpu` records, pass one of the above. */
#define MARK_WHO(cpu, pass)  ((cpu) | (pass) << 8)
#define MARK_WHO_CPU(who)    ((who) & 0xff)
#define MARK_WHO_PASS(who)   ((who) >> 8 & 1)

#define MARK_ARRAY_BYTES 65536

/* Empty windows before the real one where a row stands still
 * (rows/standstill.h). */
#define STANDSTILL_EMPTY_WINDOWS 5

#ifdef __ELF__
extern unsigned char mark_array[MARK_ARRAY_BYTES];

#define mark(what, row, who)						\
	do {								\
		unsigned char mark_scratch_;				\
		__asm__ volatile(".byte 0x0f, 0x1f, 0x80\n\t"		\
				 ".long %c3\n\t"			\
				 "movb (%1), %0\n\t"			\
				 "movb (%2), %0"			\
				 : "=&q"(mark_scratch_)			\
				 : "r"(mark_array + (row)),		\
				   "r"(mark_array + (who)), "i"(what)	\
				 : "memory");				\
	} while (0)
#endif

#endif
