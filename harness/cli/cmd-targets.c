/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "base/members.h"
#include "base/root.h"
#include "cli/command.h"
#include "engine/qemu.h"
#include "host/host-checks.h"
#include "host/provenance.h"
#include "plan/run.h"
#include "spec/target-names.h"
#include "target/target.h"

/* The hypervisor that a lab would take, and the QEMU; NULL: neither is ours to choose. */
static char *what_it_uses(const struct target *target, const char *root)
{
	g_autofree char *script = g_build_filename(root, "harness", "lab", "what", NULL);
	const char *const ask[] = { script, target->script, NULL };
	const char *const version[] = { QEMU, "--version", NULL };
	g_autofree char *hypervisor = target->script ? provenance_first_line(root, ask) : NULL;
	/* The machine of an exact lab is no QEMU, and Xen needs none inside. */
	bool no_qemu = target->elsewhere || g_str_equal(target->name, "xen") ||
		(target->exact && target_offers(target->name, NEED_XEN));
	g_autofree char *qemu = no_qemu ? NULL : provenance_first_line(root, version);

	if (!hypervisor && !qemu)
		return NULL;
	return g_strdup_printf("%s%s%s", hypervisor ? hypervisor : "",
			       hypervisor && qemu ? "; " : "", qemu ? qemu : "");
}

static void add_json(JsonArray *array, const struct target *target,
		     const char *why, const char *help, const char *uses)
{
	JsonObject *object = json_object_new();

	json_object_set_string_member(object, "target", target->name);
	json_object_set_string_member(object, "summary", target->summary);
	json_object_set_boolean_member(object, "can_run", !why);
	members_set_text(object, "why_not", why);
	members_set_text(object, "what_would_help", help);
	members_set_text(object, "uses", uses);
	json_array_add_object_element(array, object);
}

/* What is good needs no advice. */
static void print_advice(void)
{
	bool first = true;

	for (const struct host_check *check = host_checks; check->name;
	     check++) {
		enum host_verdict verdict = HOST_UNKNOWN;
		g_autofree char *value = check->look(&verdict);

		if (verdict != HOST_BAD)
			continue;
		if (first)
			printf("\nTimes measured on this machine suffer from:\n");
		first = false;
		printf("%-18s %s\n%-18s      help: %s\n", check->name, value, "",
		       check->advice);
	}
}

static int run(int argc, char **argv)
{
	g_autofree char *root = tool_root();
	struct run where = { .root = root, .dry = true };
	JsonArray *array = json_array_new();
	g_autoptr(JsonNode) node = json_node_init_array(json_node_alloc(),
							array);
	gboolean json = FALSE;
	const GOptionEntry options[] = {
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json,
		  "As a JSON array", NULL },
		G_OPTION_ENTRY_NULL
	};
	int status;

	if (!command_options(&command_targets, options, &argc, &argv, 0, 0,
			     &status))
		return status;
	for (guint i = 0; targets[i]; i++) {
		const struct target *target = targets[i];
		g_autofree char *help = NULL;
		g_autofree char *why = target->missing(target, &where, &help);
		g_autofree char *uses = what_it_uses(target, root);

		add_json(array, target, why, help, uses);
		if (json)
			continue;
		printf("%-18s %s%s\n", target->name,
		       why ? "no   " : "yes  ", target->summary);
		if (uses)
			printf("%-18s      uses: %s\n", "", uses);
		if (why)
			printf("%-18s      why: %s\n", "", why);
		if (why && help)
			printf("%-18s      help: %s\n", "", help);
	}
	if (json) {
		g_autofree char *text = json_to_string(node, TRUE);

		puts(text);
	}
	if (!json)
		print_advice();
	return DONE_GOOD;
}

const struct command command_targets = {
	"targets", "", "which targets can run here, and why not", run
};
