"""Turned wood, furniture, instruments, and horn."""

from __future__ import annotations

from shapely.geometry import Polygon, box
from shapely.ops import unary_union

from demo.woodblock.curves import ellipse, line, petal, rose, rounded, sided, spiral, spline, turned
from demo.woodblock.ornaments import blossom, leaf
from demo.woodblock.pigments import (
    BAC,
    CHAM,
    CHAML,
    GIAY,
    HOE,
    HOEL,
    HONG,
    INK,
    NAU,
    NAUL,
    RI,
    RIL,
    SON,
    SONDEN,
    SONL,
    VO,
)
from demo.woodblock.sheet import Sheet, motif


@motif("lo-go-tien", "Lọ gỗ tiện Nhị Khê")
def lo_go_tien(sheet: Sheet) -> None:
    v = sheet.solid(
        NAUL,
        spline(
            "82,34! 92,50 90,62! 98,66 98,76! 66,96 34,142 40,190 70,222 90,236! 84,246! 96,252 90,264 66,284 62,298! 170,298! 166,284 142,264 136,252 148,246! 142,236! 162,222 192,190 198,142 166,96 134,76! 134,66 142,62! 140,50 150,34!",
            1,
        ),
        5.2,
    )
    vb = v.buffer(-2)
    for c, a, b in (
        (NAU, 108, 122),
        (SON, 126, 131),
        (NAU, 200, 214),
        (SON, 191, 196),
        (NAU, 48, 62),
        (NAU, 276, 300),
    ):
        sheet.inlay(c, box(20, a, 214, b), vb)
    for y, a in (
        (50, 90),
        (62, 90),
        (76, 98),
        (108, 54),
        (122, 44),
        (200, 48),
        (214, 62),
        (236, 90),
        (246, 86),
        (262, 90),
        (276, 70),
    ):
        sheet.ink(spline(f"{a},{y} 116,{y + 4} {232 - a},{y}"), 2.6, 0.05, 0.05, v)
    for i in range(9):
        x = 52 + i * 16
        y = 117 + 3 * (1 - ((x - 116) / 64) ** 2)
        sheet.fill(HOE, ellipse(x, y, 3.4, 3.8), False)
    for i in range(9):
        x = 56 + i * 15
        y = 209 + 3 * (1 - ((x - 116) / 64) ** 2)
        sheet.fill(HOE, ellipse(x, y, 3.2, 3.6), False)
    for k in (0.22, 0.5, 0.8):
        sheet.brush(NAU, ellipse(112, 162, 30 * k, 27 * k), 2.3, 0.1, 0.1, vb)
    for s in (
        "38,142 62,138 92,128 120,126",
        "36,166 58,160 74,166 66,180 46,182",
        "146,134 170,136 196,150",
        "150,148 176,150 198,162",
        "152,176 176,170 196,174",
        "60,190 90,186 116,196 150,188",
        "142,192 166,182 190,184",
        "50,152 70,150 84,142",
    ):
        sheet.brush(NAU, spline(s), 2.3, 0.3, 0.3, vb)
    for s in (
        "104,80 96,92 80,102",
        "124,82 132,92 146,100",
        "100,224 112,230 126,226",
        "104,256 112,268 104,274",
    ):
        sheet.brush(NAU, spline(s), 2.2, 0.3, 0.3, vb)
    sheet.brush(HOEL, spline("52,134 44,154 50,178"), 5.5, 0.4, 0.4, vb)
    sheet.ink(spline("186,146 188,166 178,186"), 2.6, 0.4, 0.4)
    sheet.solid(NAUL, ellipse(116, 34, 35, 10), 4.4)
    sheet.solid(INK, ellipse(116, 34, 23, 5.4), 1)
    j = sheet.solid(
        NAU,
        spline("188,206! 178,234 190,266 212,286 210,300! 282,300! 280,286 300,266 312,234 302,206!", 1),
        5,
    )
    jb = j.buffer(-2)
    sheet.inlay(HOE, box(160, 228, 330, 250), jb)
    for y, a in ((228, 180), (250, 184), (286, 212)):
        sheet.ink(spline(f"{a},{y} 245,{y + 5} {490 - a},{y}"), 2.4, 0.05, 0.05, j)
    for i in range(7):
        sheet.inlay(SON, ellipse(191 + i * 18, 242 + (2 if 1 < i < 5 else 0), 6.4, 6.8), jb)
        sheet.ink(ellipse(191 + i * 18, 242 + (2 if 1 < i < 5 else 0), 6.4, 6.8), 2, 0, 0, jb)
    sheet.brush(NAUL, spline("196,262 212,274 240,278"), 3, 0.3, 0.4, jb)
    sheet.solid(
        NAUL,
        spline(
            "180,206! 188,190 220,172 236,166! 230,156! 239,152 234,140 245,124 256,140 251,152 260,156! 254,166! 270,172 302,190 310,206! 245,220",
            1,
        ),
        4.8,
    )
    for y, a in ((166, 236), (190, 190), (156, 232)):
        sheet.ink(spline(f"{a},{y} 245,{y + 4} {490 - a},{y}"), 2.4, 0.05, 0.05)
    sheet.brush(HOEL, spline("202,190 220,182 234,178"), 3.4)
    sheet.tube(HOEL, spiral(30, 274, 5, 20, 1.6, 60), 7, 2.4)
    sheet.tube(HOEL, spline("44,302 50,292 58,300 54,308"), 5, 2, 0.3, 0.3)


