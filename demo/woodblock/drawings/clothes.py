"""Clothes and shoes."""

from __future__ import annotations

from demo.woodblock.curves import along, ellipse, line, mirrored, petal, placed, rose, sided, spiral, spline
from demo.woodblock.pigments import CHAM, CHAML, GIAY, HOE, HOEL, HONG, INK, NAU, NAUL, RI, RIL, SON, SONDEN, SONL
from demo.woodblock.sheet import Sheet, motif


@motif("ao-dai", "Áo dài thêu sen")
def ao_dai(sheet: Sheet) -> None:
    sheet.ink(spline("160,28 160,18 168,13 166,5 156,4 152,9"), 3.6, 0, 0.2)
    sheet.solid(
        GIAY,
        spline("134,124! 124,170 108,240 96,304! 154,309! 160,200! 168,309! 230,304! 216,230 200,170 188,124!", 1),
        4.6,
    )
    for s in ("120,206 112,256 108,298", "212,240 216,270 216,298"):
        sheet.ink(spline(s), 2.4, 0.3, 0.3)
    sheet.solid(SONL, spline("176,128! 194,122! 222,172 248,232 276,276! 246,290 214,280 190,290!", 1), 4.4)
    sheet.ink(spline("196,146 222,210 246,276"), 2.4, 0.2, 0.3)
    sheet.brush(HOE, spline("192,282 214,273 244,282 270,270"), 4, 0.05, 0.05, sheet.layers[-1][1].buffer(-2))
    for side in (1, -1):
        f = sided(side)
        s = sheet.solid(SON, f(spline("133,43! 110,60 88,104 58,172! 68,182 82,187 92,184! 112,142 127,106!", 1)), 4.8)
        sheet.brush(HOE, f(spline("61,166 74,177 95,177")), 4, 0, 0, s.buffer(-1))
        sheet.ink(f(spline("118,72 100,108 86,140")), 2.2, 0.3, 0.5)
    b = sheet.solid(
        SON,
        spline(
            "145,38! 130,44! 128,68 123,88 132,112 134,128! 126,170 108,230 78,284! 112,300 152,288 198,298! 202,236 194,170 186,128! 188,112 197,88 192,68 190,44! 175,38!",
            1,
        ),
        5.2,
    )
    bb = b.buffer(-2)
    for s in ("136,130 128,180 108,248", "184,132 190,190 190,282", "158,140 160,170 158,200"):
        sheet.ink(spline(s), 2.6, 0.1, 0.6)
    sheet.ink(spline("132,112 142,117 152,116"), 2.2, 0.1, 0.5)
    sheet.ink(spline("188,112 178,117 168,116"), 2.2, 0.1, 0.5)
    for s in ("131,48 136,72 125,92", "189,48 184,72 195,92"):
        sheet.ink(spline(s), 2.6, 0.1, 0.3)
    sheet.brush(HOE, spline("84,279 114,292 152,280 196,290"), 5, 0, 0, bb)
    sheet.solid(SON, spline("146,25! 160,31 174,25! 178,41! 160,51 142,41!", 1), 4.2)
    sheet.brush(HOE, spline("147,31 160,36 173,31"), 3, 0, 0)
    sheet.solid(INK, ellipse(160, 25, 14, 4), 1)
    sheet.ink(spline("162,50 178,58 191,84"), 2.4, 0.1, 0.1)
    for t in (0.04, 0.36, 0.68, 0.98):
        x, y = along(spline("162,50 178,58 191,84"), t)
        sheet.fill(HOE, ellipse(x, y, 3), False)
        sheet.ink(ellipse(x, y, 3), 1.5, 0, 0)
    # lotus climbing the front panel
    sheet.brush(RIL, spline("126,300 144,262 134,222 148,190"), 4.4, 0, 0.1, bb)
    sheet.brush(RIL, spline("158,292 168,262 162,238"), 4, 0, 0, bb)
    sheet.brush(RIL, spline("140,210 158,182 156,154"), 3.4, 0, 0, bb)
    sheet.inlay(RI, spline("92,280! 98,258 122,250 146,260 152,280 122,288", 1), bb)
    sheet.brush(RIL, spline("122,286 118,270 108,262"), 2.2, 0.1, 0.4, bb)
    sheet.brush(RIL, spline("122,286 130,268 140,264"), 2.2, 0.1, 0.4, bb)

    def sen(x, y, s):
        for a in (-66, 66, -34, 34, 0):
            sheet.inlay(HONG if a else HOEL, petal(x, y, a, 38 * s, 19 * s, 0.72), bb)
            sheet.ink(petal(x, y, a, 38 * s, 19 * s, 0.72), 1.6, 0, 0, bb)

    sen(134, 232, 1)
    sen(172, 244, 0.7)
    sen(156, 158, 0.55)
    for x, y, r in ((148, 66, 7), (156, 84, 8), (144, 96, 6), (168, 98, 6)):
        sheet.inlay(HOEL, rose(x, y, r, 5, 0.4, x), bb)
        sheet.inlay(SON, ellipse(x, y, 2), bb)


