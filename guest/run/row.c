// SPDX-License-Identifier: GPL-2.0-only
/* One row: set up, two passes, and what they found. */
#include "../methods/method.h"
#include "exits.h"
#include "mark.h"
#include "record.h"
#include "row.h"
#include "smp.h"
#include "target_words.h"
#include "tsc.h"

#define PATTERN_ROW(name, min_cpus, targets) { #name, min_cpus, targets },
static const struct {
	const char *name;
	u32 min_cpus;
	enum pattern_targets targets;
} patterns[] = { PATTERN_LIST(PATTERN_ROW) };

/* The row that runs now; the first processor's, read by all. */
static struct {
	const struct plan_row *plan;
	const struct method *method;
	struct run run;
	u64 per_op;		/* IPIs for each turn of the loop */
	u64 ops, warmup_ops;
	u64 got[MAX_CPUS];	/* counted in the window, by place in cpus[] */
} now;

static struct hist hist_send, hist_roundtrip;

void run_sample(struct run *run, u64 begin, u64 sent, u64 seen)
{
	hist_add(run->send, sent - begin);
	hist_add(run->roundtrip, seen - begin);
}

/* ---- waiting in vain ---- */

/* Ten seconds or more, in calls of run_waited_too_long(). */
static u32 checks_until_lost = 128;

/* The clock is not read here: on some hypervisors that is a VM exit, and this
 * runs inside counted windows whenever a target is kept waiting. */
bool run_waited_too_long(struct run *run, u64 want)
{
	if (run->waiting_for != want) {
		run->waiting_for = want;
		run->checks = 0;
	}
	if (++run->checks < checks_until_lost)
		return false;
	store(&run->lost, 1);
	return true;
}

void run_calibrate_waiting(void)
{
	const u32 turns = TURNS_PER_CHECK >> 6;
	const u64 patience = tsc_ticks_for_ms(10000);
	u64 best = ~0ull;
	u64 never = 0;

	/* The shortest of some: others may have had this processor meanwhile. */
	for (u32 i = 0; i < 5; i++) {
		u64 begin = rdtsc(), ticks;

		for (u32 k = turns; load(&never) < 1 && --k; )
			;
		ticks = rdtsc() - begin;
		if (ticks && ticks < best)
			best = ticks;
	}
	checks_until_lost = (u32)(patience / 64 / best) + 16;
}

/* Woken by something else than the IPI. When that is the watchdog for the
 * second time, the IPI will not come. */
bool run_woken_for_nothing(struct run *run, u64 want)
{
	if (!load(&this_cpu()->watchdog))
		return false;
	if (run->waiting_for == want) {
		store(&run->lost, 1);
		return true;
	}
	run->waiting_for = want;
	apic_watchdog_arm();
	return false;
}

/* ---- who takes part ---- */

static void choose_targets(struct run *run, enum pattern_targets who)
{
	run->targets = 0;
	switch (who) {
	case TARGET_SELF:
		run->target[run->targets++] = run->sender;
		break;
	case TARGET_NEXT:
		run->target[run->targets++] = &cpus[1];
		break;
	case TARGET_OTHERS:
		for (u32 i = 1; i < cpu_count; i++)
			run->target[run->targets++] = &cpus[i];
		break;
	}
}

static bool is_target(const struct run *run, const struct percpu *p)
{
	for (u32 i = 0; i < run->targets; i++)
		if (run->target[i] == p)
			return true;
	return false;
}

static bool is_sender(const struct percpu *p)
{
	return p == now.run.sender
	       || (now.plan->pattern == PATTERN_pingpong
		   && p == now.run.target[0]);
}

static bool is_receiver(const struct percpu *p)
{
	return is_target(&now.run, p)
	       || (now.plan->pattern == PATTERN_pingpong
		   && p == now.run.sender);
}

static const char *role_of(const struct percpu *p)
{
	if (is_sender(p))
		return is_receiver(p) ? "both" : "sender";
	return is_receiver(p) ? "receiver" : "idle";
}

/* ---- the passes ---- */

static void method_enable(const struct percpu *p)
{
	if (is_sender(p) && now.method->enable)
		now.method->enable();
}

