/* SPDX-License-Identifier: GPL-2.0-only */
/* Every row, whatever its status, as a line of CSV (report/csv.h). Empty: not
 * measured. Counts are of the whole window; times are in ticks of the guest's
 * clock, tsc_hz of them a second where that means something. */
#include <math.h>

#include "report/csv.h"
#include "base/members.h"
#include "export/export.h"
#include "report/metric.h"

static const char *const words[] = {
	"experiment", "target", "method", "pattern", "wait", "dest",
	"dest_asked", "pass", "loader", "mode", "arrival", "deliver", "apicv",
	"kernel", "xen", "qemu", "cpu", "machine", "topology", "patches", "side", "regime",
	"status", "code", "reason"
};
static const char *const numbers[] = {
	"vcpus", "targets", "boot", "ipis", "warmup", "k", "seed", "rate",
	"senders", "attempts", "overcommit"
};
static const char *const figures_of_time[] = {
	"n", "min", "p50", "p90", "p99", "p999", "max", "mean",
	"taken_out", "clamped"
};
static const char *const run_words[] = {
	"time", "commit", "guest_sha256", "emulator", "host_kernel",
	"processor", "microcode"
};
static const char *const hypervisor_words[] = {
	"name", "version", "source", "patch_sha256"
};
static const char *const sides[] = { "sender", "receivers" };

static void put_header(GString *out)
{
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		csv_word(out, words[i]);
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		csv_word(out, numbers[i]);
	csv_word(out, "send_exits_per_ipi");
	csv_word(out, "hv_insns_sender");
	csv_word(out, "hv_insns_receivers");
	csv_word(out, "exits_counted_by");
	for (guint s = 0; s < G_N_ELEMENTS(sides); s++)
		for (int i = 0; i <= VAPIC_EXIT_CLASSES; i++) {
			g_autofree char *name = g_strdup_printf("%s_%s",
				sides[s], i < VAPIC_EXIT_CLASSES ?
				exit_class_names[i] : "total");

			csv_word(out, name);
		}
	csv_word(out, "tsc_hz");
	for (guint t = 0; result_times[t]; t++)
		for (guint i = 0; i < G_N_ELEMENTS(figures_of_time); i++) {
			g_autofree char *name = g_strdup_printf("%s_%s",
				result_times[t], figures_of_time[i]);

			csv_word(out, name);
		}
	for (guint i = 0; i < G_N_ELEMENTS(run_words); i++)
		csv_word(out, run_words[i]);
	for (guint i = 0; i < G_N_ELEMENTS(hypervisor_words); i++) {
		g_autofree char *name = g_strconcat("hypervisor_",
						    hypervisor_words[i], NULL);

		csv_word(out, name);
	}
	csv_end(out);
}

/* Empty: the line has none. */
static void put_number(GString *out, const struct shape *shape, const void *data,
		       const char *name)
{
	csv_number(out, data ? codec_number(shape, data, name) : NAN);
}

static void put_counts(GString *out, const struct result *row,
		       const struct exit_counts *counts)
{
	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (row->source)
			csv_count(out, counts->by_class[i]);
		else
			csv_number(out, NAN);
	if (row->source)
		csv_count(out, counts->total);
	else
		csv_number(out, NAN);
}

static void put_word(GString *out, const struct result *row, const char *name)
{
	g_autofree char *word = result_word(row, name);

	csv_word(out, word ? word : "");
}

static void put_row(const struct result *row, GString *out)
{
	JsonObject *run = row->provenance;
	JsonObject *hypervisor = member_object(row->provenance, "hypervisor");

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		put_word(out, row, words[i]);
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		put_number(out, &result_shape, row, numbers[i]);
	csv_number(out, row->send_exits_per_ipi);
	csv_number(out, row->sender_insns);
	csv_number(out, row->receivers_insns);
	csv_word(out, row->source ? row->source : "");
	put_counts(out, row, &row->sender);
	put_counts(out, row, &row->receivers);
	csv_number(out, row->latency.tsc_hz ? row->latency.tsc_hz : NAN);
	for (guint t = 0; t < TIMES; t++)
		for (guint i = 0; i < G_N_ELEMENTS(figures_of_time); i++)
			put_number(out, &timing_shape, row->latency.of[t],
				   figures_of_time[i]);
	for (guint i = 0; i < G_N_ELEMENTS(run_words); i++)
		csv_word(out, member_word(run, run_words[i]));
	for (guint i = 0; i < G_N_ELEMENTS(hypervisor_words); i++)
		csv_word(out, member_word(hypervisor, hypervisor_words[i]));
	csv_end(out);
}

static void make(const GPtrArray *results, GPtrArray *files)
{
	GString *out = export_file(files, "ipibench.csv");

	put_header(out);
	for (guint i = 0; i < results->len; i++)
		put_row(results->pdata[i], out);
}

const struct export export_csv = {
	"csv", "every row as a line, every plain field as a column", false, make
};
