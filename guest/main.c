// SPDX-License-Identifier: GPL-2.0-only
/* The order of things, from power-on to power-off. */
#include "acpi/acpi.h"
#include "boot/bootinfo.h"
#include "console/console.h"
#include "console/record.h"
#include "cpu/hypervisor.h"
#include "cpu/smp.h"
#include "cpu/traps.h"
#include "cpu/tsc.h"
#include "lib/mark.h"
#include "methods/method.h"
#include "power/power.h"
#include "rows/clock.h"
#include "rows/plan.h"
#include "rows/row.h"
#include "rows/skew.h"
#include "rows/standstill.h"
#include "rows/stuck.h"

#define PIC1_MASK 0x21		/* 8259A, OCW1 */
#define PIC2_MASK 0xa1

static struct plan plan;
static struct plan_error plan_error;
static struct bootinfo boot;

static u64 rows_ended;

static void NORETURN end(const char *status, const char *code, const char *reason)
{
	record_begin("end");
	record_last();
	record_text("status", status);
	record_u64("rows", rows_ended);
	record_u64("lines", record_lines());
	if (code) {
		record_text("code", code);
		record_text("reason", reason);
	}
	record_end();
	power_end(!code);
}

/* The first word, where boot/early.inc has not said it. Nobody reads the debug port
 * and Xen's console at once: on Xen it is said again. */
static void say_hello(void)
{
	extern const u64 early_lines;

	if (early_lines && hypervisor.kind != HV_XEN) {
		record_continue(early_lines);
		return;
	}
	record_begin("hello");
	record_u64("protocol", 1);
	record_text("version", IPIBENCH_VERSION);
	record_end();
}

static void report_fault(const struct trap_frame *f, u64 cr2)
{
#define AT(name) { #name, offsetof(struct trap_frame, name) }
	static const struct { const char *name; size_t place; } registers[] = {
		AT(rsp), AT(rflags), AT(rax), AT(rbx), AT(rcx), AT(rdx), AT(rsi), AT(rdi),
		AT(rbp), AT(r8), AT(r9), AT(r10), AT(r11), AT(r12), AT(r13), AT(r14), AT(r15)
	};
	static bool again;
	const struct percpu *self = traps_owner();

	/* A fault while reporting one: silence is all that is left. */
	if (__atomic_exchange_n(&again, true, __ATOMIC_SEQ_CST))
		halt_forever();
	if (!self && !record_lines()) {	/* before boot_main() said a word */
		console_init();
		say_hello();
	}
	record_begin("fault");
	record_u64("vector", f->vector);
	record_hex("error", f->error);
	record_hex("rip", f->rip);
	record_hex("cr2", cr2);
	if (self)
		record_u64("cpu", self->index);
	else
		record_u64("early", 1);
	for (u32 i = 0; i < ARRAY_SIZE(registers); i++)
		record_hex(registers[i].name,
			   *(const u64 *)((const char *)f + registers[i].place));
	record_end();
	end("fault", "exception", "an exception");
}

void (*const traps_on_fault)(const struct trap_frame *f, u64 cr2) = report_fault;
void (*const traps_on_nmi)(const struct trap_frame *f) = stuck_answer;

static bool read_plan(void)
{
	static const char *method_name[32];
	u32 methods = 0;

	for (const struct method *const *m = method_begin; m < method_end; m++)
		method_name[methods++] = (*m)->spec->name;
	return plan_parse(boot.plan, boot.plan_bytes, method_name, methods, &plan,
			  &plan_error);
}

/* Before the others are started: whom the MADT names, and who is left out. */
static void record_start(void)
{
	record_begin("start");
	record_u64("cpus", cpu_count);
	record_u64("refused", smp_refused.nobody + smp_refused.twice
		   + smp_refused.unreachable + smp_refused.too_many);
	record_u64("nobody", smp_refused.nobody);
	record_u64("twice", smp_refused.twice);
	record_u64("unreachable", smp_refused.unreachable);
	record_u64("too_many", smp_refused.too_many);
	record_end();
}

