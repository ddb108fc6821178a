"""Who on the roster each row of a list of persons is (cli.md: what a graduate row is).

The ID number and the name say it; what they leave open, the clerk decides (`Reading.decisions`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet, watched
from ..orgs import queries as orgs
from ..rules.checks import Finding, cross_check, is_valid
from ..rules.policy import Policy
from ..sheets.findings import Findings, SheetFinding
from ..sheets.heading import Table
from ..sheets.reader import cell_text
from ..sheets.reading import LEAVE, MEMBER, NEW, Reading
from . import queries
from .homes import Homes
from .matching import (
    dragged,
    find_similar,
    fitting_number,
    likely_member,
    present,
    prevails,
    same_name,
)
from .reader import Cleaner, CleanRow, birth_written, forget_damaged_numbers

_OF_THE_NUMBER = frozenset(
    {"id.precision_lost", "id.checksum", "id.length", "id.birth_date", "id.dragged"}
)
"""What is wrong with a number and can be settled by saying who is meant."""
_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of a list and what it is; `values` are canonical. `new`: on nobody's record.

    `candidates` are those whom the clerk may say it is, also where it has been said (`decided`);
    `written` is what the list says of such a row, to be compared with them. `may_be_new`: whether it
    may be nobody of them as well; a damaged number is nobody's.
    """

    number: int
    kind: str  # matched | new | ambiguous | refused
    values: Mapping[str, str]
    member_id: int | None = None
    candidates: tuple[int, ...] = ()
    decided: str = ""
    written: Mapping[str, str] = field(default_factory=dict)
    may_be_new: bool = False


def double(first: int, *, refused: bool) -> str:
    """What is said of a row with the number of an earlier one."""
    return f"与第 {first} 行是同一身份证号，{prevails(first, refused=refused)}。"


