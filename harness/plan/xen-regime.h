/* SPDX-License-Identifier: GPL-2.0-only */
/* What virtualises the APIC under a Xen, from what it printed at start. */
#ifndef IPIBENCH_XEN_REGIME_H
#define IPIBENCH_XEN_REGIME_H

#include "plan/run.h"

/* Fills regime and regime_note. `where` names the log, for the note. */
void xen_find_regime(const char *log, gsize len, const char *where,
		     struct target_report *report);

#endif
