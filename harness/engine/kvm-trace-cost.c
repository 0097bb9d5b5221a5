/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tracepoint costs an exit. A virtual machine with one page of memory
 * and one vCPU does nothing but exit (OUT, in real mode, which every KVM runs);
 * rounds of so many exits with the tracepoint on and off take turns, so that
 * drift falls on both.
 */
#define _GNU_SOURCE     /* gettid */
#include "engine/kvm-trace.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/stats.h"
#include "host/host-root.h"

#define ROUNDS 9
#define EXITS 5000
#define PAGE 4096
/* KVM on VMX without unrestricted guests wants three pages that the machine
 * does not use (Documentation/virt/kvm/api.rst, KVM_SET_TSS_ADDR). */
#define TSS_ADDRESS 0xfffbd000

struct machine {
	int kvm, vm, vcpu;
	void *memory;
};

static void machine_clear(struct machine *m)
{
	if (m->memory != MAP_FAILED)
		munmap(m->memory, PAGE);
	if (m->vcpu >= 0)
		close(m->vcpu);
	if (m->vm >= 0)
		close(m->vm);
	if (m->kvm >= 0)
		close(m->kvm);
}

static bool set_registers(int vcpu)
{
	struct kvm_sregs sregs;
	struct kvm_regs regs = { .rflags = 2 };

	if (ioctl(vcpu, KVM_GET_SREGS, &sregs))
		return false;
	sregs.cs.base = sregs.cs.selector = 0;
	return !ioctl(vcpu, KVM_SET_SREGS, &sregs) &&
	       !ioctl(vcpu, KVM_SET_REGS, &regs);
}

static bool machine_make(struct machine *m)
{
	static const unsigned char code[] = {
		0xe6, 0x80,     /* out 0x80, al */
		0xeb, 0xfc      /* and again */
	};
	struct kvm_userspace_memory_region region = { .memory_size = PAGE };
	g_autofree char *device = host_path("/dev/kvm");

	*m = (struct machine){ -1, -1, -1, MAP_FAILED };
	m->memory = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (m->memory == MAP_FAILED)
		return false;
	for (gsize i = 0; i < sizeof(code); i++)
		((unsigned char *)m->memory)[i] = code[i];
	region.userspace_addr = (guint64)(guintptr)m->memory;
	return (m->kvm = open(device, O_RDWR | O_CLOEXEC)) >= 0 &&
	       (m->vm = ioctl(m->kvm, KVM_CREATE_VM, 0)) >= 0 &&
	       !ioctl(m->vm, KVM_SET_TSS_ADDR, TSS_ADDRESS) &&
	       !ioctl(m->vm, KVM_SET_USER_MEMORY_REGION, &region) &&
	       (m->vcpu = ioctl(m->vm, KVM_CREATE_VCPU, 0)) >= 0 &&
	       set_registers(m->vcpu);
}

/* ns an exit, the way to user space and back included; negative: failed. */
static double time_exits(const struct machine *m)
{
	gint64 begin = g_get_monotonic_time();

	for (guint i = 0; i < EXITS; i++)
		if (ioctl(m->vcpu, KVM_RUN, 0))
			return -1;
	return (g_get_monotonic_time() - begin) * 1000. / EXITS;
}

static bool measure(const struct machine *m, struct kvm_trace *trace,
		    struct kvm_trace_cost *cost)
{
	double more[ROUNDS];

	for (guint i = 0; i < ROUNDS; i++) {
		double without = time_exits(m), with;

		if (!kvm_trace_on(trace))
			return false;
		with = time_exits(m);
		kvm_trace_off(trace);
		if (without < 0 || with < 0)
			return false;
		more[i] = with - without;
	}
	cost->median = stats_median(more, ROUNDS);      /* sorts them */
	cost->low = more[0];
	cost->high = more[ROUNDS - 1];
	cost->rounds = ROUNDS;
	cost->exits = EXITS;
	return true;
}

bool kvm_trace_cost(struct kvm_trace_cost *cost, char **why)
{
	GHashTable *threads = g_hash_table_new(NULL, NULL);
	struct kvm_trace *trace;
	struct kvm_stats *counts;
	struct machine machine;
	bool done;

	g_hash_table_insert(threads, GINT_TO_POINTER(gettid()),
			    GINT_TO_POINTER(1));
	trace = kvm_trace_begin(threads, why);
	if (!trace)
		return false;
	done = machine_make(&machine) && measure(&machine, trace, cost);
	if (!done)
		*why = g_strdup_printf("the machine that was to exit did not: %s",
				       g_strerror(errno));
	machine_clear(&machine);
	counts = kvm_trace_end(trace);
	if (!done && counts->problem) {
		g_free(*why);
		*why = g_steal_pointer(&counts->problem);
	}
	kvm_stats_free(counts);
	return done;
}
