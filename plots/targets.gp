# SPDX-License-Identifier: GPL-2.0-only
# Exits, and instructions of the hypervisor, against the number of targets.
# Curve c of curves.gp is one block of $data: targets, value.

each = 3.6
side(p) = axis[p]
margin(p) = 0.04 * (high[p] - low[p])
# No fractions of a target; and all ranges off before the highest is looked for.
before(p) = sprintf("set xrange [*:*]; set yrange [*:*]; stats $data index %d:%d using 2 nooutput; set format y ticks(STATS_max); ", first[p] - 1, last[p] - 1) \
    .sprintf("set xrange [%g:%g]; set yrange [0:*]; set offsets 0, 0, graph 0.06, 0; ", low[p] - margin(p), high[p] + margin(p)) \
    ."set xlabel 'targets of one IPI' offset 0,0.7; set xtics ".(high[p] <= 16 ? '1' : 'autofreq')." offset 0,0.3"
curve(c) = sprintf("$data index %d with linespoints lw 1.4 lc rgb colour(%d) dt %d pt %d ps 0.5 notitle", c - 1, look[c], dash(look[c]), mark(look[c]))
load home.'/curves.gp'
