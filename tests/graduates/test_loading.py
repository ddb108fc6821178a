"""What the desk and the wizard ask for."""

from datetime import date
from pathlib import Path

from tests.builders import add_member
from tests.graduates.test_service import put_in
from tests.graduates.year import SCHOOL, UNIVERSITY, YEAR, change, make_year
from tests.imports import fresh, number_of
from tuanji_desktop.graduates import loading
from tuanji_desktop.graduates.queries import EntryFilter, Part
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.places import Cells
from tuanji_desktop.orgs.service import add_organization


def test_schools_and_the_one_of_the_node(office: Context) -> None:
    schools = loading.load_schools(office, None)
    assert [(one.id, one.short_name, one.code) for one in schools.units] == [
        (2, "一中团委", "QX01")
    ]
    assert schools.offered is None
    assert loading.load_schools(office, 1).offered is None
    assert loading.load_schools(office, 2).offered == 2
    assert loading.load_schools(office, 3).offered == 2
    with office.database.write(office.operation("test", "标为学校")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET school_kind = '普通高中' WHERE id = 3"
        )
    marked = loading.load_schools(office, 3)
    assert [one.id for one in marked.units] == [2], "a class is no school of its own"
    assert marked.offered == 2
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


def test_the_people_behind_a_number_and_the_filters_within(office: Context) -> None:
    make_year(office)
    part = Part("unfinished", office.today, SCHOOL)
    found = loading.load_listing(office, EntryFilter(YEAR, part=part))
    assert list(found.ids) == [5, 6, 7, 8, 9, 10]
    assert found.by_progress == {"started": 2, "due": 3, "unsettled": 1}
    started = loading.load_listing(office, EntryFilter(0, progress="started", part=part))
    assert list(started.ids) == [5, 6]


def test_standing_of_the_newest_year_on_any_day(office: Context) -> None:
    assert loading.load_standing(office).rates.year == 2018
    make_year(office)
    found = loading.load_standing(office, day=date(2018, 9, 30), scope=SCHOOL)
    assert [one.org_id for one in found.rates.schools] == [SCHOOL]
    assert [goal.days_left for goal in found.goals] == [-92, 0, 0, 30]


def test_who_can_be_started_at_once(office: Context) -> None:
    """Sure, still here, settled, not under way: not the doubtful, the gone, the unsettled."""
    make_year(office)
    for entry, member, match in (
        (7, 1, "matched"), (8, 2, "ambiguous"), (9, 3, "matched"), (10, 4, "matched"),
        (5, 5, "matched"), (15, 6, "matched"),
    ):  # fmt: skip
        change(
            office,
            "UPDATE graduate_entries SET member_id = ?, match = ? WHERE id = ?",
            member,
            match,
            entry,
        )
    change(office, "UPDATE members SET status = 'transferred_out' WHERE id = 3")
    found = loading.load_ready(office, year=YEAR, school_ids=[SCHOOL])
    assert found == loading.Ready({"升学": (1,)}, {"延迟毕业": (6,)})
    assert loading.load_ready(office, year=YEAR, school_ids=[UNIVERSITY]).transfers == {}


def test_of_which_schools_members_are(office: Context) -> None:
    assert loading.school_spread(office, [1, 4, 6]).schools == (("一中团委", 3),)
    assert loading.school_spread(office, []).schools == ()


def test_branches_like_a_name(office: Context) -> None:
    asked = {one: [Cells(class_name=one)] for one in ("高三1班", "高三（1）斑")}
    found = loading.like_branches(office, asked, 2, day=date(2018, 6, 1))
    assert found["高三1班"].sure
    unsure = found["高三（1）斑"]
    assert not unsure.sure
    assert 0 < unsure.score < 0.9
    assert {short for _full, short in unsure.names} == {"高三（1）班", "高三（2）班"}
    nobody = loading.like_branches(
        office, {"火星": [Cells(branch="火星")]}, None, day=date(2018, 6, 1)
    )
    assert nobody["火星"].names == ()


def test_a_class_that_several_schools_have_is_none_of_them_first(office: Context) -> None:
    """Unless others of the class, who have numbers, are recorded in one of them."""
    for code, name in (("QX81", "东山中学"), ("QX82", "西山中学")):
        school = add_organization(
            office, code=code, full_name=name, short_name=name, kind="committee", parent_id=1
        )
        class_ = f"{name}2015级4班"
        add_organization(
            office,
            code=f"{code}01",
            full_name=f"{class_}支部委员会",
            short_name=class_,
            kind="branch",
            parent_id=school,
        )
    asked = {"2015级4班支部委员会": [Cells(class_name="2015级4班支部委员会")]}
    day = date(2018, 6, 1)
    found = loading.like_branches(office, asked, None, day=day)["2015级4班支部委员会"]
    assert (found.sure, found.score, len(found.names)) == (False, 0.0, 2)
    add_member(office, name="别人", branch="QX8201", id_number=fresh(77))
    numbers = {"2015级4班支部委员会": [fresh(77)]}
    found = loading.like_branches(office, asked, None, day=day, numbers=numbers)[
        "2015级4班支部委员会"
    ]
    assert (found.sure, found.names[0][1]) == (False, "西山中学2015级4班")
    assert 0 < found.score < 0.9
    told = {one: [Cells(class_name=one, superior="东山中学")] for one in asked}
    assert loading.like_branches(office, told, None, day=day)["2015级4班支部委员会"].sure
