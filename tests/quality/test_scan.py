"""The scan against brute force, and the second look against the first."""

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import make_office, valid_id
from tests.quality.helpers import behind, inspected, numbers, person
from tuanji_desktop.core.pinyin import name_keys
from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.history.service import undo
from tuanji_desktop.members import queries as members
from tuanji_desktop.members.queries import Filter
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality import queries, scan
from tuanji_desktop.quality.checks import PAIRS, catalog, check_of
from tuanji_desktop.quality.scan import Inspection
from tuanji_desktop.quality.service import listing, say_distinct
from tuanji_desktop.rules.checks import check_member
from tuanji_desktop.rules.policy import Values
from tuanji_desktop.store.schema import MEMBER_VALUES

NAMES = ("王芳", "王方", "汪芳", "李未", "李末", "单雄", None)
MOBILES = ("13900000001", "13900000002", "139", None)
BIRTHS = (date(2001, 3, 5), date(2001, 3, 6), date(1988, 2, 29), date(2016, 1, 1))
PEOPLE = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "mobile": st.sampled_from(MOBILES),
        "born": st.sampled_from(BIRTHS),
        "sex": st.sampled_from(["男", "女", None]),
        "serial": st.integers(1, 2),
        "slip": st.sampled_from([None, 3, 16]),
        "joined_on": st.sampled_from(["2012-05", "2016-05", "2017-05", "2019-05", None]),
        "development_number": st.sampled_from(["201752000001", "201652000001", "2017", None]),
        "education": st.sampled_from(["高中在读", "私塾", None]),
        "occupation": st.sampled_from(["青年学生", "农民", None]),
        "post": st.sampled_from(["书记", None]),
        "is_cadre": st.sampled_from(["是", "否"]),
        "branch": st.sampled_from([3, 4]),
        "status": st.sampled_from(["active", "active", "retained", "draft", "over_age"]),
    }
)
STEPS = st.lists(st.tuples(st.integers(1, 9), PEOPLE), max_size=5)


def record(context: Context, drawn: dict[str, object]) -> dict[str, object]:
    """The row of a member as drawn, with what is kept beside the values."""
    born = drawn["born"]
    assert isinstance(born, date)
    number = valid_id(born, serial=int(str(drawn["serial"])))
    slip = drawn["slip"]
    if isinstance(slip, int):
        digit = "1" if number[slip] != "1" else "2"
        number = number[:slip] + digit + number[slip + 1 :]
    plain = "name mobile sex joined_on development_number education occupation post is_cadre"
    values: dict[str, str | None] = {
        **dict.fromkeys(MEMBER_VALUES),
        "ethnicity": "汉族",
        "household_place": "青溪县",
        "political_status": "共青团员",
        "income": "学生无收入",
        **{name: drawn[name] for name in plain.split()},  # type: ignore[misc]
        "id_number": number,
        "born_on": born.isoformat(),
        "id_kind": "居民身份证",
    }
    keys = name_keys(values["name"])
    missing = context.policy.missing({**values, "branch": "团支部"})
    return {
        **values,
        "branch_id": drawn["branch"],
        "status": drawn["status"],
        "missing": ",".join(missing),
        "name_pinyin": keys.pinyin,
        "name_initials": keys.initials,
    }


def write(context: Context, member_id: int, drawn: dict[str, object]) -> None:
    """Writes a member as drawn over whoever has the id, or anew."""
    row = record(context, drawn)
    with context.database.write(context.operation("test", "改")) as writing:
        connection = writing.connection
        known = connection.exec_driver_sql(
            "SELECT 1 FROM members WHERE id = ?", (member_id,)
        ).one_or_none()
        if known is None:
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.exec_driver_sql(
                f"INSERT INTO members (id, {names}) VALUES (?, {marks})",
                (member_id, *row.values()),
            )
        else:
            sets = ", ".join(f"{name} = ?" for name in row)
            connection.exec_driver_sql(
                f"UPDATE members SET {sets} WHERE id = ?", (*row.values(), member_id)
            )