@motif("luoc-sung", "Lược sừng Thụy Ứng")
def luoc_sung(sheet: Sheet) -> None:
    def luoc(spine, x0, x1, y0, y1f, n, tw, f, c, c2, streaks):
        g = [Polygon(spine)]
        for i in range(n):
            x = x0 + (x1 - x0) * (i + 0.5) / n
            y1 = y1f(x)
            g.append(
                Polygon(
                    [
                        (x - tw / 2, y0),
                        (x + tw / 2, y0),
                        (x + tw * 0.34, y1 - 4),
                        (x, y1),
                        (x - tw * 0.34, y1 - 4),
                    ]
                )
            )
        glaze = unary_union(g)
        glaze = Polygon(f(list(glaze.exterior.coords)))
        glaze = Polygon([sheet._by_hand(p) for p in glaze.exterior.coords]).buffer(0)
        o = sheet.solid(c, glaze, 3.4)
        for s, w in streaks:
            sheet.brush(c2, f(spline(s)), w, 0.3, 0.4, o.buffer(-2.4))
        return o

    def f(p):
        return turned(p, -9, (160, 110))

    sp1 = spline("30,104! 34,66 66,32 110,20 160,16 210,20 254,32 286,66 290,104! 286,128! 34,128!", 1)
    luoc(
        sp1,
        46,
        274,
        124,
        lambda x: 196 - abs(x - 160) * 0.08,
        17,
        7.4,
        f,
        SONDEN,
        NAUL,
        (
            ("50,100 80,62 130,44", 9),
            ("60,112 120,84 190,86", 6),
            ("170,40 220,48 260,84", 10),
            ("150,66 200,64 240,88", 4),
            ("210,108 250,104 278,112", 5),
        ),
    )
    sheet.brush(NAU, f(line(44, 116, 276, 116)), 2.6, 0.05, 0.05)
    e = [f(rounded(36, 112, 49, 196, 6)), f(rounded(271, 112, 284, 196, 6))]
    for q in e:
        sheet.solid(SONDEN, q, 3.2)
    for x in (36, 271):
        sheet.layers.append((SONDEN, Polygon(f([(x + 1.5, 100), (x + 11, 100), (x + 11, 124), (x + 1.5, 124)]))))
        sheet.clear(Polygon(f([(x + 2, 106), (x + 10.4, 106), (x + 10.4, 125), (x + 2, 125)])))
    for d in (-30, 0, 30):
        sheet.fill(HOE, f(rose(160 + d, 66 - (6 if d == 0 else 0), 10 if d == 0 else 7, 5, 0.4)), False)

    def f2(p):
        return turned(p, 12, (160, 250))

    sp2 = spline(
        "22,232! 30,218 60,216 110,220 170,222 210,214 270,212 300,224! 304,246! 150,248! 118,250 60,256 26,252!",
        1,
    )
    luoc(
        sp2,
        156,
        290,
        244,
        lambda x: 296,
        11,
        6.6,
        f2,
        HOEL,
        NAU,
        (
            ("40,236 80,230 120,236", 7),
            ("160,232 200,226 240,234", 8),
            ("220,240 260,230 292,238", 6),
            ("60,246 90,242 110,244", 4),
        ),
    )
    q = f2(rounded(291, 236, 303, 297, 6))
    sheet.solid(HOEL, q, 3.2)
    sheet.layers.append((HOEL, Polygon(f2([(292, 230), (301, 230), (301, 246), (292, 246)]))))
    sheet.clear(Polygon(f2([(293, 232), (301, 232), (301, 247), (293, 247)])))
    sheet.solid(VO, f2(ellipse(38, 236, 6)), 2.6)


