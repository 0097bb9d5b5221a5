/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the codec: where a field's member is. */
#ifndef IPIBENCH_CODEC_FIELD_H
#define IPIBENCH_CODEC_FIELD_H

#include "result/codec.h"

#define AT(type, data, field) ((type *)((char *)(data) + (field)->offset))

/* Of an element of FIELD_NAMED. */
static inline const char **codec_name_of(void *element)
{
	return (const char **)((char *)element + sizeof(struct coded));
}

#endif
