"""A roster through the window."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.imports import counted, fresh, number_of, roster
from tests.sheets.files import ROSTER, SAMPLES
from tests.wizards import reviewed, write
from tuanji_desktop.history.service import undo
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.import_wizard import RosterImportWizard
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.fields import FIELDS


def test_the_sample_changes(county: Context, jobs: Jobs, qtbot: QtBot) -> None:
    wizard = RosterImportWizard(Workplace(county, jobs))
    review = reviewed(qtbot, jobs, wizard, SAMPLES / "roster-changes.xlsx")
    assert review.sentence == "4 人新增，16 人更新，6 人有字段提交审核，20 人未变，10 行拒绝。"
    assert (review.writes, len(review.rows), len(review.findings)) == (20, 50, 10)
    assert {kind.key: kind.count for kind in review.kinds} == {
        "new": 4, "updated": 16, "unchanged": 20, "ambiguous": 0, "refused": 10,
    }  # fmt: skip
    number = write(qtbot, jobs, wizard)
    assert counted(county, "members") == 1112
    undo(county, number=number)
    assert counted(county, "members") == 1108


def test_a_list_that_is_here_already(county: Context, jobs: Jobs, qtbot: QtBot) -> None:
    wizard = RosterImportWizard(Workplace(county, jobs))
    review = reviewed(qtbot, jobs, wizard, ROSTER)
    assert review.writes == 0
    assert review.notes[0] == "这份名单与台账一致，没有需要写入的内容。"
    assert not wizard.next_button.isEnabled()
    assert wizard.next_button.text() == "没有可写入的行"
    assert wizard.would_lose() == ""


def test_every_row_in_words(
    office: Context, workplace: Workplace, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    add_member(office, name="孙八", branch="QX0102", status="draft", id_number=fresh(9))
    rows = [
        {"姓名": "赵六", "身份证号": fresh(1)},
        {"姓名": "张三", "身份证号": number_of(0), "民族": "苗", "政治面貌": "群众"},
        {"姓名": "李小梅", "身份证号": number_of(1)},
        {"姓名": "买买提·艾力", "身份证号": number_of(2), "所在团支部": "第九中学"},
        {"姓名": "孙八", "身份证号": fresh(9)},
    ]
    wizard = RosterImportWizard(workplace, 4)
    review = reviewed(qtbot, jobs, wizard, roster(tmp_path / "名单.xlsx", rows))
    words = [review.detail(place) for place in range(5)]
    assert words[0].startswith("新增到 高三（1）班，红名：缺 ")
    assert words[1:3] == [
        "民族：汉族 → 苗族；政治面貌：共青团员 → 群众（提交审核）",
        "与在册一致",
    ]
    assert words[3].startswith("没有名为“第九中学”的团支部")
    assert words[4] == "所在团支部：高三（2）班 → 高三（1）班"
    assert review.notes == ("有 4 行不属于左侧选中的“高三（2）班”。",)


def test_columns_that_slipped_are_shouted(
    workplace: Workplace, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    names = ("张三", "李小梅", "买买提·艾力", "单雄", "龙𬱖", "欧阳文静")
    rows = [
        {"姓名": name, "身份证号": number_of(place), "所在团支部": None, "民族": "苗族"}
        for place, name in enumerate(names)
    ]
    wizard = RosterImportWizard(workplace)
    reviewed(qtbot, jobs, wizard, roster(tmp_path / "名单.xlsx", rows))
    assert not wizard.review_page.alarm.isHidden()
    assert "串了列" in wizard.review_page.alarm.text


def test_every_field_can_be_chosen(workplace: Workplace, qtbot: QtBot) -> None:
    wizard = RosterImportWizard(workplace)
    qtbot.addWidget(wizard)
    assert set(wizard._adapter.fields) == {*FIELDS, "superior", "school"}
    assert wizard.objectName() == "roster_import"
