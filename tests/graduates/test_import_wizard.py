"""A graduate list through the window: year and school, the sample numbers, the doubts."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.imports import counted, number_of, roster
from tests.kit.lists import settle
from tests.sheets.files import SAMPLES
from tests.wizards import reviewed, write
from tuanji_desktop.graduates.import_wizard import GraduateImportWizard, GraduateOptions
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context

LISTS = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))["graduates"]
NAMES = ("张三丰", "李小妹", "买买提·艾", "单大雄", "龙小𬱖", "欧阳静")


def options_of(wizard: GraduateImportWizard) -> GraduateOptions:
    options = wizard.file_page.options
    assert isinstance(options, GraduateOptions)
    return options


@pytest.mark.parametrize("name", LISTS)
def test_the_sample_lists(county: Context, jobs: Jobs, qtbot: QtBot, name: str) -> None:
    wanted = LISTS[name]
    wizard = GraduateImportWizard(Workplace(county, jobs))
    review = reviewed(qtbot, jobs, wizard, SAMPLES / name)
    assert {kind.key: kind.count for kind in review.kinds} == {
        kind: wanted[kind] for kind in ("matched", "new", "ambiguous", "refused")
    }
    assert review.writes == wanted["rows"] - wanted["refused"]
    assert review.notes[0].endswith(" 2018 届。")
    assert review.alarms == ()
    write(qtbot, jobs, wizard)
    assert counted(county, "graduate_entries") == review.writes
    again = GraduateImportWizard(Workplace(county, jobs))
    second = reviewed(qtbot, jobs, again, SAMPLES / name)
    assert second.writes == 0
    assert second.notes[1:] == ("这个文件已经导入过。", "名单与台账一致，没有需要写入的内容。")
    places = [place for place, row in enumerate(second.rows) if row.kind == "matched"]
    assert second.detail(places[0]).startswith("匹配在册团员；已有，未变")


def test_year_and_school_of_the_node(office: Context, jobs: Jobs, qtbot: QtBot) -> None:
    wizard = GraduateImportWizard(Workplace(office, jobs), 3)
    qtbot.addWidget(wizard)
    settle(qtbot, jobs)
    options = options_of(wizard)
    assert (options.year, options.school_id) == (2018, 2)
    assert options.school_box.currentText() == "一中团委"
    whole = GraduateImportWizard(Workplace(office, jobs))
    qtbot.addWidget(whole)
    settle(qtbot, jobs)
    assert options_of(whole).school_id is None


def test_another_year_is_another_plan(
    office: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [{"姓名": "张三", "身份证号": number_of(0), "所在团支部": None, "去向": "升学"}]
    file = roster(tmp_path / "名单.xlsx", rows)
    wizard = GraduateImportWizard(Workplace(office, jobs), 2)
    review = reviewed(qtbot, jobs, wizard, file)
    assert review.sentence == "1 人匹配。新增 1 条，更新 0 条。"
    options_of(wizard).year_box.setValue(2017)
    wizard.show_step(1)
    wizard.next_button.click()
    settle(qtbot, jobs)
    write(qtbot, jobs, wizard)
    with office.database.read() as connection:
        found = connection.exec_driver_sql("SELECT year, school_id FROM graduate_entries").all()
    assert [tuple(row) for row in found] == [(2017, 2)]


def test_names_that_slipped_by_a_row_are_shouted(
    office: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [
        {"姓名": name, "身份证号": number_of(place), "所在团支部": None}
        for place, name in enumerate(NAMES)
    ]
    wizard = GraduateImportWizard(Workplace(office, jobs), 2)
    review = reviewed(qtbot, jobs, wizard, roster(tmp_path / "名单.xlsx", rows))
    assert "错了行" in review.alarms[0]
    assert review.notes == ("名单归入：一中团委 2018 届。",)
