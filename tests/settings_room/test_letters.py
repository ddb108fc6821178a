"""The texts of the letters as the settings room keeps them, and what the papers then say."""

from pathlib import Path

import pytest

from tests.papers.reading import whole_text
from tuanji_desktop.core.errors import BadInput, FileRefused, NotFound
from tuanji_desktop.deletion.letters import statement_paper
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.letter_kinds import LETTER_KINDS
from tuanji_desktop.papers.letter_template import shipped
from tuanji_desktop.settings_room import letters


def own(context: Context) -> list[str]:
    return [row.kind.code for row in letters.load_letters(context) if row.own]


def test_an_own_text_holds_until_the_shipped_one_is_wanted_again(office: Context) -> None:
    assert own(office) == []
    text = shipped("statement").replace("特此说明。", "请予谅解。")
    assert letters.save_letter(office, code="statement", text=text)
    assert not letters.save_letter(office, code="statement", text=text)
    assert own(office) == ["statement"]
    assert letters.load_text(office, "statement") == text
    assert "请予谅解。" in whole_text(
        statement_paper(office, kind="statement", member_id=1).paper.pdf
    )
    assert letters.restore_letter(office, code="statement")
    assert not letters.restore_letter(office, code="statement")
    assert "特此说明。" in whole_text(
        statement_paper(office, kind="statement", member_id=1).paper.pdf
    )


def test_the_shipped_words_are_no_own_text(office: Context) -> None:
    same = "# 说明\n" + shipped("reminder").replace("\n", "\n\n　　")
    assert not letters.save_letter(office, code="reminder", text=same)
    assert letters.save_letter(office, code="reminder", text=same.replace("特此函告", "函告"))
    assert letters.save_letter(office, code="reminder", text=same)
    assert own(office) == []


def test_a_faulty_text_is_not_kept(office: Context) -> None:
    with pytest.raises(BadInput, match=r"第 2 行：没有“\{人教\}”"):
        letters.save_letter(office, code="letter", text="【标题】\n关于{人教}人的请示")
    with pytest.raises(NotFound):
        letters.save_letter(office, code="love", text="")
    assert own(office) == []


@pytest.mark.parametrize("code", LETTER_KINDS)
def test_a_sample_is_whole(code: str) -> None:
    paper = letters.sample(code, shipped(code))
    assert paper.findings == ()
    text = whole_text(paper.pdf)
    assert "2018年8月31日" in text
    assert not set("{}[]") & set(text)
    assert letters.sample(code, shipped(code)).pdf == paper.pdf


def test_files_of_the_notepad_are_read(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        file.write_text("【标题】龙𬱖", encoding=encoding)
        assert letters.read_text(file) == "【标题】龙𬱖"
    file.write_bytes(b"\xff\xfe\x00\x81\x00")
    for path, code in (
        (file, "file.unreadable"),
        (tmp_path / "nothing.txt", "file.unreadable"),
    ):
        with pytest.raises(FileRefused) as refused:
            letters.read_text(path)
        assert refused.value.code == code
    file.write_bytes(b" " * (1 << 21))
    with pytest.raises(FileRefused, match="太大"):
        letters.read_text(file)


def test_the_places_are_told_as_notes_of_the_file(office: Context) -> None:
    notes = letters.places_in_words("letter")
    assert "# {人数}　这一批申请删除的人数，例如：3（必须有）" in notes
    assert all(line.startswith("#") for line in notes.splitlines())
    assert not letters.save_letter(office, code="letter", text=f"{notes}\n{shipped('letter')}")
    assert letters.suggested_file("letter").name == "letter.txt"
