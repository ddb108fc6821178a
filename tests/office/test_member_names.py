"""Names for the findings of a paper."""

from pathlib import Path

from tests.builders import make_office
from tuanji_desktop.office.member_names import member_names


def test_names_of_those_who_are_there(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    assert member_names(office, {1, 5, 99}) == {1: "张三", 5: "龙𬱖"}
    assert member_names(office, ()) == {}
    office.database.close()
