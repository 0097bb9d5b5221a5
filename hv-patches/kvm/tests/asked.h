/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine that is asked, four vCPUs of it, and how. */
#ifndef ASKED_H
#define ASKED_H

#include "minivm.h"
#include "vapic.h"

#define APIC      0xfee00000
#define APIC_LDR  0x0d0
#define APIC_DFR  0x0e0
#define APIC_SPIV 0x0f0
#define APIC_IRR  0x200
#define APIC_ICR  0x300
#define APIC_ICR2 0x310
#define LOGICAL   0x00000800u
#define ALLBUT    0x000c0000u
#define INIT      0x00004500u
#define SINGLE    ((uint32_t)VAPIC_ICR_SINGLE)
#define BIG_ID    300           /* needs more than the 8 bits of ICR2 */

#define SELF      0x00040000u

extern struct vm vm;
extern struct vcpu cpu[4];      /* APIC ids 0, 1, 2, BIG_ID */
extern int tests, failures;

void ok(int good, const char *what);

/* By the first vCPU's guest; 0: #GP. */
int wrmsr(uint32_t msr, uint64_t v);
int rdmsr(uint32_t msr, uint64_t *v);
/* By the same, in the APIC's page. */
void store(uint32_t reg, uint32_t v);
uint32_t load(uint32_t reg);

uint32_t *lapic_reg(struct kvm_lapic_state *s, unsigned int reg);
/* Software-enables the APICs and clears what is pending in them. */
void fresh_apics(void);
/* Which of the four have this vector pending, as a mask; clears it all. */
int arrived(int vector);

/* forms.c */
void test_enabling(void);
void test_msr_form(void);
void test_mmio_form(void);
void test_lost(void);
void test_modes(void);

#endif
