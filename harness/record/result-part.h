/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the writer of result lines: what its parts share. */
#ifndef IPIBENCH_RESULT_PART_H
#define IPIBENCH_RESULT_PART_H

#include "record/record.h"
#include "result/result.h"

/* A line in the making. */
struct result_part {
	struct result *result;
	const struct boot *boot;
	const struct guest_row *row;    /* NULL: nothing of it is believed */
	const struct setting *asked;
};

void result_note(const struct result_part *part, const char *format, ...)
	G_GNUC_PRINTF(2, 3);
/* Part of a vCPU in the row. Who neither sends nor receives is idle, whatever the
 * pattern says. */
enum guest_role result_role_of(const struct result_part *part, guint vcpu);
/* A record of the guest as an object; numbers become numbers. */
JsonObject *result_words(GHashTable *words);

/* exits.hypervisor, send_exits_per_ipi */
void result_set_exits(const struct result_part *part);
/* exits.meter, hv_insns (instructions of the hypervisor for an IPI, sender's
 * and receivers' vCPUs apart), hv_insns_per_ipi (their sum), null where no
 * meter ran; and send_exits_per_ipi where it is still null */
void result_set_meter(const struct result_part *part);
/* exits["kvm-stats"], null with a note where there is none; and
 * send_exits_per_ipi where it is still null and they can tell */
void result_set_kvm_stats(const struct result_part *part);
/* exits["kvm-trace"], the same */
void result_set_kvm_trace(const struct result_part *part);
/* A vCPU's interrupts in a pass, all vectors; NULL: it got none. */
const struct guest_received *result_received_of(const struct guest_row *row,
						guint cpu, bool timing);
void result_set_received(const struct result_part *part);
/* halted, from the exits that are there */
void result_set_halted(const struct result_part *part);
/* latency, pairs, coalesced, open, samples */
void result_set_latency(const struct result_part *part);

/* notes, but for those that the others add */
void result_set_notes(const struct result_part *part,
		      const struct target_report *report);

JsonObject *result_provenance(const struct boot *boot,
			      const struct target_report *report,
			      JsonObject *of_run);

#endif
