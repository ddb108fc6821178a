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
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.import_wizard import OrgImportWizard


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
    again = OrgImportWizard(Workplace(context, jobs), path=ORGANIZATIONS)
    review = reviewed(qtbot, jobs, again, ORGANIZATIONS)
    assert (review.writes, review.notes) == (0, ("这份名单与台账一致，没有需要写入的内容。",))


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
