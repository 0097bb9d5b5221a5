/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a row is called, and which are the same: by what they measure, from one table
 * (row_parts). The number of IPIs is not part of it, since everything is counted for
 * one IPI; nor is the boot, which is a repetition.
 */
#ifndef IPIBENCH_ROW_H
#define IPIBENCH_ROW_H

#include "result/result.h"

enum {
	ROW_PLACE = 1,          /* where it ran: target, loader, apicv, what was given */
	ROW_LINE = 2,           /* method, and how targets are named */
	ROW_SETTING = 4,        /* the rest, but for the passes */
	ROW_PASS = 8,
	ROW_GIVEN = 16,         /* what the user named, by name */
	ROW_KEYED = 32,         /* what the user gave, by key and value */
};

struct row_part {
	const char *field;      /* of the line */
	const char *name;
	guint of;
	const char *usual;      /* left out of names; NULL: never */
};

extern const struct row_part row_parts[];       /* in the order of names; NULL at end */

/* NULL: as usual. */
char *row_part(const struct result *row, const struct row_part *part);
bool row_same_in(const struct result *a, const struct result *b, guint parts);

/* "lab-kvm-svm xapic unicast vcpus=2 wait=spin dest=auto pass=both" */
char *row_key(const struct result *row);
/* ... but for these fields, NULL at the end. */
char *row_key_without(const struct result *row, const char *const *fields);
/* ... without the passes: of rows that are row_same. */
char *row_name(const struct result *row);
/* The key with its boot. */
char *row_label(const struct result *row);
/* "unicast, 2 vCPUs, wait=spin", and what is not as usual. */
char *row_setting(const struct result *row);
/* What the target was given, "NAME KEY=VALUE", each once; NULL: nothing. */
char *row_given(const struct result *row);
/* "lab-kvm-svm", "metal (iso-bios)", "lab-kvm-svm debian-6.12". */
char *row_place(const struct result *row);
/* ... for a target called otherwise, whose usual loader is that. */
char *row_of_place(const struct result *row, const char *target, const char *usual);

bool row_ok(const struct result *row);

/* Settings but for method, destination and target: what makes a table. */
bool row_same_setting(const struct result *a, const struct result *b);
/* ... method and destination too: what makes its lines. */
bool row_same_line(const struct result *a, const struct result *b);
/* How it was booted is a part of where it ran, and so is what its hypervisor was
 * told: what is measured is the same. */
bool row_same_target(const struct result *a, const struct result *b);
/* ... and all of it: boots of one row. */
bool row_same(const struct result *a, const struct result *b);

#endif
