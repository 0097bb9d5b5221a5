/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the guest can run. A new target is one file and a row in targets.c. */
#ifndef IPIBENCH_TARGET_H
#define IPIBENCH_TARGET_H

#include "plan/run.h"

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
	bool elsewhere;         /* run only says how; `import` makes the rows */
	bool emulated;          /* by QEMU with SVM, which can lose an interrupt
				 * (attempts.h) */
};

extern const struct target *const targets[];    /* ends with NULL */
extern const struct target target_tcg, target_kvm, target_lab_kvm_svm,
	target_lab_kvm_svm_stock, target_lab_xen_svm, target_lab_xen_svm_stock,
	target_lab_kvm_vmx, target_lab_xen_vmx, target_xen, target_metal;

const struct target *target_from_name(const char *name);

#endif
