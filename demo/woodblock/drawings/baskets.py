"""Bags and baskets carried to market."""

from __future__ import annotations

import math

from shapely.geometry import Polygon

from demo.woodblock.curves import along, ellipse, line, rose, rounded, spline
from demo.woodblock.ornaments import bow, broad_leaf, leaf, weave
from demo.woodblock.pigments import COM, GIAY, HOE, HOEL, NAU, NAUL, RI, RIL, SON, SONDEN, SONL
from demo.woodblock.sheet import Sheet, motif


@motif("tui-may", "Túi mây tre xách tay, quai da")
def tui_may(sheet: Sheet) -> None:
    # far handle
    sheet.tube(NAU, spline("104,140 96,84 118,40 160,26 202,40 224,84 216,140"), 11, 3.8)
    body = sheet.solid(
        HOEL,
        spline("62,132! 44,196 36,258 56,286! 110,298 160,300 210,298 264,286! 284,258 276,196 258,132! 160,144", 1),
        5.4,
    )
    inner = body.buffer(-1)
    sheet.inlay(HOE, spline("232,132! 252,196 258,258 244,292! 300,292! 300,120!", 1), inner)
    weave(sheet, inner, 160, 150, 294, lambda y: 98 + (y - 132) * 0.16, 9, 12, 11, 2)
    for y in (206, 262):  # two bands of dyed rattan
        k = 98 + (y - 132) * 0.16
        band = sheet.inlay(
            SON,
            Polygon(
                spline(f"{160 - k - 8},{y - 2} 100,{y + 8} 160,{y + 11} 220,{y + 8} {160 + k + 8},{y - 2}")
                + spline(f"{160 + k + 8},{y + 13} 220,{y + 23} 160,{y + 26} 100,{y + 23} {160 - k - 8},{y + 13}")
            ),
            inner,
        )
        sheet.clear(band)
        for d in (-2, 13):
            sheet.ink(
                spline(
                    f"{160 - k - 8},{y + d} 100,{y + d + 10} 160,{y + d + 13} 220,{y + d + 10} {160 + k + 8},{y + d}"
                ),
                2.6,
                0,
                0,
                inner,
            )
        for i in range(9):
            x = 68 + i * 23
            sheet.inlay(HOE, rose(x, y + 18 - 9 * ((x - 160) / 110) ** 2, 6, 4, 0.4, 0), band)
    # leather flap and clasp
    flap = sheet.solid(
        NAU, spline("60,126! 64,150 84,182 124,200 160,204 196,200 236,182 256,150 260,126! 160,116", 1), 5
    )
    edge = spline("72,140 80,160 96,178 128,190 160,193 192,190 224,178 240,160 248,140")
    for i in range(21):
        x, y = along(edge, 0.02 + i * 0.048)
        sheet.brush(HOEL, line(x - 3, y - 1, x + 3, y + 1), 2.6, 0.1, 0.1)
    sheet.brush(NAUL, spline("82,136 110,130 150,129"), 4, 0.3, 0.4, flap.buffer(-2))
    sheet.solid(HOE, rounded(144, 184, 176, 220, 7), 4)
    sheet.solid(SONDEN, ellipse(160, 198, 5, 5), 1.6)
    sheet.ink(line(160, 202, 160, 211), 4, 0, 0)
    # near handle with its rings
    sheet.tube(NAU, spline("92,152 82,92 112,44 160,36 208,44 238,92 228,152"), 14, 4.4)
    sheet.brush(NAUL, spline("89,100 96,74 114,46 136,38"), 3, 0.3, 0.4)
    for x in (92, 228):
        sheet.solid(HOE, ellipse(x, 154, 11, 11), 3.8)
        sheet.solid(NAU, ellipse(x, 154, 4.4), 2)
    # a ribbon of silk on the handle
    bow(sheet, 226, 78, SON, 1.0, 14, 3.2)


