"""Household linen and embroidery."""

from __future__ import annotations

import math

from demo.woodblock.curves import along, ellipse, line, petal, placed, rose, rounded, spline
from demo.woodblock.ornaments import blossom, leaf, zigzag
from demo.woodblock.pigments import BAC, CHAM, CHAML, GIAY, HOE, HONG, INK, NAU, NAUL, RI, RIL, SON, SONL, VO
from demo.woodblock.sheet import Sheet, motif


@motif("chan-ga", "Chăn bông và gối thêu")
def chan_ga(sheet: Sheet) -> None:
    def goi(f, c, c2):
        sheet.solid(
            c,
            f(
                spline(
                    "-92,-50! -50,-58 0,-60 50,-58 92,-50! 86,-20 86,10 94,50! 50,52 0,54 -50,52 -94,50! -86,10 -86,-20",
                    1,
                )
            ),
            5,
        )
        sheet.brush(
            c2,
            f(
                spline(
                    "-76,-38 -40,-45 0,-46 40,-45 76,-38 72,-10 72,10 78,40 40,40 0,42 -40,40 -78,40 -72,10 -72,-10",
                    1,
                )
            ),
            2.6,
            0,
            0,
        )
        for s in (
            "-90,-48 -80,-40 -70,-36",
            "90,-48 80,-40 70,-36",
            "-92,48 -82,40 -74,36",
            "92,48 82,40 74,36",
        ):
            sheet.ink(f(spline(s)), 2.4, 0, 0.5)

    goi(lambda p: placed(p, 198, 88, 1, 1, 5), RIL, GIAY)

    def f(p):
        return placed(p, 122, 118, 1.03, 1.03, -6)

    goi(f, GIAY, SON)
    sheet.brush(RI, f(spline("-50,24 -20,6 10,4 40,-12")), 3.4)
    for x, y, r in ((-6, 2, 18), (34, -10, 13), (-42, 16, 12)):
        blossom(sheet, *f([(x, y)])[0], r, SON, HOE, 2.6)
    for x, y, a in ((-22, 14, 160), (14, -2, 20), (16, 10, 150), (-30, 2, -40), (50, -22, 40)):
        sheet.fill(RI, f(petal(x, y, a, 18, 9)), False)

    # padded patchwork: every square puffs out between its seams
    def hang(y, h, x0, x1, n, skew, cs, bulge=6):
        w = (x1 - x0) / n
        points = []
        for i in range(n):
            points += [
                (x0 + skew + (w - 2 * skew / n) * (i + t), y - bulge * math.sin(math.pi * t))
                for t in (0, 0.2, 0.4, 0.6, 0.8)
            ]
        points.append((x1 - skew, y))
        points += [(x1 + bulge * math.sin(math.pi * t) - skew * (1 - t), y + h * t) for t in (0.25, 0.5, 0.75)] + [
            (x1, y + h)
        ]
        for i in range(n):
            points += [(x1 - w * (i + t), y + h + bulge * math.sin(math.pi * t)) for t in (0.2, 0.4, 0.6, 0.8, 1)]
        points += [(x0 - bulge * math.sin(math.pi * t) + skew * t, y + h * (1 - t)) for t in (0.25, 0.5, 0.75)]
        b = sheet.solid(cs[0], points, 5)
        bb = b.buffer(-1.5)
        for i in range(n):
            xa, xb, ta, tb = (
                x0 + w * i,
                x0 + w * (i + 1),
                x0 + skew + (x1 - x0 - 2 * skew) * i / n,
                x0 + skew + (x1 - x0 - 2 * skew) * (i + 1) / n,
            )
            cx, cy = (xa + xb + ta + tb) / 4, y + h / 2
            c = cs[i % len(cs)]
            sheet.inlay(c, [(ta, y - 9), (tb, y - 9), (xb, y + h + 9), (xa, y + h + 9)], bb)
            if c == SON:
                sheet.inlay(HOE, rose(cx, cy, min(w, h) * 0.34, 6, 0.42, 10, min(w, h) * 0.3), bb)
                sheet.inlay(SON, ellipse(cx, cy, 4), bb)
            elif c == CHAM:
                sheet.inlay(GIAY, rose(cx, cy, min(w, h) * 0.3, 4, 0.5, 45, min(w, h) * 0.26), bb)
            else:
                sheet.inlay(SON, rose(cx, cy, min(w, h) * 0.28, 5, 0.4, 10, min(w, h) * 0.24), bb)
            if i:
                sheet.ink(spline(f"{ta},{y} {(xa + ta) / 2 + 1.5},{cy} {xa},{y + h}"), 2.8, 0.03, 0.03, bb)
            for q in (-1, 1):
                sheet.ink(line(cx + q * w * 0.3, y + 3, cx + q * w * 0.24, y + 9), 2, 0, 0.6, bb)
                sheet.ink(line(cx + q * w * 0.3, y + h - 3, cx + q * w * 0.24, y + h - 9), 2, 0, 0.6, bb)

    hang(172, 40, 34, 286, 5, 24, (SON, HOE, CHAM, HOE, SON), 5)
    hang(217, 40, 20, 300, 5, 0, (HOE, CHAM, SON), 7)
    # the turned-back lower layer, lining outside
    hang(262, 32, 26, 294, 5, 0, (SON, HOE, CHAM), 7)
    sheet.solid(
        RIL,
        spline("222,214! 262,222 304,212! 312,240 308,268 312,300! 290,306 270,300! 262,262 246,234!", 1),
        4.8,
    )
    sheet.ink(spline("232,220 264,240 284,272 290,300"), 2.4, 0.1, 0.4)
    sheet.ink(spline("268,226 292,246 302,282"), 2.2, 0.2, 0.4)
    for x, y in ((276, 238), (296, 256), (284, 284), (298, 230)):
        sheet.fill(GIAY, rose(x, y, 5, 5, 0.4), False)


