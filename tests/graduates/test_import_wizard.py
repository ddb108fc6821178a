"""A graduate list through the window: year and school, the sample numbers, the doubts."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.imports import counted, number_of, roster
from tests.kit.lists import settle
from tests.sheets.files import SAMPLES
from tests.wizards import reviewed, write
from tuanji_desktop.graduates.import_wizard import (
    GraduateImportWizard,
    GraduateOptions,
    review_of,
)
from tuanji_desktop.graduates.service import apply_graduates, plan_graduates
from tuanji_desktop.kit.import_adapter import Alarm
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
    assert second.notes[1].startswith("这个文件 2018-08-01 已由")
    assert second.notes[2] == "名单与台账一致，没有需要写入的内容。"
    places = [place for place, row in enumerate(second.rows) if row.kind == "matched"]
    assert second.detail(places[0]).startswith("匹配在册团员；已有，未变")


def test_year_and_school_of_the_node(office: Context, jobs: Jobs, qtbot: QtBot) -> None:
    wizard = GraduateImportWizard(Workplace(office, jobs), 3)
    qtbot.addWidget(wizard)
    settle(qtbot, jobs)
    options = options_of(wizard)
    assert (options.year, options.school_id) == (2018, 2)
    assert options.school_box.button.text() == "一中团委 ▾"
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
    (alarm,) = review.alarms
    assert isinstance(alarm, Alarm)
    assert "错了行" in alarm.words
    assert (alarm.field, alarm.confirm) == ("name", True)
    assert review.notes == ("名单归入：一中团委 2018 届。",)


def test_year_and_school_as_a_recipe_keeps_them(office: Context, jobs: Jobs, qtbot: QtBot) -> None:
    wizard = GraduateImportWizard(Workplace(office, jobs), 3)
    qtbot.addWidget(wizard)
    settle(qtbot, jobs)
    options = options_of(wizard)
    assert options.answers() == {"year": "2018", "school": "QX01"}
    options.set_answers({"year": "2016", "school": ""})
    assert (options.year, options.school_id) == (2016, None)
    options.set_answers({"year": "今年", "school": "QX01"})
    assert (options.year, options.school_id) == (2018, 2)
    options.set_answers({"year": "去年", "school": "QX99"})  # says nothing here
    assert (options.year, options.school_id) == (2018, 2)
    early = GraduateImportWizard(Workplace(office, jobs))
    qtbot.addWidget(early)
    options_of(early).set_answers({"school": "QX01"})  # before the schools are known
    assert options_of(early).answers()["school"] == "QX01"
    settle(qtbot, jobs)
    assert options_of(early).school_id == 2


def test_what_a_row_changes_and_what_was_done(
    office: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    row = {"姓名": "张三", "身份证号": number_of(0), "所在团支部": None, "去向": "升学"}
    plan = plan_graduates(office, roster(tmp_path / "一.xlsx", [row]), year=2018, school_id=2)
    apply_graduates(office, plan)
    rows = [{**row, "去向": "就业"}, {**row, "姓名": "李小妹", "身份证号": number_of(1)}]
    file = roster(tmp_path / "二.xlsx", [*rows, {**row, "姓名": None}])
    plan = plan_graduates(office, file, year=2018, school_id=2)
    review = review_of(office, plan)
    assert [(one.label, one.before, one.after) for one in review.changes(0)] == [
        ("毕业去向", "升学", "就业")
    ]
    assert review.changes(1) == ()
    assert review.question(1) is not None
    assert [row.asks for row in review.rows] == [False, True, False]
    assert review.done == (
        "2018 届毕业生：新增了 1 条，更新了 1 条；1 行待确认，可以在毕业生页接着确认；1 行没有写入。"
    )
    assert [kind.key for kind in review.kinds if not kind.written] == ["refused"]
