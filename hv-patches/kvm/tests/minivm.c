// SPDX-License-Identifier: GPL-2.0-only
#include "minivm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "vapic.h"

#define RAM_SIZE  0x10000
#define GDT       0x0500
#define IDT       0x0600
#define GP_ENTRY  0x0f00
#define PROGRAMS  0x1000
#define PROGRAM_SIZE 0x40
#define STACK     0x8000

static const struct { uint8_t code[PROGRAM_SIZE]; } programs[] = {
	[P_WRMSR]   = { { 0x0f, 0x30, 0xe6, PORT_DONE } },
	[P_RDMSR]   = { { 0x0f, 0x32, 0xe6, PORT_DONE } },
	[P_STORE]   = { { 0x89, 0x02, 0xe6, PORT_DONE } },       /* mov [edx], eax */
	[P_STORE16] = { { 0x66, 0x89, 0x02, 0xe6, PORT_DONE } }, /* mov [edx], ax */
	[P_LOAD]    = { { 0x8b, 0x02, 0xe6, PORT_DONE } },       /* mov eax, [edx] */
	[P_CPUID]   = { { 0x0f, 0xa2, 0xe6, PORT_DONE } },
	/* ecx = VAPIC_MSR_LATCH; bank 0, cpuid, bank 1 */
	[P_LATCHED_CPUID] = { { 0x89, 0xce,                      /* mov esi, ecx */
				0x31, 0xc0, 0x31, 0xd2,          /* eax = edx = 0 */
				0x0f, 0x30,                      /* wrmsr */
				0x0f, 0xa2,                      /* cpuid */
				0x89, 0xf1, 0x31, 0xd2,          /* ecx = esi, edx = 0 */
				0xb8, 1, 0, 0, 0,                /* mov eax, 1 */
				0x0f, 0x30, 0xe6, PORT_DONE } },
};

static int must(int r, const char *what)
{
	if (r < 0) {
		printf("Bail out! %s: %s\n", what, strerror(errno));
		exit(1);
	}
	return r;
}

void vm_create(struct vm *vm, int irqchip)
{
	struct kvm_userspace_memory_region ram = { .memory_size = RAM_SIZE };
	struct kvm_enable_cap wide = {
		.cap = KVM_CAP_X2APIC_API,
		.args = { KVM_X2APIC_API_USE_32BIT_IDS },
	};
	static const uint64_t gdt[] = { 0, 0x00cf9b000000ffff, 0x00cf93000000ffff };
	uint8_t *gate;
	unsigned int i;

	vm->fd = must(ioctl(vm->kvm, KVM_CREATE_VM, 0), "KVM_CREATE_VM");
	/* Otherwise an APIC id beyond 8 bits does not survive KVM_SET_LAPIC. */
	if (irqchip)
		must(ioctl(vm->fd, KVM_ENABLE_CAP, &wide), "KVM_CAP_X2APIC_API");
	if (irqchip)
		must(ioctl(vm->fd, KVM_CREATE_IRQCHIP, 0), "KVM_CREATE_IRQCHIP");

	vm->ram = mmap(NULL, RAM_SIZE, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(vm->ram == MAP_FAILED ? -1 : 0, "mmap");
	ram.userspace_addr = (uintptr_t)vm->ram;
	must(ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &ram), "memory");

	memcpy(vm->ram + GDT, gdt, sizeof(gdt));
	/* 32-bit interrupt gate for #GP (Intel SDM vol. 3, figure 6-2) */
	gate = vm->ram + IDT + 13 * 8;
	gate[0] = GP_ENTRY & 0xff;
	gate[1] = GP_ENTRY >> 8;
	gate[2] = 0x08;
	gate[5] = 0x8e;
	vm->ram[GP_ENTRY] = 0xe6;
	vm->ram[GP_ENTRY + 1] = PORT_GP;
	for (i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		memcpy(vm->ram + PROGRAMS + i * PROGRAM_SIZE,
		       programs[i].code, PROGRAM_SIZE);
}

static void set_cpuid(struct vm *vm, struct vcpu *cpu)
{
	const int max = 256;
	struct kvm_cpuid2 *c = calloc(1, sizeof(*c) + max * sizeof(c->entries[0]));

	c->nent = max;
	must(ioctl(vm->kvm, KVM_GET_SUPPORTED_CPUID, c), "KVM_GET_SUPPORTED_CPUID");
	must(ioctl(cpu->fd, KVM_SET_CPUID2, c), "KVM_SET_CPUID2");
	free(c);
}

void vcpu_create(struct vm *vm, struct vcpu *cpu, unsigned long id)
{
	struct kvm_mp_state runnable = { KVM_MP_STATE_RUNNABLE };
	struct kvm_segment seg = { .limit = 0xffffffff, .present = 1, .s = 1,
				   .db = 1, .g = 1 };
	struct kvm_sregs s;
	int size;

	cpu->fd = must(ioctl(vm->fd, KVM_CREATE_VCPU, id), "KVM_CREATE_VCPU");
	size = must(ioctl(vm->kvm, KVM_GET_VCPU_MMAP_SIZE, 0), "mmap size");
	cpu->run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, cpu->fd, 0);
	must(cpu->run == MAP_FAILED ? -1 : 0, "mmap");
	set_cpuid(vm, cpu);

	must(ioctl(cpu->fd, KVM_GET_SREGS, &s), "KVM_GET_SREGS");
	s.cr0 |= 1;
	s.gdt.base = GDT;
	s.gdt.limit = 23;
	s.idt.base = IDT;
	s.idt.limit = 14 * 8 - 1;
	seg.selector = 0x08;
	seg.type = 0xb;
	s.cs = seg;
	seg.selector = 0x10;
	seg.type = 0x3;
	s.ds = s.es = s.fs = s.gs = s.ss = seg;
	must(ioctl(cpu->fd, KVM_SET_SREGS, &s), "KVM_SET_SREGS");
	ioctl(cpu->fd, KVM_SET_MP_STATE, &runnable); /* needs an irqchip */
}

