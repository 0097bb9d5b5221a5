/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/kvm-regime.h"

#include <stdbool.h>

#include "host/kvm-parameters.h"

static bool is_on(const char *value)
{
	return *value == 'Y' || *value == 'y' || *value == '1';
}

char *kvm_regime(const char *(*lookup)(void *user, const char *name),
		 void *user, char **how)
{
	const char *vendor = lookup(user, KVM_VENDOR);
	const char *avic = lookup(user, "kvm_amd.avic");
	const char *apicv = lookup(user, "kvm_intel.enable_apicv");
	const char *ipiv = lookup(user, "kvm_intel.enable_ipiv");

	/* With KVM built in, both vendors' modules show their parameters. */
	if (g_strcmp0(vendor, "GenuineIntel") == 0)
		avic = NULL;
	else if (vendor)
		apicv = NULL;
	if (avic) {
		*how = g_strdup_printf("kvm_amd.avic=%s", avic);
		return g_strdup(is_on(avic) ? "avic" : "none");
	}
	if (apicv) {
		*how = g_strdup_printf("kvm_intel.enable_apicv=%s, enable_ipiv"
				       "=%s", apicv, ipiv ? ipiv : "absent");
		if (!is_on(apicv))
			return g_strdup("none");
		return g_strdup(ipiv && is_on(ipiv) ? "ipiv" : "apicv");
	}
	*how = g_strdup("neither kvm_amd nor kvm_intel shows its parameters");
	return NULL;
}