def brute(context: Context) -> dict[str, set[int | tuple[int, int]]]:
    """Every member against every rule, every pair compared in plain words."""
    with context.database.read() as connection:
        people = members.members(connection, members.ids(connection, Filter()))
        drafts = members.members(connection, members.ids(connection, Filter(kind="reporting")))
    found: dict[str, set[int | tuple[int, int]]] = {}

    def add(code: str, who: int | tuple[int, int]) -> None:
        found.setdefault(code, set()).add(who)

    today, policy = context.today, context.policy
    for one in people:
        values = one.values
        for name in policy.missing(values):
            add("red", one.id)
            add(f"red.{name}", one.id)
        for finding in check_member(values, policy=policy, today=today):
            add(check_of(finding, values, policy), one.id)
        for row in policy.unexpected(values):
            add("expected", one.id)
            add(f"expected.{row.field}", one.id)
        door = policy.door("over_age")
        born = date.fromisoformat(values["born_on"] or "")
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if age >= door.age and not any(row.holds(values) for row in door.unless):
            add("over_age", one.id)
    for code, field in (
        ("id_doubled", "id_number"),
        ("number_doubled", "development_number"),
        ("mobile_shared", "mobile"),
    ):
        often = Counter(one.values[field] for one in people if one.values[field])
        for one in people:
            if often[one.values[field]] > 1:
                add(code, one.id)
    for one, two in combinations(people, 2):
        if code := brute_pair(one.values, two.values, one.branch_id == two.branch_id):
            add(code, (min(one.id, two.id), max(one.id, two.id)))
    for one in drafts:
        if one.missing and one.status != "submitted":
            add("drafts", one.id)
    return found


def brute_pair(one: Values, two: Values, same_branch: bool) -> str:
    if not one["name"] or not two["name"]:
        return ""
    a, b = one["id_number"] or "", two["id_number"] or ""
    slips = sum(x != y for x, y in zip(a, b, strict=True))
    same_birth = one["born_on"] == two["born_on"]
    same_phone = bool(one["mobile"]) and one["mobile"] == two["mobile"]
    if one["name"] == two["name"] and slips == 1:
        return "pair_number"
    if one["name"] == two["name"] and (same_birth or same_phone):
        return "pair_namesake"
    sounds = name_keys(one["name"]).pinyin == name_keys(two["name"]).pinyin
    if sounds and (same_birth or same_phone):
        return "pair_homophone"
    if same_birth and same_branch and {one["name"], two["name"]} == {"李未", "李末"}:
        return "pair_lookalike"
    return ""


def told(inspection: Inspection) -> dict[str, set[int | tuple[int, int]]]:
    """The lists behind all numbers, each as long as its number says."""
    counts = numbers(inspection)
    found: dict[str, set[int | tuple[int, int]]] = {}
    for check in catalog(inspection.context.policy):
        if check.kind == "units":
            continue
        behind_it = listing(inspection, check.code, None)
        assert len(behind_it) == counts.get(check.code, 0), check.code
        rows = behind_it.pairs if check.kind == PAIRS else behind_it.ids
        assert len(set(rows)) == len(behind_it)
        if len(behind_it):
            found[check.code] = set(rows)
    return found


@pytest.mark.parametrize("policy", ["guangdong-2018", "qilu-2024"])
def test_numbers_lists_and_brute_force_agree_after_any_edits(policy: str) -> None:
    with TemporaryDirectory() as folder:
        context = make_office(Path(folder), policy=policy)

        @settings(max_examples=12)
        @given(st.lists(PEOPLE, min_size=2, max_size=7), STEPS)
        def agree(
            people: list[dict[str, object]], steps: list[tuple[int, dict[str, object]]]
        ) -> None:
            for number, drawn in enumerate(people, start=1):
                write(context, number, drawn)
            inspection = inspected(context)
            assert told(inspection) == brute(context)
            stop = context.database.subscribe(inspection.note)  # type: ignore[arg-type]
            for number, drawn in steps:
                write(context, number, drawn)
            inspection.catch_up()
            stop()
            assert told(inspection) == brute(context)
            assert told(inspection) == told(inspected(context))
            assert numbers(inspection) == numbers(inspected(context))

        try:
            agree()
        finally:
            context.database.close()


