"""One rule engine: dialog, table, bulk edit, import and command line decide alike.

Random members in every stage, random edits, every built-in pack, days around the edges of the
window of G 二. `edits.judge` (with the uniqueness in this office) is what all are compared with.

A list of a school differs by design, and only in this:

* an empty cell says nothing: it wipes no value and is not judged;
* one locked field or one error refuses the whole row;
* a cell that cannot be read is told as such, before any rule is asked;
* a malformed phone is a warning and is left out (nobody *types* one into a record);
* sex and birth that the row's own number contradicts are a slip of the list, not a change;
* the number says who it is: it is never changed by a list, a quite different name beside it is
  somebody else's row, and who has left is not on the roster any more;
* a column may be skipped, or fill blanks only: that is the same as a list without these cells;
* a list is no card: what Q 五.2 says of submitting a card does not hold the row back, the name
  stays red.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tests.builders import ORGANIZATIONS, add_member, make_office, pack, valid_id
from tests.imports import moment
from tests.members.helpers import select, settle
from tuanji_desktop.cli import globals_first, run
from tuanji_desktop.kit.field_form import FieldForm
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members import queries
from tuanji_desktop.members.bulk import BulkChange, Mode, apply_bulk, plan_bulk
from tuanji_desktop.members.edits import Verdict, judge, left_incomplete
from tuanji_desktop.members.live_rules import LiveRules
from tuanji_desktop.members.loading import Judged, judge_form, load_card
from tuanji_desktop.members.matching import alike
from tuanji_desktop.members.panels import form_fields
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.service import find_doubles, save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import open_office
from tuanji_desktop.rules.checks import is_valid, normalise, with_derived
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import LEFT, Stage
from tuanji_desktop.rules.policy import Tier
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.reading import Reading

PACKS = ("national", "guangdong-2018", "qilu-2024")
DAYS = tuple(
    map(
        date.fromisoformat,
        ("2018-09-27", "2018-09-28", "2018-10-15", "2018-11-30", "2018-12-01", "2024-04-20"),
    )
)
BRANCH = ORGANIZATIONS[2][1]
TAKEN_NUMBER, TAKEN_PHONE = "201752000777", "13800138001"

VALUES: Mapping[str, tuple[str, ...]] = {
    "name": ("张三丰", "周  八", "周8", "马文才", ""),
    "id_kind": ("居民身份证", "境外证件", "居住证", "军官证", ""),
    "id_number": (valid_id(date(2002, 5, 6), sex="女", serial=400), "52062820010305003",
                  "520628850525345", valid_id(date(2001, 3, 5), serial=1), ""),
    "sex": ("男", "女", "2", "不详", ""),
    "born_on": ("2001-06-01", "2001.6.1", "2001-06", "2090-01-01", "看不懂", ""),
    "ethnicity": ("汉族", "苗", "穿青人", ""),
    "mobile": ("139 0013 9000", "1390013900", TAKEN_PHONE, ""),
    "joined_on": ("2016年5月", "2016-09", "2017-05", "2012-01", "2031-01", "9月", ""),
    "development_number": ("201752000001", "201652000001", "20185200", TAKEN_NUMBER, ""),
    "political_status": ("共青团员", "中共预备党员", "党员", "僧侣", ""),
    "party_joined_on": ("2019-07-01", "2010-07-01", "2019-07", "看不懂", ""),
    "income": ("学生无收入", "2000-5000", "很多", ""),
    "is_cadre": ("是", "N", "", "大概"),
    "post": ("书记", "支书", "宣传委员", ""),
    "post_since": ("2018-09", "2031-01", "上个月", ""),
    "cadre_kind": ("兼职", "专职团干", ""),
    "occupation": ("青年学生", "农民", "宇航员", ""),
    "study_status": ("本科在读", "非在读", ""),
    "education": ("高中在读", "本科", ""),
    "work_unit": ("青溪县第一中学", "厂" * 65, ""),
    "household_place": ("青溪县河西镇", ""),
    "applied_party": ("是", "否", ""),
    "applied_party_on": ("2018-09-01", "2018-09", ""),
    "volunteer": ("是", "否", ""),
    "volunteer_since": ("2018-09-01", "2031-01-01", ""),
    "counsellor_mobile": ("0856-1234567", "12", ""),
    "notes": ("备注", ""),
}  # fmt: skip
RECORDED: Mapping[str, tuple[str, ...]] = {
    "joined_on": ("2016-05", "2015-09", "2017-05", "2018-03", ""),
    "development_number": ("", "201752000555"),
    "is_cadre": ("否", "是", ""),
    "post": ("", "书记"),
    "education": ("高中在读", ""),
    "occupation": ("青年学生", "", "农民"),
    "political_status": ("共青团员", "中共党员"),
    "income": ("学生无收入", ""),
    "born_on": ("2001-06-01", "2000-01-01", ""),
    "sex": ("男", "女", ""),
    "party_joined_on": ("", "从前"),
    "mobile": ("13700137000", ""),
}


@dataclass(frozen=True)
class Case:
    """A member, an edit, and the rules and the day it is made under."""

    stage: Stage
    recorded: Mapping[str, str]
    foreign: bool
    edits: Mapping[str, str]
    policy: str
    day: date


def some(values: Mapping[str, tuple[str, ...]], most: int) -> st.SearchStrategy[dict[str, str]]:
    """Some of these fields, each with one of its values."""
    names = st.lists(st.sampled_from(sorted(values)), unique=True, max_size=most)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries(
            {name: st.sampled_from(values[name]) for name in chosen}
        )
    )


CASES = st.builds(
    Case,
    stage=st.one_of(st.just(Stage.ACTIVE), st.sampled_from(Stage)),
    recorded=some(RECORDED, 5),
    foreign=st.booleans(),
    edits=some(VALUES, 4).filter(bool),
    policy=st.sampled_from(PACKS),
    day=st.sampled_from(DAYS),
)
FEW = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEWEST = settings(FEW, max_examples=5)
SERIAL = count(1)


def enter(context: Context, case: Case) -> int:
    """Records the member of a case; nobody else has the number."""
    serial = next(SERIAL)
    number = valid_id(date(2001, 6, serial % 28 + 1), serial=serial % 450 + 20)
    values = {"born_on": "2001-06-01", "sex": "男", **case.recorded, "id_number": number}
    if case.foreign:
        values |= {"id_kind": "境外证件", "id_number": f"EO{serial:07d}"}
    return add_member(context, name="周八", status=case.stage.value, **values)


class Place:
    """The office file; a failure need not print all its rules."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def __repr__(self) -> str:
        return "Place()"

    def under(self, case: Case) -> Context:
        """The office under the pack and on the day of a case."""
        return replace(self.context, policy=pack(case.policy), fixed_day=case.day)


