# SPDX-License-Identifier: GPL-2.0-only
# What an IPI costs over releases: bars stacked by kind of exit, over both columns of a
# page; a panel a target and regime.
#
# From the tool (harness/releases/draw.c): $data, two blocks a panel: x, from, to, part;
# and x, release, top of what is drawn, exits, delivery. part[]: the kinds of exit. For panel p:
# title[p], row[p], its width bars[p], its edges left[p], right[p] from 0 to 1. For each method in a
# panel: name[], name_panel[], name_at[].

width = 17.5
n = |part|
panels = |title|
rows = row[panels]
head = 1.15                                   # cm for the key, at the very top
each = 4.4                                    # cm for a row of panels
height = each * rows + head
load home.'/style.gp'

part_fill(c) = c eq 'apic_read_icr' ? 3 : c eq 'apic_write_icr2' ? 6 : c eq 'apic_write_icr' ? 3 : \
               c eq 'msr_x2apic_icr' ? 5 : c eq 'hypercall' ? 7 : c eq 'msr_hv_icr' ? 4 : 0
part_colour(c) = c eq 'apic_read_icr' ? '#56b4e9' : c eq 'apic_write_icr2' ? '#e69f00' : \
                 c eq 'apic_write_icr' ? '#404040' : c eq 'msr_x2apic_icr' ? '#d55e00' : \
                 c eq 'hypercall' ? '#0072b2' : '#cc79a7'

do for [format in 'pdf svg png'] {
    eval value(format)
    set output out.'.'.format
    set multiplot
    set xtics rotate by 90 right scale 0 offset 0.2,0.2
    set ytics autofreq
    span = each / total
    do for [p = 1:panels] {
        top = 1.0 - head / total - (row[p] - 1) * span
        set lmargin at screen left[p] + 1.35 / width
        set rmargin at screen right[p] - 0.1 / width
        set tmargin at screen top - 0.45 / total
        set bmargin at screen top - span + 1.0 / total
        set label 1 title[p] at screen left[p] + 0.2 / width, screen top - 0.2 / total left front
        unset label 3
        if (left[p] == 0) { set label 3 'instructions per IPI' at screen 0.2 / width, screen top - 0.5 * span + 0.25 / total center rotate front }
        if (p == 1) { set key at screen 0.99, screen 1.0 - 0.08 / total right top vertical maxrows 3 Left reverse
        } else { set key off }
        if (p < panels) { unset label 2 } else { set label 2 caption at screen 0.006, screen bottom - 0.1 / total left front }
        set xrange [*:*]
        set yrange [*:*]
        set offsets 0, 0, 0, 0
        stats $data index 2 * p - 1 using 3 nooutput name 'y'
        set xrange [-0.7 : bars[p] - 0.3]
        set yrange [0:*]
        set offsets 0, 0, graph 0.3, 0
        set format y ticks(y_max)
        do for [m = 1:|name|] {
            if (name_panel[m] == p) { set label (10 + m) name[m] at first name_at[m] - 0.4, graph 0.94 left front }
        }
        plot for [c = 1:n] $data index 2 * p - 2 using ($4 == c ? $1 : NaN):3:($1 - 0.38):($1 + 0.38):2:3 \
                with boxxyerror lc rgb part_colour(part[c]) fillstyle pattern part_fill(part[c]) border lc rgb 'black' title part[c], \
             $data index 2 * p - 1 using 1:3:(sprintf('%g', $4)) with labels offset 0,0.75 notitle, \
             $data index 2 * p - 1 using 1:5 with points lc rgb 'black' pt 7 ps 0.35 title 'delivery, least (exact labs)', \
             $data index 2 * p - 1 using 1:(NaN):xtic(2) notitle
        do for [m = 1:|name|] { unset label (10 + m) }
    }
    unset multiplot
}
