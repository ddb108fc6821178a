from tests.quality.helpers import SCHOOL, inspected, person
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality import lists, service
from tuanji_desktop.quality.checks import catalog, find_check


def test_people_with_what_is_the_matter(office: Context) -> None:
    one = person(office, 1, education="")
    inspection = inspected(office)
    listing = service.listing(inspection, "red", None)
    row = service.fetch_members(inspection, listing.check, [one])[one]
    texts = {column.key: column.text(row) for column in lists.member_columns()}
    assert texts["words"] == "缺少：学历"
    assert texts["mobile"] == "13900000001"
    masked = {column.key for column in lists.member_columns() if column.mask}
    assert masked == {"id_number", "mobile"}
    assert lists.red_of(row) == ["学历"]


def test_pairs_say_what_they_share(office: Context) -> None:
    one = person(office, 1, name="杨伟")
    two = person(office, 2, name="杨炜", mobile="13900000001", branch="QX0102")
    (pair,) = service.fetch_pairs(office, [(one, two)])
    assert lists.alike_words(pair) == "生日、手机"
    texts = {column.key: column.text(pair) for column in lists.pair_columns()}
    assert (texts["one"], texts["other"], texts["born_on"]) == ("杨伟", "杨炜", "2001-06-07")


def test_units_stand_worst_first(office: Context) -> None:
    person(office, 1, education="", branch="QX0102")
    inspection = inspected(office)
    board = service.board(inspection, SCHOOL)
    check = find_check(office.policy, "red")
    assert check is not None
    rows = lists.worst_first(board.units, check, board.checks)
    assert [row.org.code for row in rows] == ["QX0102", "QX0101"]
    columns = {one.key: one for one in lists.breakdown_columns(check, catalog(office.policy))}
    assert [columns[key].text(rows[0]) for key in ("members", "check", "share", "red", "error")] == [
        "4", "1", "25.0%", "1", "1",
    ]  # fmt: skip
    empty = find_check(office.policy, "hollow")
    assert empty is not None
    share = {one.key: one for one in lists.breakdown_columns(empty, board.checks)}["share"]
    assert share.text(rows[0]) == ""


def test_units_under_a_check(office: Context) -> None:
    inspection = inspected(office)
    listing = service.listing(inspection, "no_secretary", None)
    rows = service.fetch_units(inspection, listing.check, listing.ids)
    texts = {one.key: one.text(rows[3]) for one in lists.unit_columns()}
    assert texts["unit"] == "高三（1）班"
    assert texts["members"] == "3"
    assert texts["words"] == "没有登记书记，名册里也没有职务为书记的团员。"
