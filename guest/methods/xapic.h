/* SPDX-License-Identifier: GPL-2.0-only */
/* What methods that write the xAPIC's own ICR have in common. */

static inline u64 xapic_encode(const struct dest *d)
{
	return (u64)d->id << 56 | icr_low(d);
}