static void method_disable(const struct percpu *p)
{
	if (is_sender(p) && now.method->disable)
		now.method->disable();
}

static void row_worker(struct percpu *self, struct run *run)
{
	mark(MARK_CPU, 0, MARK_WHO(self->index, 0));
	method_enable(self);
	now.method->loops->worker[now.plan->pattern][now.plan->wait](self, run);
	method_disable(self);
}

static bool wait_ready(const struct percpu *p)
{
	u64 since = rdtsc(), limit = tsc_ticks_for_ms(10000);

	while (load(&p->ready) != p->order)
		if (rdtsc() - since > limit)
			return false;
		else
			cpu_pause();
	return true;
}

static bool workers_start(struct run *run)
{
	for (u32 i = 0; i < cpu_count; i++)
		store(&cpus[i].received, 0), store(&cpus[i].ack, 0);
	run->stop = run->lost = 0;
	run->waiting_for = 0;
	for (u32 i = 0; i < run->targets; i++)
		if (run->target[i] != run->sender)
			smp_order(run->target[i], row_worker, run);
	for (u32 i = 0; i < run->targets; i++)
		if (run->target[i] != run->sender && !wait_ready(run->target[i]))
			return false;
	return true;
}

static bool workers_stop(struct run *run)
{
	bool all = true;

	store(&run->stop, 1);
	for (u32 i = 0; i < run->targets; i++)
		if (run->target[i] != run->sender)
			apic_wake(run->target[i]);
	for (u32 i = 0; i < run->targets; i++)
		if (run->target[i] != run->sender)
			all &= smp_wait_parked(run->target[i]);
	return all;
}

static void note_received(bool begin)
{
	for (u32 i = 0; i < cpu_count; i++)
		now.got[i] = begin ? load(&cpus[i].received)
				   : load(&cpus[i].received) - now.got[i];
}

/* The window itself: nothing but the loop between the two marks, nothing but
 * the marks and the loop between the two latches. */
static void window(struct run *run, enum pass pass, loop_fn loop)
{
	const u32 row = now.plan->id;
	const u32 who = MARK_WHO(run->sender->index,
				 pass == TIME ? MARK_PASS_TIME : MARK_PASS_COUNT);
	const bool counters = pass == COUNT && exits_offered();

	if (counters)
		exits_latch(0);
	mark(MARK_BEGIN, row, who);
	loop(run, now.warmup_ops, now.ops);
	mark(MARK_END, row, who);
	if (counters)
		exits_latch(1);
}

static bool run_pass(enum pass pass)
{
	struct run *run = &now.run;
	const loop_fn loop =
		now.method->loops->sender[now.plan->pattern][now.plan->wait][pass];
	/* Only a sender that halts itself could wait for ever. */
	const bool watchdog = now.plan->wait == WAIT_HALT
			      && is_receiver(run->sender);

	if (!workers_start(run)) {
		workers_stop(run);
		return false;
	}
	method_enable(run->sender);
	if (watchdog)
		apic_watchdog_arm();
	hist_reset(run->send);
	hist_reset(run->roundtrip);
	memset(now.got, 0, sizeof(now.got)); /* in case warming up fails */
	loop(run, 0, now.warmup_ops);
	if (!run->lost) {
		hist_reset(run->send);
		hist_reset(run->roundtrip);
		note_received(true);
		window(run, pass, loop);
		note_received(false);
	}
	if (watchdog)
		apic_watchdog_disarm();
	method_disable(run->sender);
	return workers_stop(run);
}

/* ---- what they found ---- */

static u64 expected_at(const struct percpu *p)
{
	return is_receiver(p) ? now.ops : 0;
}

static bool received_all(void)
{
	for (u32 i = 0; i < cpu_count; i++)
		if (now.got[i] != expected_at(&cpus[i]))
			return false;
	return true;
}