@motif("com-le", "Áo com-lê may đo")
def com_le(sheet: Sheet) -> None:
    sheet.ink(spline("160,52 160,38 172,32 170,16 156,12 148,20"), 4.2, 0, 0.2)
    sheet.tube(NAUL, spline("92,78 130,54 160,46 190,54 228,78"), 11, 3.8)
    sheet.solid(GIAY, spline("132,62! 160,72 188,62! 202,130 160,188! 118,130", 1), 4)
    sheet.solid(SON, spline("150,84! 170,84! 166,98! 176,150 160,184! 144,150 154,98!", 1), 3.8)
    for side in (1, -1):
        f = sided(side)
        sheet.solid(CHAM, f(spline("92,80! 66,94 52,140 40,206 30,262! 46,274 66,274! 76,226 92,170 100,120!", 1)), 5)
        sheet.ink(f(spline("33,248 48,258 70,258")), 2.2, 0.05, 0.05)
        for y in (252, 244, 236):
            sheet.fill(HOE, f(ellipse(63 - (252 - y) * -0.15, y + 10, 2.6)), False)
        sheet.solid(GIAY, f(spline("31,264! 46,275 66,275! 65,283! 44,284 29,272!", 1)), 3)
        sheet.ink(f(spline("84,110 72,160 60,210")), 2.4, 0.3, 0.5)
    # right front lies under the left front
    radius = sheet.solid(
        CHAM,
        mirrored(
            spline(
                "134,62! 92,78! 84,96 92,150 94,190 84,240 78,288! 120,300 158,294! 158,230 158,186! 120,120",
                1,
            )
        ),
        5,
    )
    lf = sheet.solid(
        CHAM,
        spline(
            "134,62! 92,78! 84,96 92,150 94,190 84,240 78,288! 120,300 160,296 176,284! 178,240 170,206 160,186! 120,120",
            1,
        ),
        5,
    )
    for k in range(-6, 7):
        sheet.brush(
            CHAML,
            spline(f"{160 + k * 13},70 {160 + k * 11.5},160 {160 + k * 13},300"),
            1.3,
            0,
            0,
            (lf if k <= 0 else radius).buffer(-3),
        )
    for side in (1, -1):
        f = sided(side)
        sheet.solid(CHAM, f(spline("136,58! 120,66! 104,112! 118,114! 112,128! 160,188! 130,116 136,58!", 1)), 4.6)
        sheet.brush(CHAML, f(spline("110,112 116,90 124,72")), 2, 0.2, 0.4)
        sheet.solid(CHAM, f(spline("96,234! 142,238! 142,252! 94,248!", 1)), 3.4)
        sheet.solid(GIAY, f(spline("136,58! 150,64 160,76! 148,96! 132,72!", 1)), 3.4)
    sheet.solid(SON, spline("150,78! 170,78! 166,94! 154,94!", 1), 3.4)
    sheet.solid(HOE, spline("186,146! 190,132! 198,142! 206,130! 212,146!", 1), 3)
    sheet.ink(line(184, 148, 214, 146), 3, 0.05, 0.05)
    for y in (206, 232):
        sheet.solid(HOE, ellipse(165, y, 6), 2.8)
        sheet.ink(ellipse(165, y, 1), 2, 0, 0)
    # tape measure
    sheet.tube(HOE, spline("214,66 232,92 226,140 236,186 222,226 234,266"), 11, 3)
    t = spline("214,66 232,92 226,140 236,186 222,226 234,266")
    for i in range(17):
        x, y = along(t, 0.04 + i * 0.057)
        sheet.ink(line(x - 5, y, x + (4 if i % 3 == 0 else 0), y + 0.5), 1.8, 0, 0)


