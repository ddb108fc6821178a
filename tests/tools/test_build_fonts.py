"""The fonts are made again from upstream files: the parts that need no upstream file."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tools.build_fonts import codec_characters, common_characters, cut, join, rename, spread
from tuanji_desktop.papers.fonts import ui_font_paths


def test_ranges_include_both_ends() -> None:
    assert spread(((1, 3), (7, 7))) == {1, 2, 3, 7}


def test_gb2312_has_its_6763_characters_and_682_symbols() -> None:
    assert len(codec_characters("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))) == 6763 + 682


def test_an_incomplete_list_of_standard_characters_is_refused(tmp_path: Path) -> None:
    short = tmp_path / "list.txt"
    short.write_text("一\n乙\n", "utf-8")
    with pytest.raises(SystemExit, match="8105"):
        common_characters(short)


def test_a_font_is_cut_joined_and_named() -> None:
    regular, bold = ui_font_paths()
    font = cut(regular, {ord("团"), ord("员")})
    join(font, cut(bold, {ord("员"), ord("籍")}))
    rename(font, "Tuanji Test")
    assert set(font.getBestCmap()) == {ord(one) for one in "团员籍"}
    assert font["name"].getDebugName(6) == "TuanjiTest"
    bold_glyph = TTFont(bold)["glyf"][TTFont(bold).getBestCmap()[ord("籍")]]
    assert font["glyf"][font.getBestCmap()[ord("籍")]] == bold_glyph
