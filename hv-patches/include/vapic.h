/* SPDX-License-Identifier: MIT */
/*
 * The single-write vAPIC register and the exit counters: the interface that
 * the patched KVM, the patched Xen and the guest share.
 * hv-patches/README.md explains every choice. Only numbers stand here, no
 * types, so that any C environment can include the file.
 */
#ifndef IPIBENCH_VAPIC_H
#define IPIBENCH_VAPIC_H

/* The MSRs. All lie outside the ranges that SVM's and VMX's MSR bitmaps cover
 * (AMD APM vol. 2, 15.11; Intel SDM vol. 3, 25.6.9), so each access is exactly
 * one VM exit, whatever the hypervisor's bitmap says. 0x4b564d00-0x4b564dff is
 * KVM's own custom range (Linux, asm/kvm_para.h); Xen uses nothing near it. */
#define VAPIC_MSR_COUNTER(n)  (0x4b564dc0 + (n)) /* RO, n = 0..31 */
#define VAPIC_MSR_CAP         0x4b564df0         /* RO */
#define VAPIC_MSR_CTRL        0x4b564df1         /* RW */
#define VAPIC_MSR_ICR         0x4b564df2         /* WO */
#define VAPIC_MSR_LATCH       0x4b564df3         /* WO */
#define VAPIC_MSR_SELECT      0x4b564df4         /* RW */

/* VAPIC_MSR_CAP: 63:32 magic, 31:16 version, 15:8 number of exit classes,
 * 7:0 what is offered. */
#define VAPIC_MAGIC           0x76494352         /* "vICR" */
#define VAPIC_VERSION         2
#define VAPIC_CAP_MAGIC_SHIFT    32
#define VAPIC_CAP_VERSION_SHIFT  16
#define VAPIC_CAP_CLASSES_SHIFT  8
#define VAPIC_FEAT_MMIO       0x01               /* the MMIO form */
#define VAPIC_FEAT_MSR        0x02               /* the MSR form */
#define VAPIC_FEAT_COUNTERS   0x04               /* exit accounting */

/* VAPIC_MSR_CTRL, of the executing vCPU. Clear after RESET, INIT and whatever else disables
 * the APIC. */
#define VAPIC_CTRL_MMIO       0x01
#define VAPIC_CTRL_MSR        0x02

/* The register data. Bits 19:18, 15:14, 11:0 are the ICR's
 * (Intel SDM vol. 3, 11.6.1; AMD APM vol. 2, 16.5). */
#define VAPIC_ICR_SINGLE      0x00002000         /* bit 13: this write is all */
#define VAPIC_ICR_DEST_SHIFT  20                 /* MMIO form: 31:20 target */
#define VAPIC_ICR_DEST_MASK   0xfff00000
#define VAPIC_ICR_MMIO_RSVD   0x00030000         /* MMIO form: ignored */
#define VAPIC_ICR_ARCH_MASK   0x000cdfff         /* what the ICR itself keeps */
#define VAPIC_ICR_MSR_DEST_SHIFT 32              /* MSR form: 63:32 target */
#define VAPIC_ICR_MSR_ALL     0xffffffff         /* MSR form: every processor */
#define VAPIC_ICR_MSR_RSVD    0xfff31000         /* MSR form: must be zero */

/* VAPIC_MSR_LATCH: write 0 or 1, the bank that takes a copy of the counters
 * of every vCPU of the VM. */
#define VAPIC_BANKS           2

/* VAPIC_MSR_SELECT: 31:0 APIC id at RESET, 32 bank; what VAPIC_MSR_COUNTER(n) reads. */
#define VAPIC_SELECT_BANK_SHIFT  32

/* VAPIC_MSR_COUNTER(n): VM exits since the vCPU was created. */
#define VAPIC_EXIT_APIC_READ_ICR      0
#define VAPIC_EXIT_APIC_WRITE_ICR2    1
#define VAPIC_EXIT_APIC_WRITE_ICR     2
#define VAPIC_EXIT_APIC_WRITE_EOI     3
#define VAPIC_EXIT_APIC_OTHER         4
#define VAPIC_EXIT_MSR_VAPIC          5
#define VAPIC_EXIT_MSR_X2APIC_ICR     6
#define VAPIC_EXIT_MSR_X2APIC_EOI     7
#define VAPIC_EXIT_MSR_HV_ICR         8
#define VAPIC_EXIT_MSR_OTHER          9
#define VAPIC_EXIT_HYPERCALL          10
#define VAPIC_EXIT_HLT                11
#define VAPIC_EXIT_PAUSE              12
#define VAPIC_EXIT_EXTERNAL_INTERRUPT 13
#define VAPIC_EXIT_INTERRUPT_WINDOW   14
#define VAPIC_EXIT_PAGE_FAULT         15
#define VAPIC_EXIT_IO                 16
#define VAPIC_EXIT_CPUID              17
#define VAPIC_EXIT_OTHER              18
#define VAPIC_EXIT_CLASSES            19
#define VAPIC_EXIT_TOTAL              31         /* counted on its own */

/* Names of the classes in the order of their numbers, for X-macro use. */
#define VAPIC_EXIT_NAMES(X) \
	X(apic_read_icr) X(apic_write_icr2) X(apic_write_icr) \
	X(apic_write_eoi) X(apic_other) \
	X(msr_vapic) X(msr_x2apic_icr) X(msr_x2apic_eoi) X(msr_hv_icr) \
	X(msr_other) \
	X(hypercall) X(hlt) X(pause) \
	X(external_interrupt) X(interrupt_window) \
	X(page_fault) X(io) X(cpuid) X(other)

#endif
