/* SPDX-License-Identifier: GPL-2.0-only */
/* The metrics of `ipibench history`: a new one is a row of the table. */
#include <math.h>

#include "compare/history.h"
#include "compare/insns.h"

static bool exits(const struct result *result, double *value, double *low,
		  double *high)
{
	*value = *low = *high = result->send_exits_per_ipi;
	return !isnan(*value);
}

/* The medians of a side's paths, each times its exits an IPI: what an IPI
 * executes in the hypervisor without what comes by itself. The spread is the
 * quartiles' of each, added up. */
static bool side(const struct result *result, bool sender, double *value,
		 double *low, double *high)
{
	g_autoptr(GArray) paths = g_array_new(FALSE, FALSE,
					      sizeof(struct insns_path));
	bool any = false;

	*value = *low = *high = 0;
	if (insns_crowded(result))
		return false;
	insns_read(result, paths);
	for (guint i = 0; i < paths->len; i++) {
		const struct insns_path *one =
			&g_array_index(paths, struct insns_path, i);
		double often = (double)one->n / result->ipis;

		if (one->sender != sender || insns_come_as_they_like(one->kind))
			continue;
		*value += one->p50 * often;
		*low += one->p25 * often;
		*high += one->p75 * often;
		any = true;
	}
	return any;
}

static bool sender_insns(const struct result *result, double *value,
			 double *low, double *high)
{
	return side(result, true, value, low, high);
}

static bool receivers_insns(const struct result *result, double *value,
			    double *low, double *high)
{
	return side(result, false, value, low, high);
}

/* The way with nothing in between. */
static bool least(const struct result *result, enum result_time time, double *value,
		  double *low, double *high)
{
	const struct timing *timing = result->latency.of[time];

	if (!timing || !g_str_equal(result->status, "ok"))
		return false;
	*value = *low = *high = timing->min;
	return true;
}

#define LEAST(name, time)							\
	static bool name(const struct result *result, double *value, double *low,	\
			 double *high)							\
	{									\
		return least(result, time, value, low, high);			\
	}
LEAST(send, TIME_SEND)
LEAST(delivery, TIME_DELIVERY)
LEAST(roundtrip, TIME_ROUNDTRIP)
LEAST(eoi, TIME_EOI)

const struct history_metric history_metrics[] = {
	{ "exits", "VM exits of the sender that a send causes", "exits an IPI",
	  "exits", "", exits },
	{ "sender-insns", "instructions of the hypervisor, sender's exits, "
	  "medians", "instructions an IPI", "insns", "sender ", sender_insns },
	{ "receivers-insns", "instructions of the hypervisor, receivers' "
	  "exits, medians", "instructions an IPI", "insns", "receivers ",
	  receivers_insns },
	{ "send", "the least time of a send", "instructions or ns", "exact", "send,", send },
	{ "delivery", "the least time of a delivery", "instructions or ns", "exact", "delivery,", delivery },
	{ "roundtrip", "the least round trip", "instructions or ns", "exact", "roundtrip,", roundtrip },
	{ "eoi", "the least time of an EOI", "instructions or ns", "exact", "eoi,", eoi },
	{ NULL }
};

const struct history_metric *history_metric_from_name(const char *name)
{
	for (guint i = 0; history_metrics[i].name; i++)
		if (g_str_equal(history_metrics[i].name, name))
			return &history_metrics[i];
	return NULL;
}
