"""The question beside a roster: for which organisation it is imported."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.imports import counted, fresh
from tests.members.helpers import settle
from tests.sheets.files import xlsx
from tests.wizards import reviewed, write
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.import_options import RosterOptions
from tuanji_desktop.members.import_wizard import RosterImportWizard
from tuanji_desktop.office.context import Context


def made(qtbot: QtBot, workplace: Workplace, jobs: Jobs, scope: int | None) -> RosterOptions:
    parent = QWidget()
    qtbot.addWidget(parent)
    options = RosterOptions(workplace, scope, parent)
    options.setParent(None)  # it outlives the parent that is gone with this function
    qtbot.addWidget(options)
    settle(qtbot, jobs)
    return options


def test_the_scope_is_offered(qtbot: QtBot, workplace: Workplace, jobs: Jobs) -> None:
    assert made(qtbot, workplace, jobs, 2).unit_id == 2
    branch = made(qtbot, workplace, jobs, 4)
    assert branch.unit_box.button.text() == "高三（2）班 ▾"
    assert branch.told == "为“高三（2）班”导入"
    assert branch.answers() == {"unit": "QX0102"}
    for root in (1, None):
        options = made(qtbot, workplace, jobs, root)
        assert (options.unit_id, options.answers(), options.told) == (None, {"unit": ""}, "")
    assert options.unit_box.button.accessibleName() == "为哪个组织导入：按名单各行判断"


def test_answers_are_put_back(qtbot: QtBot, workplace: Workplace, jobs: Jobs) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    options = RosterOptions(workplace, 4, parent)
    options.set_answers({"unit": "QX01"})
    assert options.answers() == {"unit": "QX01"}, "before the units are known"
    settle(qtbot, jobs)
    assert options.unit_id == 2
    options.set_answers({"unit": "QX99"})
    assert options.unit_id == 2, "one that is gone changes nothing"
    options.set_answers({"unit": ""})
    assert options.unit_id is None


def test_a_list_of_classes_for_a_school(
    office: Context, workplace: Workplace, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    file = xlsx(
        tmp_path / "名单.xlsx",
        [
            ["姓名", "身份证号", "年级", "班级"],
            ["赵六", fresh(1), "高三", 2],
            ["钱七", fresh(2), "高三", 1],
        ],
    )
    before = counted(office, "members")
    wizard = RosterImportWizard(workplace, 2)
    review = reviewed(qtbot, jobs, wizard, file)
    assert wizard.review_page.whose.text() == "为“一中团委”导入"
    assert wizard.review_page.whose.isVisible()
    assert [review.detail(place).split("，")[0] for place in range(2)] == [
        "新增到 高三（2）班", "新增到 高三（1）班",
    ]  # fmt: skip
    write(qtbot, jobs, wizard)
    assert counted(office, "members") == before + 2
