// SPDX-License-Identifier: GPL-2.0-only
#include "acpi.h"
#include "smp.h"
#include "traps.h"
#include "tsc.h"

struct percpu ALIGNED(4096) cpus[MAX_CPUS];
u32 cpu_count;

ALIGNED(4096) u8 ap_stacks[MAX_CPUS][AP_STACK_BYTES];
extern const u8 trampoline_begin[], trampoline_end[];
extern const u32 trampoline_gdt_fixup;
void NORETURN ap_main(void);

/* The order that each processor has from the start: to get ready. */
#define START_ORDER 1

static enum apic_mode start_mode;
static bool all_started;

static void add_cpu(u32 apic_id, u32 acpi_uid)
{
	if (apic_id == cpus[0].apic_id) {
		cpus[0].acpi_uid = acpi_uid;
		return;
	}
	if (cpu_count == MAX_CPUS)
		return;
	for (u32 i = 0; i < cpu_count; i++)	/* named by both entry types */
		if (cpus[i].apic_id == apic_id)
			return;
	cpus[cpu_count].index = cpu_count;
	cpus[cpu_count].apic_id = apic_id;
	cpus[cpu_count].acpi_uid = acpi_uid;
	cpu_count++;
}

void smp_find(void)
{
	cpus[0].apic_id = apic_own_id();
	cpus[0].started = true;
	cpu_count = 1;
	acpi_each_cpu(add_cpu);
}

static void trampoline_install(u32 page)
{
	u32 base;

	memcpy((void *)(u64)page, trampoline_begin,
	       (size_t)(trampoline_end - trampoline_begin));
	memcpy(&base, (void *)(u64)(page + trampoline_gdt_fixup), 4);
	base += page;
	memcpy((void *)(u64)(page + trampoline_gdt_fixup), &base, 4);
}

static void send_to_missing(u32 icr)
{
	for (u32 i = 1; i < cpu_count; i++)
		if (!load(&cpus[i].started))
			apic_send(icr, cpus[i].apic_id);
}

static u32 count_missing(void)
{
	u32 missing = 0;

	for (u32 i = 1; i < cpu_count; i++)
		missing += !load(&cpus[i].started);
	return missing;
}

/* Until all are there, or none has come for so long. */
static u32 wait_for_missing(u64 ticks)
{
	u32 missing = count_missing(), before = missing;
	u64 since = rdtsc();

	while (missing && rdtsc() - since < ticks) {
		cpu_pause();
		missing = count_missing();
		if (missing != before) {
			before = missing;
			since = rdtsc();
		}
	}
	return missing;
}

/* Those that came keep their order and move together. Nobody else runs on a
 * struct that moves: a processor learns its place only after all_started. */
static void drop_missing(void)
{
	u32 n = 1;

	for (u32 i = 1; i < cpu_count; i++) {
		if (!cpus[i].started)
			continue;
		cpus[n].apic_id = cpus[i].apic_id;
		cpus[n].acpi_uid = cpus[i].acpi_uid;
		cpus[n].index = n;
		cpus[n].started = true;
		n++;
	}
	cpu_count = n;
}

/*
 * INIT, a pause, SIPI, and a second SIPI for those who are missing (SDM vol.
 * 3, 8.4.4.1; the 10 ms it wants after INIT are for processors older than any
 * with long mode, as operating systems have long relied on).
 */
u32 smp_start(u32 page)
{
	u32 found = cpu_count;
	u32 sipi = ICR_STARTUP | ICR_ASSERT | page >> 12;

	start_mode = apic_has(APIC_XAPIC) ? apic_mode_now() : APIC_X2APIC;
	apic_setup(start_mode);
	if (found > 1) {
		trampoline_install(page);
		send_to_missing(ICR_INIT | ICR_ASSERT);
		tsc_delay_us(200);
		send_to_missing(sipi);
		if (wait_for_missing(tsc_ticks_for_ms(100))) {
			send_to_missing(sipi);
			wait_for_missing(tsc_ticks_for_ms(5000));
		}
		drop_missing();
		apic_setup(start_mode);	/* logical ids go by the final count */
	}
	for (u32 i = 1; i < cpu_count; i++)
		cpus[i].order = START_ORDER;
	store(&all_started, true);
	for (u32 i = 1; i < cpu_count; i++)
		smp_wait_parked(&cpus[i]);
	return found - cpu_count;
}

static struct percpu *find_self(u32 limit)
{
	u32 id = apic_own_id();

	for (u32 i = 0; i < limit; i++)
		if (load(&cpus[i].apic_id) == id)
			return &cpus[i];
	halt_forever();			/* not in the MADT: not used */
}

static void NORETURN park(struct percpu *self)
{
	u64 order = START_ORDER;

	for (;;) {
		while (load(&self->order) == order)
			halt_for_interrupt();
		order = self->order;
		self->worker(self, self->run);
		store(&self->done, order);
	}
}

void ap_main(void)
{
	u32 found = load(&cpu_count);
	struct percpu *self;

	store(&find_self(found)->started, true);
	while (!load(&all_started))
		cpu_pause();
	self = find_self(cpu_count);
	traps_load(self);
	apic_setup(start_mode);
	store(&self->done, START_ORDER);
	park(self);
}

void smp_order(struct percpu *p, worker_fn worker, struct run *run)
{
	p->worker = worker;
	p->run = run;
	store(&p->order, p->order + 1);
	apic_wake(p);
}

static bool wait_for(const u64 *answer, u64 order)
{
	u64 since = rdtsc(), limit = tsc_ticks_for_ms(10000);

	while (load(answer) != order)
		if (rdtsc() - since > limit)
			return false;
		else
			cpu_pause();
	return true;
}

bool smp_wait_ready(const struct percpu *p)
{
	return wait_for(&p->ready, p->order);
}

bool smp_wait_parked(const struct percpu *p)
{
	return wait_for(&p->done, p->order);
}

static void worker_xapic(struct percpu *self, struct run *run)
{
	(void)self, (void)run;
	apic_setup(APIC_XAPIC);
}

static void worker_x2apic(struct percpu *self, struct run *run)
{
	(void)self, (void)run;
	apic_setup(APIC_X2APIC);
}

bool smp_set_apic_mode(enum apic_mode mode)
{
	if (apic_mode_now() == mode)
		return true;
	for (u32 i = 1; i < cpu_count; i++)
		smp_order(&cpus[i], mode == APIC_X2APIC ? worker_x2apic
							: worker_xapic, NULL);
	for (u32 i = 1; i < cpu_count; i++)
		if (!smp_wait_parked(&cpus[i]))
			return false;
	apic_setup(mode);
	return true;
}
