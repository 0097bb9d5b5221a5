/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every member of a result line, in the order in which they stand there. A new one is
 * a row here, a member of its struct, and a paragraph of ../../results/README.md and
 * schema.json.
 */
#include "result/result.h"

#define MANY G_MAXINT64         /* JSON's whole numbers have 63 bits here */

#define COUNT(name) { #name, FIELD_COUNT, 0, offsetof(HERE, name), 0, MANY }
#define COUNT_MAYBE(name) { #name, FIELD_COUNT, MAYBE, offsetof(HERE, name), 0, MANY }
#define UINT(name, min, max) { #name, FIELD_UINT, 0, offsetof(HERE, name), min, max }
#define UINT_NEEDED(name, min, max) \
	{ #name, FIELD_UINT, NEEDED, offsetof(HERE, name), min, max }
#define TEXT(name, flags) { #name, FIELD_TEXT, flags, offsetof(HERE, name) }
#define WORD(name, usual) \
	{ #name, FIELD_TEXT, 0, offsetof(HERE, name), 0, 0, NULL, usual }
#define REAL(name, flags) { #name, FIELD_REAL, flags, offsetof(HERE, name) }
#define LIKE(name, type, flags) { #name, type, flags, offsetof(HERE, name) }
#define OF(name, type, flags, shape) \
	{ #name, type, flags, offsetof(HERE, name), 0, 0, &shape }
#define SHAPE(name, list) \
	const struct shape name = { list, G_N_ELEMENTS(list), sizeof(HERE) }

const char *const result_times[TIMES + 1] = {
	[TIME_SEND] = "send", [TIME_DELIVERY] = "delivery",
	[TIME_ROUNDTRIP] = "roundtrip", [TIME_EOI] = "eoi",
};

#define HERE struct path_lengths
static const struct field path_lengths_fields[] = {
	{ "n", FIELD_COUNT, NEEDED, offsetof(HERE, n), 0, MANY },
	COUNT_MAYBE(samples), COUNT_MAYBE(min), COUNT_MAYBE(p50), COUNT_MAYBE(p99),
	COUNT_MAYBE(max), COUNT_MAYBE(sum), COUNT_MAYBE(p25), COUNT_MAYBE(p75),
	LIKE(buckets, FIELD_BUCKETS, MAYBE),
};
SHAPE(path_lengths_shape, path_lengths_fields);
#undef HERE

/* A source's counts have names of classes, so that its own members come before or
 * behind: the hypervisor's behind. */
#define HERE struct counted_cpu
#define CPU UINT_NEEDED(cpu, 0, 4096), LIKE(role, FIELD_ROLE, NEEDED), \
	{ "reading_taken_out", FIELD_COUNT, 0, offsetof(HERE, reading), 0, MANY }
static const struct field counted_cpu_fields[] = {
	CPU, LIKE(tally, FIELD_TALLY, NEEDED),
	OF(insns, FIELD_NAMED, MAYBE, path_lengths_shape),
	LIKE(counters, FIELD_NUMBERS, MAYBE), LIKE(taken_out, FIELD_NUMBERS, MAYBE),
	LIKE(reasons, FIELD_NUMBERS, MAYBE),
};
static const struct field counted_cpu_of_hypervisor_fields[] = {
	LIKE(tally, FIELD_TALLY, NEEDED), CPU,
};
SHAPE(counted_cpu_shape, counted_cpu_fields);
SHAPE(counted_cpu_of_hypervisor_shape, counted_cpu_of_hypervisor_fields);
#undef HERE

#define HERE struct side
static const struct field side_fields[] = { LIKE(tally, FIELD_TALLY, NEEDED) };
SHAPE(side_shape, side_fields);
#undef HERE

#define HERE struct counts
#define COUNTS(cpu_shape) \
	TEXT(pass, MAYBE), COUNT_MAYBE(empty_windows), \
	OF(sender, FIELD_OBJECT, MAYBE, side_shape), \
	OF(receivers, FIELD_OBJECT, MAYBE, side_shape), \
	{ "per_vcpu", FIELD_LIST, NEEDED, offsetof(HERE, vcpus), 0, 0, &cpu_shape }, \
	{ "reading_taken_out", FIELD_COUNT, MAYBE, offsetof(HERE, reading), 0, MANY }
static const struct field counts_fields[] = { COUNTS(counted_cpu_shape) };
static const struct field counts_of_hypervisor_fields[] = {
	COUNTS(counted_cpu_of_hypervisor_shape)
};
SHAPE(counts_shape, counts_fields);
SHAPE(counts_of_hypervisor_shape, counts_of_hypervisor_fields);
#undef HERE

#define HERE struct exits
#define SOURCE(place, name, flags, shape) \
	{ name, FIELD_OBJECT, NULLABLE | flags, offsetof(HERE, of[place]), 0, 0, &shape }
static const struct field exits_fields[] = {
	SOURCE(SOURCE_HYPERVISOR, "hypervisor", NEEDED, counts_of_hypervisor_shape),
	SOURCE(SOURCE_METER, "meter", 0, counts_shape),
	SOURCE(SOURCE_KVM_STATS, "kvm-stats", 0, counts_shape),
	SOURCE(SOURCE_KVM_TRACE, "kvm-trace", 0, counts_shape),
};
static SHAPE(exits_shape, exits_fields);
#undef HERE

#define HERE struct suspect
static const struct field suspect_fields[] = { COUNT(above), COUNT(n) };
SHAPE(suspect_shape, suspect_fields);
#undef HERE

#define HERE struct shape_of_time
static const struct field shape_of_time_fields[] = {
	UINT_NEEDED(sub_bits, 1, 16), LIKE(buckets, FIELD_BUCKETS, NEEDED),
};
SHAPE(shape_of_time_shape, shape_of_time_fields);
#undef HERE

#define HERE struct timing
static const struct field timing_fields[] = {
	WORD(unit, "tsc"), { "n", FIELD_COUNT, NEEDED, offsetof(HERE, n), 0, MANY },
	COUNT(min), COUNT(p50), COUNT(p90), COUNT(p99), COUNT(p999), COUNT(max),
	REAL(mean, 0), COUNT(sum), COUNT(taken_out), COUNT(clamped),
	OF(suspect, FIELD_OBJECT, NULLABLE, suspect_shape),
	OF(histogram, FIELD_OBJECT, 0, shape_of_time_shape),
};
SHAPE(timing_shape, timing_fields);
#undef HERE

#define HERE struct skew
static const struct field skew_fields[] = {
	LIKE(low, FIELD_INT, NEEDED), LIKE(high, FIELD_INT, NEEDED),
};
SHAPE(skew_shape, skew_fields);
#undef HERE

#define HERE struct latency
#define TIME(place, name) \
	{ name, FIELD_OBJECT, NULLABLE, offsetof(HERE, of[place]), 0, 0, &timing_shape }
static const struct field latency_fields[] = {
	{ "tsc_hz", FIELD_COUNT, NULLABLE, offsetof(HERE, tsc_hz), 1, MANY },
	TEXT(unit, NULLABLE),
	TEXT(tsc_source, NULLABLE), LIKE(clock, FIELD_TREE, 0),
	OF(skew, FIELD_OBJECT, NULLABLE, skew_shape),
	TIME(TIME_SEND, "send"), TIME(TIME_DELIVERY, "delivery"),
	TIME(TIME_ROUNDTRIP, "roundtrip"), TIME(TIME_EOI, "eoi"),
};
SHAPE(latency_shape, latency_fields);
#undef HERE

#define HERE struct received
static const struct field received_fields[] = {
	UINT_NEEDED(cpu, 0, 4096), TEXT(pass, NEEDED),
	{ "vector", FIELD_UINT, MAYBE, offsetof(HERE, vector), 0, 255 },
	{ "vectors", FIELD_UINT, MAYBE, offsetof(HERE, vectors), 0, 256 },
	COUNT(sent), { "got", FIELD_COUNT, NEEDED, offsetof(HERE, got), 0, MANY },
	COUNT(coalesced), COUNT_MAYBE(woken_early), COUNT_MAYBE(phantoms),
	COUNT_MAYBE(strays),
};
SHAPE(received_shape, received_fields);
#undef HERE

#define HERE struct halted_cpu
static const struct field halted_cpu_fields[] = {
	UINT_NEEDED(cpu, 0, 4096), COUNT(hlt), COUNT(received),
};
SHAPE(halted_cpu_shape, halted_cpu_fields);
#undef HERE

#define HERE struct halted
static const struct field halted_fields[] = {
	TEXT(source, NEEDED), OF(cpus, FIELD_LIST, NEEDED, halted_cpu_shape),
	LIKE(matches, FIELD_FLAG, NEEDED),
};
SHAPE(halted_shape, halted_fields);
#undef HERE

#define HERE struct hv_insns
static const struct field hv_insns_fields[] = { REAL(sender, 0), REAL(receivers, 0) };
SHAPE(hv_insns_shape, hv_insns_fields);
#undef HERE

#define HERE struct pair
static const struct field pair_fields[] = {
	TEXT(what, NEEDED), UINT_NEEDED(from, 0, 4096), UINT_NEEDED(to, 0, 4096),
	COUNT(n), COUNT(min), COUNT(p50), COUNT(p99), COUNT(max),
};
SHAPE(pair_shape, pair_fields);
#undef HERE

#define HERE struct attempt_cause
static const struct field attempt_cause_fields[] = {
	TEXT(code, NULLABLE), TEXT(reason, NULLABLE), TEXT(boot, NULLABLE),
};
SHAPE(attempt_cause_shape, attempt_cause_fields);
#undef HERE

#define HERE struct result
static const struct field result_fields[] = {
	UINT_NEEDED(schema, RESULT_SCHEMA, RESULT_SCHEMA),
	TEXT(experiment, NEEDED), TEXT(target, NEEDED), TEXT(method, NEEDED),
	TEXT(pattern, NEEDED), UINT_NEEDED(vcpus, 1, 4096),
	{ "targets", FIELD_UINT, NEEDED | NULLABLE, offsetof(HERE, targets), 0, 4096 },
	TEXT(wait, NEEDED), TEXT(dest, NEEDED), TEXT(dest_asked, NEEDED),
	TEXT(pass, NEEDED), WORD(loader, "pvh"), TEXT(apicv, NULLABLE),
	TEXT(kernel, MAYBE), TEXT(xen, MAYBE), TEXT(qemu, MAYBE), TEXT(cpu, MAYBE),
	TEXT(machine, MAYBE), TEXT(topology, MAYBE),
	{ "overcommit", FIELD_UINT, MAYBE, offsetof(HERE, overcommit), 1, 64 },
	TEXT(patches, MAYBE), TEXT(side, MAYBE), TEXT(mode, NULLABLE),
	{ "ipis", FIELD_COUNT, NEEDED, offsetof(HERE, ipis), 1, MANY },
	COUNT(warmup), UINT(k, 0, 65535), COUNT(seed), COUNT(rate),
	WORD(arrival, "fixed"), WORD(deliver, "fixed"), UINT(raw, 0, 1),
	{ "senders", FIELD_COUNT, NULLABLE, offsetof(HERE, senders), 0, MANY },
	{ "words", FIELD_COUNT, NULLABLE, offsetof(HERE, words), 0, MANY },
	UINT_NEEDED(boot, 1, G_MAXINT), UINT(order, 1, G_MAXINT),
	LIKE(apic_ids, FIELD_IDS, NEEDED), TEXT(regime, NULLABLE),
	TEXT(status, NEEDED), TEXT(code, NULLABLE | MAYBE), TEXT(reason, NULLABLE),
	OF(exits, FIELD_INSIDE, NEEDED, exits_shape),
	REAL(send_exits_per_ipi, NEEDED | NULLABLE),
	OF(received, FIELD_LIST, 0, received_shape),
	OF(hv_insns, FIELD_OBJECT, NULLABLE, hv_insns_shape),
	REAL(hv_insns_per_ipi, NULLABLE),
	REAL(hv_insns_window_per_ipi, NULLABLE),
	OF(halted, FIELD_OBJECT, NULLABLE, halted_shape),
	OF(latency, FIELD_INSIDE, 0, latency_shape),
	OF(coalesced, FIELD_OBJECT, NULLABLE, timing_shape),
	OF(pairs, FIELD_LIST, NULLABLE | MAYBE, pair_shape),
	LIKE(open, FIELD_TREE, NULLABLE), TEXT(samples, NULLABLE),
	UINT(attempts, 1, 1000), OF(attempt_causes, FIELD_LIST, MAYBE, attempt_cause_shape),
	LIKE(notes, FIELD_TEXTS, 0), LIKE(provenance, FIELD_TREE, 0),
};
SHAPE(result_shape, result_fields);
#undef HERE
