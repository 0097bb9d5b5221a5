// SPDX-License-Identifier: GPL-2.0-only
/*
 * A processor that does not answer is asked by NMI where it is and which
 * interrupts its APIC holds back. It then stays where the NMI found it.
 */
#include "console/record.h"
#include "cpu/apic.h"
#include "cpu/smp.h"
#include "cpu/traps.h"
#include "cpu/tsc.h"
#include "rows/stuck.h"

#define RFLAGS_IF (1u << 9)

static u32 asked;		/* index + 1 of who is to answer */
static u32 answered;

/* What the answer means. UNDELIVERED: the APIC has accepted an interrupt that nothing
 * holds back, and the processor waited for it, or had interrupts on, and did not get
 * it: that was for the machine below to do. */
enum verdict { SILENT, NOTHING, BLOCKED, MASKED, UNDELIVERED };
static const char *const verdict_name[] = {
	"silent", "nothing-requested", "blocked", "masked", "undelivered"
};
static enum verdict verdict;

/* SDM vol. 3, 11.8.4: 256 bits in eight registers. The highest; 0: none. */
static u32 record_vectors(const char *key, u32 reg)
{
	u32 highest = 0;

	record_key(key);
	for (u32 v = 0; v < 256; v++) {
		if (!(apic_read(reg + v / 32 * 16) & 1u << v % 32))
			continue;
		if (highest)
			record_raw(",");
		record_raw_u64(v);
		highest = v;
	}
	return highest;
}

/* A HLT in halt_for_interrupt() ends with interrupts on, whatever they were. */
static bool could_take_one(const struct trap_frame *f)
{
	const u64 behind_hlt = (u64)halt_for_interrupt_hlt + 1;

	return f->rflags & RFLAGS_IF || f->rip == behind_hlt;
}

/* The class of a vector (its high four bits) is its priority: SDM vol. 3, 11.8.3. */
static enum verdict judge(const struct trap_frame *f, u32 requested, u32 in_service,
			  u32 tpr)
{
	if (!requested)
		return NOTHING;
	if (requested >> 4 <= in_service >> 4 || requested >> 4 <= tpr >> 4)
		return BLOCKED;
	return could_take_one(f) ? UNDELIVERED : MASKED;
}

void stuck_answer(const struct trap_frame *f)
{
	struct percpu *self = this_cpu();
	u32 tpr, in_service, requested;

	if (load(&asked) != self->index + 1)
		return;
	record_begin("stuck");
	record_u64("cpu", self->index);
	record_hex("rip", f->rip);
	record_hex("rsp", f->rsp);
	record_hex("rflags", f->rflags);
	record_u64("order", self->order);
	record_u64("ready", self->ready);
	record_u64("done", self->done);
	tpr = apic_read(APIC_TPR);
	record_hex("tpr", tpr);
	in_service = record_vectors("in_service", APIC_ISR);
	requested = record_vectors("requested", APIC_IRR);
	verdict = judge(f, requested, in_service, tpr);
	record_text("verdict", verdict_name[verdict]);
	record_end();
	store(&answered, self->index + 1);
	halt_forever();
}

static enum verdict ask(u32 i)
{
	u64 since;

	verdict = SILENT;
	store(&asked, i + 1);
	apic_send(ICR_NMI | ICR_ASSERT, cpus[i].apic_id);
	since = rdtsc();
	while (load(&answered) != i + 1
	       && rdtsc() - since < tsc_ticks_for_ms(1000))
		cpu_pause();
	if (load(&answered) == i + 1)
		return verdict;
	/* Whoever comes later must not be taken for another one. */
	store(&asked, 0);
	record_begin("stuck");
	record_u64("cpu", i);
	record_text("rip", "unknown");
	record_text("verdict", verdict_name[SILENT]);
	record_end();
	return SILENT;
}

const struct reason *stuck_record(void)
{
	bool undelivered = true;

	traps_expect_nothing();
	for (u32 i = 1; i < cpu_count; i++)
		if (load(&cpus[i].done) != cpus[i].order)
			undelivered &= ask(i) == UNDELIVERED;
	return undelivered
		? LOST("undelivered", "a processor did not get an interrupt that its APIC had accepted and nothing held back")
		: LOST("no-answer", "a processor does not answer any more");
}
