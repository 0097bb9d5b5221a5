/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A boot is tried again where the emulator may have lost an interrupt, and
 * nowhere else; what became of the earlier attempts stays in the result.
 *
 * QEMU's TCG, up to 10.1 at least, clears a bit of a processor's pending
 * interrupts at every VM exit without holding the lock that others set theirs
 * under (target/i386/tcg, do_vmexit, CPU_INTERRUPT_VIRQ): one that is sent to
 * the processor in the same instant is lost, to the first level as well as to
 * the guest, and whoever waits for it waits for ever. With many exits a second
 * that happens once in some tens of boots.
 */
#ifndef IPIBENCH_ATTEMPTS_H
#define IPIBENCH_ATTEMPTS_H

#include "target.h"

#define ATTEMPTS_MAX 3

/* Those of the boots that a lost interrupt may explain, made ready to be run
 * again under other names; their consoles are written to run->out. NULL when
 * there are none, or the boots have been tried often enough. */
GPtrArray *attempts_again(const struct run *run, const GPtrArray *boots);

#endif
