# SPDX-License-Identifier: GPL-2.0-only
# Instructions that the hypervisor executes per IPI, by method, split into the
# sender's and the receivers' side. Data: bars.gp.

unit = 'instructions per IPI'
sums = 0
part_fill(c) = c eq 'sender' ? 3 : 4
part_colour(c) = c eq 'sender' ? '#e69f00' : '#0072b2'
load home.'/bars.gp'
