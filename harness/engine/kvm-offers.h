/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The processor that the guest sees under KVM, with the hypercalls to send
 * IPIs by. Not every KVM has all of them, and QEMU does not start where one is
 * missing: on an unknown host each group is tried.
 */
#ifndef IPIBENCH_KVM_OFFERS_H
#define IPIBENCH_KVM_OFFERS_H

#include <glib.h>

/* Everything; what the labs' KVM has. */
char *kvm_offers_all(void);
/* What this machine's KVM takes, as that QEMU finds. *refused: what it does not, with QEMU's
 * words; or NULL. */
char *kvm_offers_probe(const char *program, char **refused);

#endif
