/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a boot has no sound end: a status (status.h) and a code word for machines,
 * a sentence for people.
 *
 * Where the guest said `end` they are its own. Else the status is how the
 * machine ended, and the code how far the guest had come:
 *
 *   no-word    nothing was said: firmware, loader or the first instructions
 *   in-entry   its first word was there, its start of other processors not
 *   in-start   it was starting them
 *   in-rows    they were there
 */
#ifndef IPIBENCH_FAILURE_H
#define IPIBENCH_FAILURE_H

#include <glib.h>
#include <stdbool.h>

struct boot;
struct guest_run;

struct failure {
	char *status;           /* NULL: there is a sound end */
	char *code;             /* or NULL */
	char *reason;           /* or NULL */
};

/* The first one stays. code and format may be NULL. */
void failure_set(struct failure *failure, const char *status, const char *code,
		 const char *format, ...) G_GNUC_PRINTF(4, 5);
void failure_clear(struct failure *failure);
/* In words: "reset (in-start): the machine was reset while ..." */
char *failure_text(const struct failure *failure);

/* From how the boot ended and what the guest said. */
void failure_judge(struct boot *boot);
/* How far it had come: the code word, and the same in words. */
const char *failure_stage(const struct guest_run *guest, const char **words);
/* What the guest said of its own end. False: it did not say `end`. */
bool failure_of_guest(struct boot *boot);

#endif
