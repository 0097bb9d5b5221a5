/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Event channels of Xen that interrupt a processor (two-level ABI, public/
 * event_channel.h). Each processor gets one of its own, bound to itself;
 * sending to it raises a vector of its local APIC.
 */
#ifndef IPIBENCH_XEN_EVENT_CHANNEL_H
#define IPIBENCH_XEN_EVENT_CHANNEL_H

#include "xen/hypercall.h"

#define EVTCHNOP_SEND 4

struct evtchn_send { u32 port; };

/* NULL when every processor has its channel, or the reason why not. The work
 * is done once. */
const struct reason *event_channel_setup(u8 vector);

#endif
