// SPDX-License-Identifier: GPL-2.0-only
/* One row: set up, the passes, and what they found. */
#include "console/record.h"
#include "cpu/smp.h"
#include "cpu/traps.h"
#include "cpu/tsc.h"
#include "lib/mark.h"
#include "methods/args.h"
#include "methods/naming.h"
#include "rows/exits.h"
#include "rows/row.h"
#include "rows/standstill.h"
#include "rows/stuck.h"

/* The row that runs now; the first processor's, read by all. */
static struct row now;

/* ---- the workers ---- */

static void method_enable(const struct percpu *p)
{
	if (now.sends[p->index] && now.method->prepare)
		now.method->prepare(now.dest);
	if (now.sends[p->index] && now.method->enable)
		now.method->enable();
}

static void method_disable(const struct percpu *p)
{
	if (now.sends[p->index] && now.method->disable)
		now.method->disable();
}

static void row_worker(struct percpu *self, struct run *run)
{
	const u32 pattern = now.plan->pattern, wait = now.plan->wait;

	mark(MARK_CPU, 0, MARK_WHO(self->index, 0));
	method_enable(self);
	if (now.pattern->senders == SEND_CREW && now.sends[self->index])
		crew_follow(self, run);
	else
		pattern_worker(now.method->loops, pattern, wait)(self, run);
	method_disable(self);
}

static bool workers_start(struct run *run)
{
	for (u32 i = 0; i < cpu_count; i++) {
		memset(cpus[i].slot, 0, sizeof(cpus[i].slot));
		cpus[i].ack = cpus[i].waiting_for = 0;
	}
	run->stop = run->lost = 0;
	for (u32 i = 0; i < run->crew_size; i++)
		smp_order(run->crew[i], row_worker, run);
	for (u32 i = 0; i < run->crew_size; i++)
		if (!smp_wait_ready(run->crew[i]))
			return false;
	return true;
}

static bool workers_stop(struct run *run)
{
	bool all = true;

	store(&run->stop, 1);
	for (u32 i = 0; i < run->crew_size; i++)
		apic_wake(run->crew[i]);
	for (u32 i = 0; i < run->crew_size; i++)
		all &= smp_wait_parked(run->crew[i]);
	return all;
}

/* ---- the passes ---- */

/* The window itself: nothing but the loop between the two marks, nothing but
 * the marks and the loop between the two latches. Returns its ticks; 0 where
 * the clock must not be read. */
static u64 window(struct run *run, loop_fn loop)
{
	const bool timed = now.pass != COUNT;
	const u32 row = now.plan->id;
	const u32 who = MARK_WHO(run->sender->index,
				 timed ? MARK_PASS_TIME : MARK_PASS_COUNT);
	const bool counters = !timed && exits_offered();
	const bool stands = !timed && standstill_offered();
	const u64 begin = timed ? rdtsc() : 0;

	if (stands)
		standstill_begin();
	if (counters)
		exits_latch(0);
	mark(MARK_BEGIN, row, who);
	loop(run, now.warmup_ops, now.ops);
	mark(MARK_END, row, who);
	if (counters)
		exits_latch(1);
	if (stands)
		standstill_end();
	return timed ? rdtsc() - begin : 0;
}

/*
 * An IPI was given up. If it comes only now, when its target is woken by another
 * interrupt, and did not by itself in a second's quiet, it had been accepted and was
 * not delivered: that was for the machine below to do.
 */
static u64 received_by_all(void)
{
	u64 sum = 0;

	for (u32 i = 0; i < cpu_count; i++)
		for (u32 s = 0; s < SLOTS; s++)
			sum += load(&cpus[i].slot[s].got);
	return sum;
}

static bool stop_and_look(struct run *run, bool *undelivered)
{
	u64 before = received_by_all(), quiet;
	bool parked;

	tsc_delay_us(1000000);
	quiet = received_by_all();
	parked = workers_stop(run);
	*undelivered = quiet == before && received_by_all() > quiet;
	return parked;
}