def test_each_seeded_case_is_found_and_nobody_else(office: Context) -> None:
    healthy = person(office, 1)
    seeded = {
        "id_invalid": person(office, 2, id_number="520628200106070124"),
        "id_conflict": person(office, 3, sex="女"),
        "number_invalid": person(office, 4, development_number="201652000004"),
        "joined_young": person(office, 5, joined_on="2014-06", development_number=""),
        "mobile_format": person(office, 6, mobile="12345"),
        "choice_unknown": person(office, 7, ethnicity="火星族"),
        "over_age": person(office, 8, born="1990-01-01", joined_on="2008-05",
                           development_number=""),
        "red": person(office, 9, education=""),
    }  # fmt: skip
    inspection = inspected(office)
    for code, member in seeded.items():
        assert behind(inspection, code) == [member], code
    assert not any(healthy in behind(inspection, code) for code in ("red", *seeded))
    assert numbers(inspection).keys() == {
        *seeded, "red.education", "hollow", "undersized", "no_secretary",
    } - {"hollow"}  # fmt: skip


def test_a_secretary_on_the_roster_or_in_the_tree_leads_a_branch(office: Context) -> None:
    assert numbers(inspected(office))["no_secretary"] == 2
    member = person(office, 1, post="书记", is_cadre="是")
    inspection = inspected(office)
    assert behind(inspection, "no_secretary") == [4]
    with office.database.write(office.operation("test", "改")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET secretary = '李四' WHERE code = 'QX0102'"
        )
    assert "no_secretary" not in numbers(inspection)
    stop = office.database.subscribe(inspection.note)  # type: ignore[arg-type]
    with office.database.write(office.operation("test", "改")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET post = '组织委员' WHERE id = ?", (member,)
        )
    inspection.catch_up()
    stop()
    assert behind(inspection, "no_secretary") == [3]


def test_a_pair_said_to_be_two_never_comes_again_unless_undone(office: Context) -> None:
    one = person(office, 1, name="杨伟")
    two = person(office, 2, name="杨炜")
    inspection = inspected(office)
    assert listing(inspection, "pair_homophone", None).pairs == ((one, two),)
    stop = office.database.subscribe(inspection.note)  # type: ignore[arg-type]
    number = say_distinct(office, one=two, other=one)
    inspection.catch_up()
    assert listing(inspection, "pair_homophone", None).pairs == ()
    assert listing(inspected(office), "pair_homophone", None).pairs == ()
    assert "pair_homophone" not in numbers(inspection)
    undo(office, number=number)
    inspection.catch_up()
    stop()
    assert listing(inspection, "pair_homophone", None).pairs == ((one, two),)


class StopsAfter:
    """A clerk who presses 取消 after some looks."""

    cancelled = False

    def __init__(self, looks: int) -> None:
        self._looks = looks

    def __call__(self, done: int, total: int, text: str = "") -> None:
        pass

    def stop_if_cancelled(self) -> None:
        self._looks -= 1
        if self._looks < 0:
            raise Cancelled


def test_a_scan_can_be_stopped_and_begun_again(
    office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "SLICE", 1)
    monkeypatch.setattr(scan, "PAGE", 2)
    pauses = []
    inspection = Inspection(office, pause=lambda: pauses.append(1))
    with pytest.raises(Cancelled):
        inspection.run(StopsAfter(6))
    assert not inspection.complete
    assert not inspection.running
    assert 0 < inspection.done < 6
    assert pauses
    inspection.run(StopsAfter(10_000))
    assert inspection.complete
    assert inspection.done == 6


def test_only_those_who_were_touched_are_looked_at_again(
    office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspection = inspected(office)
    stop = office.database.subscribe(inspection.note)  # type: ignore[arg-type]
    assert inspection.catch_up() is False
    seen: list[int] = []
    real = queries.rows_of

    def rows_of(connection, columns, ids):  # type: ignore[no-untyped-def]
        seen.extend(ids)
        return real(connection, columns, ids)

    monkeypatch.setattr(queries, "rows_of", rows_of)
    added = person(office, 1, mobile="123")
    assert inspection.catch_up() is True
    stop()
    assert seen == [added]
    assert behind(inspection, "mobile_format") == [added]
    assert not inspection.behind
    monkeypatch.setattr(scan, "MANY", 0)
    stop = office.database.subscribe(inspection.note)  # type: ignore[arg-type]
    person(office, 2)
    stop()
    assert inspection.behind
