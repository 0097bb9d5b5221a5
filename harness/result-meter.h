/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_RESULT_METER_H
#define IPIBENCH_RESULT_METER_H

#include "target.h"

/*
 * Sets exits.meter, hv_insns (instructions of the hypervisor for an IPI,
 * sender's and receivers' vCPUs apart) and hv_insns_per_ipi (their sum), null
 * where no meter ran; and send_exits_per_ipi where it is still null. `row` is
 * NULL when nothing of the row is believed.
 */
void result_set_meter(JsonObject *object, JsonObject *exits,
		      const struct boot *boot, const struct guest_row *row,
		      const char *pattern, const char *method, guint64 ipis);

#endif
