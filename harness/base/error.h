/* SPDX-License-Identifier: GPL-2.0-only */
/* The one domain of the tool's own errors. Nobody decides anything by an error but
 * that there is one: the code is always 0, and the message is for people. */
#ifndef IPIBENCH_ERROR_H
#define IPIBENCH_ERROR_H

#include <glib.h>

#define IPIBENCH_ERROR ipibench_error_quark()
GQuark ipibench_error_quark(void);

#endif
