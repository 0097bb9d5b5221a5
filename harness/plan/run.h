/* SPDX-License-Identifier: GPL-2.0-only */
/* A run: what all its boots have in common, who is told of each, and what a target
 * tells about itself. */
#ifndef IPIBENCH_RUN_H
#define IPIBENCH_RUN_H

#include "plan/boot.h"

/* What a target tells about itself after it ran. */
struct target_report {
	char *regime;           /* what virtualises the APIC; NULL: unknown */
	char *regime_note;      /* how it was found out, or why not */
	JsonObject *hypervisor; /* name, version, patch_sha256, ...; or NULL */
	JsonObject *facts;      /* further provenance of this target */
};

struct run {
	char *root;             /* the checkout */
	char *guest;            /* the guest's ELF, absolute */
	char *out;              /* folder being filled, absolute; the working
				 * directory of what is started */
	bool dry;               /* say what would be done, build nothing */
	bool no_meter;          /* run the labs without the exit meter */
	bool no_trace;          /* leave tracepoints alone */
	bool tune;              /* change the host as host/host-tune.h says */
	guint boots, boots_done;        /* for progress */
	GHashTable *made;               /* by the labs' scripts; NULL: nothing yet */
	bool images;            /* a target has left images for other machines */
	/* Each boot, when it is over; NULL: nobody asks. False ends it all. */
	bool (*on_boot_done)(struct run *run, struct boot *boot,
			     const struct target_report *report, GError **error);
	void *user;
};

void report_clear(struct target_report *report);

/* The boot is over, and report is true of it. False: it cannot be kept. */
bool target_boot_done(struct run *run, struct boot *boot,
		      const struct target_report *report, GError **error);

#endif
