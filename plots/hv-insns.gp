# SPDX-License-Identifier: GPL-2.0-only
# Instructions that the hypervisor executes per IPI, by method, split into the
# sender's and the receivers' side, hypervisors side by side.
#
# From plots/draw: `data`, a block for each target; a line for each method:
# name, sender, receivers. `blocks` of them; hypervisor[b], bars[b].

height = 7.4
load home.'/style.gp'
n = 2
do for [format in 'pdf svg png'] {
    eval value(format)
    set output out.'.'.format
    set style data histograms
    set style histogram rowstacked
    set boxwidth 0.72
    set lmargin at screen 0.15
    set rmargin at screen 0.985
    set tmargin at screen 1.0 - 0.75 / total
    set bmargin at screen bottom + 1.45 / total
    set ylabel 'instructions of the hypervisor per IPI' offset 0.6
    set xtics rotate by 40 right scale 0 offset 0.8,0.1
    set yrange [0:*]
    set offsets 0, 0, graph 0.16, 0
    set key at screen 0.99, screen 1.0 - 0.12 / total right top horizontal Left reverse
    set label 1 title_text at screen 0.012, screen 1.0 - 0.25 / total left front
    set label 2 caption at screen 0.012, screen bottom - 0.1 / total left front font ',5.5'
    command = ''
    x = 0
    do for [b = 1:blocks] {
        command = command.sprintf("%snewhistogram lt 1 at %g", b == 1 ? '' : ', ', x)
        command = command.sprintf(", data index %d using 2:xtic(1) lc rgb '#e69f00' fillstyle pattern 3 border lc rgb 'black' title '%s'", b - 1, b == 1 ? 'sender' : '')
        command = command.sprintf(", data index %d using 3:xtic(1) lc rgb '#0072b2' fillstyle pattern 4 border lc rgb 'black' title '%s'", b - 1, b == 1 ? 'receiver' : '')
        set label (10 + b) hypervisor[b] at first x + (bars[b] - 1) / 2.0, graph 0.95 center front
        x = x + bars[b] + 0.8
    }
    set xrange [-0.7 : x - 1.1]
    eval 'plot '.command
}
