# SPDX-License-Identifier: GPL-2.0-only
# What a send costs against what an exit itself costs: straight lines. Curve c of
# curves.gp is one block of $data, a line's two ends. Besides: exit_cycles[] and
# exit_of[], published costs of an exit.

each = 4.4
side(p) = 'cycles a send'
marks = ''
do for [m = 1:|exit_cycles|] {
    marks = marks.sprintf("set arrow %d from %d, graph 0 to %d, graph 1 nohead lw 0.7 dt 3 lc rgb '#666666' back; set label %d exit_of[%d] at %d, graph 0.97 right rotate by 90 offset -0.4,0 front textcolor rgb '#666666'; ", \
                          m, exit_cycles[m], exit_cycles[m], 10 + m, m, exit_cycles[m])
}
before(p) = sprintf("set xrange [%g:%g]; set yrange [0:*]; stats $data index %d:%d using 2 nooutput; set format y ticks(STATS_max); ", low[p], high[p], first[p] - 1, last[p] - 1) \
    ."set rmargin at screen 0.94; set xlabel 'cycles that an exit itself costs' offset 0,0.7; set xtics 1000 offset 0,0.3; ".marks
curve(c) = sprintf("$data index %d with linespoints lw 1.4 lc rgb colour(%d) dt %d pt %d ps 0.5 notitle", c - 1, look[c], dash(look[c]), mark(look[c]))
load home.'/curves.gp'
