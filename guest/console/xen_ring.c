// SPDX-License-Identifier: GPL-2.0-only
/*
 * The console of an unprivileged Xen domain: a ring in a page that the domain
 * shares with xenconsoled, and an event channel to ring its bell (public/io/
 * console.h; public/hvm/params.h). Dom0 has none: its parameters read 0.
 */
#include "console/console.h"
#include "cpu/cpu.h"
#include "xen/event_channel.h"

#define DOMID_SELF 0x7ff0u		/* public/xen.h */
#define HVMOP_GET_PARAM 1		/* public/hvm/hvm_op.h */
#define PARAM_CONSOLE_PFN 17		/* public/hvm/params.h */
#define PARAM_CONSOLE_EVTCHN 18
#define SCHEDOP_YIELD 0			/* public/sched.h */

#define MAPPED_PAGES (1u << 20)		/* boot/entry.asm maps 4 GiB */

/* The reader may be held back for 200 ms when it was woken too often
 * (xenconsoled's rate limit). A turn of the wait is a hypercall, a microsecond
 * or more: ten seconds at least. */
#define PATIENCE 10000000

struct xencons_interface {		/* public/io/console.h */
	char in[1024], out[2048];
	u32 in_cons, in_prod;
	u32 out_cons, out_prod;		/* free-running */
};
_Static_assert(sizeof(struct xencons_interface) == 3088, "ABI");

static volatile struct xencons_interface *ring;
static u32 port;

static u64 parameter(u32 index)
{
	struct { u16 domid, pad; u32 index; u64 value; } get = {
		DOMID_SELF, 0, index, 0
	};

	return xen_hypercall2(XEN_HVM_OP, HVMOP_GET_PARAM, (u64)&get) ?
		0 : get.value;
}

static bool probe(void)
{
	u64 page;

	if (!xen_init())
		return false;
	page = parameter(PARAM_CONSOLE_PFN);
	port = parameter(PARAM_CONSOLE_EVTCHN);
	if (!page || page >= MAPPED_PAGES || !port)
		return false;
	ring = (volatile struct xencons_interface *)(page << 12);
	return true;
}

static void notify(void)
{
	struct evtchn_send send = { port };

	xen_hypercall2(XEN_EVENT_CHANNEL_OP, EVTCHNOP_SEND, (u64)&send);
}

/* Waits until no more than so many bytes are unread. */
static bool wait_for_reader(u32 unread)
{
	for (u32 i = 0; ring->out_prod - ring->out_cons > unread; i++) {
		if (i == PATIENCE)
			return false;
		xen_hypercall2(XEN_SCHED_OP, SCHEDOP_YIELD, 0);
	}
	return true;
}

static bool write(const char *text, size_t n)
{
	while (n) {
		u32 at = ring->out_prod, room;

		if (!wait_for_reader(sizeof(ring->out) - 1)) {
			ring = NULL;
			return false;
		}
		room = sizeof(ring->out) - (at - ring->out_cons);
		for (; room && n; room--, n--)
			ring->out[at++ % sizeof(ring->out)] = *text++;
		/* x86 keeps stores in order, volatile the compiler. */
		ring->out_prod = at;
		notify();
	}
	return true;
}

void console_ring_drain(void)
{
	if (ring)
		wait_for_reader(0);
}

const struct console console_xen_ring = { "xen-ring", probe, write };