def verdict_of(context: Context, member_id: int, edits: Mapping[str, str]) -> Verdict:
    """The one place that decides, and the numbers that others in this office have."""
    with context.database.read() as connection:
        member = queries.member(connection, member_id)
        found = judge(
            member.values, edits, stage=member.status, policy=context.policy, today=context.today
        )
        doubles = find_doubles(connection, {**found.saved, **found.submitted}, but=member_id)
    return Verdict(found.saved, found.submitted, found.refused, (*found.findings, *doubles))


def refusals(verdict: Verdict) -> set[tuple[str, str, str]]:
    return {(one.field, one.code, one.clause) for one in verdict.refused}


def errors(verdict: Verdict) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in verdict.errors}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    context = make_office(tmp_path_factory.mktemp("alike"))
    add_member(context, name="单雄", development_number=TAKEN_NUMBER)
    yield Place(context)
    context.database.close()


# ------------------------------------------------------------------- dialog and table
@given(case=CASES)
def test_the_card_and_the_form_say_what_the_judge_says(place: Place, case: Case) -> None:
    context = place.under(case)
    member_id = enter(context, case)
    expected = verdict_of(context, member_id, case.edits)
    judged = judge_form(context, member_id=member_id, typed=case.edits, values=case.edits)
    assert judged.verdict == expected
    states = load_card(context, member_id).states
    for field, code, clause in refusals(expected):
        if code == "field.locked":
            assert (states[field].tier, states[field].clause) == (Tier.LOCKED, clause)
    assert {states[field].tier for field in expected.submitted} <= {Tier.REVIEW}
    assert {states[field].tier for field in expected.saved if field in case.edits} <= {Tier.FREE}


