/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables from results. */
#ifndef IPIBENCH_REPORT_H
#define IPIBENCH_REPORT_H

#include <stdio.h>

#include "result.h"

enum report_form { REPORT_TEXT, REPORT_MARKDOWN };

/* One table for each pattern, number of vCPUs, targets and dest: methods down,
 * targets across, send exits per IPI in the cells. */
void report_headline(const GPtrArray *results, enum report_form form,
		     FILE *out);
/* What ran where and who counted, a line for each target. */
void report_caption(const GPtrArray *results, enum report_form form, FILE *out);
/* Instructions the hypervisor executes for an IPI, sender's and receivers'
 * side, a line for each row where the meter ran. */
void report_insns_tsv(const GPtrArray *results, FILE *out);
/* One line for each row, vCPU side and exit class that is not zero. */
void report_tsv(const GPtrArray *results, FILE *out);

#endif
