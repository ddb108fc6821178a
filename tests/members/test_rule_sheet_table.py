"""The rule sheet as a table: signs, marks, words for a screen reader."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.builders import pack
from tests.rules.people import member
from tuanji_desktop.members.rule_sheet_table import LEGEND, RuleSheetModel, RuleSheetTable
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import Stage
from tuanji_desktop.rules.rule_sheet import rule_sheet


def test_cells_marks_and_the_present_step(qtbot: QtBot) -> None:
    policy = pack("guangdong-2018")
    today = rule_sheet(policy, member(), date(2018, 8, 1))
    inside = rule_sheet(policy, member(), date(2018, 10, 15))
    parent = QWidget()
    qtbot.addWidget(parent)
    model = RuleSheetModel(parent)
    table = RuleSheetTable(model, parent)
    model.show_sheet(inside, present=Stage.ACTIVE, other=inside.differing(today))
    assert (model.rowCount(), model.columnCount()) == (len(FIELDS), len(Stage))
    active = list(Stage).index(Stage.ACTIVE)
    joined = list(FIELDS).index("joined_on")
    assert model.index(joined, active).data() == "审 * △"
    assert model.index(joined, 0).data() == "改 *"
    assert model.headerData(active, Qt.Orientation.Horizontal) == "在册\n▼ 现在"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "草稿"
    assert model.headerData(joined, Qt.Orientation.Vertical) == "入团年月"
    said = model.index(joined, active).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("入团年月，在册：修改须审核（G 二）")
    assert said.endswith("，必填")
    assert "G 二" in model.index(joined, active).data(Qt.ItemDataRole.ToolTipRole)
    table.go_to(Stage.RETAINED)
    assert table.currentIndex().column() == list(Stage).index(Stage.RETAINED)


def test_words_narrow_the_fields(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    model = RuleSheetModel(parent)
    sheet = rule_sheet(pack("qilu-2024"), member(), date(2024, 4, 1))
    model.show_sheet(sheet, present=Stage.DRAFT, other=frozenset(), words="入团 时")
    labels = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    assert labels == ["入团时所在单位"]
    assert model.place(model.index(0, 0)) is not None


def test_the_legend_explains_every_sign() -> None:
    assert LEGEND.startswith("锁＝不可修改　审＝修改须审核　改＝可直接修改")
    for sign in ("*＝必填", "△＝与今天不同", "▼ 现在"):
        assert sign in LEGEND
