/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's histogram as text (Documentation/trace/histogram.rst), and the
 * names of exit reasons. */
#include "engine/kvm-trace.h"

#include <asm/kvm.h>      /* exception vectors, which the next one names */
#include <asm/svm.h>
#include <asm/vmx.h>
#include <string.h>

/* KVM_ISA_VMX, KVM_ISA_SVM: arch/x86/kvm/trace.h */
enum { ISA_VMX = 1, ISA_SVM = 2 };

struct reason_name {
	unsigned int code;
	const char *name;
};

static const char *name_of(const struct reason_name *names, gsize n, guint code)
{
	for (gsize i = 0; i < n; i++)
		if (names[i].code == code)
			return names[i].name;
	return NULL;
}

const char *kvm_trace_reason(guint isa, guint reason)
{
	static const struct reason_name svm[] = { SVM_EXIT_REASONS };
	static const struct reason_name vmx[] = { VMX_EXIT_REASONS };
	const char *name = NULL;
	g_autofree char *number = NULL;

	if (isa == ISA_SVM)
		name = name_of(svm, G_N_ELEMENTS(svm), reason);
	else if (isa == ISA_VMX)        /* bits above: flags of a failed entry */
		name = name_of(vmx, G_N_ELEMENTS(vmx), reason & 0xffff);
	if (name)
		return name;
	number = g_strdup_printf("reason-%u", reason);
	return g_intern_string(number);
}

/* "NAME: 123" at *text; moves it behind that. */
static bool take(const char **text, const char *name, guint64 max,
		 guint64 *value)
{
	const char *at = *text + strspn(*text, " ,{}");
	char *end;

	if (!g_str_has_prefix(at, name) || at[strlen(name)] != ':')
		return false;
	at += strlen(name) + 1;
	at += strspn(at, " ");
	if (!g_ascii_isdigit(*at))
		return false;
	*value = g_ascii_strtoull(at, &end, 10);
	*text = end;
	return *value <= max;
}

static bool read_line(const char *line, GHashTable *threads, GArray *hits)
{
	guint64 thread, isa, reason, count;
	struct kvm_trace_hits one;
	gpointer vcpu;

	if (!take(&line, "common_pid", G_MAXINT32, &thread) ||
	    !take(&line, "isa", G_MAXUINT32, &isa) ||
	    !take(&line, "exit_reason", G_MAXUINT32, &reason) ||
	    !take(&line, "hitcount", G_MAXINT64, &count))
		return false;
	vcpu = g_hash_table_lookup(threads, GINT_TO_POINTER((int)thread));
	one = (struct kvm_trace_hits){
		GPOINTER_TO_INT(vcpu) - 1, isa, reason, count
	};
	if (vcpu)
		g_array_append_val(hits, one);
	return true;
}

bool kvm_trace_read_hist(const char *text, GHashTable *threads, GArray *hits,
			 char **problem)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint64 dropped = 0;
	bool total = false;

	for (guint i = 0; lines[i]; i++) {
		const char *line = lines[i] + strspn(lines[i], " ");

		if (*line == '{' && !read_line(line, threads, hits)) {
			*problem = g_strdup_printf("line %u of the kernel's "
				"histogram cannot be read", i + 1);
			return false;
		}
		if (g_str_has_prefix(line, "Dropped:"))
			total = take(&line, "Dropped", G_MAXUINT64, &dropped);
	}
	if (total && !dropped)
		return true;
	*problem = total ?
		g_strdup_printf("the kernel's histogram had no room for %"
				G_GUINT64_FORMAT " exits", dropped) :
		g_strdup("the kernel's histogram has no end");
	return false;
}
