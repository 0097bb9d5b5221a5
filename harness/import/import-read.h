/* SPDX-License-Identifier: GPL-2.0-only */
/* What a guest said, from a file or a serial port, with the lines counted. */
#ifndef IPIBENCH_IMPORT_READ_H
#define IPIBENCH_IMPORT_READ_H

#include "wire/protocol.h"

enum import_end { IMPORT_ENDED, IMPORT_CUT, IMPORT_LIMIT, IMPORT_INTERRUPTED };

struct import {
	const char *path;
	bool port;              /* read while it came */
	GByteArray *raw;
	struct guest_run *guest;
	enum import_end end;
	guint line;             /* lines read */
	guint bad;              /* where the first damage is; 0: none */
	double seconds;         /* first to last byte; 0: unknown */
	/* its own */
	guint suspect;          /* last line that may have been the guest's */
	gint64 first_byte, last_byte;
	GError *error;
};

/* Reads all of a file; of a port until the guest's `end`, at most limit
 * seconds. False: it cannot be believed at all; the message begins with
 * "FILE:LINE: ". Rows that something is missing of say so in row->damage, by
 * file and line. */
bool import_read(struct import *import, const char *path, guint limit,
		 GError **error);
void import_clear(struct import *import);

#endif
