# SPDX-License-Identifier: GPL-2.0-only
# Exits, and instructions of the hypervisor, against the number of targets.
# Curve c of curves.gp is one block of $data: targets, value.

each = 3.6
side(p) = axis[p]
stats $data using 1 nooutput name 'targets'
# No fractions of a target.
before(p) = "set xlabel 'targets of one IPI' offset 0,0.7; set yrange [0:*]; set ytics autofreq; set format y '%.0s%c'; set xtics ".(targets_max <= 16 ? '1' : 'autofreq')." offset 0,0.3; set xrange [".sprintf('%g:%g', targets_min - 0.04 * (targets_max - targets_min), targets_max + 0.04 * (targets_max - targets_min))."]; set offsets 0, 0, graph 0.06, 0"
curve(c) = sprintf("$data index %d with linespoints lw 1.4 lc rgb colour(%d) dt %d pt %d ps 0.5 notitle", c - 1, look[c], dash(look[c]), mark(look[c]))
load home.'/curves.gp'
