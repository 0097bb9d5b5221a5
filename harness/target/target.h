/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the guest can run. A new target is one file and a row in targets.c. */
#ifndef IPIBENCH_TARGET_H
#define IPIBENCH_TARGET_H

#include <json-glib/json-glib.h>

#include "plan/plan.h"

struct target_report;

struct run {
	char *root;             /* the checkout */
	char *guest;            /* the guest's ELF, absolute */
	char *out;              /* folder being filled, absolute; the working
				 * directory of what is started */
	bool dry;               /* say what would be done, build nothing */
	bool no_meter;          /* run the labs without the exit meter */
	bool no_trace;          /* leave tracepoints alone */
	bool tune;              /* change the host as host-tune.h says */
	guint boots, boots_done;        /* for progress */
	bool images;            /* a target has left images for other machines */
	/* Each boot, when it is over; NULL: nobody asks. False ends it all. */
	bool (*on_boot_done)(struct run *run, struct boot *boot,
			     const struct target_report *report, GError **error);
	void *user;
};

/* What a target tells about itself after it ran. */
struct target_report {
	char *regime;           /* what virtualises the APIC; NULL: unknown */
	char *regime_note;      /* how it was found out, or why not */
	JsonObject *hypervisor; /* name, version, patch_sha256, ...; or NULL */
	JsonObject *facts;      /* further provenance of this target */
};

struct target {
	const char *name, *summary;
	/* NULL: it can run. Otherwise why not; *help: what would help. */
	char *(*missing)(const struct run *run, char **help);
	/* Fills commands of each boot; writes files unless run->dry. */
	bool (*prepare)(struct run *run, GPtrArray *boots, GError **error);
	/* Fills what came of each boot and hands it over (target_boot_done)
	 * when it is over. False: what came so far is all. */
	bool (*run)(struct run *run, GPtrArray *boots,
		    struct target_report *report, GError **error);
	bool patched;           /* the vAPIC register must be there */
	bool elsewhere;         /* run only says how; `import` makes the rows */
	bool emulated;          /* by QEMU with SVM, which can lose an interrupt
				 * (attempts.h) */
};

extern const struct target *const targets[];    /* ends with NULL */
extern const struct target target_tcg, target_kvm, target_lab_kvm_svm,
	target_lab_kvm_svm_stock, target_lab_xen_svm, target_lab_xen_svm_stock,
	target_lab_kvm_vmx, target_lab_xen_vmx, target_xen, target_metal;

void report_clear(struct target_report *report);

/* The boot is over, and report is true of it. False: it cannot be kept. */
bool target_boot_done(struct run *run, struct boot *boot,
		      const struct target_report *report, GError **error);

const struct target *target_from_name(const char *name);

#define TARGET_ERROR target_error_quark()
GQuark target_error_quark(void);

#endif