/* False: a processor does not answer. */
static bool run_pass(u64 *elapsed, bool *undelivered)
{
	struct run *run = &now.run;
	const struct loops *loops = now.method->loops;
	const u32 pattern = now.plan->pattern, wait = now.plan->wait;
	const loop_fn loop = pattern_loop(loops, pattern, wait, now.pass);
	/* Only a processor that halts itself could wait for ever. */
	const bool watchdog = wait == WAIT_HALT && now.receives[0];
	bool parked;

	traps_use_ipi_handlers(now.method->spec->mode, now.pass != COUNT,
			       now.plan->deliver == DELIVER_NMI);
	run->part = pattern_part(loops, pattern, wait, now.pass);
	run->edge = loops->edge[now.pass != COUNT];
	run->timed = now.pass != COUNT;
	run->wait = now.plan->wait;
	if (!workers_start(run)) {
		workers_stop(run);
		traps_expect_nothing();
		return false;
	}
	method_enable(run->sender);
	if (watchdog)
		apic_watchdog_arm();
	samples_reset(&now);
	account_begin();
	if (now.warmup_ops)
		loop(run, 0, now.warmup_ops);
	if (!run->lost) {
		samples_reset(&now);
		account_begin();
		*elapsed = window(run, loop);
	}
	account_end();
	if (watchdog)
		apic_watchdog_disarm();
	method_disable(run->sender);
	parked = run->lost ? stop_and_look(run, undelivered) : workers_stop(run);
	traps_expect_nothing();
	return parked;
}

/* ---- what they found ---- */

static void record_pass(u64 elapsed)
{
	account_record(&now);
	account_record_strays(now.plan->id);
	samples_record(&now, elapsed);
	if (now.pass == COUNT && standstill_offered())
		standstill_record(now.plan->id);
	if (now.pass != COUNT || !exits_offered())
		return;
	for (u32 i = 0; i < cpu_count; i++)
		exits_record(now.plan->id, &cpus[i],
			     row_role_of(&now, &cpus[i]),
			     &cpus[i] == now.run.sender);
}

static void record_row_begin(void)
{
	const bool lot = now.pattern->targets == TARGET_LOT;

	record_begin("row");
	record_u64("id", now.plan->id);
	record_text("state", "begin");
	record_text("method", now.method->spec->name);
	record_text("pattern", now.pattern->name);
	record_text("wait", plan_wait_name[now.plan->wait]);
	record_text("dest", plan_dest_name[now.dest]);
	record_u64("ipis", now.ops * now.per_op);
	record_u64("warmup", now.warmup_ops * now.per_op);
	record_u64("vcpus", cpu_count);
	record_u64("targets", lot && now.run.targets ? 1 : now.run.targets);
	record_text("mode", apic_mode_name[now.method->spec->mode]);
	record_u64("k", now.run.k);
	record_u64("seed", now.plan->seed);
	record_u64("rate", now.plan->rate);
	record_text("arrival", plan_arrival_name[now.plan->arrival]);
	record_text("deliver", plan_deliver_name[now.plan->deliver]);
	record_u64("senders", now.senders);
	record_u64("words", now.run.words);
	record_end();
}

static const char *const status_name[] = {
	"ok", "unsupported", "not-applicable", "lost"
};

static void record_row_end(u64 lines_before, const struct reason *reason)
{
	record_begin("row");
	record_u64("id", now.plan->id);
	record_text("state", "end");
	record_text("status", status_name[reason ? reason->status : ROW_OK]);
	record_u64("lines", record_lines() - lines_before);
	if (reason)
		record_reason(reason);
	record_end();
}

/* ---- before it ---- */

/* What this method cannot do, whatever the machine. */
static const struct reason *method_limit(const struct plan_row *plan,
				const struct method_spec *m)
{
	if (m->quirks & ONLY_SELF && plan->pattern != PATTERN_self)
		return NOT_APPLICABLE("only-self",
			"the method sends nothing: pattern self only");
	if (m->quirks & ONE_VECTOR && pattern_crowds(now.pattern))
		return NOT_APPLICABLE("one-vector",
			"a target has one vector for all senders, and they would merge unnoticed");
	if (plan->deliver != DELIVER_NMI)
		return NULL;
	if (!(m->can & CAN_NMI))
		return NOT_APPLICABLE("no-nmi", "the method delivers no NMI");
	if (pattern_crowds(now.pattern))
		return NOT_APPLICABLE("nmis-merge",
			"NMIs of several senders would merge unnoticed");
	/* It cannot be held off until the HLT, and would be missed before. */
	return plan->wait == WAIT_HALT
		? NOT_APPLICABLE("nmi-and-halt",
			"an NMI cannot be held off until the target has halted")
		: NULL;
}