@FEW
@given(case=CASES)
def test_the_dialog_says_it_while_somebody_types(
    place: Place, jobs: Jobs, qtbot: QtBot, case: Case
) -> None:
    context = place.under(case)
    member_id = enter(context, case)
    expected = verdict_of(context, member_id, case.edits)
    form = FieldForm()
    form.set_fields(form_fields(load_card(context, member_id), context.policy))
    for field, value in case.edits.items():
        form.set_value(field, value)
    rules, answers = LiveRules(Workplace(context, jobs), form, form), list[Judged]()
    rules.judged.connect(answers.append)
    rules.begin(member_id)
    settle(qtbot, jobs)
    form.deleteLater()
    told = answers[-1].verdict
    assert (told.saved, told.submitted) == (expected.saved, expected.submitted)
    assert (refusals(told), errors(told)) == (refusals(expected), errors(expected))


# -------------------------------------------------------------------------- bulk edit
def changes_of(edits: Mapping[str, str]) -> tuple[BulkChange, ...]:
    return tuple(
        BulkChange(field, Mode.SET if value else Mode.CLEAR, value)
        for field, value in edits.items()
    )


@given(case=CASES)
def test_a_bulk_edit_of_one_decides_alike(place: Place, case: Case) -> None:
    context = place.under(case)
    member_id = enter(context, case)
    expected = verdict_of(context, member_id, case.edits)
    with context.database.read() as connection:
        member = queries.member(connection, member_id)
    plan = plan_bulk(context, member_ids=[member_id], changes=changes_of(case.edits))
    (row,) = plan.rows
    goes: dict[str, dict[str, str | None]] = {}
    for cell in row.cells:
        goes.setdefault(cell.kind, {})[cell.field] = cell.after
        assert cell.before == member.values.get(cell.field)
    changed = {**expected.saved, **expected.submitted}
    if not expected.clean:
        assert row.kind == "refused"
        told = {cell.field: (cell.code, cell.clause) for cell in row.cells if cell.code}
        locked = {field: (code, clause) for field, code, clause in refusals(expected)}
        wrong = {one.field: (one.code, "") for one in reversed(expected.errors)}
        assert told == {**wrong, **locked}
        assert goes.get("held", {}).keys() == changed.keys() - told.keys()
    elif not changed:
        assert row.kind == "unchanged"
    elif left_incomplete(member.values, expected, stage=case.stage, policy=context.policy):
        assert (row.kind, goes["draft"]) == ("draft", changed)
    else:
        assert row.kind == "changed"
        assert goes.get("saved", {}) == expected.saved
        assert goes.get("submitted", {}) == expected.submitted
        after = {**member.values, **expected.saved}
        assert row.missing == ",".join(context.policy.missing(after))


OWN = ("name", "id_number", "development_number", "mobile")


@given(case=CASES)
@settings(max_examples=25)
def test_what_is_written_is_the_same(place: Place, case: Case) -> None:
    """Two members alike: one edited in the card, the other in bulk."""
    context = place.under(case)
    edits = {field: value for field, value in case.edits.items() if field not in OWN}
    assume(edits)
    alone, many = enter(context, case), enter(context, case)
    save_member(context, member_id=alone, changes=edits)
    plan = plan_bulk(context, member_ids=[many], changes=changes_of(edits))
    apply_bulk(context, plan)
    columns = ", ".join(f"m.{name}" for name in ("status", "missing", *FIELDS) if name not in
                        ("id_number", "branch", "born_on"))  # fmt: skip
    written = [
        (
            select(context, f"SELECT {columns} FROM members AS m WHERE id = ?", one),
            select(
                context,
                "SELECT f.field, f.base_value, f.new_value, f.clause, f.state, r.proposed_by "
                "FROM change_fields AS f JOIN change_requests AS r ON r.id = f.request_id "
                "WHERE r.member_id = ? ORDER BY f.field",
                one,
            ),
            [
                json.loads(text)
                for (text,) in select(
                    context, "SELECT content FROM drafts WHERE member_id = ?", one
                )
            ],
        )
        for one in (alone, many)
    ]
    assert written[0] == written[1]


