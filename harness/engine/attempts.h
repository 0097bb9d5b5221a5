/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A boot is tried again where the emulator lost an interrupt, and for nothing
 * else; a row says how many attempts it took and what ended the earlier ones,
 * and verify counts them.
 *
 * QEMU's TCG with SVM (7.2) clears a bit of a processor's pending interrupts at every
 * VM exit without the lock that others set theirs under (target/i386/tcg,
 * do_vmexit). Whether it was that, the guest finds out and says: its code word
 * `undelivered` means that the target's own virtual APIC had accepted the interrupt
 * and nothing blocked it, and that it was delivered only when something else
 * kicked the target. Every other way to end is told as what it is.
 */
#ifndef IPIBENCH_ATTEMPTS_H
#define IPIBENCH_ATTEMPTS_H

#include "plan/run.h"

#define ATTEMPTS_MAX 3
#define ATTEMPTS_CODE "undelivered"

/* Is the boot to be run again? Not where it has been tried often enough. */
bool attempts_due(const struct boot *boot);

/* Those of the boots that are to be, made ready under other names; their
 * consoles are written to run->out. NULL when there are none. */
GPtrArray *attempts_again(const struct run *run, const GPtrArray *boots);

void attempt_free(struct attempt *attempt);

#endif
