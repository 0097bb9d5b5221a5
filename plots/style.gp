# SPDX-License-Identifier: GPL-2.0-only
# What all figures share: one column of a two-column paper (8.5 cm), no letter
# smaller than 7 pt, and fills, dashes and marks besides colours, so that a
# black-and-white print and a colour-blind reader can tell them apart.
# Colours: Okabe and Ito's palette (jfly.uni-koeln.de/color, 2008).
#
# Expects: out = path without extension, caption = text under the figure,
# lines = how many lines the caption has, height = cm without the caption.

if (!exists('width')) { width = 8.5 }          # one column
line = 0.36                                   # cm, of 7 pt text
total = height + line * lines + 0.25
bottom = (line * lines + 0.15) / total        # of the page: below it, the caption
set encoding utf8
set border 3 lw 0.7
set tics nomirror out scale 0.5
set grid ytics lw 0.4 lc rgb '#cccccc'
set key nobox samplen 1.4 spacing 0.95
set label 2 caption at screen 0.012, screen bottom - 0.1 / total left front

# The same size on paper for all three; PNG at 300 dpi. `eval value(FORMAT)`.
pdf = sprintf("set terminal pdfcairo noenhanced size %.2fcm,%.2fcm font 'DejaVu Sans,7' linewidth 1", width, total)
svg = sprintf("set terminal svg noenhanced size %d,%d font 'DejaVu Sans,10' background 'white'", width*40, total*40)
png = sprintf("set terminal pngcairo noenhanced size %d,%d font 'DejaVu Sans,7' fontscale 3.1 pointscale 3.1 linewidth 2.5 background 'white'", width*118, total*118)

# Curve number n: a colour, a dash and a mark that together are its own.
array _colours[7] = ['#000000', '#d55e00', '#0072b2', '#009e73', '#cc79a7', '#e69f00', '#56b4e9']
array _marks[9] = [4, 7, 8, 5, 12, 6, 9, 2, 1]
colour(n) = _colours[(n - 1) % 7 + 1]
mark(n) = _marks[(n - 1) % 9 + 1]
dash(n) = (n - 1) % 5 + 1
# For numbers beside an axis that reaches to MAX: k and M only where no tick
# between them would look like another.
ticks(max) = max < 10000 ? '%g' : '%.0s%c'
# Thousands and millions, short; and the longest of numbers in a readable form.
short(x) = x >= 1e7 ? sprintf("%.0fM", x / 1e6) : x >= 1e5 ? sprintf("%.0fk", x / 1e3) : x >= 1e4 ? sprintf("%.1fk", x / 1e3) : x >= 100 ? sprintf("%.0f", x) : sprintf("%.3g", x)
