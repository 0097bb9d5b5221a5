/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pingpong, ring and self, a ring of one: an IPI to the next processor, from there
 * to the one after it, and so on until the first has one again; each is counted. All wait as
 * the row says. A processor sends only from its loop, when its handler has
 * returned, so no interrupt finds another one in progress.
 *
 * first and n count rounds here. roundtrip is once around. With self the interrupt
 * may arrive before the send is over, so `send` can hold the handler's time; with
 * halt interrupts are off until the HLT, and it does not.
 */
#define PINGPONG_LOOPS(wait, on, off)					\
static MEASURED void LOOP(pingpong_##wait##_count)(struct run *run,	\
						   u64 first, u64 n)	\
{									\
	const u64 word = run->word[0];					\
	const u64 *got = &run->sender->slot[0].got;			\
									\
	on;								\
	for (u64 want = first + 1; want <= first + n; want++) {	\
		send(word);						\
		if (!wait_##wait(run, got, want))			\
			break;						\
	}								\
	off;								\
}									\
									\
static MEASURED void LOOP(pingpong_##wait##_time)(struct run *run,	\
						  u64 first, u64 n)	\
{									\
	const u64 word = run->word[0];					\
	const u64 *got = &run->sender->slot[0].got;			\
									\
	on;								\
	for (u64 want = first + 1; want <= first + n; want++) {	\
		u64 begin = rdtsc();					\
									\
		send(word);						\
									\
		u64 sent = rdtsc();					\
									\
		if (!wait_##wait(run, got, want))			\
			break;						\
									\
		u64 seen = rdtsc();					\
									\
		run_sample(run, begin, sent, seen);			\
	}								\
	off;								\
}									\
									\
/* The others, until they are told to stop. */			\
static MEASURED void LOOP(pingpong_##wait##_back)(struct percpu *self,	\
						  struct run *run)	\
{									\
	const u64 word = run->word_of[self->index][0];			\
	u64 answered = self->slot[0].got;				\
									\
	store(&self->ready, self->order);				\
	on;								\
	while (!load(&run->stop)) {					\
		if (load(&self->slot[0].got) == answered) {		\
			PASS_ON_IDLE_##wait;				\
			continue;					\
		}							\
		answered++;						\
		send(word);						\
	}								\
	off;								\
}
#define PASS_ON_IDLE_spin (void)0
#define PASS_ON_IDLE_pause cpu_pause()
#define PASS_ON_IDLE_halt halt_for_interrupt()

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
