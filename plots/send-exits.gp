# SPDX-License-Identifier: GPL-2.0-only
# Send exits per IPI by method, stacked by exit class, hypervisors side by side,
# one panel a pattern.
#
# From plots/draw: `data`, blocks parted by two blank lines, a block for each
# panel and target; a line for each method: name, then one number a class.
# `classes`: the classes' names. `panels`: how many. For panel p: title[p],
# first[p] and last[p], its blocks. For block b: hypervisor[b], bars[b].

fill(c) = c eq 'apic_read_icr' ? 3 : c eq 'apic_write_icr2' ? 6 : c eq 'apic_write_icr' ? 2 : \
          c eq 'msr_vapic' ? 1 : c eq 'msr_x2apic_icr' ? 5 : c eq 'hypercall' ? 7 : 4
colour(c) = c eq 'apic_read_icr' ? '#56b4e9' : c eq 'apic_write_icr2' ? '#e69f00' : \
            c eq 'apic_write_icr' ? '#000000' : c eq 'msr_vapic' ? '#009e73' : \
            c eq 'msr_x2apic_icr' ? '#d55e00' : c eq 'hypercall' ? '#0072b2' : '#cc79a7'

# A part of the plot command: block b, class number c; and the sums on top.
n = words(classes)
bar(b, c) = sprintf(", data index %d using %d:xtic(1) lc rgb '%s' fillstyle pattern %d border lc rgb 'black' title '%s'", \
                    b - 1, c + 1, colour(word(classes, c)), fill(word(classes, c)), \
                    b == 1 ? word(classes, c) : '')
sums(b, x) = sprintf(", data index %d using (%g + column(0)):(s = (sum [c=2:%d] column(c))):(sprintf('%%g', s)) with labels offset 0,0.5 notitle", \
                     b - 1, x, n + 1)

head = 0.4 + 0.34 * ((n + 1) / 2)             # cm for the key, at the very top
height = height + head
load home.'/style.gp'
do for [format in 'pdf svg png'] {
    eval value(format)
    set output out.'.'.format
    set multiplot
    set style data histograms
    set style histogram rowstacked
    set boxwidth 0.72
    set lmargin at screen 0.115
    set rmargin at screen 0.985
    span = (1.0 - bottom - head / total) / panels
    set xtics rotate by 45 right scale 0 offset 0.7,0.1
    set yrange [0:*]
    set offsets 0, 0, graph 0.25, 0
    do for [p = 1:panels] {
        top = 1.0 - head / total - (p - 1) * span
        set tmargin at screen top - 0.45 / total
        set bmargin at screen top - span + 1.6 / total
        set label 3 'VM exits per IPI' at screen 0.022, screen top - (span + 0.45 / total - 1.6 / total) * 0.5 - 0.25 / total center rotate front
        set label 1 title[p] at screen 0.115, screen top - 0.2 / total left front
        if (p == 1) { set key at screen 0.99, screen 1.0 - 0.1 / total right top vertical maxrows (n + 1) / 2 Left reverse
        } else { set key off }
        command = ''
        x = 0
        do for [b = first[p]:last[p]] {
            command = command.sprintf("%snewhistogram lt 1 at %g", command eq '' ? '' : ', ', x)
            do for [c = 1:n] { command = command.bar(b, c) }
            command = command.sums(b, x)
            set label (10 + b) hypervisor[b] at first x + (bars[b] - 1) / 2.0, graph 0.94 center front
            x = x + bars[b] + 0.8
        }
        set xrange [-0.7 : x - 1.1]
        if (p == panels) { set label 2 caption at screen 0.012, screen bottom - 0.1 / total left front font ',5.5' }
        eval 'plot '.command
        do for [b = first[p]:last[p]] { unset label (10 + b) }
        unset label 1
    }
    unset label 2
    unset multiplot
}