# ----------------------------------------------------------------------------- import
def list_of(number: str, name: str, edits: Mapping[str, str]) -> Workbook:
    """A roster of one row, as the reader gives it."""
    cells = {"name": name, "id_number": number, "branch": BRANCH, **edits}
    rows: list[list[object]] = [[FIELDS[field].label for field in cells], [*cells.values()]]
    return Workbook(Path("名单.xlsx"), "xlsx", None, (Sheet("名单", False, rows),), "")


def as_a_list_means_it(
    context: Context, number: str, edits: Mapping[str, str]
) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """What of a row is judged, and which cells cannot be read: the differences named above."""
    kind = normalise("id_kind", edits.get("id_kind", ""), policy=context.policy).value
    given_by_number = with_derived({"id_number": number, "id_kind": kind})
    judged: dict[str, str] = {}
    unread: set[tuple[str, str]] = set()
    if kind:  # the number is read as the document that the row says it is of
        read, findings = normalise("id_number", number, policy=context.policy, id_kind=kind)
        unread = {("id_number", one.code) for one in findings}
    for field, value in edits.items():
        read, findings = normalise(field, value, policy=context.policy, id_kind=kind)
        derived = FIELDS[field].derived and is_valid(number)
        faults = {(field, one.code) for one in findings if one.level == "error"}
        contradicted = FIELDS[field].derived and given_by_number.get(field) not in (None, read)
        phone = any(one.code == "mobile.format" for one in findings)
        if faults and not derived:
            unread |= faults
        elif value and read is not None and not (contradicted or phone or (faults and derived)):
            judged[field] = value
    return judged, unread


@given(case=CASES)
def test_a_list_decides_alike(place: Place, case: Case) -> None:
    context = place.under(case)
    edits = {field: value for field, value in case.edits.items() if field != "id_number"}
    edits = {field: value for field, value in edits.items() if value or field != "name"}
    name = edits.get("name", "周八")
    assume(case.stage not in LEFT and edits and alike(name, "周八"))
    member_id = enter(context, case)
    number = str(select(context, "SELECT id_number FROM members WHERE id = ?", member_id)[0][0])
    plan = plan_roster(context, Path("名单.xlsx"), workbook=list_of(number, name, edits))
    (row,) = plan.rows
    told = {(one.field, one.code) for one in plan.findings if one.level == "error"}
    judged, unread = as_a_list_means_it(context, number, edits)
    if unread:
        assert (row.kind, told) == ("refused", unread)
        return
    expected = verdict_of(context, member_id, judged)
    if not expected.clean:
        assert row.kind == "refused"
        assert told == {(field, code) for field, code, _ in refusals(expected)} | errors(expected)
        clauses = {one.field: one.clause for one in expected.refused}
        for one in plan.findings:
            if one.code == "field.locked":
                assert f"（{clauses[one.field]}）" in one.message
    else:
        assert told == set()
        assert row.kind == ("updated" if expected.saved or expected.submitted else "unchanged")
        assert (row.saved, row.submitted) == (expected.saved, expected.submitted)


POLICIES = st.dictionaries(
    st.sampled_from([name for name in sorted(VALUES) if name not in ("id_number", "id_kind")]),
    st.sampled_from(["skip", "fill", "update"]),
)


