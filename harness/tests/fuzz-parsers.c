/* SPDX-License-Identifier: GPL-2.0-only */
/* Bytes from outside, damaged at random from fixed seeds, through every
 * parser; built with ASan and UBSan. Argument: rounds (default 20000). */
#include <stdio.h>
#include <string.h>

#include "plan/experiment.h"
#include "result/result.h"
#include "tests/samples/sample.h"
#include "wire/protocol.h"
#include "wire/relay.h"

static const char experiment[] =
	"# text\n[global]\ntarget=tcg, kvm\n[a]\nmethod=xapic,x2apic\n"
	"vcpus=2,4 ; inline\nboots=3\n[b]\nmethod=vapic-mmio\nipis=5\n";
static const char result[] =
	"{\"schema\":1,\"experiment\":\"a\",\"target\":\"tcg\",\"method\":"
	"\"xapic\",\"pattern\":\"self\",\"wait\":\"spin\",\"dest\":\"loop\","
	"\"dest_asked\":\"auto\",\"pass\":\"both\",\"status\":\"ok\",\"vcpus\":"
	"2,\"ipis\":10,\"boot\":1,\"targets\":1,\"apic_ids\":[0,1],\"exits\":{"
	"\"hypervisor\":{\"sender\":{\"total\":1,\"io\":1},\"receivers\":{"
	"\"total\":0},\"per_vcpu\":[{\"cpu\":0,\"role\":\"sender\","
	"\"reading_taken_out\":1,\"total\":1,\"io\":1}]}},\"received\":[{"
	"\"cpu\":0,\"pass\":\"count\",\"got\":1}],\"send_exits_per_ipi\":0.1}\n";

static GString *damaged(GRand *random, const char *text, gsize len)
{
	GString *out = g_string_new_len(text, len);
	guint changes = g_rand_int_range(random, 0, 6);

	while (changes-- && out->len) {
		gsize at = g_rand_int_range(random, 0, out->len);

		switch (g_rand_int_range(random, 0, 4)) {
		case 0:
			out->str[at] ^= 1 << g_rand_int_range(random, 0, 8);
			break;
		case 1:
			g_string_erase(out, at, 1);
			break;
		case 2:
			g_string_insert_c(out, at, g_rand_int(random));
			break;
		case 3:
			g_string_truncate(out, at);
			break;
		}
	}
	return out;
}

static void through_all(const GString *text)
{
	struct guest_run *run = guest_run_new();
	g_autoptr(GPtrArray) experiments = experiment_list_new();
	g_autoptr(GPtrArray) results = g_ptr_array_new();
	struct relay relay;

	guest_run_feed(run, text->str, text->len);
	guest_run_free(run);
	relay_init(&relay);
	relay_feed(&relay, text->str, text->len);
	relay_clear(&relay);
	experiment_parse("f", text->str, text->len, experiments, NULL);
}

/* A damaged text, its lines framed anew with right CRCs: what is behind the
 * check must not trust it either. */
static GString *reframed(const GString *text, char sign)
{
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	GString *out = g_string_new(NULL);
	guint64 seq = 0;

	for (char **line = lines; *line; line++) {
		char *begin = strchr(*line, ' ');
		char *end = strrchr(*line, '~');
		g_autofree char *framed = NULL;

		if (!begin || !end || end <= begin + 2)
			continue;
		end[-1] = '\0';
		framed = frame_format(sign, ++seq, begin + 1);
		g_string_append(out, framed);
	}
	return out;
}

int main(int argc, char **argv)
{
	guint rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
	GString *guest = sample_guest();

	for (guint i = 0; i < rounds; i++) {
		g_autoptr(GRand) random = g_rand_new_with_seed(i);
		GString *one = damaged(random, guest->str, guest->len);
		GString *again = reframed(one, i & 1 ? '@' : '&');
		GString *ini = damaged(random, experiment,
				       sizeof(experiment) - 1);
		GString *json = damaged(random, result, sizeof(result) - 1);
		GPtrArray *results = result_list_new();

		through_all(one);
		through_all(again);
		through_all(ini);
		result_parse("r", json->str, json->len, results, NULL);
		g_ptr_array_unref(results);
		g_string_free(one, TRUE);
		g_string_free(again, TRUE);
		g_string_free(ini, TRUE);
		g_string_free(json, TRUE);
	}
	g_string_free(guest, TRUE);
	printf("ok 1 - %u rounds of damaged input\n1..1\n", rounds);
	return 0;
}