@motif("ruong-muoi", "Rổ rau sắng, củ mài và mơ Hương Sơn")
def ruong_muoi(sheet: Sheet) -> None:
    sheet.tolerance = 1.25
    # greens behind
    for x, y, a, length in ((70, 150, -40, 96), (104, 140, -18, 112), (140, 140, 6, 108)):
        sheet.tube(RIL, line(x + 14, y + 40, x, y - 10, 4), 6, 2.4)
        broad_leaf(sheet, x, y + 6, a, length, 42, RI, RIL, 4, 0.75, 6)
        broad_leaf(sheet, x + 10, y + 24, a + 34, length * 0.66, 32, RIL, RI, 3.6, 0.75, 4)
    # a cabbage
    sheet.solid(RIL, rose(214, 128, 62, 9, 0.1, 12), 4.8)
    sheet.solid(COM, rose(212, 126, 46, 7, 0.12, 40), 4)
    for a in (0, 52, 104, 156, 208, 260, 312):
        r = math.radians(a)
        sheet.brush(
            GIAY,
            line(212 + 8 * math.cos(r), 126 + 8 * math.sin(r), 212 + 56 * math.cos(r), 126 + 56 * math.sin(r), 3),
            3,
            0.1,
            0.5,
        )
    sheet.solid(COM, ellipse(212, 124, 24, 22), 3.4)
    sheet.ink(spline("198,130 208,112 226,116"), 2.4, 0.2, 0.4)
    sheet.ink(spline("204,136 218,126 232,130"), 2.2, 0.2, 0.4)
    # mountain yams laid across, one cut into slices
    for x, y, a in ((62, 158, -24), (84, 178, -10)):
        with sheet.at(x, y, a):
            sheet.solid(
                NAUL,
                spline("-60,2 -50,-7 -30,-9 -10,-14 14,-13 36,-16 52,-8 54,6 40,14 12,12 -14,13 -36,9 -52,8", 1),
                4.2,
            )
            for q in (-34, -14, 6, 26):
                sheet.ink(spline(f"{q},-10 {q + 5},-3 {q + 3},4"), 2, 0.1, 0.5)
            sheet.brush(HOEL, spline("-40,-3 -10,-7 20,-7"), 3, 0.4, 0.4)
    for x, y in ((112, 184), (128, 192)):
        sheet.solid(NAUL, ellipse(x - 2, y + 2, 15, 17), 3.6)
        sheet.solid(GIAY, ellipse(x, y, 14, 16), 3)
        sheet.brush(HOEL, ellipse(x, y, 8, 10), 2, 0, 0)
    # apricots
    for x, y, c in (
        (146, 176, HOE),
        (182, 182, HOE),
        (220, 178, SONL),
        (254, 172, HOE),
        (164, 156, SONL),
        (204, 156, HOE),
        (240, 152, HOE),
    ):
        sheet.solid(c, ellipse(x, y, 20, 19), 4)
        sheet.ink(spline(f"{x - 2},{y - 17} {x - 8},{y - 2} {x - 2},{y + 12}"), 2, 0.1, 0.5)
        sheet.brush(GIAY, ellipse(x, y, 12, 12, 0, 290, 345), 3, 0.3, 0.3)
    for x, y, a in ((168, 142, -30), (232, 138, 40), (196, 140, 10)):
        leaf(sheet, RI, x, y, a, 30, 15)
    # basket
    basket = sheet.solid(
        HOEL,
        spline("22,184! 34,232 62,276 84,296! 160,304 236,296! 258,276 286,232 298,184! 230,206 160,212 90,206", 1),
        5.4,
    )
    weave(sheet, basket.buffer(-1), 160, 196, 298, lambda y: 136 - max(0, y - 200) * 0.62, 6, 16, 11, 2.2)
    sheet.tube(NAUL, spline("22,182 90,205 160,211 230,205 298,182"), 15, 4.6)
    rim = spline("22,182 90,205 160,211 230,205 298,182")
    for i in range(20):
        x, y = along(rim, 0.03 + i * 0.05)
        sheet.ink(line(x - 4, y - 6, x + 4, y + 6), 2.4, 0.2, 0.2)
