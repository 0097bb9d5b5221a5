/* SPDX-License-Identifier: GPL-2.0-only */
/* A row's own: for store.c. */
#ifndef IPIBENCH_RELEASES_ROW_H
#define IPIBENCH_RELEASES_ROW_H

#include "releases/release.h"

extern const struct shape release_shape;

/* A result, condensed; its strings are the list's. It is to be freed by codec_free. */
struct release *release_of(struct releases *to, const struct result *result);

#endif