@motif("khan-bong", "Khăn bông gấp và quả bông")
def khan_bong(sheet: Sheet) -> None:
    def khan(y, c, band, h=50, x0=34, x1=286):
        g = sheet.solid(
            c,
            spline(
                f"{x0 + 22},{y} 160,{y - 2} {x1 - 18},{y} {x1 - 2},{y + h * 0.3} {x1 - 2},{y + h * 0.7} {x1 - 18},{y + h} 160,{y + h + 2} {x0 + 22},{y + h} {x0},{y + h * 0.75} {x0},{y + h * 0.25}",
                1,
            ),
            5,
        )
        gb = g.buffer(-3)
        for k, w in ((196, 9), (212, 4), (222, 4)):
            sheet.brush(band, spline(f"{k},{y} {k + 5},{y + h * 0.5} {k},{y + h}"), w, 0, 0, gb)
        sheet.ink(
            spline(f"{x1 - 3},{y + h * 0.5} 160,{y + h * 0.5 + 2} {x0 + 34},{y + h * 0.5} {x0 + 26},{y + h * 0.5 - 1}"),
            3,
            0.02,
            0.2,
        )
        for r in range(4):
            for i in range(17):
                x = x0 + 26 + i * 14 + (7 if r % 2 else 0)
                yy = y + 8 + r * (h - 14) / 3.2
                if x < x1 - 16 and not 186 < x < 230:
                    sheet.ink(line(x, yy, x + 4, yy + 2.4, 1), 1.8, 0.3, 0.3)

    khan(246, CHAML, CHAM)
    khan(196, HONG, SON)
    khan(146, GIAY, RI)
    # cotton on top
    sheet.tube(NAU, spline("52,128 100,112 160,104 220,112 276,84"), 7, 3.2)
    for x, y, a in ((84, 118, -30), (196, 108, 150), (250, 98, 120)):
        leaf(sheet, RI, x, y, a, 38, 22)
    for x, y, s in ((112, 84, 1), (190, 72, 1.12), (256, 62, 0.9)):
        for a in (120, 180, 240, 60, 300):
            sheet.solid(NAUL, petal(x, y + 4 * s, a, 36 * s, 16 * s), 3)
        for dx, dy in ((-15, 2), (15, 2), (0, -13), (0, 10)):
            sheet.solid(GIAY, ellipse(x + dx * s, y + dy * s, 17 * s, 15.5 * s), 3.6)
        sheet.ink(spline(f"{x - 6 * s},{y - 3 * s} {x},{y + 1 * s} {x + 6 * s},{y - 3 * s}"), 2.4)
        sheet.ink(spline(f"{x - 20 * s},{y - 4 * s} {x - 16 * s},{y - 8 * s} {x - 10 * s},{y - 8 * s}"), 2)


