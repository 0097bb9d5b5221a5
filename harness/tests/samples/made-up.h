/* SPDX-License-Identifier: GPL-2.0-only */
/* Result lines made up by tests of `compare` and `history`: what is in them is
 * known because it was put there. */
#ifndef IPIBENCH_TEST_MADE_UP_H
#define IPIBENCH_TEST_MADE_UP_H

#include <glib.h>

#include "lib/hist.h"

struct made_up {
	const char *target, *method, *status, *regime, *processor, *commit;
	guint boot;
	guint64 ipis, icr, other, ticks; /* sender's exits */
	guint64 p25, p50, p75;          /* instructions of apic_write_icr */
	const struct hist *send;        /* times, or NULL */
	bool kvm_only;                  /* nobody counts but KVM itself */
};

static const struct made_up made_up_usual = {
	.target = "lab-kvm-svm", .method = "vapic-mmio", .status = "ok",
	.regime = "none", .processor = "AMD EPYC", .commit = "aaaa", .boot = 1,
	.ipis = 500, .icr = 500, .ticks = 3, .p25 = 3480, .p50 = 3482,
	.p75 = 3482,
};

static inline void made_up_time(GString *out, const struct hist *hist)
{
	const char *comma = "";

	if (!hist) {
		g_string_append(out, "null");
		return;
	}
	g_string_append_printf(out, "{\"unit\":\"tsc\",\"n\":%u,\"min\":%u,"
		"\"max\":%u,\"histogram\":{\"sub_bits\":%d,\"buckets\":[",
		(guint)hist->n, (guint)hist->min, (guint)hist->max,
		HIST_SUB_BITS);
	for (guint i = 0; i < HIST_BUCKETS; i++)
		if (hist->bucket[i]) {
			g_string_append_printf(out, "%s[%u,%u]", comma, i,
					       (guint)hist->bucket[i]);
			comma = ",";
		}
	g_string_append(out, "]}}");
}

static inline void made_up_exits(GString *out, const struct made_up *one)
{
	guint icr = one->icr, other = one->other, ticks = one->ticks;
	guint ipis = one->ipis;

	g_string_append_printf(out, "\"exits\":{\"hypervisor\":{"
		"\"sender\":{\"apic_write_icr\":%u,\"msr_other\":%u,"
		"\"external_interrupt\":%u,\"total\":%u},"
		"\"receivers\":{\"apic_write_eoi\":%u,\"total\":%u},"
		"\"per_vcpu\":[{\"cpu\":0,\"role\":\"sender\",\"apic_write_icr\""
		":%u,\"msr_other\":%u,\"external_interrupt\":%u,\"total\":%u,"
		"\"reading_taken_out\":1},{\"cpu\":1,\"role\":\"receiver\","
		"\"apic_write_eoi\":%u,\"total\":%u,\"reading_taken_out\":0}]},",
		icr, other, ticks, icr + other + ticks, ipis, ipis,
		icr, other, ticks, icr + other + ticks, ipis, ipis);
	g_string_append_printf(out, "\"meter\":{\"sender\":{\"total\":0},"
		"\"receivers\":{\"total\":0},\"per_vcpu\":[{\"cpu\":0,\"role\":"
		"\"sender\",\"reading_taken_out\":0,\"total\":0,\"insns\":{"
		"\"apic_write_icr\":{\"n\":%u,\"samples\":%u,\"min\":1,\"p50\":"
		"%u,\"p25\":%u,\"p75\":%u}}}]}},", icr, icr, (guint)one->p50,
		(guint)one->p25, (guint)one->p75);
}

/* Appends one line. The sender has `icr` exits of apic_write_icr, `other` of
 * msr_other and `ticks` of external_interrupt; the receiver ends each IPI. */
static inline void made_up_line(GString *out, const struct made_up *one)
{
	guint ipis = one->ipis;

	g_string_append_printf(out, "{\"schema\":1,\"experiment\":\"m\","
		"\"target\":\"%s\",\"method\":\"%s\",\"pattern\":\"unicast\","
		"\"vcpus\":2,\"targets\":1,\"wait\":\"spin\",\"dest\":\"loop\","
		"\"dest_asked\":\"auto\",\"pass\":\"both\",\"loader\":\"pvh\","
		"\"mode\":\"xapic\",\"ipis\":%u,\"warmup\":0,\"boot\":%u,"
		"\"apic_ids\":[0,1],\"regime\":\"%s\",\"status\":\"%s\","
		"\"reason\":null,\"received\":[{\"cpu\":1,\"pass\":\"count\","
		"\"got\":%u}],\"send_exits_per_ipi\":%.17g,", one->target,
		one->method, ipis, one->boot, one->regime, one->status, ipis,
		(double)one->icr / ipis);
	if (one->kvm_only)
		g_string_append(out, "\"exits\":{\"hypervisor\":null,"
				"\"meter\":null},");
	else
		made_up_exits(out, one);
	g_string_append(out, "\"latency\":{\"tsc_hz\":1000000000,\"send\":");
	made_up_time(out, one->send);
	g_string_append_printf(out, "},\"provenance\":{\"commit\":\"%s\","
		"\"time\":\"2026-01-01T00:00:00Z\",\"processors\":2,"
		"\"processor\":\"%s\",\"facts\":{\"processor\":\"%s\"}}}\n",
		one->commit, one->processor, one->processor);
}

#endif
