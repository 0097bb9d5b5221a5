# SPDX-License-Identifier: GPL-2.0-only
# A metric over commits, with its spread; where it changed, a line and the new
# value.
#
# From the tool (harness/figures/figure-history.c): $data, a block a panel, a line
# a commit: index, value, low, high, change, commit, date. For panel p: title[p],
# unit[p].

panels = |title|
each = 4.6
height = each * panels
load home.'/style.gp'
stats $data using 1 nooutput name 'commit'
# Room for a name under every commit, or only under some of them.
every_ = ceil((commit_max - commit_min + 1) / 18.0)

do for [format in 'pdf svg png'] {
    eval value(format)
    set output out.'.'.format
    set multiplot
    set lmargin at screen 0.15
    set rmargin at screen 0.97
    span = each / total
    do for [p = 1:panels] {
        top = 1.0 - (p - 1) * span
        set tmargin at screen top - 0.5 / total
        set bmargin at screen top - span + 1.45 / total
        set label 1 title[p] at screen 0.012, screen top - 0.25 / total left front
        set label 3 unit[p] at screen 0.022, screen top - 0.5 * span + 0.47 / total center rotate front
        if (p < panels) { unset label 2 } else { set label 2 caption at screen 0.012, screen bottom - 0.1 / total left front }
        # Ranges of the panel before would leave values out.
        set xrange [*:*]
        set yrange [*:*]
        stats $data index p - 1 using 2 nooutput
        set xrange [commit_min - 0.5:commit_max + 0.5]
        # A step of an exit must not look like the whole of it: from zero.
        set yrange [0:*]
        set offsets 0, 0, graph 0.15, 0
        set format y ticks(STATS_max)
        set ytics autofreq
        if (STATS_max <= 8) { set ytics 1 }
        set xtics rotate by 45 right scale 0 offset 0.5,0.1
        # Labels that are not wanted are empty, not nowhere: gnuplot 5.4 does not
        # survive a plot of labels without any point.
        plot $data index p - 1 using 1:($5 == 1 ? $2 : NaN) with impulses lc rgb '#d55e00' dt 3 lw 1.4 notitle, \
             $data index p - 1 using 1:2:3:4 with yerrorlines lc rgb 'black' pt 7 ps 0.35 lw 0.8 notitle, \
             $data index p - 1 using 1:($5 == 1 ? $2 : NaN) with points lc rgb '#d55e00' pt 8 ps 0.8 lw 1.4 notitle, \
             $data index p - 1 using 1:4:($5 == 1 && $0 > 0 ? sprintf("%g", $2) : "") with labels offset 0,0.8 notitle, \
             $data index p - 1 using 1:4:($0 == 0 ? sprintf("%g", $2) : "") with labels left offset -0.6,0.8 notitle, \
             $data index p - 1 using 1:(NaN):xtic(int($1 - commit_min) % every_ == 0 ? stringcolumn(6) : '') notitle
    }
    unset multiplot
}