static void record_received(enum pass pass)
{
	for (u32 i = 0; i < cpu_count; i++) {
		if (!is_receiver(&cpus[i]) && !now.got[i])
			continue;
		record_begin("received");
		record_u64("row", now.plan->id);
		record_text("pass", pass == TIME ? "time" : "count");
		record_u64("cpu", i);
		record_u64("expected", expected_at(&cpus[i]));
		record_u64("got", now.got[i]);
		record_end();
	}
}

static void record_pass(enum pass pass)
{
	record_received(pass);
	if (pass == TIME) {
		record_hist(now.plan->id, "send", &hist_send);
		record_hist(now.plan->id, "roundtrip", &hist_roundtrip);
	} else if (exits_offered()) {
		for (u32 i = 0; i < cpu_count; i++)
			exits_record(now.plan->id, &cpus[i], role_of(&cpus[i]),
				     &cpus[i] == now.run.sender);
	}
}

static void record_row_begin(enum plan_dest dest)
{
	record_begin("row");
	record_u64("id", now.plan->id);
	record_text("state", "begin");
	record_text("method", now.method->name);
	record_text("pattern", patterns[now.plan->pattern].name);
	record_text("wait", plan_wait_name[now.plan->wait]);
	record_text("dest", plan_dest_name[dest]);
	record_u64("ipis", now.plan->ipis);
	record_u64("warmup", now.warmup_ops * now.per_op);
	record_u64("vcpus", cpu_count);
	record_u64("targets", now.run.targets);
	record_text("mode", apic_mode_name[now.method->mode]);
	record_end();
}

static void record_row_end(u64 lines_before, const char *status,
			   const char *reason)
{
	record_begin("row");
	record_u64("id", now.plan->id);
	record_text("state", "end");
	record_text("status", status);
	record_u64("lines", record_lines() - lines_before);
	if (reason)
		record_text("reason", reason);
	record_end();
}

/* NULL, or why this machine cannot run the row. */
static const char *prepare(enum plan_dest *dest, bool *alive)
{
	const char *reason = now.method->probe();
	struct run *run = &now.run;

	run->sender = &cpus[0];
	run->send = &hist_send;
	run->roundtrip = &hist_roundtrip;
	run->targets = 0;
	if (cpu_count >= patterns[now.plan->pattern].min_cpus)
		choose_targets(run, patterns[now.plan->pattern].targets);
	else if (!reason)
		reason = "the pattern needs more processors than there are";
	if (reason)
		return reason;
	*alive = smp_set_apic_mode(now.method->mode);
	if (!*alive)
		return "a processor did not change its APIC mode";
	reason = target_words(run, now.method, dest);
	if (!reason && now.plan->pattern == PATTERN_pingpong)
		run->word_back = now.method->encode(&(struct dest){
			TO_ONE, run->sender->apic_id, run->sender });
	return reason;
}

bool row_run(const struct plan_row *row)
{
	static const enum pass order[] = { COUNT, TIME };
	u64 lines_before = record_lines();
	enum plan_dest dest = row->dest;
	const char *status = "ok", *reason;
	bool alive = true;

	now.plan = row;
	now.method = method_begin[row->method];
	now.per_op = row->pattern == PATTERN_pingpong ? 2 : 1;
	now.ops = row->ipis / now.per_op;
	now.warmup_ops = (row->warmup + now.per_op - 1) / now.per_op;

	reason = prepare(&dest, &alive);
	record_row_begin(dest);
	if (reason) {
		record_row_end(lines_before, alive ? "unsupported" : "lost",
			       reason);
		return alive;
	}
	for (u32 i = 0; i < ARRAY_SIZE(order) && !reason; i++) {
		enum pass pass = order[i];

		if ((pass == COUNT && row->pass == PASS_TIME)
		    || (pass == TIME && row->pass == PASS_COUNT))
			continue;
		alive = run_pass(pass);
		if (!alive)
			reason = "a processor does not answer any more";
		else if (now.run.lost)
			reason = "an acknowledgement did not come in time";
		else if (!received_all())
			reason = "sent and received interrupts differ";
		if (reason)
			status = "lost";
		record_pass(pass);
	}
	record_row_end(lines_before, status, reason);
	return alive;
}

const char *row_pattern_name(u32 i)
{
	return patterns[i].name;
}
