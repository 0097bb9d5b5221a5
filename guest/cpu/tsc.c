// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/hypervisor.h"
#include "cpu/tsc.h"

/* ACPI 6.5, 4.8.2.1 */
#define ACPI_PM_TIMER_HZ 3579545
#define ACPI_PM_TIMER_MASK 0xffffff

u64 tsc_hz;
const char *tsc_source = "unknown";
bool tsc_invariant;

/* CPUID leaves 15H and 16H: Intel SDM vol. 2, CPUID; vol. 3, 18.7.3. */
static u64 from_cpuid_15(void)
{
	if (cpuid(0, 0).eax < 0x15)
		return 0;

	struct cpuid r = cpuid(0x15, 0);

	return r.eax && r.ebx && r.ecx ? (u64)r.ecx * r.ebx / r.eax : 0;
}

/* Xen: leaf base+3, sub-leaf 0, ECX: the guest's frequency in kHz (Xen,
 * public/arch-x86/cpuid.h). */
static u64 from_xen(void)
{
	return hypervisor.kind == HV_XEN
		? cpuid(hypervisor.base + 3, 0).ecx * 1000ull : 0;
}

/* Leaf 0x40000010, EAX: kHz (VMware's convention, kept by QEMU and KVM). */
static u64 from_timing_leaf(void)
{
	return hypervisor.base == 0x40000000 && hypervisor.last >= 0x40000010
		? cpuid(0x40000010, 0).eax * 1000ull : 0;
}

/* KVM's paravirtual clock: Linux, Documentation/virt/kvm/x86/msr.rst. The
 * scale turns ticks into nanoseconds: ns = (ticks << shift) * mul >> 32. */
static u64 from_kvm_clock(void)
{
	static ALIGNED(64) struct {
		u32 version, pad;
		u64 tsc, ns;
		u32 mul;
		signed char shift;
		u8 flags, pad2[2];
	} page;
	const u32 feature_clocksource2 = 1u << 3, msr = 0x4b564d01;

	if (hypervisor.kind != HV_KVM
	    || !(cpuid(hypervisor.base + 1, 0).eax & feature_clocksource2)
	    || !wrmsr_safe(msr, (u64)&page | 1))
		return 0;
	wrmsr_safe(msr, 0);

	u32 mul = load(&page.mul);
	int shift = load(&page.shift);

	if (!mul)
		return 0;

	u64 hz = (1000000000ull << 32) / mul;

	return shift >= 0 ? hz >> shift : hz << -shift;
}

static u16 pm_timer_port;

static u64 from_pm_timer(void)
{
	const u32 wait = ACPI_PM_TIMER_HZ / 20;	/* 50 ms */
	const u16 port = pm_timer_port;
	u32 begin, now, passed = 0, reads = 0;

	if (!port)
		return 0;
	begin = in32(port) & ACPI_PM_TIMER_MASK;

	u64 tsc = rdtsc();

	do {
		now = in32(port) & ACPI_PM_TIMER_MASK;
		passed = (now - begin) & ACPI_PM_TIMER_MASK;
		if (++reads == 10000000 || (reads > 100000 && !passed))
			return 0;		/* stands still */
	} while (passed < wait);
	/* A minute of ticks times the frequency still fits. */
	return (rdtsc() - tsc) * ACPI_PM_TIMER_HZ / passed;
}

void tsc_init(u16 port)
{
	static const struct { const char *name; u64 (*hz)(void); } sources[] = {
		{ "xen-cpuid", from_xen },
		{ "timing-leaf", from_timing_leaf },
		{ "kvm-clock", from_kvm_clock },
		{ "cpuid-15h", from_cpuid_15 },
		{ "acpi-pm-timer", from_pm_timer },
	};

	pm_timer_port = port;
	/* CPUID 80000007H, EDX[8]: AMD APM vol. 2, 13.2.4 */
	tsc_invariant = cpuid(0x80000000, 0).eax >= 0x80000007
			&& cpuid(0x80000007, 0).edx & 1u << 8;
	for (u32 i = 0; i < ARRAY_SIZE(sources) && !tsc_hz; i++) {
		tsc_hz = sources[i].hz();
		if (tsc_hz)
			tsc_source = sources[i].name;
	}
}

u64 tsc_ticks_for_ms(u64 ms)
{
	return (tsc_hz ? tsc_hz / 1000 : 4000000) * ms;
}

void tsc_delay_us(u64 us)
{
	u64 begin = rdtsc(), ticks = (tsc_hz ? tsc_hz / 1000000 : 4000) * us;

	while (rdtsc() - begin < ticks)
		cpu_pause();
}
