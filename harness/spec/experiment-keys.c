/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/experiment-keys.h"

#include "spec/target-names.h"

static const char *const boot_words[] = {
	"pvh", "iso-bios", "iso-uefi", NULL
};
static const char *const pattern_words[] = {
	"self", "unicast", "pingpong", "ring", "multicast", "broadcast",
	"shootdown", "incast", "mesh", "pairs", "random", "burst", NULL
};
static const char *const method_words[] = {
	"xapic", "xapic-nopoll", "vapic-mmio", "vapic-msr", "x2apic",
	"hv-icr", "hv-ipi", "hv-ipi-mem", "hv-ipi-ex", "kvm-pv", "xen-evtchn",
	"empty", NULL
};
static const char *const wait_words[] = { "spin", "pause", "halt", NULL };
static const char *const dest_words[] = {
	"auto", "loop", "logical", "shorthand", "multicast", NULL
};
static const char *const deliver_words[] = { "fixed", "nmi", NULL };
static const char *const arrival_words[] = { "fixed", "poisson", NULL };
static const char *const pass_words[] = { "both", "count", "time", NULL };

/* Limits of rows are the guest's own (guest/README.md), so that a mistake is
 * found before anything boots. */
const struct key_spec experiment_keys[KEY_COUNT] = {
	[KEY_TARGET] = { "target", NULL, target_names, 0, 0, true,
			 "where it runs" },
	[KEY_VCPUS] = { "vcpus", "2", NULL, 1, 255, true,
			"processors of the guest" },
	[KEY_BOOT] = { "boot", "pvh", boot_words, 0, 0, true,
		       "how the guest is started" },
	[KEY_PATTERN] = { "pattern", "unicast", pattern_words, 0, 0, true,
			  "who sends to whom" },
	[KEY_K] = { "k", "0", NULL, 0, 254, true,
		    "targets of multicast, length of a burst; 0: half of "
		    "the others, 8" },
	[KEY_METHOD] = { "method", NULL, method_words, 0, 0, true,
			 "how an IPI is sent" },
	[KEY_WAIT] = { "wait", "spin", wait_words, 0, 0, true,
		       "what targets do meanwhile" },
	[KEY_DEST] = { "dest", "auto", dest_words, 0, 0, true,
		       "how several targets are named" },
	[KEY_DELIVER] = { "deliver", "fixed", deliver_words, 0, 0, true,
			  "delivery mode" },
	[KEY_PASS] = { "pass", "both", pass_words, 0, 0, true,
		       "count exits, measure time, or both" },
	[KEY_RATE] = { "rate", "0", NULL, 0, 10000000, true,
		       "IPIs a second, sent late or not; 0: the next when "
		       "the last one is acknowledged" },
	[KEY_ARRIVAL] = { "arrival", "fixed", arrival_words, 0, 0, true,
			  "gaps between IPIs sent at a rate" },
	[KEY_SEED] = { "seed", "1", NULL, 1, G_MAXUINT32, true,
		       "of random's order and of Poisson arrivals" },
	[KEY_IPIS] = { "ipis", "10000", NULL, 1, 100000000, true,
		       "IPIs in the measured window" },
	[KEY_WARMUP] = { "warmup", "100", NULL, 0, 1000000, true,
			 "IPIs before it" },
	[KEY_RAW] = { "raw", "0", NULL, 0, 1, false,
		      "keep every sample" },
	[KEY_BOOTS] = { "boots", "1", NULL, 1, 1000, false,
			"how often the whole is repeated" },
	[KEY_TIMEOUT] = { "timeout", "120", NULL, 1, 86400, false,
			  "seconds for one boot" },
};

int experiment_key_from_name(const char *name)
{
	for (int i = 0; i < KEY_COUNT; i++)
		if (g_str_equal(name, experiment_keys[i].name))
			return i;
	return -1;
}

char *experiment_key_check(const struct key_spec *key, const char *value)
{
	g_autofree char *allowed = NULL;

	if (key->words) {
		if (g_strv_contains(key->words, value))
			return NULL;
		allowed = g_strjoinv(", ", (char **)key->words);
		return g_strdup_printf("%s=%s: must be one of %s", key->name,
				       value, allowed);
	}
	if (g_ascii_string_to_unsigned(value, 10, key->min, key->max, NULL,
				       NULL))
		return NULL;
	return g_strdup_printf("%s=%s: must be a number from %"
			       G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
			       key->name, value, key->min, key->max);
}
