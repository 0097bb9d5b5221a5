# SPDX-License-Identifier: GPL-2.0-only
# How many of the IPIs took no longer than so long, by method. Curve c of
# curves.gp is two blocks of $data: time and fraction, for the line; the same
# for p50, p90 and p99, which carry the curve's mark.

each = 4.0
side(p) = 'fraction of IPIs'
before(p) = sprintf("set logscale x; set format x '%%.0s%%c'; set yrange [0:1.03]; set ytics 0.25; set xlabel axis[%d] offset 0,0.7; set xtics offset 0,0.3", p)
curve(c) = sprintf("$data index %d with lines lw 1.4 lc rgb colour(%d) dt %d notitle, $data index %d with points lc rgb colour(%d) pt %d ps 0.5 notitle", \
                   2 * c - 2, look[c], dash(look[c]), 2 * c - 1, look[c], mark(look[c]))
load home.'/curves.gp'
