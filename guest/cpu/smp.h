/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the processors, starting them, and giving them work. */
#ifndef IPIBENCH_SMP_H
#define IPIBENCH_SMP_H

#include "cpu/apic.h"
#include "cpu/percpu.h"

/* Enabled entries of the MADT that are not started: with the id that reaches
 * everybody; named before; an id that needs x2APIC where there is none; more than
 * MAX_CPUS. */
extern struct smp_refused {
	u32 nobody, twice, unreachable, too_many;
} smp_refused;

/* Calls found() for each processor that firmware names (acpi/madt.c). */
typedef void (*each_cpu_fn)(void (*found)(u32 apic_id, u32 acpi_uid));

/* This processor becomes cpus[0]; the others follow. */
void smp_find(each_cpu_fn each_cpu);

/* Starts all of them through a page below 1 MiB. Those that do not come up
 * are moved behind cpu_count; *missing is how many. False: one came, and then did not
 * get ready. */
bool smp_start(u32 trampoline_page, u32 *missing);

/* Has a parked processor run a worker with interrupts off; waits until that says
 * that it is ready (workers of a row do), or until it has parked again. False: it
 * did not within ten seconds. */
void smp_order(struct percpu *p, worker_fn worker, struct run *run);
bool smp_wait_ready(const struct percpu *p);
bool smp_wait_parked(const struct percpu *p);

/* All, the first too, one after the other. False: one did not park again. */
bool smp_each_in_turn(worker_fn worker);

/* All processors to an APIC mode. */
bool smp_set_apic_mode(enum apic_mode mode);

#endif
