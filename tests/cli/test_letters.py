"""`tuanji letter …`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Tuanji
from tuanji_desktop.cli import run
from tuanji_desktop.papers.letter_template import shipped


def test_list_show_install_restore(office: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    words = ("--office", office, "letter")
    rows = tuanji(*words, "list")["letters"]
    assert {"kind": "letter", "title": "删除团员的正式行文", "own": False} in rows
    shown = tuanji(*words, "show", "letter")
    assert (shown["text"], shown["own"]) == (shipped("letter"), False)
    count = next(one for one in shown["placeholders"] if one["name"] == "人数")
    assert count["required"] is True
    file = tmp_path / "letter.txt"
    file.write_text(shipped("letter").replace("妥否", "当否"), encoding="utf-8")
    assert tuanji(*words, "check", file)["ok"] is True
    done = tuanji(*words, "install", "letter", file)
    assert (done["changed"], done["own"]) == (True, True)
    assert "当否" in tuanji(*words, "show", "letter")["text"]
    assert "妥否" in tuanji(*words, "show", "letter", "--shipped")["text"]
    assert tuanji(*words, "install", "letter", file)["changed"] is False
    assert tuanji(*words, "restore", "letter")["changed"] is True
    assert tuanji(*words, "show", "letter")["own"] is False


def test_a_faulty_file_is_told_with_all_its_lines(
    office: Path, tuanji: Tuanji, tmp_path: Path
) -> None:
    file = tmp_path / "reminder-新.txt"
    file.write_text("【标题】\n{x}\n【正文】\n{y\n", encoding="gb18030")
    answer = tuanji("letter", "check", file)
    assert (answer.code, answer["kind"], answer["ok"]) == (1, "reminder", False)
    assert [one["line"] for one in answer["faults"]][:2] == [2, 4]
    assert answer["error"]["code"] == "letter.template"
    refused = tuanji("--office", office, "letter", "install", "reminder", file)
    assert (refused.code, refused["error"]["code"]) == (1, "letter.template")
    other = tuanji("letter", "check", file, "--kind", "love")
    assert (other.code, other["error"]["code"]) == (1, "letter.unknown")


def test_what_is_shown_can_be_kept_as_a_file_and_read_again(
    office: Path, tuanji: Tuanji, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--office", str(office), "letter", "show", "party-notice"]) == 0
    file = tmp_path / "party-notice.txt"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert "# {学校}" in file.read_text(encoding="utf-8")
    assert tuanji("letter", "check", file)["ok"] is True
