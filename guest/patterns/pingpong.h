/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pingpong: an IPI there and an IPI back, and so on; each direction counts as
 * one. Both sides wait as the row says. A side sends only from its loop, when
 * its handler has returned, so no interrupt finds another one in progress.
 *
 * first and n count pairs here. roundtrip is there and back.
 */
#define PINGPONG_LOOPS(wait, on, off)					\
static NOINLINE void LOOP(pingpong_##wait##_count)(struct run *run,	\
						   u64 first, u64 n)	\
{									\
	const u64 word = run->word[0];					\
	const u64 *received = &run->sender->received;			\
									\
	on;								\
	for (u64 want = first + 1; want <= first + n; want++) {	\
		send(word);						\
		if (!wait_##wait(run, received, want))			\
			break;						\
	}								\
	off;								\
}									\
									\
static NOINLINE void LOOP(pingpong_##wait##_time)(struct run *run,	\
						  u64 first, u64 n)	\
{									\
	const u64 word = run->word[0];					\
	const u64 *received = &run->sender->received;			\
									\
	on;								\
	for (u64 want = first + 1; want <= first + n; want++) {	\
		u64 begin = rdtsc();					\
									\
		send(word);						\
									\
		u64 sent = rdtsc();					\
									\
		if (!wait_##wait(run, received, want))			\
			break;						\
									\
		u64 seen = rdtsc();					\
									\
		run_sample(run, begin, sent, seen);			\
	}								\
	off;								\
}									\
									\
/* The other side, until it is told to stop. */			\
static NOINLINE void LOOP(pingpong_##wait##_back)(struct percpu *self,	\
						  struct run *run)	\
{									\
	const u64 word = run->word_back;				\
	u64 answered = self->received;					\
									\
	store(&self->ready, self->order);				\
	on;								\
	while (!load(&run->stop)) {					\
		if (load(&self->received) == answered) {		\
			PINGPONG_IDLE_##wait;				\
			continue;					\
		}							\
		answered++;						\
		send(word);						\
	}								\
	off;								\
}
#define PINGPONG_IDLE_spin (void)0
#define PINGPONG_IDLE_pause cpu_pause()
#define PINGPONG_IDLE_halt halt_for_interrupt()

PINGPONG_LOOPS(spin, interrupts_on(), interrupts_off())
PINGPONG_LOOPS(pause, interrupts_on(), interrupts_off())
PINGPONG_LOOPS(halt, (void)0, (void)0)

#undef PINGPONG_LOOPS
#define PINGPONG_SENDERS {						\
	{ LOOP(pingpong_spin_count), LOOP(pingpong_spin_time) },	\
	{ LOOP(pingpong_pause_count), LOOP(pingpong_pause_time) },	\
	{ LOOP(pingpong_halt_count), LOOP(pingpong_halt_time) },	\
}
#define PINGPONG_WORKERS {						\
	LOOP(pingpong_spin_back), LOOP(pingpong_pause_back),		\
	LOOP(pingpong_halt_back),					\
}
