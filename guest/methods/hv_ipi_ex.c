// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv-ipi-ex: HvCallSendSyntheticClusterIpiEx (Hyper-V TLFS): the VPs as a
 * sparse set of banks of 64 (HV_VP_SET), so any number of them in one call.
 * The input is in memory; its size beyond the header goes into RCX[26:17].
 */
#include "methods/hv_ipi_forms.h"
#include "methods/method.h"
#define METHOD hv_ipi_ex

#define BANKS 4				/* 255 processors */
#define SPARSE_4K 0ull			/* HV_GENERIC_SET_SPARSE_4K */
/* All banks are always given: RCX is a constant. An empty one is allowed. */
#define CONTROL (HV_SEND_IPI_EX | (u64)BANKS << 17)

static ALWAYS_INLINE void send(u64 word)
{
	hyperv_call(CONTROL, word, 0);
}

#include "patterns/loops.h"

static const struct reason *probe(void)
{
	if (hyperv_recommends_ipi() && !hyperv_recommends_ipi_ex())
		return UNSUPPORTED("no-hyperv-sparse",
			"no Hyper-V hypercalls with sparse sets (CPUID 0x40000004 EAX[11])");
	return hv_ipi_probe();
}

/* vector and VTL, format, mask of banks, banks */
static u64 *new_args(u8 vector)
{
	u64 *args = args_new();

	_Static_assert(3 + BANKS <= ARGS_WORDS, "args.h");
	if (args) {
		args[0] = vector;
		args[1] = SPARSE_4K;
		args[2] = (1u << BANKS) - 1;
	}
	return args;
}

static void add_vp(u64 *args, u32 vp)
{
	args[3 + vp / 64] |= 1ull << vp % 64;
}

static u64 encode(const struct dest *d)
{
	u64 *args = new_args(d->vector);

	if (args)
		add_vp(args, d->cpu->vp_index);
	return (u64)args;
}

static const struct reason *multicast(struct naming *n)
{
	u64 *args = new_args(n->vector);

	for (u32 i = 0; args && i < n->targets; i++)
		add_vp(args, n->target[i]->vp_index);
	return naming_add(n, (u64)args);
}

METHOD_ROW(hv_ipi_ex, .probe = probe,
	.enable = hyperv_enable, .disable = hyperv_disable,
	.encode = encode, .multicast = multicast, .loops = &loops);
