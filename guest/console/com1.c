// SPDX-License-Identifier: GPL-2.0-only
/*
 * First serial port, a 16550 with its FIFO, polled (National Semiconductor
 * PC16550D data sheet, section 8). 115200 8N1.
 */
#include "console/console.h"
#include "cpu/cpu.h"

#define COM1 0x3f8
#define DATA (COM1 + 0)
#define IER  (COM1 + 1)
#define FCR  (COM1 + 2)
#define LCR  (COM1 + 3)
#define MCR  (COM1 + 4)
#define LSR  (COM1 + 5)
#define SCR  (COM1 + 7)

#define LSR_FIFO_EMPTY 0x20
#define FIFO_BYTES 16

/* 16 bytes take 1.4 ms at 115200 baud; a read of a port takes a microsecond
 * or more. */
#define PATIENCE 4000000

static bool probe(void)
{
	/* The scratch register keeps what is written where there is a UART. */
	out8(SCR, 0x5a);
	if (in8(SCR) != 0x5a)
		return false;
	out8(SCR, 0xa5);
	if (in8(SCR) != 0xa5)
		return false;

	out8(IER, 0);
	out8(LCR, 0x80);		/* divisor latch */
	out8(DATA, 1);			/* 115200 */
	out8(IER, 0);
	out8(LCR, 0x03);		/* 8N1 */
	out8(FCR, 0x07);		/* FIFO on and empty */
	out8(MCR, 0x03);		/* DTR, RTS */
	return true;
}

static bool write(const char *text, size_t n)
{
	while (n) {
		size_t some = n < FIFO_BYTES ? n : FIFO_BYTES;

		for (u32 i = 0; !(in8(LSR) & LSR_FIFO_EMPTY); i++)
			if (i == PATIENCE)
				return false;
		out8_string(DATA, text, some);
		text += some;
		n -= some;
	}
	return true;
}

const struct console console_com1 = { "com1", probe, write };
