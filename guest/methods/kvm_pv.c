// SPDX-License-Identifier: GPL-2.0-only
/*
 * kvm-pv: KVM_HC_SEND_IPI, one hypercall for targets whose APIC ids lie within
 * a span of 128: a bitmap in RBX and RCX, the id that its first bit stands for
 * in RDX, the ICR without destination in RSI (Linux,
 * Documentation/virt/kvm/x86/hypercalls.rst). Offered where CPUID 0x40000001
 * EAX[11] says so. In xAPIC mode, so that a target's EOI is the same as with
 * the methods it is compared to.
 */
#include "kvm/hypercall.h"
#include "methods/args.h"
#include "methods/method.h"
#include "methods/naming.h"
#define METHOD kvm_pv

#define FEATURE_PV_SEND_IPI 11

static ALWAYS_INLINE void send(u64 word)
{
	const u64 *args = (const u64 *)word;

	kvm_hypercall4(KVM_HC_SEND_IPI, args[0], args[1], args[2], args[3]);
}

#include "patterns/loops.h"

static const struct reason *probe(void)
{
	return kvm_init(FEATURE_PV_SEND_IPI) ? NULL
		: UNSUPPORTED("no-kvm-pv-ipi",
			"no KVM_HC_SEND_IPI (KVM, CPUID 0x40000001 EAX[11])");
}

static u64 *new_args(u32 lowest, u32 icr)
{
	u64 *args = args_new();

	if (args) {
		args[2] = lowest;
		args[3] = icr;
	}
	return args;
}

static void add_id(u64 *args, u64 id)
{
	args[(id - args[2]) / 64] |= 1ull << (id - args[2]) % 64;
}

static u64 encode(const struct dest *d)
{
	u64 *args = new_args(d->id, icr_low(d));

	if (args)
		add_id(args, d->id);
	return (u64)args;
}

static const struct reason *multicast(struct naming *n)
{
	const struct dest how = { TO_ONE, 0, NULL, n->vector, n->nmi };
	const struct reason *reason = NULL;
	u64 *args = NULL;

	for (u32 i = 0; i < n->targets && !reason; i++) {
		u32 id = n->target[i]->apic_id;

		if (!args || id - args[2] >= METHOD_SPAN_kvm_pv) {
			args = new_args(id, icr_low(&how));
			reason = naming_add(n, (u64)args);
		}
		if (!reason)
			add_id(args, id);
	}
	return reason;
}

METHOD_ROW(kvm_pv, .probe = probe,
	.encode = encode, .multicast = multicast, .loops = &loops);
