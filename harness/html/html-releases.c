/* SPDX-License-Identifier: GPL-2.0-only */
/* The history of releases that is in the checkout: its figure, and its tables and
 * sentences as they are printed. */
#include <stdio.h>
#include <stdlib.h>

#include "base/root.h"
#include "html/html.h"
#include "releases/print.h"

#define NAME "releases"

static bool put_drawing(const struct releases *releases, const char *folder, GString *out,
			GError **error)
{
	g_autofree char *base = folder ? g_build_filename(folder, NAME, NULL) : NULL;

	if (!base)
		return true;
	if (!releases_draw(releases, base, error))
		return false;
	html_svg(folder, NAME, "what an IPI costs over releases of Linux and Xen", out);
	return true;
}

static void put_text(const struct releases *releases, const GPtrArray *steps, GString *out)
{
	char *text = NULL;
	size_t len;
	FILE *memory = open_memstream(&text, &len);

	releases_print(releases, steps, memory);
	fclose(memory);
	g_string_append(out, "<details><summary>Tables, and what explains each step of more "
			"than 5 %</summary>\n");
	html_element(out, "pre", text);
	g_string_append(out, "\n</details>\n");
	free(text);
}

bool html_releases(const struct html_page *page, GString *out, GError **error)
{
	g_autofree char *root = tool_root();
	g_autofree char *folder = g_build_filename(root, "results", NAME, NULL);
	g_autoptr(releases_t) releases = releases_load(folder, error);
	g_autoptr(explanations_t) explanations = releases ? explanations_load(folder, error) :
		NULL;
	g_autoptr(GPtrArray) steps = NULL;

	if (!explanations)
		return false;
	if (!releases->rows->len)
		return true;
	g_string_append(out, "<h2>The history of releases</h2>\n");
	if (!put_drawing(releases, page->figures, out, error))
		return false;
	steps = releases_steps(releases, explanations);
	put_text(releases, steps, out);
	return true;
}
