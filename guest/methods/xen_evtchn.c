// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-evtchn: EVTCHNOP_send to an event channel that is bound to the target
 * as an IPI, which is how Xen's own guests do it. Xen delivers it through the
 * target's local APIC at the vector asked for with
 * HVMOP_set_evtchn_upcall_vector, so the target ends it with an EOI, in xAPIC
 * mode, as with the methods it is compared to.
 */
#include "cpu/hypervisor.h"
#include "methods/method.h"
#include "xen/event_channel.h"
#define METHOD xen_evtchn

static ALWAYS_INLINE void send(u64 word)
{
	struct evtchn_send op = { (u32)word };

	xen_hypercall2(XEN_EVENT_CHANNEL_OP, EVTCHNOP_SEND, (u64)&op);
}

#include "patterns/loops.h"

static const struct reason *probe(void)
{
	if (hypervisor.kind != HV_XEN)
		return UNSUPPORTED("no-xen", "the hypervisor is not Xen");
	if (!xen_init())
		return UNSUPPORTED("no-hypercalls", "Xen offers no hypercall page");
	if (apic_needs(APIC_XAPIC))
		return apic_needs(APIC_XAPIC);
	return event_channel_setup(VECTOR_EVTCHN);
}

static u64 encode(const struct dest *d)
{
	return d->cpu->evtchn_port;
}

METHOD_ROW(xen_evtchn,
	.probe = probe, .encode = encode, .loops = &loops);
