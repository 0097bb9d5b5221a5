/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/kvm-offers.h"

#include <gio/gio.h>
#include <string.h>

#include "engine/qemu.h"
#include "host/host-root.h"

/* qemu64 exists on every host; "host" is not one processor but many. */
#define BASE "qemu64,+x2apic"

/* KVM's own hypercall; and Hyper-V's, which knows a processor by its VP index
 * (QEMU, docs/system/i386/hyperv.rst). */
static const char *const groups[] = {
	"kvm-pv-ipi=on", "hv-vpindex=on,hv-ipi=on,hv-vapic=on"
};

char *kvm_offers_all(void)
{
	GString *cpu = g_string_new(BASE);

	for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
		g_string_append_printf(cpu, ",%s", groups[i]);
	return g_string_free(cpu, FALSE);
}

/* A KVM that interprets an ordinary guest's kernel (kvm_pvm, seen with Linux
 * 6.18) offers the hypercall and never returns from its VMMCALL; the boot would
 * hang. */
static const char *known_to_hang(const char *group)
{
	if (g_str_has_prefix(group, "kvm-pv-ipi") &&
	    host_exists("/sys/module/kvm_pvm") &&
	    !host_exists("/sys/module/kvm_intel") &&
	    !host_exists("/sys/module/kvm_amd"))
		return "with kvm_pvm the guest hangs in the VMMCALL";
	return NULL;
}

/* NULL: QEMU starts with it. Else its last words that are no warning. */
static char *objection(const char *program, const char *cpu)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) qemu = g_subprocess_new(
		G_SUBPROCESS_FLAGS_STDIN_PIPE |
		G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
		G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, program, "-accel", "kvm",
		"-machine", "q35", "-cpu", cpu, "-S", "-display", "none",
		"-nodefaults", "-monitor", "stdio", NULL);
	g_autofree char *words = NULL;
	g_auto(GStrv) lines = NULL;

	if (!qemu || !g_subprocess_communicate_utf8(qemu, "quit\n", NULL, NULL,
						    &words, &error))
		return g_strdup(error->message);
	if (g_subprocess_get_successful(qemu))
		return NULL;
	lines = g_strsplit(words ? words : "", "\n", -1);
	for (guint i = g_strv_length(lines); i-- > 0;)
		if (*g_strstrip(lines[i]) && !strstr(lines[i], "warning:"))
			return g_strdup(lines[i]);
	return g_strdup("QEMU ended without a word");
}

char *kvm_offers_probe(const char *program, char **refused)
{
	GString *cpu = g_string_new(BASE), *no = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(groups); i++) {
		g_autofree char *tried = g_strdup_printf("%s,%s", cpu->str,
							 groups[i]);
		const char *hangs = known_to_hang(groups[i]);
		g_autofree char *why = hangs ? g_strdup(hangs) :
			objection(program, tried);

		if (!why)
			g_string_assign(cpu, tried);
		else
			g_string_append_printf(no, "%s%s (%s)", no->len ?
					       "; " : "", groups[i], why);
	}
	*refused = no->len ? g_strdup(no->str) : NULL;
	g_string_free(no, TRUE);
	return g_string_free(cpu, FALSE);
}
