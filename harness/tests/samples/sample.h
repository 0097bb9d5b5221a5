/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest's output for tests: made by hand in the protocol's form, with noise
 * between the lines, so that what is expected is known. */
#ifndef IPIBENCH_TEST_SAMPLE_H
#define IPIBENCH_TEST_SAMPLE_H

#include "wire/frame.h"

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
		"clock what=read n=100 min=20 p50=26 p99=30 max=100 step=2",
		"clock what=loop n=100 min=2 p50=2 p99=3 max=9",
		"skew cpu=1 low=-12 high=7 rounds=1000",
		"row id=1 state=begin method=xapic pattern=unicast wait=spin "
		"dest=loop ipis=100 warmup=10 vcpus=2 targets=1 mode=xapic "
		"k=0 seed=1 rate=0 arrival=fixed deliver=fixed senders=1 words=1",
		"received row=1 pass=count cpu=1 vectors=1 sent=100 got=100 coalesced=0",
		"exits row=1 cpu=0 role=sender source=hypervisor reading=1 "
		"total=303 apic_read_icr=100 apic_write_icr2=100 "
		"apic_write_icr=100 msr_other=1 external_interrupt=2",
		"exits row=1 cpu=1 role=receiver source=hypervisor reading=0 "
		"total=200 apic_write_eoi=100 external_interrupt=100",
		"received row=1 pass=time cpu=1 vectors=1 sent=100 got=100 coalesced=0",
		"hist row=1 what=send n=100 min=5 max=900 sum=1395 unit=tsc "
		"taken_out=26 clamped=3 sub_bits=7 part=1 parts=2 b=5:99",
		"hist row=1 what=send n=100 min=5 max=900 sum=1395 unit=tsc "
		"taken_out=26 clamped=3 sub_bits=7 part=2 parts=2 b=481:1",
		"absent row=1 what=delivery reason=the%20clocks%20differ",
		"pair row=1 what=roundtrip from=0 to=1 n=100 min=7 p50=8 "
		"p99=9 max=10",
		"raw row=1 what=send first=0 v=5,5,5",
		"raw row=1 what=send first=3 v=900",
		"open row=1 offered_hz=1000 sent=100 late=2 elapsed=123456",
		"row id=1 state=end status=ok lines=13",
		"row id=2 state=begin method=vapic-mmio pattern=unicast "
		"wait=spin dest=auto ipis=100 warmup=10 vcpus=2 targets=1 "
		"mode=xapic",
		"row id=2 state=end status=unsupported lines=2 "
		"reason=the%20hypervisor%20offers%20none",
		"row id=3 state=begin method=x2apic pattern=unicast wait=spin "
		"dest=loop ipis=100 warmup=10 vcpus=2 targets=1 mode=x2apic",
		"received row=3 pass=count cpu=1 vectors=1 sent=100 got=100 coalesced=0",
		"exits row=3 cpu=0 role=sender source=hypervisor reading=1 "
		"total=101 msr_x2apic_icr=100 msr_other=1",
		"exits row=3 cpu=1 role=receiver source=hypervisor reading=0 "
		"total=200 msr_x2apic_eoi=100 external_interrupt=100",
		"row id=3 state=end status=ok lines=5",
		"end status=ok rows=3 lines=29",
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
