"""`tuanji document-number …`."""

from pathlib import Path

import pytest

from tests.builders import make_office
from tests.cli.conftest import Tuanji
from tuanji_desktop.office.service import save_settings

WORDS = ("--today", "2018-08-01", "document-number")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An office with two series."""
    context = make_office(tmp_path)
    save_settings(context, [("office.document_series", "青团字〔年〕号；青团函〔年〕号")])
    context.database.close()
    return context.database.path


def test_take_list_void(file: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    words = ("--office", file, *WORDS)
    empty = tuanji(*words, "list")
    assert (empty["numbers"], empty["next"]["青团字"]) == ([], "青团字〔2018〕1号")
    taken = tuanji(*words, "take", "--subject", "请示", "--series", "青团字")
    assert taken["document_number"] == "青团字〔2018〕1号"
    tuanji(*words, "take", "--subject", "通知", "--number", "青团字(2018)3号")
    assert tuanji(*words, "void", "青团字〔2018〕1号", "--reason", "未发出").code == 0
    out = tmp_path / "登记.xlsx"
    found = tuanji(*words, "list", "--series", "青团字", "--export", out)
    assert [(one["document_number"], one["void_reason"]) for one in found["numbers"]] == [
        ("青团字〔2018〕1号", "未发出"), ("青团字〔2018〕3号", None),
    ]  # fmt: skip
    assert (found["gaps"], found["rows"]) == (["青团字〔2018〕2号"], 3)
    assert found["next"] == {"青团字": "青团字〔2018〕4号"}
    assert out.exists()


def test_what_is_refused_exits_with_one(file: Path, tuanji: Tuanji) -> None:
    words = ("--office", file, *WORDS)
    for line, code in (
        (("take", "--subject", "请示"), "document_number.series_unknown"),
        (("void", "青团字〔2018〕1号", "--reason", "x"), "document_number.unknown"),
        (("take", "--subject", " ", "--series", "青团字"), "document_number.subject"),
    ):
        answer = tuanji(*words, *line)
        assert (answer.code, answer["error"]["code"]) == (1, code)
