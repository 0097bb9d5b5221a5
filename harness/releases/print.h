/* SPDX-License-Identifier: GPL-2.0-only */
/* The history as text, and as a figure. */
#ifndef IPIBENCH_RELEASES_PRINT_H
#define IPIBENCH_RELEASES_PRINT_H

#include <stdio.h>

#include "releases/steps.h"

/* A table a target and regime: a column a release, a line a method and metric; below it
 * the sentences. */
void releases_print(const struct releases *releases, const GPtrArray *steps, FILE *out);

/* plots/releases.gp: OUT.pdf, .svg, .png, .gp. */
bool releases_draw(const struct releases *releases, const char *out, GError **error);

#endif
