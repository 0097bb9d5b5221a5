/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtual machine of a few bytes, by /dev/kvm alone: the test sets the
 * registers, runs one little program and looks at what it left. Each program
 * ends with OUT to PORT_DONE; a #GP ends with OUT to PORT_GP.
 *
 * The guest runs in 32-bit protected mode without paging, so that it reaches
 * the APIC's page with plain loads and stores.
 */
#ifndef MINIVM_H
#define MINIVM_H

#include <stdint.h>
#include <linux/kvm.h>

#define PORT_DONE 0xf4
#define PORT_GP   0xf5

enum program { P_WRMSR, P_RDMSR, P_STORE, P_STORE16, P_LOAD, P_CPUID, P_LATCHED_CPUID };

struct vcpu { int fd; struct kvm_run *run; };
struct vm   { int kvm, fd; uint8_t *ram; };

/* Each ends the test with "Bail out!" when the ioctl itself fails. */
void vm_create(struct vm *vm, int irqchip);
void vcpu_create(struct vm *vm, struct vcpu *cpu, unsigned long id);

/* Runs a program with these registers; returns the port it ended at and
 * leaves EDX:EAX in *result (if not NULL). */
int vcpu_do(struct vcpu *cpu, enum program p, uint32_t eax, uint32_t ecx,
	    uint32_t edx, uint64_t *result);

/* 1 when KVM took or gave the MSR, else 0. */
int vcpu_set_msr(struct vcpu *cpu, uint32_t index, uint64_t data);
int vcpu_get_msr(struct vcpu *cpu, uint32_t index, uint64_t *data);

/* A statistic by its name; -1 when there is none of this name. */
long long vcpu_stat(struct vcpu *cpu, const char *name);

#endif
