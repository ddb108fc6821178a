"""The rows of the request dialog."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from tuanji_desktop.deletion import request_rows
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.request_rows import AttachmentRow, ReasonRow, RefusedRow
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context

RECORDED: dict[str, str | None] = {"name": "张三", "sex": "男", "id_kind": "居民身份证"}


def row_of(qtbot: QtBot, office: Context, code: str) -> ReasonRow:
    kind = office.policy.deletion_reason(code)
    row = ReasonRow(kind, RECORDED, office.policy, office.today)
    qtbot.addWidget(row)
    row.show()
    return row


def note(row: ReasonRow) -> str:
    found = row.findChild(QLabel, f"note_{row.kind.code}")
    assert isinstance(found, QLabel)
    return found.text() if found.isVisible() else ""


def test_a_corrected_value_is_checked_while_it_is_typed(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    row = row_of(qtbot, office, "wrong_name")
    row.box.setChecked(True)
    assert row.checked_reason() is None
    assert note(row) == ""  # nothing typed yet: no reproach
    row.type_corrected("张三")
    assert row.checked_reason() is None
    assert "与系统中的相同" in note(row)
    row.type_corrected("张3")
    assert row.checked_reason() is None
    assert "没有通过检查" in note(row)
    row.type_corrected(" 张珊 ")
    assert row.checked_reason() == Reason("wrong_name", "张珊")
    assert note(row) == ""


def test_a_sex_is_chosen_and_a_kind_without_a_field_is_only_ticked(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    row = row_of(qtbot, office, "wrong_sex")
    row.box.setChecked(True)
    assert isinstance(row.findChild(QComboBox, "corrected_wrong_sex"), QComboBox)
    row.type_corrected("女")
    assert row.checked_reason() == Reason("wrong_sex", "女")
    plain = row_of(qtbot, office, "not_a_member")
    plain.box.setChecked(True)
    plain.type_corrected("x")
    assert plain.checked_reason() == Reason("not_a_member")


def test_a_refused_kind_can_be_read_and_not_be_ticked(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    kind = office.policy.deletion_reason("graduated")
    row = RefusedRow(kind)
    qtbot.addWidget(row)
    words = [label.text() for label in row.findChildren(QLabel)]
    assert words == ["✕ 已毕业（G 三）", kind.advice]
    assert row.accessibleName() == "不予受理：已毕业"


def test_a_paper_is_chosen_and_taken_away(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "情况说明.pdf"
    paper.write_bytes(b"%PDF-1.4")
    row = AttachmentRow("statement")
    qtbot.addWidget(row)
    assert row.isHidden()
    row.need(True)
    assert not row.isHidden()
    assert row.attachment() is None
    monkeypatch.setattr(request_rows, "ask_open_path", lambda *_, **__: paper)
    row._pick.click()
    taken = row.attachment()
    assert taken is not None
    assert (taken.kind, taken.content, taken.file_name) == ("statement", paper, "情况说明.pdf")
    row.need(False)
    assert not row.isHidden()  # what was given stays in sight
    row._drop.click()
    assert row.isHidden()
