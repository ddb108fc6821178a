"""One case on the desk: its way, what is missing, the acts."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.corrections.helpers import (
    FOUND,
    approve,
    listed,
    one,
    opened,
    select,
    sent,
    verified,
    write,
)
from tests.desks import still
from tuanji_desktop.corrections import case_panel, queries
from tuanji_desktop.corrections.case_panel import CasePanel
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


def shown(qtbot: QtBot, workplace: Workplace, case: int) -> CasePanel:
    panel = CasePanel(workplace)
    qtbot.addWidget(panel)
    panel.resize(760, 420)
    panel.show()
    panel.show_case(queries.correction(workplace.context, correction_id=case))
    return panel


def button(panel: CasePanel, act: str) -> QPushButton:
    found = panel.findChild(QPushButton, f"case_{act}")
    assert isinstance(found, QPushButton)
    return found


def text_of(panel: CasePanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def enabled(panel: CasePanel) -> set[str]:
    return {act for act in case_panel.ACTS if button(panel, act).isEnabled()}


def grant(qtbot: QtBot, panel: CasePanel, text: str | None = None) -> None:
    if text is not None:
        panel.strip.text.setText(text)
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)


def state(context: Context) -> str:
    return str(one(context, "SELECT state FROM corrections WHERE id = 1"))


def test_material_first_then_the_verification(
    qtbot: QtBot,
    office: Context,
    workplace: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = shown(qtbot, workplace, opened(office, proved=False))
    assert text_of(panel, "case_head") == "第 1 号 · 张三 · 入团年月 2016年5月 → 2017年5月"
    assert text_of(panel, "case_way").startswith("✓ 收集材料　● 逐案核实　○ 编成清单")
    assert text_of(panel, "case_next") == "下一步：补充《入团志愿书复印件》，才能核实。"
    assert button(panel, "proofs").property("main")
    assert enabled(panel) == {"proofs", "verify", "return", "withdraw", "member"}
    scan = tmp_path / "志愿书.pdf"
    scan.write_bytes(b"scan")
    monkeypatch.setattr(case_panel, "ask_open_path", lambda *_, **__: scan)
    button(panel, "proofs").click()
    assert panel.strip.choice.currentText() == "入团志愿书复印件"
    grant(qtbot, panel)
    assert one(office, "SELECT count(*) FROM attachments") == 1
    assert "材料齐全" in text_of(panel, "case_next")
    assert button(panel, "verify").property("main")
    button(panel, "verify").click()
    assert not panel.strip.act.isEnabled()  # no verification without words
    grant(qtbot, panel, FOUND)
    assert panel.strip.text.text() == "王干事"
    grant(qtbot, panel, "陈核实")
    assert select(office, "SELECT state, verified_by, finding FROM corrections") == [
        ("verified", "陈核实", FOUND)
    ]
    assert panel.banner.text == "第 1 号更正：已核实，待行文。"
    assert "编成清单" in text_of(panel, "case_next")
    assert enabled(panel) == {"return", "member"}


def test_what_the_rules_refuse_is_answered(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    panel = shown(qtbot, workplace, opened(office, proved=False))
    button(panel, "verify").click()
    grant(qtbot, panel, FOUND)
    grant(qtbot, panel)
    assert panel.banner.text.endswith("（G 二）")
    assert "还缺《入团志愿书复印件》" in panel.banner.text
    assert state(office) == "gathered"


def test_return_and_withdraw_need_their_reasons(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    panel = shown(qtbot, workplace, verified(office))
    button(panel, "return").click()
    assert not panel.strip.act.isEnabled()
    assert panel.strip.choice.currentData() == "prefecture"
    grant(qtbot, panel, "复印件看不清")
    assert state(office) == "returned"
    assert "已办结：已退回。原因：复印件看不清" in text_of(panel, "case_next")
    assert enabled(panel) == {"member"}
    opened(office, 2)
    panel.show_case(queries.correction(office, correction_id=2))
    button(panel, "withdraw").click()
    grant(qtbot, panel, "没有错")
    assert one(office, "SELECT state FROM corrections WHERE id = 2") == "withdrawn"


def test_a_moved_record_has_one_way_on(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    sent(office)
    write(office, "UPDATE members SET joined_on = '2016-09' WHERE id = 1")
    panel = shown(qtbot, workplace, 1)
    assert "请退回第 1 号更正" in text_of(panel, "case_next")
    assert button(panel, "return").property("main")
    button(panel, "return").click()
    assert panel.strip.choice.currentData() == "province"


def test_the_way_and_the_next_step_of_each_state(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    listed(office, 1)
    panel = shown(qtbot, workplace, 1)
    assert "● 正式行文" in text_of(panel, "case_way")
    assert "清单 GZ-2019-001 正式行文" in text_of(panel, "case_next")
    asked = list[int]()
    panel.list_requested.connect(asked.append)
    panel.member_requested.connect(asked.append)
    button(panel, "list").click()
    button(panel, "member").click()
    assert asked == [1, 1]
    approve(office, sent(office, 2))
    panel.show_case(queries.correction(office, correction_id=2))
    assert text_of(panel, "case_way").endswith("✓ 批复")
    assert "粤团函〔2019〕8号" in text_of(panel, "case_next")
    panel.show_case(None)
    assert enabled(panel) == set()


def test_a_proof_is_saved_as_it_was(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    panel = shown(qtbot, workplace, opened(office))
    link = panel.findChild(QPushButton, "case_proof_1")
    assert isinstance(link, QPushButton)
    assert link.text() == "入团志愿书复印件：入团志愿书.pdf"
    panel.save_proof(1, tmp_path / "另存.pdf")
    still(qtbot, workplace.jobs)
    assert (tmp_path / "另存.pdf").read_bytes() == b"%PDF-1.4 volume"
