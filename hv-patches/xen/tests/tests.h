/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of the test kernel share: vapic-pvh.c, vapic-ctrl.c, vapic-count.c. */
#ifndef TESTS_H
#define TESTS_H

#include "machine.h"
#include "vapic.h"

#define SINGLE  VAPIC_ICR_SINGLE
#define LOGICAL 0x800u
#define SELF    0x40000u
#define ALLBUT  0xc0000u
#define FORMS   (VAPIC_CTRL_MMIO | VAPIC_CTRL_MSR)
#define TO(id)  ((u32)(id) << VAPIC_ICR_DEST_SHIFT)
#define MSR_TO(id) ((u64)(id) << VAPIC_ICR_MSR_DEST_SHIFT)

/* What the first vCPU's APIC is given: software-enabled; logical id. */
#define SPIV_ON  0x1ff
#define SPIV_OFF 0xff
#define LDR_BSP  (4u << 24)

void ok(bool good, const char *what);
bool refuses_read(u32 msr);
/* Flipping any one bit of @mask in @base makes a value that is refused. */
bool refuses_bits(u32 msr, u64 base, u64 mask);

static inline u64 ctrl(void)
{
	u64 v = ~0ull;

	rdmsr_safe(VAPIC_MSR_CTRL, &v);
	return v;
}

static inline bool send(u64 icr)
{
	return wrmsr_safe(VAPIC_MSR_ICR, icr);
}

u64 between(u32 id, unsigned int class);
bool adds_up(unsigned int bank, u32 id);
u32 cpuid_eax(void);

void test_ctrl(void);
void test_lost(void);
void test_reset_ids(bool counters);
void test_counters(void);
void test_no_counters(void);
void test_single_counts(void);

#endif
