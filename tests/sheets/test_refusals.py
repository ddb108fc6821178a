"""The sentences of refusals say what to do, each in one line."""

import pytest

from tuanji_desktop.sheets import refusals
from tuanji_desktop.sheets.refusals import to_be_saved_anew, told_as


def test_every_sentence_ends_and_names_a_way_out() -> None:
    sentences = [
        value
        for name, value in vars(refusals).items()
        if name.isupper() and not str(value).startswith("file.")
    ]
    assert len(sentences) >= 8
    for sentence in sentences:
        assert sentence.endswith("。")
        assert "请" in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize(("kind", "words"), [("PDF 文件", "这是 PDF 文件"), ("图片", "这是图片")])
def test_what_a_file_is_stands_in_the_sentence(kind: str, words: str) -> None:
    assert told_as(kind).args[0] == to_be_saved_anew(kind).args[0] == "file.unreadable"
    assert told_as(kind).args[1].startswith(f"{words}，不是表格")
    assert to_be_saved_anew(kind).args[1].startswith(f"{words}，这里不读")