int vcpu_do(struct vcpu *cpu, enum program p, uint32_t eax, uint32_t ecx,
	    uint32_t edx, uint64_t *result)
{
	struct kvm_regs r = { .rax = eax, .rcx = ecx, .rdx = edx, .rflags = 2,
			      .rip = PROGRAMS + p * PROGRAM_SIZE, .rsp = STACK };

	must(ioctl(cpu->fd, KVM_SET_REGS, &r), "KVM_SET_REGS");
	do {
		if (ioctl(cpu->fd, KVM_RUN, 0) < 0 && errno != EINTR)
			must(-1, "KVM_RUN");
	} while (cpu->run->exit_reason == KVM_EXIT_INTR);

	if (cpu->run->exit_reason != KVM_EXIT_IO) {
		printf("Bail out! guest ended with exit reason %u\n",
		       cpu->run->exit_reason);
		exit(1);
	}
	must(ioctl(cpu->fd, KVM_GET_REGS, &r), "KVM_GET_REGS");
	if (result)
		*result = r.rdx << 32 | (uint32_t)r.rax;
	return cpu->run->io.port;
}

struct one_msr { struct kvm_msrs head; struct kvm_msr_entry entry; };

int vcpu_set_msr(struct vcpu *cpu, uint32_t index, uint64_t data)
{
	struct one_msr m = { { .nmsrs = 1 }, { .index = index, .data = data } };

	return ioctl(cpu->fd, KVM_SET_MSRS, &m) == 1;
}

int vcpu_get_msr(struct vcpu *cpu, uint32_t index, uint64_t *data)
{
	struct one_msr m = { { .nmsrs = 1 }, { .index = index } };
	int ok = ioctl(cpu->fd, KVM_GET_MSRS, &m) == 1;

	*data = m.entry.data;
	return ok;
}

/* Documentation/virt/kvm/api.rst, KVM_GET_STATS_FD */
long long vcpu_stat(struct vcpu *cpu, const char *name)
{
	int fd = must(ioctl(cpu->fd, KVM_GET_STATS_FD, NULL), "KVM_GET_STATS_FD");
	struct kvm_stats_header h;
	struct kvm_stats_desc *d;
	long long value = -1;
	uint64_t v;
	unsigned int i;
	size_t size;

	must(pread(fd, &h, sizeof(h), 0), "statistics header");
	size = sizeof(*d) + h.name_size;
	d = malloc(size);
	for (i = 0; i < h.num_desc && value < 0; i++) {
		must(pread(fd, d, size, h.desc_offset + i * size), "descriptor");
		if (strcmp(d->name, name))
			continue;
		must(pread(fd, &v, sizeof(v), h.data_offset + d->offset), "value");
		value = v;
	}
	free(d);
	close(fd);
	return value;
}
