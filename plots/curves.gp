# SPDX-License-Identifier: GPL-2.0-only
# Panels of curves, one above the other, under one key.
#
# From the tool (harness/figures/curves.c): $data; for panel p: title[p],
# axis[p], first[p] and last[p], its curves, low[p] and high[p], the ends of x.
# For curve c: look[c], its place in label_of[]. From the script that loads this:
# each = cm for a panel; side(p), what stands beside panel p; curve(c), the part
# of the plot command that draws curve c; before(p), a string evaluated before
# panel p.

panels = |title|
keyrows = (|label_of| + 2) / 3
head = 0.2 + 0.34 * keyrows
height = each * panels + head
load home.'/style.gp'
set grid xtics ytics lw 0.4 lc rgb '#cccccc'

do for [format in 'pdf svg png'] {
    eval value(format)
    set output out.'.'.format
    set multiplot
    set lmargin at screen 0.15
    set rmargin at screen 0.965
    span = each / total
    do for [p = 1:panels] {
        top = 1.0 - head / total - (p - 1) * span
        set tmargin at screen top - 0.5 / total
        set bmargin at screen top - span + 0.85 / total
        set label 1 title[p] at screen 0.012, screen top - 0.25 / total left front
        if (p == 1) { set key at screen 0.99, screen 1.0 - 0.08 / total right top vertical maxrows keyrows Left reverse samplen 3
        } else { set key off }
        set label 3 side(p) at screen 0.022, screen top - 0.5 * span + 0.175 / total center rotate front
        if (p < panels) { unset label 2 } else { set label 2 caption at screen 0.012, screen bottom - 0.1 / total left front }
        eval before(p)
        command = ''
        do for [c = first[p]:last[p]] { command = command.(c > first[p] ? ', ' : 'plot ').curve(c) }
        # The key of all panels stands in the first, whichever curves it has.
        if (p == 1) { do for [i = 1:|label_of|] { command = command.sprintf(', keyentry with linespoints lw 1.4 lc rgb colour(%d) dt %d pt %d ps 0.5 title label_of[%d]', i, dash(i), mark(i), i) } }
        eval command
    }
    unset multiplot
}
