/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * self: the sender interrupts itself. With spin and pause the interrupt may
 * arrive before the send is over, so `send` can hold the handler's time;
 * with halt interrupts are off until the HLT, and it does not.
 */
#define SELF_LOOPS(wait, on, off)					\
static NOINLINE void LOOP(self_##wait##_count)(struct run *run,	\
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
static NOINLINE void LOOP(self_##wait##_time)(struct run *run,		\
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
}

SELF_LOOPS(spin, interrupts_on(), interrupts_off())
SELF_LOOPS(pause, interrupts_on(), interrupts_off())
SELF_LOOPS(halt, (void)0, (void)0)

#undef SELF_LOOPS
#define SELF_SENDERS {							\
	{ LOOP(self_spin_count), LOOP(self_spin_time) },		\
	{ LOOP(self_pause_count), LOOP(self_pause_time) },		\
	{ LOOP(self_halt_count), LOOP(self_halt_time) },		\
}
