/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest's output for tests: made by hand in the protocol's form, with noise
 * between the lines, so that what is expected is known. */
#ifndef IPIBENCH_TEST_SAMPLE_H
#define IPIBENCH_TEST_SAMPLE_H

#include "frame.h"

#define SAMPLE_ROWS 3

static inline GString *sample_guest(void)
{
	static const char *const texts[] = {
		"begin protocol=1 version=0.1 boot=pvh cpus=2 hypervisor=Test "
		"apic=xapic,x2apic vapic=0x7649435200011307 rows=3",
		"cpu index=0 apic_id=0 acpi_uid=0",
		"cpu index=1 apic_id=1 acpi_uid=1",
		"cpuid vendor=AuthenticAMD family=23 model=1 stepping=2 "
		"brand=AMD%20EPYC",
		"tsc hz=2600000000 source=acpi-pm-timer invariant=0",
		"clock what=read n=100 min=20 p50=26 p99=30 max=100",
		"row id=1 state=begin method=xapic pattern=unicast wait=spin "
		"dest=loop ipis=100 warmup=10 vcpus=2 targets=1 mode=xapic",
		"received row=1 pass=count cpu=1 expected=100 got=100",
		"exits row=1 cpu=0 role=sender source=hypervisor reading=1 "
		"total=303 apic_read_icr=100 apic_write_icr2=100 "
		"apic_write_icr=100 msr_other=1 external_interrupt=2",
		"exits row=1 cpu=1 role=receiver source=hypervisor reading=0 "
		"total=200 apic_write_eoi=100 external_interrupt=100",
		"received row=1 pass=time cpu=1 expected=100 got=100",
		"hist row=1 what=send n=100 min=5 max=900 sum=1395 unit=tsc "
		"sub_bits=7 part=1 parts=2 b=5:99",
		"hist row=1 what=send n=100 min=5 max=900 sum=1395 unit=tsc "
		"sub_bits=7 part=2 parts=2 b=481:1",
		"row id=1 state=end status=ok lines=8",
		"row id=2 state=begin method=vapic-mmio pattern=unicast "
		"wait=spin dest=auto ipis=100 warmup=10 vcpus=2 targets=1 "
		"mode=xapic",
		"row id=2 state=end status=unsupported lines=2 "
		"reason=the%20hypervisor%20offers%20none",
		"row id=3 state=begin method=x2apic pattern=unicast wait=spin "
		"dest=loop ipis=100 warmup=10 vcpus=2 targets=1 mode=x2apic",
		"received row=3 pass=count cpu=1 expected=100 got=100",
		"exits row=3 cpu=0 role=sender source=hypervisor reading=1 "
		"total=101 msr_x2apic_icr=100 msr_other=1",
		"exits row=3 cpu=1 role=receiver source=hypervisor reading=0 "
		"total=200 msr_x2apic_eoi=100 external_interrupt=100",
		"row id=3 state=end status=ok lines=5",
		"end status=ok rows=3 lines=22",
	};
	GString *out = g_string_new("SeaBIOS (noise)\r\n");

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *line = frame_format('@', i + 1, texts[i]);

		if (i % 5 == 2)
			g_string_append(out, "(XEN) half a line @1 ");
		g_string_append(out, line);
		if (i % 4 == 1)
			g_string_append(out, "@7 noise ~00000000\n\xff\n");
	}
	return out;
}

#endif
