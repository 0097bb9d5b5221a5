/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who sends to whom. A pattern is a file of loop templates, NAME.h, and a
 * line here: name, fewest processors, who receives.
 *
 * The templates are compiled once for every method (patterns/loops.h), so
 * that each measured loop is straight code of its own.
 */
#ifndef IPIBENCH_PATTERNS_H
#define IPIBENCH_PATTERNS_H

enum pattern_targets { TARGET_SELF, TARGET_NEXT, TARGET_OTHERS };

#define PATTERN_LIST(X)				\
	X(self,      1, TARGET_SELF)		\
	X(unicast,   2, TARGET_NEXT)		\
	X(pingpong,  2, TARGET_NEXT)		\
	X(broadcast, 2, TARGET_OTHERS)

#define PATTERN_ENUM(name, min_cpus, targets) PATTERN_##name,
enum pattern { PATTERN_LIST(PATTERN_ENUM) PATTERNS };

#endif