class PersonMatcher:
    """Matches row after row against the roster, and does as the clerk decided."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        *,
        policy: Policy,
        fields: frozenset[str],
        org_id: int | None,
        today: date,
        class_day: date | None = None,
        reading: Reading = Reading(),  # noqa: B008 - frozen
        suggest: Callable[[Finding], str | None] = lambda _found: None,
        progress: Progress = Quiet(),  # noqa: B008 - has no state
    ) -> None:
        """`fields`: the columns that are read; `org_id`: whose list it is, if that is known;
        `class_day`: the day on which its classes are called so (高三 is another class a year later);
        `suggest`: what a room proposes for a cell."""
        self._policy, self._today, self._progress = policy, today, progress
        self._findings = Findings(table)
        self._suggest = suggest
        self._decisions = dict(reading.decisions)
        cleaner = Cleaner(policy)
        self._rows = [
            cleaner.clean(row.number, row.values, fields)
            for row in watched(table.rows, progress, "读取各行")
        ]
        self._left = forget_damaged_numbers(self._rows)
        numbers = [row.values.get("id_number") for row in self._rows]
        self._dragged = {self._rows[place].number for place in dragged(numbers)}
        self._by_number = queries.by_id_numbers(connection, filter(None, numbers))
        progress.stop_if_cancelled()
        self._by_name = queries.by_names(
            connection, {row.values["name"] for row in self._rows if self._asks_for_namesakes(row)}
        )
        self._named = _decided_members(connection, self._decisions.values())
        self._homes = Homes(
            orgs.every(connection), today=class_day or today, unit=org_id, reading=reading
        )
        self._seen: dict[str, int] = {}
        self._refused: set[int] = set()
        self.doubles: dict[int, int] = {}
        """Row → the earlier row with the same number."""
        self._holders = self._rows_by_member()
        self._people: dict[int, queries.Member] = {}

    @property
    def people(self) -> Mapping[int, queries.Member]:
        """Everybody whom some row may mean; complete once all rows are matched."""
        return MappingProxyType(self._people)

    def member(self, row: PersonRow) -> queries.Member | None:
        """The member that a matched row is."""
        number = row.values.get("id_number") or ""
        known = (*self._by_number.get(number, []), *self._named.values())
        return next((one for one in known if one.id == row.member_id), None)

    def gone(self) -> dict[int, queries.Member]:
        """Rows of those who are on record and have left: row → who it was."""
        found = {}
        for row in self._rows:
            known = self._by_number.get(row.values.get("id_number") or "", [])
            name = row.values.get("name")
            left = [one for one in known if same_name(one.values.get("name"), name)]
            if left and not present(known):
                found[row.number] = left[-1]
        return found

    def match(self) -> tuple[tuple[PersonRow, ...], tuple[SheetFinding, ...]]:
        """All rows and all findings."""
        rows = tuple(self._row(row) for row in watched(self._rows, self._progress, "核对"))
        return rows, tuple(self._findings.all)

    def _asks_for_namesakes(self, row: CleanRow) -> bool:
        """Whether the number alone does not say who it is."""
        if "name" not in row.values:
            return False
        number = row.values.get("id_number") or ""
        if not is_valid(number) or row.number in self._dragged:
            return True
        found = self._by_number.get(number, [])
        return not any(same_name(one.name, row.values["name"]) for one in found)

    def _rows_by_member(self) -> dict[int, int]:
        """Member → the row that has both the number and the name: no other row can be this one."""
        holders: dict[int, int] = {}
        for row in self._rows:
            number, name = row.values.get("id_number"), row.values.get("name")
            if number and name and self._decisions.get(row.number) != LEAVE:
                for one in present(self._by_number.get(number, [])):
                    if same_name(one.name, name) and row.number not in self._dragged:
                        holders.setdefault(one.id, row.number)
        return holders

    def _row(self, row: CleanRow) -> PersonRow:
        decision = self._decisions.get(row.number, "")
        judged, found = self._judged(row, counts=decision != LEAVE)
        if judged.candidates:
            may_be_new = judged.kind == "ambiguous"
            written = _written(row, self._left.get(row.number, ""))
            judged = replace(judged, written=written, may_be_new=may_be_new)
        if decision:
            judged, found = self._decided(judged, found, decision)
        if judged.kind == "refused":
            self._refused.add(row.number)
        for one in found:
            self._findings.add(
                row.number,
                one.field,
                level=one.level,
                code=one.code,
                message=one.message,
                value=one.value,
                suggestion=one.suggestion,
            )
        return judged

    def _judged(self, row: CleanRow, *, counts: bool) -> tuple[PersonRow, list[Finding]]:
        """What the row is by itself. `counts`: it may be the first with its number."""
        found = self._cells(row)
        refused = PersonRow(row.number, "refused", row.values)
        if "name" not in row.values:
            if not any(one.field == "name" for one in row.findings):
                found.append(_error("name", "name.empty", "姓名为空，不知道是谁，请学校补上。"))
            return refused, found
        checked = self._against_the_number(row)
        found += checked
        wrong = {
            one.code
            for one in (*row.findings, *checked)
            if one.level == "error" and one.field != "mobile"
        }
        number = row.values.get("id_number")
        if not wrong and number is not None and row.number in self._dragged:
            message = "身份证号与上一行只差1，像是在表格中向下拖动填充出来的，请对照证件核对。"
            found.append(_error("id_number", "id.dragged", message, number))
            wrong = {"id.dragged"}
        if wrong:
            likely = self._likely(row) if wrong <= _OF_THE_NUMBER else ()
            return replace(refused, candidates=self._remember(likely)), found
        if number is None:
            return self._without_number(row, found)
        first = self._seen.setdefault(number, row.number) if counts else row.number
        if first != row.number:
            self.doubles[row.number] = first
            message = double(first, refused=first in self._refused)
            found.append(_error("id_number", "id.duplicate_in_file", message, number))
            return refused, found
        return self._with_number(row, number, found)

    def _cells(self, row: CleanRow) -> list[Finding]:
        """What reading the cells found; a bad phone does not stop a graduate from being matched."""
        found = []
        for one in row.findings:
            level = "warning" if one.field == "mobile" else one.level
            suggestion = one.suggestion
            if one.code in ("id.precision_lost", "id.length"):
                namesakes = self._by_name.get(row.values.get("name", ""), [])
                suggestion = fitting_number(row.raw.get("id_number"), namesakes) or suggestion
            found.append(replace(one, level=level, suggestion=suggestion or self._suggest(one)))
        return found

    def _against_the_number(self, row: CleanRow) -> list[Finding]:
        """What a valid number shows: born in the future, or the other sex than the list says."""
        if not is_valid(row.values.get("id_number") or ""):
            return []
        checked = cross_check(row.values, policy=self._policy, today=self._today)
        return [one for one in checked if one.code in ("id.birth_date", "id.sex_mismatch")]

    def _likely(self, row: CleanRow) -> tuple[queries.Member, ...]:
        """The one member whom a damaged number fits."""
        same = present(self._by_name.get(row.values["name"], []))
        member = likely_member(row.raw.get("id_number"), same)
        return (member,) if member is not None else ()

    def _without_number(
        self, row: CleanRow, found: list[Finding]
    ) -> tuple[PersonRow, list[Finding]]:
        raw = row.raw
        branch = self._homes.find(raw).sure
        values = {**row.values, "branch": branch.full_name if branch else None}
        same = present(self._by_name.get(row.values["name"], []))
        similar = find_similar(values, same, born=birth_written(raw.get("born_on")))
        if similar:
            names = "、".join(_named(one) for one in similar[:3])
            message = f"身份证号为空；姓名与电话、出生日期或支部相符的有：{names}，请确认。"
            told, kind = _warning("id_number", "required.empty", message), "ambiguous"
        else:
            message = "身份证号为空，也没有姓名与电话、出生日期或支部都相符的团员，请学校补上。"
            told, kind = _error("id_number", "required.empty", message), "refused"
        candidates = self._remember(similar)
        return PersonRow(row.number, kind, row.values, candidates=candidates), [*found, told]

    def _with_number(
        self, row: CleanRow, number: str, found: list[Finding]
    ) -> tuple[PersonRow, list[Finding]]:
        known = present(self._by_number.get(number, []))
        name = row.values["name"]
        same = [one for one in known if same_name(one.values.get("name"), name)]
        if same:
            return PersonRow(row.number, "matched", row.values, same[0].id), found
        if known:
            other = known[0]
            message = f"此身份证号在册姓名是“{other.name}”（{other.branch_short}），名单写“{name}”，请确认。"
            told = replace(_warning("name", "name.differs", message, name), suggestion=other.name)
            namesakes = present(self._by_name.get(name, []))
            candidates = self._remember((*known, *namesakes))
            ambiguous = PersonRow(row.number, "ambiguous", row.values, candidates=candidates)
            return ambiguous, [*found, told]
        message = f"{name} 的身份证号有效，但不在花名册中。请核对是否团员，是则补报到。"
        told = _warning("id_number", "row.not_a_member", message, number)
        for one in self._likely(row):
            near = one.values.get("id_number") or ""
            words = f"花名册里的 {_named(one)} 号码相近，名单的可能写错或被截断，请对照证件核对。"
            told = replace(told, message=message + words, suggestion=near)
        return PersonRow(row.number, "new", row.values), [*found, told]

    def _remember(self, members: Collection[queries.Member]) -> tuple[int, ...]:
        """Candidates by id; they are shown side by side with the row."""
        few = dict(list({one.id: one for one in members}.items())[:_MOST_CANDIDATES])
        self._people |= few
        return tuple(few)

    # -------------------------------------------------------------- what the clerk decided
    def _decided(
        self, judged: PersonRow, found: list[Finding], decision: str
    ) -> tuple[PersonRow, list[Finding]]:
        """The row as the clerk decided; a decision that no longer fits is told and counts for nothing."""
        if decision == LEAVE:
            left = _warning("", "row.left_out", "按您的决定，这一行不导入。")
            return replace(judged, kind="refused", member_id=None, decided=decision), [left]
        if decision == NEW and judged.kind == "ambiguous":
            said = "已确认不是在册的这些人，按不在册登记。"
            settled = replace(judged, kind="new", decided=decision)
            return settled, [_settled(one, said) for one in found]
        if decision == NEW and judged.kind == "new":
            return judged, found
        member = self._named.get(decision)
        if member is not None and member.id == judged.member_id:
            return judged, found
        open_ = judged.kind in ("ambiguous", "new") or bool(judged.candidates)
        if member is None or not open_ or judged.kind == "matched":
            message = "对这一行的决定已不成立（团员已不在册，或这一行改过了），按名单自身核对。"
            return judged, [*found, _warning("", "row.decision_stale", message)]
        first = self._holders.setdefault(member.id, judged.number)
        if first != judged.number:
            message = f"第 {first} 行已是团员 {_named(member)}，一人只能有一行，请另作决定。"
            twice = _error("name", "row.duplicate_in_file", message)
            return replace(judged, kind="refused", decided=decision), [twice]
        values = dict(judged.values)
        if judged.kind == "refused":  # never the damaged number
            values["id_number"] = member.values.get("id_number") or ""
        self._people[member.id] = member
        said = f"已确认为在册团员 {_named(member)}。"
        matched = replace(
            judged, kind="matched", values=values, member_id=member.id, decided=decision
        )
        return matched, [_settled(one, said) for one in found if one.code != "row.not_a_member"]


def _written(row: CleanRow, left: str) -> dict[str, str]:
    """What the list says of somebody; `left` are the digits of a damaged number."""
    raw = row.raw
    return {
        **row.values,
        "id_number": row.values.get("id_number") or left or cell_text(raw.get("id_number")).strip(),
        "born_on": birth_written(raw.get("born_on")),
        "branch": cell_text(raw.get("branch") or raw.get("class_name")).strip(),
    }


def _decided_members(connection: Connection, decisions: Iterable[str]) -> dict[str, queries.Member]:
    """The members named by decisions, those that are there."""
    ids = {
        int(one.removeprefix(MEMBER)): one
        for one in decisions
        if one.startswith(MEMBER) and one.removeprefix(MEMBER).isdecimal()
    }
    return {ids[one.id]: one for one in present(queries.members(connection, list(ids)))}


_ASKED = _OF_THE_NUMBER | {"name.differs", "required.empty"}


def _settled(found: Finding, said: str) -> Finding:
    """A finding that a decision answered: still told, for the school should mend its list."""
    if found.code not in _ASKED:
        return found
    message = found.message.removesuffix("，请确认。").removesuffix("。")
    return replace(found, level="warning", message=f"{message}。{said}")


def _named(member: queries.Member) -> str:
    return f"{member.name}（{member.branch_short}）"


def _error(name: str, code: str, message: str, value: str = "") -> Finding:
    return Finding(name, "error", code, message, value)


def _warning(name: str, code: str, message: str, value: str = "") -> Finding:
    return Finding(name, "warning", code, message, value)
