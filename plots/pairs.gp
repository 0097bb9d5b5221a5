# SPDX-License-Identifier: GPL-2.0-only
# Heat map of the median time from each vCPU to each other.
#
# From the tool (harness/figures/figure-pairs.c): $data, a block a panel: from,
# to, value. For panel p: title[p], unit[p], vcpus[p].

panels = |title|
columns = panels > 1 ? 2 : 1
each = columns > 1 ? 4.6 : 7.4
height = each * ((panels + columns - 1) / columns)
load home.'/style.gp'
unset grid
set border 15 lw 0.5
# Lightness falls with the value, so that it reads in grey as well.
set palette cubehelix start 0.5 cycles -0.6 saturation 0.9 negative
ink(v) = v - low > 0.5 * (high - low) ? 0xffffff : 0x000000

do for [format in 'pdf svg png'] {
    eval value(format)
    set output out.'.'.format
    set multiplot
    do for [p = 1:panels] {
        n = vcpus[p]
        numbers = n <= (columns > 1 ? 4 : 8)  # there is room for them
        left = ((p - 1) % columns + 0.0) / columns
        right = left + 1.0 / columns
        top = 1.0 - ((p - 1) / columns) * each / total
        floor_ = top - (each - 0.8) / total
        set lmargin at screen left + (n > 10 ? 0.112 : 0.09)
        set rmargin at screen right - (numbers ? 0.02 : 0.13)
        set tmargin at screen top - 0.85 / total
        set bmargin at screen floor_
        set label 1 title[p] at screen left + 0.012, screen top - 0.2 / total left front
        set label 3 unit[p] at screen left + 0.012, screen top - 0.55 / total left front
        if (p < panels) { unset label 2 } else { set label 2 caption at screen 0.012, screen bottom - 0.1 / total left front }
        # Ranges of the panel before would leave values out.
        set xrange [*:*]
        set yrange [*:*]
        stats $data index p - 1 using 3 nooutput
        low = STATS_min
        high = STATS_max > STATS_min ? STATS_max : STATS_min + 1
        set xrange [-0.5:n - 0.5]
        set yrange [n - 0.5:-0.5]
        step = n > 16 ? 8 : n > 8 ? 4 : 1
        set xtics step offset 0,0.4
        set ytics step offset 0.5
        set xlabel 'to vCPU' offset 0,1
        set ylabel 'from vCPU' offset 1.6
        # The least is not white: that is where there is none.
        set cbrange [low - 0.12 * (high - low):high]
        if (numbers) { unset colorbox
        } else {
            set colorbox user origin screen right - 0.12, screen floor_ size screen 0.02, screen (each - 1.65) / total
            set cbtics (short(low) low, short(low + 0.25 * (high - low)) low + 0.25 * (high - low), short(0.5 * (low + high)) 0.5 * (low + high), short(low + 0.75 * (high - low)) low + 0.75 * (high - low), short(high) high) offset -0.7,0
        }
        plot $data index p - 1 using 2:1:(0.5):(0.5):3 with boxxyerror fillstyle solid 1 noborder lc palette notitle, \
             $data index p - 1 using 2:1:(numbers ? short($3) : ''):(ink($3)) with labels tc rgb variable notitle, \
             '+' using (int($0)):(int($0)):(numbers ? '–' : '') every ::0::(n - 1) with labels notitle
    }
    unset multiplot
}
