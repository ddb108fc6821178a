from tests.quality.helpers import CLASS_1, CLASS_2, SCHOOL, person
from tuanji_desktop.members.drafts import keep_draft
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality import queries


def test_pages_hold_everybody_on_the_roster_once(office: Context) -> None:
    person(office, 1, status="retained")
    person(office, 2, status="draft")
    seen: list[int] = []
    with office.database.read() as connection:
        while rows := queries.page(
            connection, ("name", "mobile"), after=seen[-1] if seen else 0, limit=3
        ):
            seen += [row[0] for row in rows]
        assert queries.roster_size(connection) == 7
        one = queries.rows_of(connection, ("name", "mobile"), [7, 8])
    assert seen == [1, 2, 3, 4, 5, 6, 7]
    assert [(row[0], row[1], row[5]) for row in one] == [(7, CLASS_1, "13900000001")]


def test_sharers_are_those_on_the_roster_who_are_two_or_more(office: Context) -> None:
    one = person(office, 1, mobile="13800138001")  # that of member 1
    person(office, 2, mobile="13800138002", status="over_age")
    with office.database.read() as connection:
        found = queries.sharers(connection, "mobile")
        again = queries.sharers_of(connection, "mobile", ["13800138001", "13800138002", "x"])
    assert sorted(row[1] for row in found) == [1, one]
    assert sorted(found) == sorted(again)


def test_drafts_are_typed_and_not_saved_or_not_complete(office: Context) -> None:
    incomplete = person(office, 1, status="draft", education="")
    person(office, 2, status="draft")
    person(office, 3, status="submitted", education="")
    keep_draft(office, member_id=2, branch_id=None, content={"mobile": "1"})
    keep_draft(office, member_id=None, branch_id=CLASS_1, content={"name": "新"})
    with office.database.read() as connection:
        assert sorted(queries.drafts(connection)) == [(2, CLASS_1), (incomplete, CLASS_1)]


def test_likely_doubles_are_found_by_what_they_share(office: Context) -> None:
    one = person(office, 1, name="王芳")
    sound = person(office, 2, name="汪方", born="1999-01-01", branch="QX0102")
    phone = person(office, 3, mobile="13900000001", born="1999-01-01", branch="QX0102")
    home = person(office, 4)
    stranger = person(office, 5, born="1999-01-02", branch="QX0102")
    with office.database.read() as connection:
        me = queries.people(connection, [one])[one]
        found = {other.id for other in queries.likely(connection, me)}
        named = queries.people_named(connection, {"王芳", "没有"})
    assert {sound, phone, home} <= found
    assert stranger not in found
    assert [other.id for other in named["王芳"]] == [one]


def test_an_area_compares_the_children_of_its_scope(office: Context) -> None:
    with office.database.read() as connection:
        whole = queries.area(connection, None)
        school = queries.area(connection, SCHOOL)
        branch = queries.area(connection, CLASS_1)
        assert queries.root(connection).code == "QX"
    assert [one.id for one in whole.children] == [SCHOOL]  # below the one root
    assert (whole.branches, whole.members, len(whole.units)) == (None, 6, 4)
    assert [one.id for one in school.children] == [CLASS_1, CLASS_2]
    assert school.home == {CLASS_1: CLASS_1, CLASS_2: CLASS_2}
    assert set(school.branches or ()) == {SCHOOL, CLASS_1, CLASS_2}
    assert [one.id for one in branch.children] == [CLASS_1]


def test_leaders_are_recorded_or_elected(office: Context) -> None:
    person(office, 1, name="周书记", post="书记")
    with office.database.write(office.operation("test", "改")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET secretary = '李四' WHERE id = ?", (CLASS_2,)
        )
    with office.database.read() as connection:
        assert queries.leaders(connection, [CLASS_1, CLASS_2]) == {
            CLASS_1: "周书记", CLASS_2: "李四",
        }  # fmt: skip


def test_lists_come_in_the_order_wished_for(office: Context) -> None:
    ids = [6, 5, 4, 3, 2, 1]
    with office.database.read() as connection:
        by_branch = queries.in_order(connection, ids, ())
        by_phone = queries.in_order(connection, ids, (("mobile", True),))
        unknown = queries.in_order(connection, ids, (("words", False),))
        names = queries.names(connection, [4])
    assert list(by_branch) == [2, 3, 1, 5, 6, 4]
    assert list(by_phone) == [6, 5, 4, 3, 2, 1]
    assert unknown == by_branch
    assert names == {4: ("单雄", "高三（2）班")}
