"""The member's file as a kind of paper; whole numbers are written down before they are shown."""

from tests.kinds import made, text_of
from tuanji_desktop.history.paper_kinds import PAPERS
from tuanji_desktop.office.context import Context


def reveals(office: Context) -> int:
    with office.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM reveals").scalar_one())


def test_with_stars_by_itself_and_nothing_is_logged(office: Context) -> None:
    file = made(office, PAPERS, "member-file", member=1)
    assert file.owner == {"member_id": 1}
    assert file.name == "团员档案 张三"
    assert "138****8001" in text_of(file)
    assert "13800138001" not in text_of(file)
    assert reveals(office) == 0


def test_whole_numbers_on_purpose_are_logged(office: Context) -> None:
    (kind,) = PAPERS
    assert kind.may == ("masked",)
    from tuanji_desktop.papers.kinds import PaperWish

    file = kind.make(office, PaperWish(member=1, masked=False))
    assert "13800138001" in text_of(file)
    assert reveals(office) == 2
