// SPDX-License-Identifier: GPL-2.0-only
/*
 * A processor that does not answer is asked by NMI where it is and which
 * interrupts its APIC holds back. It then stays where the NMI found it.
 */
#include "apic.h"
#include "record.h"
#include "smp.h"
#include "stuck.h"
#include "tsc.h"

static u32 asked;		/* index + 1 of who is to answer */
static u32 answered;

/* SDM vol. 3, 11.8.4: 256 bits in eight registers. */
static void record_vectors(const char *key, u32 reg)
{
	bool more = false;

	record_key(key);
	for (u32 v = 0; v < 256; v++) {
		if (!(apic_read(reg + v / 32 * 16) & 1u << v % 32))
			continue;
		if (more)
			record_raw(",");
		record_raw_u64(v);
		more = true;
	}
}

void stuck_answer_if_asked(const struct trap_frame *f)
{
	struct percpu *self = this_cpu();

	if (f->vector != 2 || load(&asked) != self->index + 1)
		return;
	record_begin("stuck");
	record_u64("cpu", self->index);
	record_hex("rip", f->rip);
	record_hex("rsp", f->rsp);
	record_hex("rflags", f->rflags);
	record_u64("order", self->order);
	record_u64("ready", self->ready);
	record_u64("done", self->done);
	record_hex("tpr", apic_read(APIC_TPR));
	record_vectors("in_service", APIC_ISR);
	record_vectors("requested", APIC_IRR);
	record_end();
	store(&answered, self->index + 1);
	halt_forever();
}

void stuck_record(void)
{
	traps_use_ipi_handlers(apic_mode_now(), false, false);
	for (u32 i = 1; i < cpu_count; i++) {
		u64 since;

		if (load(&cpus[i].done) == cpus[i].order)
			continue;
		store(&asked, i + 1);
		apic_send(ICR_NMI | ICR_ASSERT, cpus[i].apic_id);
		since = rdtsc();
		while (load(&answered) != i + 1
		       && rdtsc() - since < tsc_ticks_for_ms(1000))
			cpu_pause();
		if (load(&answered) == i + 1)
			continue;
		/* Whoever comes later must not write into another's record. */
		store(&asked, 0);
		record_begin("stuck");
		record_u64("cpu", i);
		record_text("rip", "unknown");
		record_end();
	}
}
