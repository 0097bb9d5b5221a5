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
static MEASURED void LOOP(mesh_count)(struct percpu *self, struct run *run, u64 n)
{
	const u32 me = self->index, words = run->words_of[me];
	const u64 *word = run->word_of[me];

	for (u64 want = cpus[!me].slot[me].got + 1; n; n--, want++) {
		for (u32 i = 0; i < words; i++)
			send(word[i]);
		if (!wait_others(self, run, want) || !wait_arrived(self, run, want))
			return;
	}
}

static MEASURED void LOOP(mesh_time)(struct percpu *self, struct run *run, u64 n)
{
	const u32 me = self->index, words = run->words_of[me];
	const u64 *word = run->word_of[me];

	for (u64 want = cpus[!me].slot[me].got + 1; n; n--, want++) {
		u64 begin = rdtsc();

		for (u32 i = 0; i < words; i++)
			send(word[i]);

		u64 sent = rdtsc();

		if (!wait_others(self, run, want))
			return;

		u64 seen = rdtsc();

		if (!wait_noted(self, run, want))
			return;
		run_sample_mesh(self, begin, sent, seen);
	}
}

#define MESH_PARTS { LOOP(mesh_count), LOOP(mesh_time) }
