# SPDX-License-Identifier: GPL-2.0-only
# How many of the IPIs took no longer than so long, by method. Curve c of
# curves.gp is two blocks of $data: time and fraction, for the line; the same
# for p50, p90 and p99, which carry the curve's mark.

each = 4.0
side(p) = 'fraction of IPIs'
# The 1, 2 or 5 of a decade next to x.
decade(x) = 10 ** floor(log10(x) + 1e-9)
down(x) = decade(x) * (x >= 4.999 * decade(x) ? 5 : x >= 1.999 * decade(x) ? 2 : 1)
up(x) = decade(x) * (x > 5.001 * decade(x) ? 10 : x > 2.001 * decade(x) ? 5 : x > 1.001 * decade(x) ? 2 : 1)
kilo(x) = x >= 1e6 ? sprintf('%gM', x / 1e6) : x >= 1e3 ? sprintf('%gk', x / 1e3) : sprintf('%g', x)
# Short of two decades, a number at every power of ten alone would be too few.
between(p) = up(high[p]) < 100 * down(low[p]) ? 'set for [e=-2:12] xtics add (kilo(2 * 10.0**e) 2 * 10.0**e, kilo(5 * 10.0**e) 5 * 10.0**e)' : ''
before(p) = sprintf("set logscale x; unset xtics; set xtics nomirror out scale 0.5 offset 0,0.3 format '%%.0s%%c'; set xrange [%g:%g]; set yrange [0:1.03]; set ytics 0.25; set xlabel axis[%d] offset 0,0.7; ", down(low[p]), up(high[p]), p).between(p)
curve(c) = sprintf("$data index %d with lines lw 1.4 lc rgb colour(%d) dt %d notitle, $data index %d with points lc rgb colour(%d) pt %d ps 0.5 notitle", \
                   2 * c - 2, look[c], dash(look[c]), 2 * c - 1, look[c], mark(look[c]))
load home.'/curves.gp'
