/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine under the test kernel: MSRs, local APIC, console, second CPU. */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t u32;
typedef uint64_t u64;

/* Offsets in the APIC's page (Intel SDM vol. 3, 11.4.1), as MSRs 0x800 + >> 4 */
#define APIC_PAGE 0xfee00000u
#define APIC_ID   0x20
#define APIC_EOI  0xb0
#define APIC_LDR  0xd0
#define APIC_SPIV 0xf0
#define APIC_ICR  0x300
#define APIC_ICR2 0x310
#define MSR_X2APIC(reg) (0x800 + ((reg) >> 4))
#define MSR_APIC_BASE 0x1b
#define APIC_BASE_ENABLE 0x800
#define APIC_BASE_EXTD   0x400

/* false: #GP. start.asm */
bool rdmsr_safe(u32 msr, u64 *value);
bool wrmsr_safe(u32 msr, u64 value);

static inline u32 load(u32 reg)
{
	return *(volatile u32 *)(u64)(APIC_PAGE + reg);
}

static inline void store(u32 reg, u32 value)
{
	*(volatile u32 *)(u64)(APIC_PAGE + reg) = value;
}

void machine_init(void);
void print(const char *text);
void print_number(u64 n);
__attribute__((noreturn)) void end(bool good);

/* Interrupts of that vector which @cpu took since the last call. The first
 * form lets the calling processor take what is pending first. */
unsigned int arrived(unsigned int vector);
unsigned int arrived_at(unsigned int cpu, unsigned int vector);

/* INIT and SIPI to APIC id 2, the second vCPU: runs job() there, once, with
 * interrupts on and the local APIC enabled; then waits in PAUSE. */
void ap_run(void (*job)(void));
/* The same, sent by send(), which gets the low half of an ICR. */
void ap_run_by(void (*job)(void), void (*send)(u32 icr));
/* The same without INIT, on a second vCPU which is waiting. */
void ap_again(void (*job)(void));

#endif