@motif("dan-bau", "Đàn bầu")
def dan_bau(sheet: Sheet) -> None:

    # feet
    sheet.solid(SONDEN, spline("60,276! 56,300! 78,302! 82,278!", 1), 4)
    sheet.solid(SONDEN, spline("258,246! 258,268! 276,268! 280,244!", 1), 4)
    # sound box: top and front face
    sheet.solid(NAUL, spline("18,228! 46,206 180,192 288,186! 306,206! 180,218 60,236 24,242!", 1), 4.8)
    fr = sheet.solid(NAU, spline("20,238! 60,236 180,218 306,204! 304,240! 180,262 60,284 26,288!", 1), 5)
    fb = fr.buffer(-2)
    sheet.brush(NAU, spline("56,218 160,206 280,196"), 2, 0.3, 0.3)
    sheet.brush(NAU, spline("90,222 180,212 270,204"), 1.8, 0.3, 0.3)
    sheet.brush(HOE, spline("36,248! 60,246 180,229 296,215! 295,233! 180,252 60,273 38,276! 36,248!"), 2.4, 0, 0, fb)
    sheet.brush(RIL, spline("56,262 96,248 130,256 170,238 206,242 250,228 282,228"), 2.6, 0.1, 0.1, fb)
    for x, y, r in ((76, 257, 11), (136, 250, 10), (196, 240, 10), (254, 230, 9)):
        sheet.fill(GIAY, rose(x, y, r, 6, 0.36), False)
        sheet.fill(HONG, rose(x, y, r * 0.6, 6, 0.36, 30), False)
        sheet.fill(SONL, ellipse(x, y, 2.2), False)
    for x, y, a in (
        (98, 250, 30),
        (112, 254, 150),
        (158, 244, 20),
        (172, 240, 150),
        (220, 240, 40),
        (236, 232, 160),
        (60, 262, 200),
        (276, 228, 60),
    ):
        sheet.inlay(CHAML if int(x) % 4 else RIL, petal(x, y, a, 15, 7), fb)
    # bridge, string, rod
    sheet.solid(SONDEN, spline("262,184! 268,196 282,196! 284,182!", 1), 3.2)
    sheet.ink(line(100, 142, 272, 186), 2.6, 0, 0)
    sheet.tube(SONDEN, spline("62,222 64,180 66,130 60,84 44,46 24,30 10,36"), 7, 3, 0, 0.35)
    sheet.tube(NAU, line(62, 224, 63, 196), 13, 3.4)
    sheet.solid(
        HOE,
        spline("44,98! 44,112 28,126 28,152 46,168 66,171 86,168 104,152 104,126 88,112 88,98! 66,103", 1),
        4.8,
    )
    sheet.solid(SONDEN, ellipse(66, 98, 22, 6.5), 3)
    sheet.ink(spline("94,126 96,134"), 2.4, 0.4, 0.4)
    sheet.brush(HOEL, spline("40,124 36,132 37,138"), 5)
    sheet.tube(SON, spline("28,142 66,151 104,142"), 5.5, 2.2)
    sheet.tube(SON, spline("10,36 6,46 12,56 8,70"), 4, 2)
    # plucking stick, on the lid
    sheet.tube(HOEL, line(196, 168, 262, 132), 6, 2.8, 0.5, 0)
    # a lotus sprig
    for x, y, s in ((168, 96, 1), (230, 72, 0.8)):
        sheet.solid(
            GIAY,
            spline(
                f"{x - 40 * s},{y + 10 * s}! {x - 34 * s},{y - 6 * s} {x - 14 * s},{y - 10 * s} {x},{y - 22 * s} {x + 20 * s},{y - 15 * s} {x + 28 * s},{y - 4 * s} {x + 46 * s},{y + 10 * s}! {x},{y + 13 * s}",
                1,
            ),
            3.6,
        )
        sheet.ink(
            spline(
                f"{x - 4 * s},{y + 2 * s} {x - 10 * s},{y - 5 * s} {x - 4 * s},{y - 11 * s} {x + 4 * s},{y - 4 * s} {x},{y + 4 * s} {x - 22 * s},{y + 4 * s}"
            ),
            2.4,
            0.3,
            0.3,
        )
        sheet.ink(
            spline(f"{x + 20 * s},{y + 3 * s} {x + 15 * s},{y - 4 * s} {x + 22 * s},{y - 7 * s} {x + 28 * s},{y}"),
            2.2,
            0.3,
            0.3,
        )


