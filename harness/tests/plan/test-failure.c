/* SPDX-License-Identifier: GPL-2.0-only */
/* What is said of a boot without a sound end: how it ended, and how far the
 * guest had come. */
#include <string.h>

#include "plan/failure.h"
#include "plan/plan.h"
#include "record/record.h"
#include "result/result.h"
#include "spec/status.h"

#define HELLO "hello protocol=1 version=0.1"
#define START "start cpus=4 refused=1"
#define BEGIN "begin protocol=1 cpus=4 rows=2"
#define ROW   "row id=1 state=begin method=xapic pattern=unicast wait=spin " \
	"dest=loop ipis=10 warmup=1 vcpus=2 targets=1 mode=xapic"

/* The guest's lines, one a line. */
static void say(struct boot *boot, const char *texts)
{
	g_auto(GStrv) lines = g_strsplit(texts, "\n", -1);

	for (guint i = 0; lines[i]; i++) {
		g_autofree char *line = NULL;

		if (!*lines[i])
			continue;
		line = frame_format('@', i + 1, lines[i]);
		boot_take_output(boot, (const guint8 *)line, strlen(line));
	}
}

static void stages(void)
{
	static const struct {
		const char *said, *code, *words;
	} t[] = {
		{ "", "no-word", "before the guest's first word" },
		{ HELLO, "in-entry", "after the guest's first word" },
		{ HELLO "\n" START, "in-start", "started the other processors" },
		{ HELLO "\n" START "\n" BEGIN, "in-rows", "measured" },
		{ HELLO "\n" START "\n" BEGIN "\n" ROW, "in-rows", "measured" },
		/* a guest from before there was `hello` */
		{ BEGIN, "in-rows", "measured" },
	};
	static const struct {
		enum emulator_end end;
		int exit_status;
		const char *status;
	} ends[] = {
		{ EMULATOR_EXITED, 0, "reset" },
		{ EMULATOR_EXITED, 1, "crashed" },
		{ EMULATOR_SIGNALLED, 11, "crashed" },
		{ EMULATOR_STOPPED, 0, "crashed" },
		{ EMULATOR_TIMEOUT, 0, "timeout" },
		{ EMULATOR_INTERRUPTED, 0, "interrupted" },
		{ EMULATOR_NOT_STARTED, 0, "not-started" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(t) * G_N_ELEMENTS(ends); i++) {
		guint k = i % G_N_ELEMENTS(t), e = i / G_N_ELEMENTS(t);
		struct boot *boot = boot_new("tcg", "pvh", 4, 1);

		say(boot, t[k].said);
		boot->end = ends[e].end;
		boot->exit_status = ends[e].exit_status;
		failure_judge(boot);
		g_assert_cmpstr(boot->failure.status, ==, ends[e].status);
		g_assert_cmpstr(boot->failure.code, ==, t[k].code);
		g_assert_nonnull(strstr(boot->failure.reason, t[k].words));
		g_assert_cmpint(status_kind(boot->failure.status), ==,
				STATUS_UNFINISHED);
		boot_free(boot);
	}
}

/* Its own words count, however the machine ended. */
static void guests_own(void)
{
	static const struct {
		const char *end, *status, *code, *reason;
	} t[] = {
		{ "end status=ok rows=0 lines=2", NULL, NULL, NULL },
		{ "end status=lost code=undelivered rows=0 lines=2 "
		  "reason=in%20words", "lost", "undelivered", "in words" },
		{ "end status=lost rows=0 lines=2 reason=in%20words", "lost",
		  NULL, "in words" },
		{ "end status=bad-plan rows=0 lines=2 reason=line%203", "bad-plan",
		  NULL, "line 3" },
		{ "fault vector=13 rip=0x100 early=1\nend status=fault rows=0 "
		  "lines=3", "fault", NULL, "fault vector=13 rip=0x100 early=1" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(t); i++) {
		g_autofree char *said = g_strconcat(HELLO "\n", t[i].end, NULL);
		struct boot *boot = boot_new("tcg", "pvh", 4, 1);

		say(boot, said);
		boot->end = EMULATOR_EXITED;
		failure_judge(boot);
		g_assert_cmpstr(boot->failure.status, ==, t[i].status);
		g_assert_cmpstr(boot->failure.code, ==, t[i].code);
		g_assert_cmpstr(boot->failure.reason, ==, t[i].reason);
		boot_free(boot);
	}
}

/* A fault that nobody could end properly after. */
static void last_word(void)
{
	struct boot *boot = boot_new("tcg", "pvh", 4, 1);
	g_autofree char *text = NULL;

	say(boot, HELLO "\nfault vector=13 rip=0x100 early=1");
	boot->end = EMULATOR_EXITED;
	failure_judge(boot);
	text = failure_text(&boot->failure);
	g_assert_true(g_str_has_prefix(text, "reset (in-entry): the machine was "
				       "reset after the guest's first word"));
	g_assert_true(g_str_has_suffix(text, "the guest's last word: fault "
				       "vector=13 rip=0x100 early=1"));
	boot_free(boot);
}

/* The limit of a guest that says nothing: not half an hour because its rows may take that,
 * never beyond what is given, and more where there are more vCPUs to start. */
static void silence(void)
{
	struct boot *boot = boot_new("tcg", "pvh", 4, 1);

	boot->timeout = 1800;
	g_assert_cmpuint(boot_silence(boot), <, 400);
	boot->timeout = 20;
	g_assert_cmpuint(boot_silence(boot), ==, 20);
	boot->timeout = 7200;
	boot->vcpus = 255;
	g_assert_cmpuint(boot_silence(boot), >, 1200);
	boot_free(boot);
}

/* However the bytes arrive, and however much a machine says before it is stopped. */
static void kept(void)
{
	g_autofree char *hello = frame_format('@', 1, HELLO);
	g_autofree char *end = frame_format('@', 2, "end status=ok rows=0 lines=2");
	g_autofree char *until = g_strconcat("BIOS\r\n", hello, end, NULL);
	g_autofree char *all = g_strconcat(until, "halted\nno news", NULL);

	for (gsize first = 0; first <= strlen(all); first++) {
		struct boot *boot = boot_new("tcg", "pvh", 4, 1);

		boot_take_output(boot, (const guint8 *)all, first);
		boot_take_output(boot, (const guint8 *)all + first, strlen(all) - first);
		g_assert_true(guest_run_ended(boot->guest));
		g_assert_cmpmem(boot->raw->data, boot->raw->len, until, strlen(until));
		boot_free(boot);
	}
}

/* The rows that it did not come to. */
static void rows(void)
{
	static const char experiment[] = "[a]\ntarget=tcg\nmethod=xapic\n";
	g_autoptr(GPtrArray) experiments = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL, boots = NULL;
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(JsonObject) of_run = json_object_new();
	g_autofree char *line = NULL, *text = NULL;
	struct target_report report = { 0 };
	const struct result *result;
	struct boot *boot;

	experiment_parse("f", experiment, strlen(experiment), experiments, NULL);
	settings = experiment_expand(experiments, NULL);
	boots = plan_boots(settings);
	boot = boots->pdata[0];
	say(boot, HELLO "\n" START);
	boot->end = EMULATOR_EXITED;
	boot->seen_from_outside = g_strdup("from outside");
	failure_judge(boot);
	line = result_row(boot, 0, &report, of_run);
	text = g_strconcat(line, "\n", NULL);
	g_assert_true(result_parse("r", text, strlen(text), results, NULL));
	result = results->pdata[0];
	g_assert_cmpstr(result->status, ==, "reset");
	g_assert_cmpstr(result->code, ==, "in-start");
	g_assert_true(g_str_has_suffix(result->reason, "; from outside"));
}

static void words(void)
{
	g_assert_cmpint(status_kind("ok"), ==, STATUS_OK);
	g_assert_cmpint(status_kind("unsupported"), ==, STATUS_ABSENT);
	g_assert_cmpint(status_kind("not-applicable"), ==, STATUS_ABSENT);
	g_assert_cmpint(status_kind("lost"), ==, STATUS_SHORT);
	g_assert_cmpint(status_kind("triple-fault"), ==, STATUS_UNFINISHED);
	g_assert_cmpint(status_kind("of a newer guest"), ==, STATUS_SHORT);
	g_assert_true(is_code_word("no-answer-2"));
	g_assert_false(is_code_word("No-answer"));
	g_assert_false(is_code_word("no answer"));
	g_assert_false(is_code_word(""));
	g_assert_false(is_code_word(NULL));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/failure/stages", stages);
	g_test_add_func("/failure/guests-own", guests_own);
	g_test_add_func("/failure/kept", kept);
	g_test_add_func("/failure/last-word", last_word);
	g_test_add_func("/failure/rows", rows);
	g_test_add_func("/failure/words", words);
	g_test_add_func("/failure/silence", silence);
	return g_test_run();
}
