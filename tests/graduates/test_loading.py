"""What the desk and the wizard ask for."""

from pathlib import Path

from tests.builders import add_member
from tests.graduates.test_service import put_in
from tests.imports import number_of
from tuanji_desktop.graduates import loading
from tuanji_desktop.graduates.queries import EntryFilter
from tuanji_desktop.office.context import Context


def test_schools_and_the_one_of_the_node(office: Context) -> None:
    assert loading.load_schools(office, None) == loading.Schools(((2, "一中团委"),), None)
    assert loading.load_schools(office, 1).default is None
    assert loading.load_schools(office, 2).default == 2
    assert loading.load_schools(office, 3).default == 2
    assert loading.school_name(office, 2) == "一中团委"
    assert loading.school_name(office, None) == ""


def test_without_entries_this_year_is_shown(office: Context) -> None:
    found = loading.load_listing(office, EntryFilter(0))
    assert (found.year, found.years, list(found.ids), found.by_match) == (2018, (2018,), [], {})


def test_candidates_by_number_and_by_name(office: Context, tmp_path: Path) -> None:
    other = add_member(office, name="李小妹", branch="QX0102")
    add_member(office, name="李小妹", branch="QX0102", status="transferred_out")
    put_in(office, tmp_path, [{"姓名": "李小妹", "身份证号": number_of(1)}])
    found = loading.candidates_of(office, 1)
    assert found is not None
    assert [one.id for one in found.members] == [2, other]
    assert loading.candidates_of(office, 99) is None
    assert set(loading.fetch_entries(office, [1, 99])) == {1}
    assert loading.load_listing(office, EntryFilter(0)).year == 2018
