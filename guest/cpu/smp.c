// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/smp.h"
#include "cpu/traps.h"
#include "cpu/tsc.h"

struct percpu ALIGNED(4096) cpus[MAX_CPUS];
u32 cpu_count;

ALIGNED(4096) u8 ap_stacks[MAX_CPUS][AP_STACK_BYTES];
extern const u8 trampoline_begin[], trampoline_nmi[], trampoline_end[];
extern u32 early_idt32[];
void NORETURN ap_main(void);

/* The order that each processor has from the start: to get ready. */
#define START_ORDER 1

/* percpu.start: a processor that comes and the first one, who gives it up, agree by
 * one exchange; a late one is never half there. */
enum start { AWAITED, HERE, GIVEN_UP };

struct smp_refused smp_refused;
static enum apic_mode start_mode;
static bool all_started;

static void add_cpu(u32 apic_id, u32 acpi_uid)
{
	const u32 most = apic_has(APIC_X2APIC) ? X2APIC_ID_MAX : XAPIC_ID_MAX;

	if (apic_id == cpus[0].apic_id) {
		cpus[0].acpi_uid = acpi_uid;
		return;
	}
	for (u32 i = 0; i < cpu_count; i++)
		if (cpus[i].apic_id == apic_id) {
			smp_refused.twice++;
			return;
		}
	if (apic_id == APIC_ID_NOBODY) {
		smp_refused.nobody++;
	} else if (apic_id > most) {
		smp_refused.unreachable++;
	} else if (cpu_count == MAX_CPUS) {
		smp_refused.too_many++;
	} else {
		cpus[cpu_count].index = cpu_count;
		cpus[cpu_count].apic_id = apic_id;
		cpus[cpu_count].acpi_uid = acpi_uid;
		cpu_count++;
	}
}

void smp_find(each_cpu_fn each_cpu)
{
	cpus[0].apic_id = apic_own_id();
	cpus[0].start = HERE;
	cpu_count = 1;
	each_cpu(add_cpu);
}

/* Real mode finds an NMI's handler at 8, as a segment and an offset: in the table at
 * address 0 and, while modes change, in boot/early.inc's. */
static void trampoline_install(u32 page)
{
	u32 nmi = page >> 4 << 16 | (u32)(trampoline_nmi - trampoline_begin);

	memcpy((void *)(u64)page, trampoline_begin,
	       (size_t)(trampoline_end - trampoline_begin));
	early_idt32[2] = nmi;
	/* By assembly: a compiler knows that nothing lies there. */
	__asm__ volatile("movl %0, 8" : : "r"(nmi) : "memory");
}

static void send_to_missing(u32 icr)
{
	for (u32 i = 1; i < cpu_count; i++)
		if (load(&cpus[i].start) == AWAITED)
			apic_send(icr, cpus[i].apic_id);
}

static u32 count_missing(void)
{
	u32 missing = 0;

	for (u32 i = 1; i < cpu_count; i++)
		missing += load(&cpus[i].start) == AWAITED;
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

static bool settle(struct percpu *p, u32 as)
{
	u32 awaited = AWAITED;

	return __atomic_compare_exchange_n(&p->start, &awaited, as, false,
					   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* Those that came keep their order and move together. Nobody else runs on a
 * struct that moves: a processor learns its place only after all_started. */
static void drop_missing(void)
{
	u32 n = 1;

	for (u32 i = 1; i < cpu_count; i++)
		settle(&cpus[i], GIVEN_UP);
	for (u32 i = 1; i < cpu_count; i++) {
		if (cpus[i].start != HERE)
			continue;
		cpus[n].apic_id = cpus[i].apic_id;
		cpus[n].acpi_uid = cpus[i].acpi_uid;
		cpus[n].index = n;
		cpus[n].start = HERE;
		n++;
	}
	/* A late one that still looks among all of them finds itself given up. */
	store(&cpu_count, n);
}

/*
 * Xen on VMX starts every vCPU with interrupt-window exiting: it is in the least that
 * vmx_init_vmcs_config() asks for, and construct_vmcs() leaves it on (4.17,
 * xen/arch/x86/hvm/vmx/vmcs.c). So the first instruction with interrupts on is an exit,
 * with none pending (SDM vol. 3, 26.2). The first processor's would come in its first
 * row, and without a warm-up in the window.
 */
static void take_first_interrupt_window(void)
{
	interrupts_let_in();
}

/*
 * INIT, a pause, SIPI, and a second SIPI for those who are missing (SDM vol.
 * 3, 8.4.4.1; the 10 ms it wants after INIT are for processors older than any
 * with long mode, as operating systems have long relied on).
 */
bool smp_start(u32 page, u32 *missing)
{
	u32 found = cpu_count;
	u32 sipi = ICR_STARTUP | ICR_ASSERT | page >> 12;
	bool all = true;

	start_mode = apic_has(APIC_XAPIC) ? apic_mode_now() : APIC_X2APIC;
	apic_setup(start_mode);
	take_first_interrupt_window();
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
		all &= smp_wait_parked(&cpus[i]);
	*missing = found - cpu_count;
	return all;
}

static struct percpu *find_self(u32 limit)
{
	u32 id = apic_own_id();

	for (u32 i = 0; i < limit; i++)
		if (cpus[i].apic_id == id)
			return &cpus[i];
	return NULL;
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

/*
 * Whoever is not in the MADT, or comes when it was given up, sleeps for ever, with the
 * handlers of boot/early.inc: an NMI to everybody reaches it, too.
 */
void ap_main(void)
{
	u32 found = load(&cpu_count);
	struct percpu *self;

	/* Before the mode that can name it, only a part of the id is there. */
	apic_enter(start_mode);
	self = find_self(found);
	if (!self || !settle(self, HERE))
		halt_forever();
	while (!load(&all_started))
		cpu_pause();
	self = find_self(cpu_count);
	if (!self)
		halt_forever();
	traps_load(self);
	apic_setup(start_mode);
	take_first_interrupt_window();
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

/* What all have answered so far. */
static u64 answers(void)
{
	u64 sum = 0;

	for (u32 i = 0; i < cpu_count; i++)
		sum += load(&cpus[i].ready) + load(&cpus[i].done);
	return sum;
}

/* Where many share few processors of a busy host, one may have to wait for long: it
 * is given up only when no other has come on for ten seconds either. */
static bool wait_for(const u64 *answer, u64 order)
{
	u64 since = rdtsc(), limit = tsc_ticks_for_ms(10000), seen = answers();

	while (load(answer) != order) {
		cpu_pause();
		if (rdtsc() - since > limit) {
			if (answers() == seen)
				return false;
			seen = answers();
			since = rdtsc();
		}
	}
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

bool smp_each_in_turn(worker_fn worker)
{
	worker(&cpus[0], NULL);
	for (u32 i = 1; i < cpu_count; i++) {
		smp_order(&cpus[i], worker, NULL);
		if (!smp_wait_parked(&cpus[i]))
			return false;
	}
	return true;
}

bool smp_set_apic_mode(enum apic_mode mode)
{
	worker_fn worker = mode == APIC_X2APIC ? worker_x2apic : worker_xapic;

	if (apic_mode_now() == mode)
		return true;
	for (u32 i = 1; i < cpu_count; i++)
		smp_order(&cpus[i], worker, NULL);
	for (u32 i = 1; i < cpu_count; i++)
		if (!smp_wait_parked(&cpus[i]))
			return false;
	apic_setup(mode);
	return true;
}