@motif("ca-vat", "Cà vạt lụa")
def ca_vat(sheet: Sheet) -> None:
    # rolled tie, its pointed end brought round to the front
    b = sheet.solid(
        SONL,
        [(170, 196)]
        + ellipse(232, 196, 62, 27, 0, 180, 0)
        + [(294, 196), (294, 256)]
        + ellipse(232, 256, 62, 27, 0, 0, 180)
        + [(170, 256)],
        5,
    )
    b.buffer(-1)
    e = sheet.solid(SON, spline("169,196! 184,213 214,222 244,222! 272,248! 248,284! 216,283 186,276 168,256!", 1), 4.4)
    eb = e.buffer(-2)
    for i in range(-2, 6):
        sheet.inlay(HOE, [(150 + i * 26, 180), (161 + i * 26, 180), (191 + i * 26, 300), (180 + i * 26, 300)], eb)
    for x, y in ((183, 224), (207, 240), (192, 258), (224, 262), (238, 240)):
        sheet.inlay(HOEL, rose(x, y, 6, 4, 0.5, 45), eb)
    sheet.ink(line(286, 212, 286, 262), 2.2, 0.3, 0.4)
    sheet.solid(SON, ellipse(232, 195, 62, 27), 4.6)
    sheet.layers.append((SONL, sheet.polygon(ellipse(232, 195, 55, 22))))
    sheet.ink(spiral(232, 195, 8, 57, 3.6, 20, 1, 0.43), 3.2, 0, 0)
    # hanging tie
    loop = sheet.polygon(ellipse(104, 60, 62, 44)).difference(sheet.polygon(ellipse(104, 55, 45, 31)))
    sheet.solid(CHAM, loop, 4.8)
    sheet.ink(ellipse(104, 58, 54, 38, 0, 190, 350), 2, 0.2, 0.2)
    sheet.brush(HOE, ellipse(104, 58, 54, 38, 0, 20, 70), 3, 0.1, 0.1)
    sheet.brush(HOE, ellipse(104, 58, 54, 38, 0, 110, 160), 3, 0.1, 0.1)
    sheet.solid(CHAM, spline("114,116! 130,170 140,240 144,264! 134,284! 120,266! 106,180 98,116!", 1), 4.6)
    sheet.brush(HOE, line(126, 244, 142, 236), 4, 0.05, 0.05)
    k = sheet.solid(CHAM, spline("90,122! 76,180 54,250! 82,310! 128,266! 126,190 118,122!", 1), 5.2)
    kb = k.buffer(-2)
    for y in (140, 178, 216, 254):
        sheet.inlay(HOE, [(30, y + 28), (30, y + 41), (150, y - 6), (150, y - 19)], kb)
        sheet.inlay(SON, [(30, y + 45), (30, y + 50), (150, y + 3), (150, y - 2)], kb)
    for x, y in ((100, 150), (92, 190), (112, 182), (82, 228), (106, 220), (72, 262), (100, 258), (88, 288)):
        sheet.inlay(HOEL, rose(x, y - 1, 7, 4, 0.5, 45), kb)
    sheet.ink(spline("106,130 100,180 92,226"), 2.4, 0.2, 0.6)
    sheet.solid(CHAM, spline("80,92! 104,83 130,92! 119,125! 104,129 89,125!", 1), 4.8)
    sheet.brush(HOE, spline("86,113 104,106 124,97"), 5.5, 0.05, 0.05)
    sheet.ink(spline("96,96 102,108 101,122"), 2.4, 0.1, 0.5)


