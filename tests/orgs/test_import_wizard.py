"""A tree through the window."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.imports import counted
from tests.orgs.test_reader import HEAD
from tests.sheets.files import ORGANIZATIONS, xlsx
from tests.wizards import reviewed, write
from tuanji_desktop.kit.import_adapter import Alarm
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.import_wizard import OrgImportWizard, review_of
from tuanji_desktop.orgs.service import apply_organizations, plan_organizations
from tuanji_desktop.sheets.reading import Reading


@pytest.fixture
def jobs(qapp: QApplication, qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()
    gc.collect()


def test_the_sample_tree(context: Context, jobs: Jobs, qtbot: QtBot) -> None:
    wizard = OrgImportWizard(Workplace(context, jobs))
    review = reviewed(qtbot, jobs, wizard, ORGANIZATIONS)
    assert review.sentence == "64 个新增，4 个更新。"
    assert [row.number for row in review.rows] == list(range(2, 70))
    assert write(qtbot, jobs, wizard) == 2
    assert counted(context, "organizations") == 68
    again = OrgImportWizard(Workplace(context, jobs))
    again.open_path(ORGANIZATIONS)
    review = reviewed(qtbot, jobs, again, ORGANIZATIONS)
    assert review.writes == 0
    assert review.notes[0].startswith("这个文件 2018-08-01 已由王干事导入过（68 行）")
    assert review.notes[1] == "这份名单与台账一致，没有需要写入的内容。"


def test_every_row_in_words(context: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("QX02", "第二中学团委", "二中", "团委", "QX", "普通高中"),
        ("QX0101", "一班团支部", "高三（1）班", "毕业班团支部", "QX01", ""),
        ("QX01", "中国共产主义青年团青溪县第一中学委员会", "", "团委", "QX", ""),
        ("X", "某部", "", "部门", "QX", ""),
    ]
    wizard = OrgImportWizard(Workplace(context, jobs))
    review = reviewed(qtbot, jobs, wizard, xlsx(tmp_path / "组织.xlsx", rows))
    words = [review.detail(place) for place in range(4)]
    assert words[0] == "新建团委，隶属 QX"
    assert words[1] == (
        "组织全称：中国共产主义青年团青溪县第一中学高三（1）班支部委员会 → 一班团支部；"
        "组织类别：团支部 → 毕业班团支部"
    )
    assert words[2] == "与台账一致"
    assert words[3].startswith("不认识组织类别“部门”")
    assert [row.kind for row in review.rows] == ["new", "updated", "unchanged", "refused"]


def test_a_doubt_is_decided_and_the_tree_follows(
    context: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    row = ("NEU", "共青团青溪县第一中学委员会", "一高", "团委", "QX", "")
    wizard = OrgImportWizard(Workplace(context, jobs))
    review = reviewed(qtbot, jobs, wizard, xlsx(tmp_path / "组织.xlsx", [HEAD, row]))
    assert [(kind.key, kind.count, kind.written) for kind in review.kinds if kind.count] == [
        ("ambiguous", 1, False)
    ]
    question = review.question(0)
    assert question is not None
    assert question.candidates[0].title == "一中团委（QX01，名称相同）"
    plan = plan_organizations(
        context, tmp_path / "组织.xlsx", reading=Reading(decisions=((2, "member:2"),))
    )
    decided = review_of(context, plan)
    assert decided.sentence == "1 个更新。"
    assert ("组织简称", "一中团委", "一高") in {
        (one.label, one.before, one.after) for one in decided.changes(0)
    }
    assert decided.done == "已新增 0 个团组织，更新 1 个。"


def test_names_that_slipped_by_a_row_are_shouted(context: Context, tmp_path: Path) -> None:
    places = ("白岩村", "石头坡", "太平镇", "城关社区", "老街", "火烧坪")
    rows = [
        (f"V{place}", f"{name}支部委员会", "", "团支部", "QX", "")
        for place, name in enumerate(places)
    ]
    file = xlsx(tmp_path / "组织.xlsx", [HEAD, *rows])
    apply_organizations(context, plan_organizations(context, file))
    slipped = [(*row[:1], rows[place - 1][1], *row[2:]) for place, row in enumerate(rows)]
    reading = Reading(decisions=tuple((number, f"member:{number + 3}") for number in range(2, 8)))
    plan = plan_organizations(
        context, xlsx(tmp_path / "错行.xlsx", [HEAD, *slipped]), reading=reading
    )
    assert len(plan.updated) == 6
    (alarm,) = review_of(context, plan).alarms
    assert isinstance(alarm, Alarm)
    assert (alarm.field, alarm.confirm) == ("full_name", True)
    assert "错了行" in alarm.words
