// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/cpu.h"
#include "cpu/hypervisor.h"
#include "cpu/percpu.h"
#include "cpu/smp.h"
#include "cpu/traps.h"
#include "xen/event_channel.h"

#define DOMID_SELF 0x7ff0u			/* public/xen.h */

/* public/xen.h, struct shared_info and vcpu_info, 64-bit */
struct vcpu_info {
	u8 upcall_pending, pad[7];
	u64 pending_sel;
	u64 arch[2], time[4];
};
static ALIGNED(4096) struct {
	struct vcpu_info legacy_vcpu[32];
	u64 pending[64], mask[64];
	u8 rest[4096 - 2048 - 1024];
} shared_info;

_Static_assert(sizeof(struct vcpu_info) == 64, "ABI");
_Static_assert(sizeof(shared_info) == 4096, "ABI");

/* One for each processor: shared_info has room for 32 only. They do not
 * straddle pages. */
static ALIGNED(4096) struct vcpu_info vcpu_info[MAX_CPUS];

static u8 upcall_vector;
static const struct reason *failed;

static bool map_shared_info(void)
{
	struct {				/* public/memory.h */
		u16 domid, size;
		u32 space;
		u64 index, gpfn;
	} op = { DOMID_SELF, 0, 0, 0, (u64)&shared_info >> 12 };
	const u32 add_to_physmap = 7;

	return xen_hypercall2(XEN_MEMORY_OP, add_to_physmap, (u64)&op) == 0;
}

/* The number that hypercalls want: CPUID leaf base+4, EBX, where EAX[3] says
 * so (public/arch-x86/cpuid.h); else the MADT's. */
static u32 own_vcpu_id(const struct percpu *self)
{
	struct cpuid r = cpuid(hypervisor.base + 4, 0);

	return r.eax & 1u << 3 ? r.ebx : self->acpi_uid;
}

/* Runs on each processor: some of it may be asked for oneself only. */
static void worker_setup(struct percpu *self, struct run *run)
{
	const u32 register_vcpu_info = 10;	/* public/vcpu.h */
	const u32 set_upcall_vector = 23;	/* public/hvm/hvm_op.h */
	const u32 bind_ipi = 7;			/* public/event_channel.h */
	u32 vcpu = own_vcpu_id(self);
	u64 place = (u64)&vcpu_info[self->index];
	struct { u64 frame; u32 offset, zero; } info = {
		place >> 12, place & 4095, 0
	};
	struct { u32 vcpu; u8 vector; } upcall = { vcpu, upcall_vector };
	struct { u32 vcpu, port; } ipi = { vcpu, 0 };

	(void)run;
	if (failed)
		return;
	if (xen_hypercall3(XEN_VCPU_OP, register_vcpu_info, vcpu, (u64)&info))
		failed = UNSUPPORTED("no-event-channels",
			"VCPUOP_register_vcpu_info failed");
	else if (xen_hypercall2(XEN_HVM_OP, set_upcall_vector, (u64)&upcall))
		failed = UNSUPPORTED("no-event-channels",
			"HVMOP_set_evtchn_upcall_vector failed");
	else if (xen_hypercall2(XEN_EVENT_CHANNEL_OP, bind_ipi, (u64)&ipi))
		failed = UNSUPPORTED("no-event-channels",
			"EVTCHNOP_bind_ipi failed");
	/* The first two raise an upcall, lest one be missed (Xen, map_vcpu_info(),
	 * hvmop_set_evtchn_upcall_vector()). It must not fall into a window. */
	vcpu_info[self->index].upcall_pending = 0;
	vcpu_info[self->index].pending_sel = 0;
	traps_discard(upcall_vector);
	self->evtchn_port = ipi.port;
	self->evtchn_info = &vcpu_info[self->index];
	self->evtchn_word = shared_info.pending;
	self->evtchn_bit = ipi.port;
	shared_info.mask[ipi.port / 64 & 63] &= ~(1ull << ipi.port % 64);
}

const struct reason *event_channel_setup(u8 vector)
{
	static bool done;

	if (done)
		return failed;
	upcall_vector = vector;
	if (!map_shared_info())
		failed = UNSUPPORTED("no-event-channels",
			"XENMEM_add_to_physmap of shared_info failed");
	/* One after the other: they share the mask's words. */
	if (!failed && !smp_each_in_turn(worker_setup))
		return LOST("probe", "a processor does not answer");
	done = true;
	return failed;
}
