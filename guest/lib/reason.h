/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a row is not run, or did not end well: a status and a code word for programs
 * to decide by, and a sentence for people. No reason is NULL.
 */
#ifndef IPIBENCH_REASON_H
#define IPIBENCH_REASON_H

#include "lib/types.h"

enum row_status {
	ROW_OK,
	ROW_UNSUPPORTED,	/* this platform has not got it */
	ROW_NOT_APPLICABLE,	/* these settings do not go together anywhere */
	ROW_LOST,		/* an interrupt was lost, or came too often */
};

struct reason {
	enum row_status status;
	const char *code, *text;
};

#define REASON(status, code, text) ({					\
	static const struct reason reason_ = { status, code, text };	\
	&reason_;							\
})
#define UNSUPPORTED(code, text) REASON(ROW_UNSUPPORTED, code, text)
#define NOT_APPLICABLE(code, text) REASON(ROW_NOT_APPLICABLE, code, text)
#define LOST(code, text) REASON(ROW_LOST, code, text)

#endif
