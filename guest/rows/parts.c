// SPDX-License-Identifier: GPL-2.0-only
#include "rows/row.h"

static void add_targets(struct row *row, u32 first, u32 n)
{
	for (u32 i = first; i < first + n; i++) {
		row->run.target[row->run.targets++] = &cpus[i];
		row->receives[i] = true;
	}
}

static void all_take_part(struct row *row)
{
	for (u32 i = 0; i < cpu_count; i++)
		row->sends[i] = row->receives[i] = true;
}

/* Half of the others, where the plan leaves it open. */
static u32 some(const struct plan_row *plan)
{
	return plan->k ? plan->k : cpu_count / 2;
}

static const struct reason *choose(struct row *row)
{
	row->sends[0] = true;
	switch (row->pattern->targets) {
	case TARGET_SELF:
		add_targets(row, 0, 1);
		break;
	case TARGET_NEXT:
		add_targets(row, 1, 1);
		if (row->pattern->senders == SEND_ANSWER)
			row->sends[1] = row->receives[0] = true;
		break;
	case TARGET_SOME:
		if (some(row->plan) > cpu_count - 1)
			return NOT_APPLICABLE("too-few-cpus",
				"there are fewer than k other processors");
		add_targets(row, 1, some(row->plan));
		break;
	case TARGET_OTHERS:
	case TARGET_LOT:
		add_targets(row, 1, cpu_count - 1);
		break;
	case TARGET_FUNNEL:
		add_targets(row, 1, 1);
		for (u32 i = 0; i < cpu_count; i++)
			row->sends[i] = i != 1;
		break;
	case TARGET_RING:
	case TARGET_PAIRS:
		add_targets(row, 1, 1);
		all_take_part(row);
		break;
	case TARGET_MESH:
		add_targets(row, 1, cpu_count - 1);
		all_take_part(row);
		break;
	}
	return NULL;
}

const struct reason *row_choose_parts(struct row *row)
{
	struct run *run = &row->run;
	const struct reason *reason;

	run->sender = &cpus[0];
	run->targets = run->crew_size = row->senders = 0;
	memset(row->sends, 0, sizeof(row->sends));
	memset(row->receives, 0, sizeof(row->receives));
	if (cpu_count < row->pattern->min_cpus)
		return NOT_APPLICABLE("too-few-cpus",
			"the pattern needs more processors than there are");
	if (row->pattern->max_cpus && cpu_count > row->pattern->max_cpus)
		return row->pattern->max_cpus == MESH_CPUS
			? NOT_APPLICABLE("too-many-cpus",
				"the pattern takes at most 32 processors")
			: NOT_APPLICABLE("too-many-cpus",
				"the pattern takes at most 64 processors");
	reason = choose(row);
	if (reason)
		return reason;
	for (u32 i = 1; i < cpu_count; i++)
		if (row->sends[i] || row->receives[i])
			run->crew[run->crew_size++] = &cpus[i];
	run->mates = 0;
	for (u32 i = 1; i < cpu_count; i++)
		if (row->sends[i])
			run->mate[run->mates++] = &cpus[i];
	for (u32 i = 0; i < cpu_count; i++)
		row->senders += row->sends[i];
	if (row->pattern->targets == TARGET_PAIRS)
		pairs_prepare();
	return NULL;
}

const char *row_role_of(const struct row *row, const struct percpu *p)
{
	if (row->sends[p->index])
		return row->receives[p->index] ? "both" : "sender";
	return row->receives[p->index] ? "receiver" : "idle";
}