@given(case=CASES, policies=POLICIES)
def test_a_policy_is_the_list_without_these_cells(
    place: Place, case: Case, policies: dict[str, str]
) -> None:
    """What a column may not do it does not do, and nothing that stands in it is told: exactly as
    if the school had left the cell empty."""
    context = place.under(case)
    edits = {field: value for field, value in case.edits.items() if field != "id_number"}
    edits = {field: value for field, value in edits.items() if value or field != "name"}
    assume(case.stage not in LEFT and edits and alike(edits.get("name", "周八"), "周八"))
    member_id = enter(context, case)
    with context.database.read() as connection:
        known = queries.member(connection, member_id).values
    number = known["id_number"] or ""
    held = {
        field
        for field, policy in policies.items()
        if policy == "skip" or (policy == "fill" and known.get(field))
    }
    left = {field: value for field, value in edits.items() if field not in held}

    def planned(cells: Mapping[str, str], reading: Reading) -> tuple[object, ...]:
        name = cells.get("name", "周八")
        others = {field: value for field, value in cells.items() if field != "name"}
        plan = plan_roster(
            context, Path("名单.xlsx"), workbook=list_of(number, name, others), reading=reading
        )
        (row,) = plan.rows
        told = {(one.field, one.code, one.level, one.value) for one in plan.findings}
        return row.kind, row.saved, row.submitted, row.branch_id, told

    assert planned(edits, Reading(policies=tuple(policies.items()))) == planned(left, Reading())


# ----------------------------------------------------------------------- command line
@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """An office file for each pack, closed."""
    files = {}
    for policy in PACKS:
        made = make_office(tmp_path_factory.mktemp(policy), policy=policy)
        add_member(made, name="单雄", development_number=TAKEN_NUMBER)
        made.database.close()
        files[policy] = made.database.path
    return files


@FEWEST
@given(case=CASES)
def test_the_command_line_decides_alike(
    templates: Mapping[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    case: Case,
) -> None:
    file = shutil.copy(templates[case.policy], tmp_path / "青溪.tuanji")
    made = open_office(Path(file), clock=lambda: moment(case.day), fixed_day=case.day)
    member_id = enter(made, case)
    expected = verdict_of(made, member_id, case.edits)
    with made.database.read() as connection:
        values = queries.member(connection, member_id).values
    made.database.close()
    pairs = [f"{field}={value}" for field, value in case.edits.items()]
    code, said = line(capsys, made, "member", "set", str(member_id), *pairs)
    draft = left_incomplete(values, expected, stage=case.stage, policy=made.policy)
    draft = draft if expected.saved or expected.submitted else ()
    assert code == (0 if expected.clean else 1)
    assert said.get("draft", False) == bool(expected.clean and draft)
    if not said.get("draft"):
        assert said["saved"] == list(expected.saved)
        assert said["submitted"] == list(expected.submitted)
    assert {(one["field"], one["clause"]) for one in said["refused"]} == {
        (field, clause) for field, _code, clause in refusals(expected)
    }
    wrong = {(one["field"], one["code"]) for one in said["findings"] if one["level"] == "error"}
    assert wrong == errors(expected)
    if not expected.clean:
        first = expected.refused[0].code if expected.refused else expected.errors[0].code
        assert said["error"]["code"] == first


def line(
    capsys: pytest.CaptureFixture[str], office: Context, *words: str
) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON of a command on that day."""
    path, day = str(office.database.path), office.today.isoformat()
    code = run(globals_first(["--json", "--office", path, "--today", day, *words]))
    return code, json.loads(capsys.readouterr().out)


# -------------------------------------------------------------- what is compared at all
@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        ("refused", lambda verdict: bool(verdict.refused)),
        ("wrong", lambda verdict: bool(verdict.errors)),
        ("submitted", lambda verdict: verdict.clean and bool(verdict.submitted)),
        ("saved", lambda verdict: verdict.clean and bool(verdict.saved)),
    ],
)
def test_the_cases_meet_every_verdict(
    place: Place, wanted: str, seen: Callable[[Verdict], bool]
) -> None:
    """A property that met only refusals would prove little."""
    edits = {
        "refused": {"name": "张三丰"},
        "wrong": {"party_joined_on": "2010-07-01"},
        "submitted": {"income": "2000-5000"},
        "saved": {"ethnicity": "苗"},
    }
    case = Case(Stage.ACTIVE, {}, False, edits[wanted], "guangdong-2018", DAYS[0])
    context = place.under(case)
    assert seen(verdict_of(context, enter(context, case), case.edits))
    assert all(set(values) <= set(VALUES[field]) for field, values in
               ((field, [value]) for field, value in edits[wanted].items()))  # fmt: skip
