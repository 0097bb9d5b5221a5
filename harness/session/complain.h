/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command ends with, and how it says why. */
#ifndef IPIBENCH_COMPLAIN_H
#define IPIBENCH_COMPLAIN_H

#include <glib.h>

enum exit_status {
	DONE_GOOD = 0,
	FELL_SHORT = 1,         /* done, and something is not as it should be */
	WRONG_INPUT = 2,        /* arguments or files */
	DID_NOT_FINISH = 3,     /* a target could not run, or did not end */
};

/* "ipibench: MESSAGE" on standard error; returns status. */
int complain(int status, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
