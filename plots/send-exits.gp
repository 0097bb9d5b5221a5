# SPDX-License-Identifier: GPL-2.0-only
# Send exits per IPI by method, stacked by exit class. Data: bars.gp.

unit = 'VM exits per IPI'
sums = 1
part_fill(c) = c eq 'apic_read_icr' ? 3 : c eq 'apic_write_icr2' ? 6 : c eq 'apic_write_icr' ? 3 : \
               c eq 'msr_vapic' ? 1 : c eq 'msr_x2apic_icr' ? 5 : c eq 'hypercall' ? 7 : \
               c eq 'msr_hv_icr' ? 4 : 0
part_colour(c) = c eq 'apic_read_icr' ? '#56b4e9' : c eq 'apic_write_icr2' ? '#e69f00' : \
                 c eq 'apic_write_icr' ? '#404040' : c eq 'msr_vapic' ? '#009e73' : \
                 c eq 'msr_x2apic_icr' ? '#d55e00' : c eq 'hypercall' ? '#0072b2' : '#cc79a7'
load home.'/bars.gp'
