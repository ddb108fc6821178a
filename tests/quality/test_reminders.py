from datetime import date
from pathlib import Path

from tests.quality.helpers import SCHOOL, inspected, person
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.reminders import write_reminders
from tuanji_desktop.quality.service import listing
from tuanji_desktop.quality.sheet import plan_sheets


def test_sheets_and_letters_lie_beside_each_other(office: Context, tmp_path: Path) -> None:
    person(office, 1, education="")
    person(office, 2, mobile="", branch="QX0102")
    ids = listing(inspected(office), "red", None).ids
    plan = plan_sheets(office, ids, org_id=SCHOOL, each=True, deadline=date(2018, 8, 20))
    folder = tmp_path / "催办"
    folder.mkdir()
    made = write_reminders(office, plan, folder, letters=True)
    assert sorted(path.name for path in folder.iterdir()) == [
        "QX0101 高三（1）班信息补正表.xlsx", "QX0101 高三（1）班催办函.pdf",
        "QX0102 高三（2）班信息补正表.xlsx", "QX0102 高三（2）班催办函.pdf",
    ]  # fmt: skip
    assert set(folder.iterdir()) == {*made.sheets, *made.letters}
    assert all(path.read_bytes().startswith(b"%PDF") for path in made.letters)


def test_without_letters_there_are_none(office: Context, tmp_path: Path) -> None:
    one = person(office, 1, education="")
    plan = plan_sheets(office, [one], org_id=None, each=False, deadline=date(2018, 8, 20))
    made = write_reminders(office, plan, tmp_path / "一份.xlsx")
    assert made.letters == ()
    assert [path.name for path in made.sheets] == ["一份.xlsx"]
