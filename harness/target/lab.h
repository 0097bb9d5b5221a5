/* SPDX-License-Identifier: GPL-2.0-only */
/* What the labs share: the scripts in harness/lab/ that fetch and build
 * hypervisors, the provenance they leave, and a first level for each hypervisor,
 * whatever machine it runs on. */
#ifndef IPIBENCH_LAB_H
#define IPIBENCH_LAB_H

#include "plan/machine.h"
#include "target/target.h"

/* What a script ends with where what the user named does not build. */
#define LAB_NOT_BUILT 4

/* Runs harness/lab/SCRIPT [ARGUMENT [MORE]]; returns the path it names last. An error's code
 * is what the script ended with. */
char *lab_script(struct run *run, const char *script, const char *argument,
		 const char *more, GError **error);
/* The same for what a target builds with the boot's further patches (own), or was given in
 * place of it under that key (script `given`): plan/subject.h. In a dry run what stands for
 * it. */
char *lab_hypervisor_made(struct run *run, const struct boot *boot, const char *own,
			  enum experiment_key key, const char *given, GError **error);
/* Whether that is of the script `own`, which builds what a series patches. */
bool lab_builds(const struct boot *boot, const char *own, enum experiment_key key);
/* "VARIABLE=FILE FILE" with which `script` puts the boot's further patches on top, or NULL;
 * the caller frees it. */
bool lab_patches(const struct boot *boot, const char *script, char **setting, GError **error);
/* The same for harness/lab/bochs/build; in a dry run what stands for it. */
char *lab_bochs(struct run *run, GError **error);
/* Of a target with a script. */
char *lab_missing(const struct target *target, const struct run *run, char **help);
/* The JSON file beside what a script built goes with the boots ... */
void lab_remember_sidecar(GPtrArray *boots, const char *sidecar);
/* ... and into the result; with no file, just the name. */
JsonObject *lab_hypervisor(const struct boot *boot, const char *name);

/* What a first-level Linux is to do, as its initramfs behind the base (harness/README.md,
 * "The relay"). */
GByteArray *lab_job(const struct run *run, const GPtrArray *boots,
		    GError **error);
/* ... and how far behind the base's first byte it begins. */
gsize lab_job_offset(gsize base);

/* KVM: a first-level Linux that runs boots one after the other (lab-kvm.c). */
#define LAB_KVM_WORDS "console=ttyS0 mitigations=off quiet panic=-1"
#define LAB_KVM_MEMORY_MB 1280  /* Linux, its initramfs; a guest's comes to it */

struct lab_kvm {
	char *kernel;           /* bzImage */
	char *base;             /* initramfs; NULL: nothing is to be written */
	bool ours;              /* of lab/linux/l1.config */
	char *sidecar;
};

/* What turns the series' register on, of a target that has one, with a blank before it. */
const char *lab_kvm_offers(const struct boot *boot);
bool lab_kvm_find(const struct target *target, struct run *run, struct boot *boot,
		  struct lab_kvm *parts, GError **error);
void lab_kvm_clear(struct lab_kvm *parts);
/* More vCPUs than the machine gets processors. */
bool lab_kvm_shares(const struct boot *boot);
/* As many as vCPUs, so that each can have one; beyond 16 they share. */
guint lab_kvm_processors(const struct boot *boot);
/* What the first level's files are called: raw/NAME-*. Boots of one name share it, for they
 * ask for the same of it and its hypervisor. */
char *lab_kvm_name(const struct boot *boot);
/* ... a GPtrArray of struct boot for each. */
GPtrArray *lab_kvm_groups(const GPtrArray *boots);
char *lab_kvm_console(const GPtrArray *boots);
char *lab_kvm_meter(const GPtrArray *boots);
/* Writes the plans; the boots' command lines become outer, which it ends, and QEMU's. */
bool lab_kvm_commands(struct run *run, GPtrArray *boots, GPtrArray *outer,
		      const char *sidecar, GError **error);
/* A machine a group, whose output is the relay. */
bool lab_kvm_machines(struct run *run, GPtrArray *boots, guint start_seconds,
		      guint slack_seconds, GPtrArray *machines, GError **error);

/* Xen: the guest is dom0, each boot a Xen of its own (lab-xen.c). */
#define LAB_XEN_MEMORY_MB 1024
#define LAB_XEN_SLACK_SECONDS 60        /* Xen's own start, under emulation */

char *lab_xen_options(const struct boot *boot);
char *lab_xen_meter(const struct boot *boot);
/* The folder its script printed, or what stands for it in a dry run; plan. */
char *lab_xen_find(const struct target *target, struct run *run, struct boot *boot,
		   GError **error);
/* A machine a boot. */
bool lab_xen_machines(struct run *run, GPtrArray *boots, guint slack_seconds,
		      GPtrArray *machines, GError **error);

#endif
