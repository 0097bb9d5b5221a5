/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_ROOT_H
#define IPIBENCH_ROOT_H

/* The checkout: the folder in which the tool itself lies. */
char *tool_root(void);

#endif
