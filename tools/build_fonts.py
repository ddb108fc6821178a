"""Make the fonts in `resources/fonts` from the upstream packages on this disk.

    python tools/build_fonts.py --sans DIR --serif DIR --hanazono DIR --characters FILE --out DIR

`--sans`, `--serif`   the unpacked npm packages `@expo-google-fonts/noto-sans-sc` and
                      `@expo-google-fonts/noto-serif-sc` (0.4.3)
`--hanazono`          the directory with HanaMinA.ttf and HanaMinB.ttf
                      (Debian package `fonts-hanazono`, 20170904)
`--characters`        a text file with the 8,105 characters of 通用规范汉字表, one a line
`--out`               where the files go; the same input gives the same bytes

Two kinds of file come out. Plain `.ttf` holds what nearly every office writes and loads in
milliseconds. `.ttf.xz` is opened only when a name needs it, so it may cost half a second:
`NotoSerifSC-Full` has the same design as the body font, the two `TuanjiRare` files have
the common characters *and* one half of the supplementary planes in one design, so that a
whole name can be set in one of them (Extension B, and C–F: one file would burst 65,535 glyphs).
"""

import argparse
import lzma
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

STANDARD_COUNT = 8105
NAMES_KEPT = range(7)  # the licences lie beside the fonts
PAPER_UNITS = 512  # per em: four to a dot at 600 dpi and 16 pt; outlines an eighth smaller in a PDF
SYMBOLS = (
    (0x20, 0x7E),
    (0xA0, 0x17F),  # Latin with accents: pinyin, foreign names
    (0x1CD, 0x1DC),
    (0x2010, 0x205E),  # dashes, quotes, ellipsis, ‰, ※
    (0x20AC, 0x20AC),
    (0x2100, 0x214D),
    (0x2160, 0x217B),
    (0x2190, 0x2199),
    (0x2460, 0x249B),
    (0x25A0, 0x25EF),
    (0x2605, 0x2606),
    (0x2713, 0x2717),
    (0x3000, 0x303F),
    (0xFF00, 0xFFEF),
)
BASIC_PLANE = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
EXTENSION_B = ((0x20000, 0x2A6DF),)
EXTENSIONS_C_TO_F = ((0x2A700, 0x2EBEF),)


def spread(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """All code points of inclusive ranges."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def codec_characters(codec: str, leads: range, trails: range) -> set[int]:
    """What a two-byte codec of Python can say with these lead and trail bytes."""
    pairs = (bytes((lead, trail)).decode(codec, "ignore") for lead in leads for trail in trails)
    return {ord(text) for text in pairs if len(text) == 1}


def common_characters(standard_list: Path) -> set[int]:
    """GB 2312, the 8,105 standard characters and the symbols of Chinese office paper."""
    standard = {ord(text) for text in standard_list.read_text("utf-8").split() if len(text) == 1}
    if len(standard) != STANDARD_COUNT:
        raise SystemExit(f"{standard_list}: {len(standard)} characters, not {STANDARD_COUNT}")
    gb2312 = codec_characters("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    return standard | gb2312 | spread(SYMBOLS)


def cut(source: Path, characters: set[int], *, features: tuple[str, ...] = ()) -> TTFont:
    """The font reduced to these characters: no hinting, no vertical metrics, no glyph names."""
    options = subset.Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.layout_features = list(features)
    options.name_IDs = list(NAMES_KEPT)
    options.drop_tables += ["BASE", "FFTM", "STAT", "prop", "vhea", "vmtx"]
    if not features:
        options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    return font


def join(base: TTFont, addition: TTFont) -> None:
    """Put the glyphs of `addition` into `base` (same units per em, simple glyphs only)."""
    order = list(base.getGlyphOrder())
    target, source = base.getBestCmap(), addition.getBestCmap()
    glyphs = {}
    for code in sorted(source.keys() - target.keys()):
        name = f"common{code:05X}"
        glyph = addition["glyf"][source[code]]
        if glyph.isComposite():
            raise SystemExit(f"U+{code:04X} of the addition is made of other glyphs")
        glyphs[name] = (code, glyph, addition["hmtx"][source[code]])
        order.append(name)
    base.setGlyphOrder(order)
    base["glyf"].setGlyphOrder(order)
    for name, (code, glyph, metrics) in glyphs.items():
        base["glyf"][name] = glyph
        base["hmtx"][name] = metrics
        for table in base["cmap"].tables:
            if table.format == 12 or code <= 0xFFFF:
                table.cmap[code] = name


def rename(font: TTFont, family: str) -> None:
    """A family name of our own, which also keeps the reserved names of Hanazono free."""
    names = font["name"]
    texts = {1: family, 2: "Regular", 3: family, 4: family, 6: family.replace(" ", "")}
    for record in names.names:
        if record.nameID in texts:
            record.string = texts[record.nameID]


def rare(hanazono: Path, common: set[int], extension: set[int], family: str) -> TTFont:
    """One half of the supplementary planes with the common characters in the same design."""
    font = cut(hanazono / "HanaMinB.ttf", extension)
    join(font, cut(hanazono / "HanaMinA.ttf", common))
    rename(font, family)
    return on_paper(font)


def on_paper(font: TTFont) -> TTFont:
    """The font with outlines no finer than a printer can tell."""
    scale_upem(font, PAPER_UNITS)
    return font


def save(font: TTFont, path: Path) -> None:
    """Write the font, packed where the name ends in .xz."""
    plain = path.with_suffix("") if path.suffix == ".xz" else path
    font.save(plain)
    if path.suffix == ".xz":
        packed = lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
        path.write_bytes(packed)
        plain.unlink()
    print(f"{path.name:32} {path.stat().st_size:>10,} bytes")


def main() -> None:
    """Build all files of `resources/fonts` but the licences, which are copied by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("sans", "serif", "hanazono", "characters", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    where = parser.parse_args()
    common = common_characters(where.characters)
    traditional = codec_characters("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
    sans, serif = where.sans.rglob, where.serif.rglob
    regular = next(sans("NotoSansSC_400Regular.ttf"))
    body, heavy = (next(serif(f"NotoSerifSC_{one}.ttf")) for one in ("400Regular", "700Bold"))
    screen = cut(regular, common | traditional, features=("kern", "ccmp", "mark"))
    save(screen, where.out / "NotoSansSC-Regular.ttf")
    save(cut(next(sans("NotoSansSC_700Bold.ttf")), common), where.out / "NotoSansSC-Bold.ttf")
    save(on_paper(cut(body, common)), where.out / "NotoSerifSC-Regular.ttf")
    save(on_paper(cut(heavy, common)), where.out / "NotoSerifSC-Bold.ttf")
    everything = common | spread(BASIC_PLANE) | spread(EXTENSION_B) | spread(EXTENSIONS_C_TO_F)
    full = cut(body, everything)
    rename(full, "Noto Serif SC Full")  # in one PDF with the body font: names must differ
    save(on_paper(full), where.out / "NotoSerifSC-Full.ttf.xz")
    for family, extension in (("B", EXTENSION_B), ("C", EXTENSIONS_C_TO_F)):
        font = rare(where.hanazono, common, spread(extension), f"Tuanji Rare {family}")
        save(font, where.out / f"TuanjiRare{family}.ttf.xz")


if __name__ == "__main__":
    main()