@motif("ban-ghe", "Bộ bàn ghế chạm Đồng Kỵ")
def ban_ghe(sheet: Sheet) -> None:
    for k in (1, -1):
        front = sided(k)

        def points(*q, side=front):
            return side([(22 + x + y * 0.6, 262 - z - y * 0.34) for x, y, z in q])

        # far legs, back, seat, near legs
        sheet.tube(NAU, points((4, 70, 0), (2, 70, 60)), 9, 3.2)
        sheet.tube(NAU, points((74, 70, 0), (78, 70, 60)), 9, 3.2)
        sheet.tube(NAU, points((-4, 70, 172), (2, 70, 120), (2, 70, 64)), 9, 3.4)
        sheet.solid(NAUL, points((-2, 4, 72), (-6, 4, 160), (-8, 36, 178), (-6, 68, 160), (-2, 68, 72)), 4)
        sheet.solid(SON, points((-5, 16, 92), (-5, 16, 148), (-6, 36, 160), (-5, 58, 148), (-5, 58, 92)), 3)
        c = points((-5, 37, 122))[0]
        sheet.fill(HOE, rose(*c, 13, 6, 0.36, 0, 17), False)
        sheet.fill(SON, ellipse(*c, 3.6, 4.6), False)
        sheet.tube(NAU, points((0, 0, 60), (0, 0, 120), (-6, 0, 172)), 10, 3.6)
        sheet.tube(NAU, points((-8, -4, 174), (-12, 16, 186), (-10, 36, 196), (-12, 56, 186), (-8, 76, 172)), 11, 3.8)
        # far arm
        sheet.tube(NAU, points((78, 70, 62), (78, 70, 92), (70, 70, 102), (-2, 70, 108)), 8, 3.2)
        sheet.solid(NAU, points((-6, -4, 64), (84, -4, 64), (84, 76, 64), (-6, 76, 64)), 4.6)
        sheet.solid(NAUL, points((6, 6, 65), (74, 6, 65), (74, 66, 65), (6, 66, 65)), 2.6)
        sheet.solid(
            NAU,
            points(
                (-6, -4, 62),
                (84, -4, 62),
                (84, -4, 46),
                (66, -4, 44),
                (52, -4, 36),
                (39, -4, 44),
                (26, -4, 36),
                (12, -4, 44),
                (-6, -4, 46),
            ),
            4.2,
        )
        for x in (14, 39, 64):
            sheet.brush(HOE, spiral(*points((x, -4, 53))[0], 1, 6, 1.1, 90, k), 2.2, 0.1, 0.3)
        for x, d in ((0, -6), (78, 6)):
            sheet.tube(NAU, points((x, -4, 52), (x + d * 0.9, -4, 34), (x, -4, 12), (x + d * 1.4, -4, 0)), 11, 3.8)
        sheet.tube(
            NAU,
            points((78, -2, 64), (82, -2, 88), (84, -2, 102), (74, -2, 108), (40, -2, 106), (0, -2, 116)),
            9,
            3.6,
        )
        sheet.brush(HOE, spiral(*points((80, -2, 104))[0], 0.5, 4, 1), 2)
    # table
    for k in (1, -1):
        front = sided(k)
        sheet.tube(NAU, front(spline("116,252 104,270 116,290 104,306")), 12, 4)
    a = sheet.solid(NAU, spline("98,236! 222,236! 218,256 196,258 182,270 160,262 138,270 124,258 102,256!", 1), 4.4)
    for x in (120, 200):
        sheet.brush(HOE, spiral(x, 247, 1, 7, 1.2, 90, 1 if x < 160 else -1), 2.4, 0.1, 0.3)
    sheet.fill(HOE, rose(160, 249, 8, 6, 0.36), False)
    sheet.solid(NAUL, spline("104,216! 216,216! 238,236! 82,236!", 1), 4.6)
    sheet.solid(BAC, spline("112,220! 208,220! 222,231! 98,231!", 1), 2.4)
    sheet.solid(NAU, rounded(80, 234, 240, 243, 3), 3.6)
    # vase and tea things
    sheet.tube(NAU, spline("160,150 158,124 166,104 162,78"), 6, 2.6, 0, 0.4)
    sheet.tube(NAU, spline("161,118 148,102 138,94"), 4.4, 2.2)
    sheet.tube(NAU, spline("163,112 178,100 184,86"), 4.4, 2.2)
    for x, y, a in ((158, 132, -60), (164, 128, 60), (150, 104, -120), (174, 103, 130)):
        leaf(sheet, RI, x, y, a, 20, 10, 2.2, False)
    for x, y, q in ((162, 76, 13), (138, 92, 12), (185, 84, 12), (153, 106, 10), (172, 110, 9)):
        blossom(sheet, x, y, q, SONL, HOE, 2.6)
    sheet.solid(
        CHAM,
        spline("150,146! 154,158 140,172 140,188 152,206! 168,206! 180,188 180,172 166,158 170,146!", 1),
        4,
    )
    sheet.brush(GIAY, spline("142,172 160,178 178,172"), 3)
    sheet.solid(INK, ellipse(160, 146, 10, 3.4), 2)
    sheet.tube(GIAY, spline("176,200 188,196 186,212 176,214"), 5, 2.4)
    sheet.solid(GIAY, spline("144,198! 138,212 146,224 160,226 174,224 182,212 176,198! 160,192", 1), 3.8)
    sheet.brush(CHAM, spline("142,212 160,217 178,212"), 3)
    sheet.solid(CHAM, ellipse(160, 191, 5), 2.6)
    sheet.solid(GIAY, spline("142,208! 132,200 130,194! 124,196! 130,214 142,218!", 1), 2.8)
    for x in (116, 204):
        sheet.solid(GIAY, spline(f"{x - 9},216! {x - 6},227 {x + 6},227 {x + 9},216!", 1), 2.8)
