/* SPDX-License-Identifier: GPL-2.0-only */
/* One start of the guest: what it is to do, and what came of it. */
#ifndef IPIBENCH_BOOT_H
#define IPIBENCH_BOOT_H

#include <json-glib/json-glib.h>

#include "base/emulator.h"
#include "plan/experiment.h"
#include "plan/failure.h"
#include "plan/kvm-stats.h"
#include "wire/protocol.h"

struct boot {
	/* what to do */
	const char *target, *loader;    /* loader: pvh, iso-bios, iso-uefi */
	const char *given[KEY_COUNT];   /* of BOOT_KEYs; NULL: as usual */
	guint vcpus, number;            /* number: which repetition, from 1 */
	guint timeout;                  /* seconds */
	GPtrArray *settings;            /* row N of the plan is element N-1 */
	GString *plan;                  /* in the guest's language */
	bool standstill;                /* read KVM's counters at the window's ends */
	GArray *order;                  /* guint: place of row N in the plan, from 1 */
	bool no_pit;                    /* a machine without a PIT, whatever is given */
	char *cpu;                      /* what KVM offers; NULL: all of engine/kvm-offers.h */
	char *cpu_refused;              /* what KVM refused of it, or NULL */
	char *qemu;                     /* the program of given[KEY_QEMU], or NULL */
	JsonObject *qemu_about;         /* what is known of it, or NULL */
	char *name;                     /* of its files: TARGET-LOADER-Nvcpu-M */

	/* what came of it */
	struct guest_run *guest;
	GByteArray *raw;                /* the guest's console, untouched */
	enum emulator_end end;
	int exit_status;
	struct failure failure;         /* why there is no sound end */
	char *seen_from_outside;        /* standard error's tail, if any */
	GPtrArray *commands;            /* command lines, outermost first */
	GPtrArray *pinning;             /* words such as "vcpu 0: cpu 1" */
	bool oversubscribed;
	bool shares_cores;              /* more vCPUs than cores, not processors */
	guint64 steal_ticks;            /* taken by the level above meanwhile */
	double seconds;
	bool judged;
	char *image_sha256;             /* of the ISO, where it booted from one */
	char *sidecar;                  /* provenance of a lab's hypervisor */
	char *machine_sha256;           /* of an exact lab: over all it depends on */
	char *machine_sidecar;          /* provenance of its emulator */
	GPtrArray *windows;             /* JsonObject: the meter's, or NULL */
	char *meter_problem;            /* why there are none */
	struct kvm_stats *stats;        /* KVM's own counters, or NULL */
	struct kvm_stats *reasons;      /* exits by reason (its tracepoint), or NULL */
	char *trace_problem;            /* why there are none */

	/* while it runs */
	int control_fd;                 /* our end of QMP, or -1 */
	struct control *control;        /* of kvm-engine.c */
	void (*tee)(void *user, const guint8 *data, gsize len); /* or NULL */
	void *tee_user;
	guint gather_ms;        /* base/emulator.h */
};

/* target, loader and what is set later must outlive the boot. */
struct boot *boot_new(const char *target, const char *loader, guint vcpus,
		      guint number);
void boot_free(struct boot *boot);
/* Boots that are given other things have other names. */
void boot_set_given(struct boot *boot, const struct setting *setting);
/* Whether it was set from one that gives the same. */
bool boot_same_given(const struct boot *boot, const struct setting *setting);
/* "-NAME-KEY-VALUE", each once, of keys that count (NULL: all do); the caller frees it. */
char *boot_given_names(const struct boot *boot, bool (*counts)(enum experiment_key key));
bool boot_has_apicv(const struct boot *boot);
/* Seconds until the guest's first word. One that has not come by then never does, however
 * busy the machine is, and `timeout` is for measuring: half an hour in some experiments. */
guint boot_silence(const struct boot *boot);
/* 1 where nothing is given. */
guint boot_overcommit(const struct boot *boot);

/* Kept up to the end record: boot->raw. */
void boot_take_output(struct boot *boot, const guint8 *data, gsize len);
/* The meter's window of a row (from 1) and pass ("count", "time"), or NULL. */
JsonObject *boot_window(const struct boot *boot, guint row, const char *pass);

#endif
