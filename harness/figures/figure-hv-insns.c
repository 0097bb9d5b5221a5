/* SPDX-License-Identifier: GPL-2.0-only */
/* Instructions that the hypervisor executes per IPI, on the processors of the
 * sender and of the receivers. */
#include <string.h>

#include "figures/bars.h"

static double part(const struct bars *bars, const struct result *row,
		   guint part)
{
	return part ? row->receivers_insns : row->sender_insns;
}

static char *data(const GPtrArray *results, struct drawing *drawing)
{
	static const char *const names[] = { "sender", "receivers" };
	const struct bars bars = { 2, names, metric_insns, part };

	if (!bars_put(&bars, results, drawing))
		return g_strdup("no row with the exit meter's count, or only "
				"rows with more vCPUs than the host has "
				"processors");
	g_string_append(drawing->notes, " Number of exits times median path, of all kinds of "
			"exit but the level below's own timer ticks.");
	for (guint i = 0; i < drawing->rows->len; i++) {
		const struct result *row = drawing->rows->pdata[i];

		if (!strstr(row->target, "-svm"))
			continue;
		g_string_append(drawing->notes, " The emulated SVM has no "
				"NRIPS and no decode assists: MSR exits cost "
				"more here than on hardware.");
		break;
	}
	return NULL;
}

const struct figure figure_hv_insns = {
	"hv-insns", "instructions of the hypervisor per IPI, by side", data
};
