# SPDX-License-Identifier: GPL-2.0-only
# Stacked bars: methods across, hypervisors side by side, one panel a setting.
#
# From the tool (harness/figures/bars.c): $data, blocks parted by two blank
# lines, a block for each panel and hypervisor; a line for each bar: its method,
# then a number for each part. stack[]: the parts' names. For panel p: title[p],
# first[p] and last[p], its blocks. peak[p],
# its highest bar, rounded up. For block b: hypervisor[b], bars[b].
# From the script that loads this: unit, part_colour(name), part_fill(name),
# sums = 1 where the sum is to stand on each bar.

n = |stack|
panels = |title|
keyrows = n > 3 ? (n + 1) / 2 : n
head = 0.25 + 0.34 * keyrows                  # cm for the key, at the very top
each = 4.9                                    # cm for a panel
height = each * panels + head
load home.'/style.gp'

# Parts of the plot command. Only numbers go into them: names are looked up
# when it runs.
bar(b, c) = sprintf(", $data index %d using %d:xtic(1) lc rgb part_colour(stack[%d]) fillstyle pattern part_fill(stack[%d]) border lc rgb 'black' %s", \
                    b - 1, c + 1, c, c, b == 1 ? sprintf('title stack[%d]', c) : 'notitle')
top_of(b, x) = sprintf(", $data index %d using (%g + column(0)):(s = (sum [c=2:%d] column(c))):(sprintf('%%g', s)) with labels offset 0,0.5 notitle", \
                       b - 1, x, n + 1)
# A name too wide for ROOM cm goes over two lines.
over(name, room) = strlen(name) * 0.14 > room && strstrt(name, " ") ? name[1:strstrt(name, " ") - 1]."\n".name[strstrt(name, " ") + 1:*] : name

do for [format in 'pdf svg png'] {
    eval value(format)
    set output out.'.'.format
    set multiplot
    set style data histograms
    set style histogram rowstacked
    set boxwidth 0.72
    set lmargin at screen 0.15
    set rmargin at screen 0.985
    span = each / total
    set xtics rotate by 45 right scale 0 offset 0.7,0.1
    set yrange [0:*]
    set offsets 0, 0, graph 0.28, 0
    do for [p = 1:panels] {
        top = 1.0 - head / total - (p - 1) * span
        set tmargin at screen top - 0.45 / total
        set bmargin at screen top - span + 1.65 / total
        set label 3 unit at screen 0.022, screen top - (span - 1.2 / total) * 0.5 - 0.25 / total center rotate front
        set label 1 title[p] at screen 0.012, screen top - 0.2 / total left front
        if (p == 1) { set key at screen 0.99, screen 1.0 - 0.1 / total right top vertical maxrows keyrows Left reverse
        } else { set key off }
        # No fractions of an exit on a short axis.
        set format y ticks(peak[p])
        if (sums && peak[p] <= 8) { set ytics 1 } else { set ytics autofreq }
        across = -1.0 + sum [b=first[p]:last[p]] (bars[b] + 0.8)
        command = ''
        x = 0
        do for [b = first[p]:last[p]] {
            command = command.sprintf("%snewhistogram lt 1 at %g", command eq '' ? '' : ', ', x)
            do for [c = 1:n] { command = command.bar(b, c) }
            if (sums) { command = command.top_of(b, x) }
            set label (10 + b) over(hypervisor[b], (bars[b] + 0.8) * 7.2 / across) at first x + (bars[b] - 1) / 2.0, graph 0.97 center front
            x = x + bars[b] + 0.8
        }
        set xrange [-0.7 : x - 1.1]
        if (p < panels) { unset label 2 } else { set label 2 caption at screen 0.012, screen bottom - 0.1 / total left front }
        eval 'plot '.command
        do for [b = first[p]:last[p]] { unset label (10 + b) }
    }
    unset multiplot
}
