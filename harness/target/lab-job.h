/* SPDX-License-Identifier: GPL-2.0-only */
/* What a KVM lab's first level is to do, as its initramfs (harness/README.md,
 * "The relay"). */
#ifndef IPIBENCH_LAB_JOB_H
#define IPIBENCH_LAB_JOB_H

#include "plan/run.h"

#define JOB_INITRD "job.initrd"         /* in run->out */

/* The base with the job of these boots behind it. */
bool lab_job_write(const struct run *run, const GPtrArray *boots,
		   const char *base, GError **error);

#endif