@motif("giay-da", "Đôi giày da đóng tay")
def giay_da(sheet: Sheet) -> None:
    def giay(f, c, c2):
        sheet.solid(
            SONDEN,
            f(spline("-126,66! -122,78 -90,82 -30,80 20,77 44,82! 48,97! 106,97! 112,70! 60,60 -60,58", 1)),
            4.6,
        )
        sheet.solid(HOEL, f(spline("-128,57! -128,69 -90,74 -30,72 20,68 60,72 112,71! 114,60!", 1)), 3.4)
        for i in range(17):
            sheet.ink(f(line(-118 + i * 13.6, 65, -112 + i * 13.6, 65)), 2, 0.1, 0.1)
        b = sheet.solid(
            c,
            f(
                spline(
                    "-126,60! -132,42 -120,22 -92,12 -56,4 -30,-14 -8,-36! 26,-30 64,-36 98,-46! 106,-30 106,0 112,28 114,62! 60,67 20,62 -30,66 -90,66",
                    1,
                )
            ),
            5,
        )
        b.buffer(-2)
        sheet.solid(INK, f(ellipse(48, -37, 50, 12, -6)), 2.4)
        sheet.fill(NAUL, f(ellipse(52, -35, 40, 7, -6)), False)
        sheet.solid(c, f(spline("-12,-34! -26,-54 -6,-66 16,-60 24,-36 8,-26", 1)), 4)
        sheet.solid(c2, f(spline("-60,14! -36,-6 -8,-36 18,-28! 26,-6 14,18 -6,32! -32,34 -52,28", 1)), 4)
        for t in (0, 0.33, 0.66, 1):
            x, y = -46 + 44 * t, 10 - 32 * t
            sheet.brush(HOEL, f(spline(f"{x - 2},{y - 2} {x + 12},{y + 4} {x + 26},{y + 14}")), 3.4, 0.05, 0.05)
            for d in (0, 1):
                sheet.fill(HOE, f(ellipse(x + 26 * d, y + 14 * d, 2.6)), False)
        sheet.tube(HOEL, f(spline("-2,-24 -28,-34 -32,-16 -6,-18")), 4.4, 2.2)
        sheet.tube(HOEL, f(spline("2,-24 30,-24 40,-6 18,-12")), 4.4, 2.2)
        sheet.tube(HOEL, f(spline("0,-20 8,-2 4,10")), 3.6, 2)
        sheet.solid(
            c2,
            f(spline("-126,59! -132,42 -120,22 -98,14! -86,20 -90,30 -76,36 -84,46 -70,54 -76,66! -100,66", 1)),
            3.8,
        )
        for x, y in (
            (-98, 26),
            (-100, 36),
            (-90, 42),
            (-94, 52),
            (-86, 60),
            (-110, 38),
            (-116, 48),
            (-108, 54),
        ):
            sheet.fill(HOEL, f(ellipse(x, y, 2.4)), False)
        sheet.solid(c2, f(spline("110,64! 112,28 106,4 90,10 76,36 70,66!", 1)), 3.8)
        for x, y in ((84, 32), (80, 42), (77, 53), (90, 22), (100, 16)):
            sheet.fill(HOEL, f(ellipse(x, y, 2.2)), False)
        sheet.brush(SONL, f(spline("-122,46 -118,34 -106,25")), 3.6, 0.4, 0.4)
        sheet.brush(SONL, f(spline("32,-12 56,-16 84,-22")), 3.4, 0.4, 0.4)
        sheet.ink(f(spline("30,40 48,42 62,40")), 2.2, 0.3, 0.5)
        sheet.ink(f(spline("22,8 40,2 56,6")), 2, 0.3, 0.5)

    giay(lambda p: placed(p, 184, 118, 0.92, 0.92, -3), NAU, SONDEN)
    giay(lambda p: placed(p, 144, 206, 1.03, 1.03, 1), NAU, SONDEN)


