/* SPDX-License-Identifier: GPL-2.0-only */
/* Which KVM is in the running kernel: the modules that host/kvm-modules has
 * loaded are known by their build IDs. */
#ifndef IPIBENCH_KVM_MODULES_H
#define IPIBENCH_KVM_MODULES_H

#include <json-glib/json-glib.h>

/* The build ID of a module as it is loaded, or NULL. */
char *kvm_modules_build_id(const char *module);
/* What kvm-modules-build wrote about the loaded KVM; NULL where it is not one
 * of its making, or not known to be. */
JsonObject *kvm_modules_provenance(void);

#endif
