# SPDX-License-Identifier: GPL-2.0-only
# What all figures share: one column of a two-column paper (8.6 cm), fonts that
# survive that size, and fills that differ in pattern and in lightness, so that
# a black-and-white print and a colour-blind reader can tell them apart.
# Colours: Okabe and Ito's palette (jfly.uni-koeln.de/color, 2008).
#
# Expects: out = path without extension, caption = text under the figure,
# lines = how many lines the caption has, height = cm without the caption.

width = 8.6
total = height + 0.26 * lines + 0.25
set encoding utf8
set border 3 lw 0.7
set tics nomirror out scale 0.5
set grid ytics lw 0.4 lc rgb '#cccccc'
set key nobox samplen 1.4 spacing 0.95

# terminal NAME: the same size on paper for all three; PNG at 300 dpi.
pdf = sprintf("set terminal pdfcairo noenhanced size %.2fcm,%.2fcm font 'DejaVu Sans,7' linewidth 1", width, total)
svg = sprintf("set terminal svg noenhanced size %d,%d font 'DejaVu Sans,10' background 'white'", width*40, total*40)
png = sprintf("set terminal pngcairo noenhanced size %d,%d font 'DejaVu Sans,7' fontscale 3.1 linewidth 2.5 background 'white'", width*118, total*118)
bottom = (0.26 * lines + 0.15) / total   # of the page: below it, the caption
