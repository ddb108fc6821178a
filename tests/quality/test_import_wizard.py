"""A sheet that came back, through the window."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.imports import number_of
from tests.quality.helpers import person
from tests.sheets.files import xlsx
from tests.wizards import reviewed, write
from tuanji_desktop.history.service import undo
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.queries import member
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.import_wizard import ReturnAdapter, ReturnWizard


def test_a_sheet_is_read_written_and_taken_back(
    office: Context, workplace: Workplace, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    lacking = person(office, 1, education="")
    with office.database.read() as connection:
        number = member(connection, lacking).values["id_number"]
    file = xlsx(
        tmp_path / "补正表.xlsx",
        [
            ["团员信息补正表"],
            ["姓名", "身份证号", "所在团支部", "学历", "需办理事项"],
            ["周乙子", number, "高三（1）班", "本科", "学历未填。"],
            ["张三", number_of(0), "高三（1）班", "本科", None],
        ],
    )
    wizard = ReturnWizard(workplace)
    review = reviewed(qtbot, jobs, wizard, file)
    assert review.sentence == "1 人更新，1 人未变。"
    assert [one.code for one in review.findings] == ["field.not_asked"]
    operation = write(qtbot, jobs, wizard)
    with office.database.read() as connection:
        assert member(connection, lacking).values["education"] == "本科"
    undo(office, number=operation)
    with office.database.read() as connection:
        assert member(connection, lacking).values["education"] is None


def test_the_adapter_offers_what_a_roster_has_and_no_policies(workplace: Workplace) -> None:
    adapter = ReturnAdapter(workplace)
    assert adapter.kind == "quality_return"
    assert adapter.policy_fields == ()
    assert "education" in adapter.fields
