"""One entry told, its papers saved."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.leaving.helpers import left, restored
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.leaving import proof_list
from tuanji_desktop.leaving.loading import fetch_departures
from tuanji_desktop.leaving.proof_list import ProofList
from tuanji_desktop.office.context import Context


def test_an_entry_and_its_papers(
    qtbot: QtBot,
    office: Context,
    workplace: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left(office, "expelled", 1, decided_by="青溪团县委", reason="违纪")
    restored(office, 1, reason="处理有误")
    (entry,) = fetch_departures(office, [1]).values()
    shown = ProofList(workplace)
    qtbot.addWidget(shown)
    shown.show_entry(entry)
    assert shown.text == (
        "张三 2018-08-01 开除，团青字〔2018〕12号，青溪团县委决定，违纪，王干事 2018-08-01 登记，"
        "2018-08-01 团青字〔2018〕12号 恢复团籍（处理有误）。材料："
    )
    assert [one.text() for one in shown.buttons] == [
        "处分决定：decision.pdf", "恢复团籍的决定：decision.pdf",
    ]  # fmt: skip
    monkeypatch.setattr(proof_list, "ask_save_path", lambda *_, **__: tmp_path / "决定.pdf")
    with qtbot.waitSignal(shown.said) as said:
        shown.buttons[0].click()
    assert said.args == ["good", "已另存 决定.pdf。"]
    assert (tmp_path / "决定.pdf").read_bytes() == "decision 的扫描".encode()
    shown.show_entry(None)
    assert shown.isHidden()
    assert shown.buttons == []


def test_what_cannot_be_saved_is_said(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    left(office, "expelled", 1)
    (entry,) = fetch_departures(office, [1]).values()
    shown = ProofList(workplace)
    qtbot.addWidget(shown)
    with qtbot.waitSignal(shown.said) as said:
        shown.save_to(entry.proofs[0], tmp_path / "没有的文件夹" / "决定.pdf")
    assert said.args is not None
    assert said.args[0] == "error"
    still(qtbot, workplace.jobs)