@motif("khan-trai-ban", "Khăn trải bàn thêu, viền ren")
def khan_trai_ban(sheet: Sheet) -> None:
    for x, k in ((72, -1), (248, 1)):
        sheet.solid(
            NAU,
            spline(
                f"{x - 12},210! {x - 9},250 {x - 14 + k * 6},284 {x - 10 + k * 12},302! {x + 10 + k * 12},302! {x + 10 + k * 4},280 {x + 9},250 {x + 12},210!",
                1,
            ),
            4.2,
        )
    sheet.solid(NAU, spline("144,210! 148,260 138,304! 182,304! 172,260 176,210!", 1), 4.2)
    # scalloped lace hem
    hem = spline("24,214 70,240 160,254 250,240 296,214")
    for i in range(13):
        x, y = along(hem, 0.02 + i * 0.08)
        sheet.solid(GIAY, ellipse(x, y + 6, 14.5, 15), 3.4)
    b = sheet.solid(
        GIAY,
        spline(
            "30,112! 26,150 14,196 22,216! 44,232 70,226 96,246 130,240 160,254 190,240 224,246 250,226 276,232 298,216! 306,196 294,150 290,112!",
            1,
        ),
        5,
    )
    bb = b.buffer(-2)
    for i in range(13):
        x, y = along(hem, 0.02 + i * 0.08)
        sheet.fill(CHAM, ellipse(x, y + 9, 3.4), False)
        [sheet.fill(CHAM, ellipse(x + d, y + 3, 2), False) for d in (-7, 7)]
    sheet.brush(
        SON,
        spline("20,198 44,214 70,210 96,228 130,223 160,236 190,223 224,228 250,210 276,214 300,198"),
        4.4,
        0,
        0,
        bb,
    )
    sheet.solid(GIAY, ellipse(160, 110, 131, 36), 4.8)
    sheet.brush(SON, ellipse(160, 110, 117, 29), 3, 0, 0)
    for x, y in ((78, 180), (160, 192), (242, 180)):
        sheet.brush(
            RI,
            spline(f"{x - 34},{y + 10} {x - 16},{y + 2} {x},{y + 8} {x + 16},{y + 2} {x + 34},{y + 10}"),
            3,
            0.2,
            0.2,
            bb,
        )
        for a, length in ((-64, 20), (64, 20), (-110, 16), (110, 16)):
            sheet.fill(RI, petal(x, y, a, length + 8, 11), False)
        sheet.fill(SON, rose(x, y - 2, 18, 6, 0.36, 10), False)
        sheet.fill(SONL, rose(x, y - 2, 11, 6, 0.36, 40), False)
        sheet.fill(HOE, ellipse(x, y - 2, 4.6), False)
        for d in (-34, 34):
            sheet.fill(SONL, rose(x + d, y + 8, 7, 5, 0.4), False)
    for s in (
        "60,140 52,180 48,226",
        "112,148 118,190 110,238",
        "206,148 200,190 212,238",
        "260,140 268,180 272,226",
    ):
        sheet.ink(spline(s), 2.6, 0.2, 0.5)
    # vase and cup
    sheet.tube(RI, spline("142,52 130,30 118,22"), 4, 2)
    sheet.tube(RI, spline("146,52 150,26 160,16"), 4, 2)
    for x, y, r in ((116, 22, 14), (162, 20, 15), (138, 32, 13)):
        blossom(sheet, x, y, r, SONL)
    sheet.solid(CHAM, spline("128,52! 132,64 116,80 118,98 132,112! 158,112! 172,98 174,80 158,64 162,52!", 1), 4.2)
    sheet.brush(GIAY, spline("120,88 146,94 170,88"), 3.4)
    sheet.solid(INK, ellipse(145, 52, 16, 4), 2)
    sheet.solid(HOE, spline("194,92! 198,110 208,116! 226,116! 236,110 240,92!", 1), 3.8)
    sheet.solid(VO, ellipse(217, 92, 23, 6.5), 3.2)


def co(sheet, x, y, s, k=1, down=False):
    """heron, facing right when k=1"""

    def f(p):
        return placed(p, x, y, s * k, s)

    sheet.ink(f(line(-6, 28, -10, 84)), 3.2, 0, 0.1)
    sheet.ink(f(spline("4,28 10,52 6,84")), 3.2, 0, 0.1)
    for a in (-10, 6):
        sheet.ink(f(line(a, 83, a + 12, 86)), 2.6, 0, 0.5)
    if down:
        neck, head, bk, cr_ = "14,2 34,-6 44,10 42,28", (43, 34), "40,38! 54,70 48,36!", "38,30 26,34 16,32"
    else:
        neck, head, bk, cr_ = (
            "14,4 30,-10 18,-34 28,-56",
            (30, -60),
            "32,-66! 70,-58 34,-54!",
            "24,-62 10,-60 2,-52",
        )
    sheet.tube(GIAY, f(spline(neck)), 12 * s, 3, 0, 0)
    sheet.solid(GIAY, f(spline("22,-8! 10,-14 -18,-4 -44,16 -64,34! -34,36 -6,34 16,20 24,4", 1)), 3.6)
    sheet.solid(GIAY, f(ellipse(*head, 10, 8.5)), 3)
    sheet.fill(GIAY, f(ellipse(head[0], head[1], 9, 7.6)), False)
    sheet.fill(GIAY, f(ellipse(14, 4, 8, 7)), False)
    sheet.solid(HOE, f(spline(bk, 1)), 2.4)
    sheet.ink(f(spline(cr_)), 3, 0.1, 0.6)
    sheet.ink(f(ellipse(head[0] + 2, head[1] - 1, 1.4)), 2.2, 0, 0)
    for s_ in ("6,4 -16,12 -36,26", "10,14 -10,20 -26,30", "14,-2 -8,2 -24,10"):
        sheet.ink(f(spline(s_)), 2.2, 0.1, 0.6)


