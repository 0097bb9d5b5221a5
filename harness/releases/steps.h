/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Steps: where a metric of a row differs by more than 5 % from the release before, and
 * what explains it. Explanations are lines of steps.txt in the folder:
 *
 *     TARGET REGIME METHOD METRIC FROM TO SENTENCE
 *
 * the first four each one word or several with commas between; then every combination
 * is meant. # begins a comment, at a line's beginning.
 */
#ifndef IPIBENCH_RELEASES_STEPS_H
#define IPIBENCH_RELEASES_STEPS_H

#include "releases/release.h"

#define RELEASE_STEP 0.05

struct release_metric {
	const char *name, *title;
	double (*of)(const struct release *row);        /* NAN: not measured */
};

extern const struct release_metric release_metrics[];   /* name NULL at the end */

struct release_step {
	const struct release *from, *to;
	const struct release_metric *metric;
	double change;                  /* of what it was: 0.5 is half more */
	const char *why;                /* NULL: nobody says */
};

/* Instructions of the sender's exits of one kind, for an IPI. */
double release_kind(const struct release *row, const char *exit);

struct explanations;

/* A folder's; without the file there are none. An error names file and line. */
struct explanations *explanations_load(const char *folder, GError **error);
void explanations_free(struct explanations *explanations);
typedef struct explanations explanations_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(explanations_t, explanations_free)

/* The sentence for one, or NULL. */
const char *explanation_of(const struct explanations *explanations,
			   const struct release_step *step);
/* struct release_step, in the rows' order, with what explains them. */
GPtrArray *releases_steps(const struct releases *releases,
			  const struct explanations *explanations);
/* What is wrong: a step that nothing explains, an explanation of no step; char *. */
GPtrArray *steps_wrong(const GPtrArray *steps, const struct explanations *explanations);

#endif
