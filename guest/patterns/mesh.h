/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mesh: every processor sends one IPI to all others, waits until it has one
 * from each, and then until its own have arrived; a barrier made of IPIs. Each
 * sender has a vector of its own, so that nothing merges.
 *
 * n counts rounds. An interrupt may arrive while a processor sends: `send` can
 * hold handlers' time. roundtrip ends when the last of the others' has come.
 * What one has sent it counts by the targets' slots, for the others may be a
 * round ahead.
 */
#define MESH_LOOPS(wait, on, off)					\
static NOINLINE void LOOP(mesh_##wait##_count)(struct percpu *self,	\
					       struct run *run, u64 n)	\
{									\
	const u32 me = self->index, words = run->words_of[me];		\
	const u64 *word = run->word_of[me];				\
									\
	on;								\
	for (u64 want = cpus[!me].slot[me].got + 1; n; n--, want++) {	\
		for (u32 i = 0; i < words; i++)				\
			send(word[i]);					\
		if (!wait_others_##wait(self, run, want)		\
		    || !wait_arrived(self, run, want))			\
			break;						\
	}								\
	off;								\
}									\
									\
static NOINLINE void LOOP(mesh_##wait##_time)(struct percpu *self,	\
					      struct run *run, u64 n)	\
{									\
	const u32 me = self->index, words = run->words_of[me];		\
	const u64 *word = run->word_of[me];				\
									\
	on;								\
	for (u64 want = cpus[!me].slot[me].got + 1; n; n--, want++) {	\
		u64 begin = rdtsc();					\
									\
		for (u32 i = 0; i < words; i++)				\
			send(word[i]);					\
									\
		u64 sent = rdtsc();					\
									\
		if (!wait_others_##wait(self, run, want))		\
			break;						\
									\
		u64 seen = rdtsc();					\
									\
		if (!wait_noted(self, run, want))			\
			break;						\
		run_sample_mesh(self, begin, sent, seen);		\
	}								\
	off;								\
}

MESH_LOOPS(spin, interrupts_on(), interrupts_off())
MESH_LOOPS(pause, interrupts_on(), interrupts_off())
MESH_LOOPS(halt, (void)0, (void)0)

#undef MESH_LOOPS
#define MESH_PARTS {							\
	{ LOOP(mesh_spin_count), LOOP(mesh_spin_time) },		\
	{ LOOP(mesh_pause_count), LOOP(mesh_pause_time) },		\
	{ LOOP(mesh_halt_count), LOOP(mesh_halt_time) },		\
}
