// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each sender writes: its words, from the pattern, the method and the
 * way of naming. All of it is done before the first loop begins.
 */
#include "methods/naming.h"
#include "rows/row.h"

/* pairs has the most: one for each target of each sender. */
static u64 pool[PAIRS_CPUS * PAIRS_CPUS];
static u32 used;

static struct naming begin(const struct row *row, u32 slot)
{
	return (struct naming){
		.method = row->method,
		.vector = (u8)(VECTOR_SLOT + slot),
		.nmi = row->plan->deliver == DELIVER_NMI,
		.word = pool + used,
		.room = (u32)ARRAY_SIZE(pool) - used,
	};
}

/* The words of one sender for all of some targets at once. */
static const struct reason *lane(struct row *row, u32 sender, u32 slot,
			struct percpu *const *target, u32 targets)
{
	struct naming n = begin(row, slot);
	const struct reason *reason;

	n.target = target;
	n.targets = targets;
	n.self = targets == 1 && target[0] == &cpus[sender];
	reason = naming_do(&n, row->dest);
	row->run.word_of[sender] = n.word;
	row->run.words_of[sender] = n.words;
	used += n.words;
	return reason;
}

static const struct reason *to_one(struct row *row, u32 sender, u32 slot, u32 target)
{
	struct percpu *one = &cpus[target];

	return lane(row, sender, slot, &one, 1);
}

/* A word for each target, of which one is used at a time. */
static const struct reason *to_each(struct row *row, u32 sender,
			   struct percpu *const *target, u32 targets)
{
	const u32 first = used;
	const struct reason *reason = NULL;

	for (u32 i = 0; i < targets && !reason; i++) {
		reason = lane(row, sender, 0, &target[i], 1);
		if (!reason && used != first + i + 1)
			reason = NOT_APPLICABLE("more-than-one-write",
				"one target takes more than one write");
	}
	row->run.word_of[sender] = pool + first;
	return reason;
}

static const struct reason *mesh(struct row *row)
{
	static struct percpu *others[MAX_CPUS];
	const struct reason *reason = NULL;

	for (u32 s = 0; s < cpu_count && !reason; s++) {
		u32 n = 0;

		for (u32 t = 0; t < cpu_count; t++)
			if (t != s)
				others[n++] = &cpus[t];
		reason = lane(row, s, s, others, n);
	}
	return reason;
}

static const struct reason *each_to_next(struct row *row, u32 n)
{
	const struct reason *reason = NULL;

	for (u32 s = 0; s < n && !reason; s++)
		reason = to_one(row, s, 0, (s + 1) % n);
	return reason;
}

static const struct reason *funnel(struct row *row)
{
	const struct reason *reason = NULL;

	for (u32 s = 0; s < cpu_count && !reason; s++)
		if (row->sends[s])
			reason = to_one(row, s, s, 1);
	return reason;
}

/* By the target's index, so a word for the sender too, which is not used. */
static const struct reason *pairs(struct row *row)
{
	static struct percpu *all[MAX_CPUS];
	const struct reason *reason = NULL;

	for (u32 i = 0; i < cpu_count; i++)
		all[i] = &cpus[i];
	for (u32 s = 0; s < cpu_count && !reason; s++)
		reason = to_each(row, s, all, cpu_count);
	return reason;
}

static const struct reason *make(struct row *row)
{
	struct run *run = &row->run;

	switch (row->pattern->targets) {
	case TARGET_RING:
		return each_to_next(row, cpu_count);
	case TARGET_MESH:
		return mesh(row);
	case TARGET_FUNNEL:
		return funnel(row);
	case TARGET_PAIRS:
		return pairs(row);
	case TARGET_LOT:
		return to_each(row, 0, run->target, run->targets);
	case TARGET_NEXT:
		if (row->pattern->senders == SEND_ANSWER)
			return each_to_next(row, 2);
		/* fall through */
	default:
		return lane(row, 0, 0, run->target, run->targets);
	}
}

const struct reason *row_make_words(struct row *row)
{
	const struct reason *reason;

	used = 0;
	reason = make(row);
	row->run.word = row->run.word_of[0];
	row->run.words = row->run.words_of[0];
	/* One of them by lot is one target. */
	if (row->pattern->targets == TARGET_LOT)
		row->run.words = 1;
	return reason;
}