static const struct reason *rate_limit(const struct plan_row *plan)
{
	if (!plan->rate)
		return NULL;
	if (!now.pattern->open_loop)
		return NOT_APPLICABLE("no-open-loop",
			"the pattern has no open loop (rate=)");
	if (!tsc_hz)
		return UNSUPPORTED("no-clock",
			"a rate needs the clock's frequency, and that is unknown");
	return NULL;
}

static u64 turn_of(const struct row *row)
{
	switch (row->pattern->turn) {
	case TURN_ONE:
		return 1;
	case TURN_TWO:
		return 2;
	case TURN_SENDERS:
		return row->senders;
	case TURN_PAIRS:
		return (u64)cpu_count * (cpu_count - 1);
	case TURN_K:
		return row->run.k;
	}
	return 1;
}

static u64 turns(u64 ipis)
{
	return (ipis + now.per_op - 1) / now.per_op;
}

/* NULL, or why the row is not run. */
static const struct reason *prepare(bool *alive)
{
	const struct plan_row *plan = now.plan;
	struct run *run = &now.run;
	const struct reason *reason;

	run->k = now.pattern->turn != TURN_K ? plan->k : plan->k ? plan->k : BURST_K;
	reason = row_choose_parts(&now);
	if (!reason) {
		if (now.pattern->targets == TARGET_SOME)
			run->k = run->targets;
		now.per_op = turn_of(&now);
		now.ops = turns(plan->ipis);
		now.warmup_ops = turns(plan->warmup);
		now.dest = naming_choose(now.method,
			now.pattern->targets == TARGET_LOT ? 1 : run->targets,
			plan->dest);
		reason = method_limit(plan, now.method->spec);
	}
	reason = reason ? reason : rate_limit(plan);
	reason = reason ? reason : samples_raw_limit(&now);
	reason = reason ? reason : method_offered(now.method);
	/* Asking whether a method is there may need all processors. */
	*alive = !reason || reason->status != ROW_LOST;
	if (!reason)
		*alive = smp_set_apic_mode(now.method->spec->mode);
	if (!*alive)
		return stuck_record();
	if (reason)
		return reason;
	args_forget();
	schedule_lots(run, plan->seed);
	if (plan->rate)
		schedule_gaps(run, plan->seed, plan->rate,
			      plan->arrival == ARRIVAL_POISSON);
	return row_make_words(&now);
}

/* What went wrong in a pass; NULL: nothing. */
static const struct reason *judge_pass(bool undelivered)
{
	if (run_icr_stayed_busy())
		return LOST("icr-busy",
			"the ICR's delivery status stayed at \"send pending\"");
	if (now.run.lost)
		return undelivered
			? LOST("undelivered",
				"an interrupt came only when another one woke its target")
			: LOST("no-ack",
				"an acknowledgement did not come in time");
	return account_balanced(&now) ? NULL
		: LOST("unbalanced", "sent and received interrupts differ");
}

static bool is_asked_for(enum pass pass)
{
	return pass == COUNT ? now.plan->pass != PASS_TIME
			     : now.plan->pass != PASS_COUNT;
}

const struct reason *row_run(const struct plan_row *plan)
{
	const enum pass order[] = { COUNT, plan->rate ? OPEN : TIME };
	u64 lines_before = record_lines(), elapsed = 0;
	const struct reason *reason;
	bool alive = true, undelivered = false;

	now.plan = plan;
	now.method = method_begin[plan->method];
	now.pattern = &patterns[plan->pattern];
	now.dest = plan->dest;
	now.per_op = 1;
	now.ops = plan->ipis;
	now.warmup_ops = plan->warmup;
	now.run.words = 0;

	reason = prepare(&alive);
	record_row_begin();
	for (u32 i = 0; i < ARRAY_SIZE(order) && !reason; i++) {
		now.pass = order[i];
		if (!is_asked_for(now.pass))
			continue;
		alive = run_pass(&elapsed, &undelivered);
		reason = alive ? judge_pass(undelivered) : stuck_record();
		record_pass(elapsed);
	}
	record_row_end(lines_before, reason);
	return alive ? NULL : reason;
}