@motif("tranh-theu", "Tranh thêu khung tròn: đôi cò bên bờ sậy")
def tranh_theu(sheet: Sheet) -> None:
    sheet.solid(
        VO,
        spline(
            "44,50! 100,40 160,46 220,38 276,48! 284,100 280,160 286,230 278,284! 220,292 160,288 100,294 42,286! 36,230 42,170 34,110",
            1,
        ),
        4.4,
    )
    for s in ("46,54 60,66 74,88", "274,52 260,66 248,86", "46,282 58,270 74,250", "274,280 262,270 248,252"):
        sheet.ink(spline(s), 2.4, 0.1, 0.5)
    sheet.solid(HOE, rounded(144, 14, 176, 50, 5), 4)
    sheet.ink(line(160, 16, 160, 46), 2.6, 0, 0)
    sheet.tube(HOE, line(132, 30, 188, 30), 9, 3)
    sheet.solid(NAUL, ellipse(160, 168, 128), 5.2)
    sheet.ink(ellipse(160, 168, 120), 2, 0, 0)
    c = sheet.solid(CHAML, ellipse(160, 168, 111), 4.4)
    cb = c.buffer(-2)
    sheet.inlay(SON, ellipse(204, 116, 33), cb)
    sheet.inlay(RIL, spline("40,300! 40,222 90,212 140,222 200,210 250,220 290,216 290,300!", 1), cb)
    for x, y, length in ((80, 240, 40), (150, 262, 60), (196, 240, 56), (112, 254, 30)):
        zigzag(sheet, GIAY, x, x + length, y, 5, 2.4, 2.4, cb)
    for s, c_ in (
        ("232,246 240,180 236,140", RI),
        ("246,240 254,200 260,168", RI),
        ("240,250 226,206 216,176", RI),
        ("66,226 70,180 62,140", RI),
        ("74,232 82,196 88,166", RI),
    ):
        sheet.tube(c_, spline(s), 7, 2.2, 0.05, 0.6)
    for x, y, a in ((236, 146, -4), (63, 146, -6)):
        sheet.solid(NAU, petal(x, y, a, 30, 11, 0.8), 2.4)

    # flying heron over the sun
    def f(p):
        return placed(p, 116, 120, 0.66, 0.66, 6)

    for d in (0, 7):
        sheet.ink(f(line(34, 14 + d, 66, 22 + d * 0.6)), 2.6, 0, 0.1)
    sheet.solid(GIAY, f(spline("10,-2! -2,-30 4,-56 18,-76! 26,-54 36,-26 34,2!", 1)), 3.2)
    sheet.tube(GIAY, f(spline("-8,4 -26,-4 -34,8 -44,2")), 9, 2.8)
    sheet.solid(HOE, f(spline("-48,-3! -74,2 -48,7!", 1)), 2.4)
    sheet.solid(GIAY, f(spline("-12,-2 8,-8 30,0 48,14! 26,20 2,16 -12,10", 1)), 3.4)
    sheet.solid(GIAY, f(ellipse(-46, 1, 7, 6)), 2.6)
    sheet.fill(GIAY, f(ellipse(-9, 4, 6, 5)), False)
    sheet.ink(f(ellipse(-48, 0, 1)), 2, 0, 0)
    sheet.clear(sheet.polygon(f(ellipse(-41, 2, 4, 3))))
    sheet.clear(sheet.polygon(f(ellipse(-10, 4, 3.6, 3.4))))
    sheet.solid(GIAY, f(spline("0,0! 14,-34 38,-54 66,-62! 64,-44 56,-20 30,6!", 1)), 3.6)
    for s in ("16,-6 34,-32 58,-52", "22,-2 42,-24 60,-40", "28,2 46,-14 58,-26"):
        sheet.ink(f(spline(s)), 2, 0.2, 0.4)
    co(sheet, 160, 184, 1)
    sheet.clear(sheet.polygon(placed(ellipse(15, 3, 4.6, 4), 160, 184, 1)))
    sheet.brush(SON, spline("236,226 262,256 250,284 282,302 302,272 288,236"), 3, 0, 0)
    sheet.tube(BAC, line(226, 226, 308, 206), 4.6, 2, 0.1, 0.5)
