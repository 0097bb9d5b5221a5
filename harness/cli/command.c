/* SPDX-License-Identifier: GPL-2.0-only */
#include "cli/command.h"

#include <stdio.h>

#include "result/result.h"

bool command_options(const struct command *command,
		     const GOptionEntry *entries, int *argc, char ***argv,
		     int min, int max, int *status)
{
	g_autoptr(GOptionContext) context =
		g_option_context_new(command->arguments);
	g_autofree char *program = g_strdup_printf("ipibench %s",
						   command->name);
	g_autoptr(GError) error = NULL;
	gboolean help = FALSE;
	const GOptionEntry own[] = {
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &help,
		  "Say this and end", NULL },
		G_OPTION_ENTRY_NULL
	};

	/* GLib's own --help ends the process by itself with its own text. */
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, command->summary);
	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_add_main_entries(context, own, NULL);
	(*argv)[0] = program;
	g_set_prgname(program);
	if (!g_option_context_parse(context, argc, argv, &error)) {
		*status = complain(WRONG_INPUT, "%s; see `%s --help`",
				   error->message, program);
		return false;
	}
	(*argv)[0] = (char *)command->name;
	if (help) {
		g_autofree char *text =
			g_option_context_get_help(context, TRUE, NULL);

		fputs(text, stdout);
		*status = DONE_GOOD;
		return false;
	}
	if (*argc - 1 < min || (max >= 0 && *argc - 1 > max)) {
		*status = complain(WRONG_INPUT, "usage: %s [OPTION...] %s",
				   program, command->arguments);
		return false;
	}
	return true;
}

GPtrArray *command_say_partial(const GPtrArray *results)
{
	GPtrArray *partials = result_partials(results);

	for (guint i = 0; i < partials->len; i++)
		complain(DONE_GOOD, "%s", (char *)partials->pdata[i]);
	return partials;
}

int command_put_cases(const struct cases *cases, const struct cases_asked *asked)
{
	g_autoptr(GError) error = NULL;

	if (asked->tap)
		tap_print(cases, stdout);
	if (asked->junit && !junit_write(cases, asked->junit, &error))
		return complain(FELL_SHORT, "%s", error->message);
	return DONE_GOOD;
}
