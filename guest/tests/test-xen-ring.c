// SPDX-License-Identifier: GPL-2.0-only
/* Xen's console ring against a reader that is slow, gone or broken: the
 * hypercalls are played, everything else is the guest's own code. */
#define _GNU_SOURCE
#include <glib.h>
#include <string.h>
#include <sys/mman.h>

/* Instead of xen/hypercall.h. */
#define IPIBENCH_XEN_HYPERCALL_H
#include "lib/types.h"
#define XEN_SCHED_OP 29
#define XEN_EVENT_CHANNEL_OP 32
#define XEN_HVM_OP 34
static bool xen_init(void);
static long xen_hypercall2(u32 number, u64 a, u64 b);

#define write ring_write	/* unistd.h, by way of glib.h, has another */
#include "../console/xen_ring.c"

static struct {
	struct xencons_interface *page;
	GString *read;
	bool is_dom0, gone;
	u32 yields_until_read, yields, bells;
} xen;

static bool xen_init(void)
{
	return true;
}

static void reader_runs(void)
{
	struct xencons_interface *r = xen.page;

	while (r->out_cons != r->out_prod)
		g_string_append_c(xen.read, r->out[r->out_cons++ % 2048]);
}

static long xen_hypercall2(u32 number, u64 a, u64 b)
{
	struct { u16 domid, pad; u32 index; u64 value; } *get = (void *)b;

	if (number == XEN_HVM_OP) {
		g_assert_cmpuint(a, ==, 1);
		g_assert_cmpuint(get->domid, ==, 0x7ff0);
		get->value = xen.is_dom0 ? 0 : get->index == 17 ?
			(u64)xen.page >> 12 : get->index == 18 ? 3 : 0;
	} else if (number == XEN_EVENT_CHANNEL_OP) {
		g_assert_cmpuint(a, ==, 4);
		g_assert_cmpuint(*(u32 *)b, ==, 3);
		xen.bells++;
		if (!xen.gone && !xen.yields_until_read)
			reader_runs();
	} else if (number == XEN_SCHED_OP && !xen.gone) {
		if (++xen.yields % (xen.yields_until_read + 1) == 0)
			reader_runs();
	}
	return 0;
}

static void begin(bool is_dom0)
{
	if (!xen.page)
		xen.page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	g_assert_true(xen.page != MAP_FAILED);
	memset(xen.page, 0, 4096);
	/* Indices run on for ever: let them wrap. */
	xen.page->out_cons = xen.page->out_prod = -100u;
	if (xen.read)
		g_string_free(xen.read, TRUE);
	xen.read = g_string_new(NULL);
	xen.is_dom0 = is_dom0;
	xen.gone = false;
	xen.yields_until_read = xen.yields = xen.bells = 0;
	ring = NULL;
	g_assert_cmpint(console_xen_ring.probe(), ==, !is_dom0);
}

static void no_ring_in_dom0(void)
{
	begin(true);
	console_ring_drain();
	g_assert_cmpuint(xen.yields, ==, 0);
}

/* More than the ring holds in one line, and many lines. */
static void all_arrives(gconstpointer patience)
{
	g_autoptr(GString) sent = g_string_new(NULL);

	begin(false);
	xen.yields_until_read = GPOINTER_TO_UINT(patience);
	for (int i = 0; i < 300; i++) {
		g_autofree char *line = g_strnfill(i * 31 % 5000, 'a' + i % 26);

		g_string_append(sent, line);
		g_assert_true(console_xen_ring.write(line, strlen(line)));
	}
	console_ring_drain();
	g_assert_cmpstr(xen.read->str, ==, sent->str);
	g_assert_cmpuint(xen.bells, >=, 290);
}

static void reader_gone(void)
{
	char text[2049] = "";

	begin(false);
	xen.gone = true;
	g_assert_true(console_xen_ring.write(text, 2048));
	g_assert_false(console_xen_ring.write(text, 1));
	/* And it is not waited for once more. */
	xen.yields = 0;
	xen.gone = false;
	console_ring_drain();
	g_assert_cmpuint(xen.yields, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/xen-ring/dom0-has-none", no_ring_in_dom0);
	g_test_add_data_func("/xen-ring/reader-at-once", GUINT_TO_POINTER(0),
			     all_arrives);
	g_test_add_data_func("/xen-ring/reader-slow", GUINT_TO_POINTER(50),
			     all_arrives);
	g_test_add_func("/xen-ring/reader-gone", reader_gone);
	return g_test_run();
}