static void record_begin_line(u32 missing)
{
	record_begin("begin");
	record_u64("protocol", 1);
	record_text("version", IPIBENCH_VERSION);
	record_text("boot", boot.protocol);
	record_u64("cpus", cpu_count);
	record_u64("missing", missing);
	record_text("hypervisor", hypervisor.base ? hypervisor.signature
						  : "none");
	record_text("apic", !apic_has(APIC_XAPIC) ? "x2apic"
		    : apic_has(APIC_X2APIC) ? "xapic,x2apic" : "xapic");
	record_hex("vapic", hypervisor.vapic_cap);
	record_u64("rows", plan.rows);
	record_end();
}

static void record_cpus(void)
{
	for (u32 i = 0; i < cpu_count; i++) {
		record_begin("cpu");
		record_u64("index", i);
		record_u64("apic_id", cpus[i].apic_id);
		record_u64("acpi_uid", cpus[i].acpi_uid);
		record_end();
	}
}

/* Family, model and stepping: Intel SDM vol. 2, CPUID leaf 1; brand string:
 * leaves 80000002H-80000004H. */
static void record_cpuid(void)
{
	struct cpuid r = cpuid(0, 0), s = cpuid(1, 0);
	char vendor[13] = "", brand[49] = "";
	u32 family = s.eax >> 8 & 15, model = s.eax >> 4 & 15;

	memcpy(vendor, &r.ebx, 4);
	memcpy(vendor + 4, &r.edx, 4);
	memcpy(vendor + 8, &r.ecx, 4);
	if (family == 15 || family == 6)
		model |= s.eax >> 16 << 4 & 0xf0;
	if (family == 15)
		family += s.eax >> 20 & 0xff;
	if (cpuid(0x80000000, 0).eax >= 0x80000004)
		for (u32 i = 0; i < 3; i++) {
			r = cpuid(0x80000002 + i, 0);
			memcpy(brand + 16 * i, &r, 16);
		}
	record_begin("cpuid");
	record_text("vendor", vendor);
	record_u64("family", family);
	record_u64("model", model);
	record_u64("stepping", s.eax & 15);
	record_text("brand", brand);
	record_end();
}

void boot_main(u32 magic, u64 info);

void boot_main(u32 magic, u64 info)
{
	bool plan_good;
	u32 missing = 0;

	traps_build_idt();
	traps_load(&cpus[0]);
	out8(PIC1_MASK, 0xff);
	out8(PIC2_MASK, 0xff);
	hypervisor_find();
	console_init();
	mark(MARK_BOOT, 0, 0);
	say_hello();
	if (!bootinfo_read(magic, info, &boot)) {
		boot.protocol = "unknown";
		end("fault", "loader", "started by neither Multiboot2 nor PVH");
	}
	plan_good = read_plan();
	if (!acpi_init(boot.rsdp)) {
		smp_find(madt_each_cpu);
		record_begin_line(0);
		end("no-cpus", "no-acpi", "no ACPI tables");
	}
	tsc_init(acpi_pm_timer_port());
	smp_find(madt_each_cpu);
	if (!plan_good) {
		record_begin_line(0);
		end("bad-plan", "bad-plan", plan_error.text);
	}
	record_start();
	if (!smp_start(boot.low_page, &missing)) {
		stuck_record();
		end("lost", "no-answer", "a processor did not get ready");
	}
	record_begin_line(missing);
	record_cpus();
	record_cpuid();
	clock_measure();
	skew_measure();
	run_calibrate_waiting();
	standstill_find(plan.standstill);
	for (u32 i = 0; i < plan.rows; i++) {
		const struct reason *dead = row_run(&plan.row[i]);

		rows_ended++;
		if (dead)
			end("lost", dead->code, dead->text);
	}
	end("ok", NULL, NULL);
}