@motif("ao-len", "Áo len vặn thừng và khăn len La Phù")
def ao_len(sheet: Sheet) -> None:
    sheet.tolerance = 1.25
    for side in (1, -1):
        f = sided(side)
        sleeve = sheet.solid(SON, f(spline("98,66! 70,82 48,136 32,216! 50,232 70,234! 86,182 108,136!", 1)), 5)
        inner = sleeve.buffer(-2)
        for s in ("76,92 60,146 50,210", "92,100 76,156 64,212"):
            sheet.ink(f(spline(s)), 2.2, 0.1, 0.3, inner)
        cuff = sheet.solid(SONL, f(spline("32,212! 50,228 73,230! 70,254 48,254 27,236!", 1)), 4.4)
        for x in (36, 44, 52, 60, 67):
            sheet.ink(f(line(x, 216 + (x - 32) * 0.4, x - 4, 246 + (x - 32) * 0.2)), 2.2, 0.1, 0.1, cuff)
    body = sheet.solid(
        SON,
        spline("124,50! 96,66! 96,130 90,200 86,262! 160,274 234,262! 230,200 224,130 224,66! 196,50! 160,80", 1),
        5.2,
    )
    inner = body.buffer(-2)
    # three cables, each a chain of crossing loops
    for x in (118, 160, 202):
        for k, y in enumerate(range(74, 258, 22)):
            sheet.solid(
                SONL,
                sheet.polygon(
                    spline(
                        f"{x - 11},{y} {x - 4},{y + 7} {x + 5},{y + 17} {x + 11},{y + 26}! {x + 2},{y + 26} {x - 8},{y + 16} {x - 13},{y + 8}",
                        1,
                    )
                ).intersection(inner),
                2.4,
            )
            sheet.ink(spline(f"{x + 11},{y + 2} {x + 8},{y + 8} {x + 5},{y + 11}"), 2.4, 0.1, 0.3, inner)
            sheet.ink(spline(f"{x - 4},{y + 18} {x - 9},{y + 23} {x - 11},{y + 28}"), 2.4, 0.3, 0.1, inner)
            if k % 2:
                for d in (-21, 21):
                    sheet.ink(spline(f"{x + d - 5},{y - 3} {x + d},{y + 4} {x + d + 5},{y - 3}"), 2.2, 0.2, 0.2, inner)
            else:
                for d in (-21, 21):
                    sheet.brush(
                        HOE, spline(f"{x + d - 5},{y - 3} {x + d},{y + 4} {x + d + 5},{y - 3}"), 2.6, 0.2, 0.2, inner
                    )
    hem = sheet.solid(SONL, spline("86,258! 160,271 234,258! 236,286 160,298 84,286!", 1), 4.6)
    for i in range(17):
        x = 92 + i * 8.5
        sheet.ink(line(x, 258, x - (160 - x) * 0.02, 298), 2.3, 0.1, 0.1, hem)
    # scarf about the neck, its ends hanging
    left = sheet.solid(HOEL, spline("132,86! 120,140 118,196 112,238! 156,242! 160,190 164,130 168,92!", 1), 4.8)
    for y, c in ((122, CHAM), (136, RI), (196, CHAM), (210, RI)):
        sheet.brush(c, spline(f"110,{y} 140,{y + 4} 170,{y}"), 8, 0, 0, left.buffer(-2))
    for y in range(104, 240, 10):
        for x in range(116, 168, 12):
            sheet.ink(spline(f"{x - 3},{y} {x},{y + 4} {x + 3},{y}"), 1.6, 0.2, 0.2, left.buffer(-3))
    for i in range(8):
        sheet.tube(HOEL, line(115 + i * 5.6, 238, 113 + i * 5.8, 262, 1), 4.4, 2, 0, 0.2)
    collar = sheet.solid(HOEL, spline("108,46! 128,38 160,34 192,38 212,46! 216,70 196,90 160,100 124,90 104,70", 1), 5)
    sheet.solid(SONDEN, spline("124,46! 160,36 196,46! 186,60 160,66 134,60", 1), 3)
    for s in ("112,60 138,80 160,84 182,80 208,60", "108,70 134,90 160,94"):
        sheet.ink(spline(s), 2.4, 0.1, 0.2, collar.buffer(-2))
    for x, c in ((118, CHAM), (202, CHAM), (126, RI), (194, RI)):
        sheet.brush(c, spline(f"{x},46 {x + (160 - x) * 0.06},66 {x + (160 - x) * 0.2},92"), 5, 0, 0, collar.buffer(-2))
    sheet.solid(HOEL, spline("130,76! 150,70 170,78! 172,100 150,108 130,100", 1), 4.2)
    sheet.ink(spline("140,78 146,90 144,102"), 2.2, 0.2, 0.4)
    sheet.ink(spline("158,78 160,90 156,102"), 2.2, 0.2, 0.4)
