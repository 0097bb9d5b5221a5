/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest as a domain of a Xen host: what `xl create` reads (xl.cfg(5)).
 * Paths are relative: xl runs in the result folder, or where one unpacks what
 * a dry run printed.
 */
#ifndef IPIBENCH_XL_CONFIG_H
#define IPIBENCH_XL_CONFIG_H

#include "plan/run.h"

enum xl_guest { XL_PVH, XL_HVM };

enum xl_guest xl_guest_of(const struct boot *boot);
char *xl_domain_name(const struct run *run, const struct boot *boot);
char *xl_config_path(const struct boot *boot, enum xl_guest type);
/* pin: vCPU N on processor N. Its first line says how to run it by hand. */
char *xl_config(const struct run *run, const struct boot *boot,
		enum xl_guest type, bool pin);

#endif
