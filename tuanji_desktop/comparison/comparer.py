"""Laying a list beside the roster, row by row: by number first, then whom the rest may mean."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..core.masks import mask_id
from ..core.progress import Progress
from ..members import queries as members
from ..members.reader import birth_written
from ..office.context import Context
from ..orgs import queries as orgs
from ..orgs.matching import Match
from ..orgs.places import Cells, PlaceFinder
from ..rules.fields import label_of
from ..rules.lifecycle import STAGE_LABELS
from ..sheets.data_rows import DataRow
from ..sheets.findings import Findings
from ..sheets.heading import Table
from ..sheets.reader import cell_text
from ..sheets.reading import LEAVE, MEMBER, NEW, Reading
from .kinds import DIFFERS, DOUBLE, HERE, THERE, UNSURE
from .matching import Person, Trace, best, born_in, guess
from .persons import STEP, Persons
from .plan import LEFT_OUT, REFUSED, SAME, Line, ListedRow, Question
from .reader import DAMAGED, Cell, CellReader, agrees, compared_fields
from .scope import Scope, Tree, chosen_scope, guessed_scope

CROWDED: Final = 50_000
"""With more members every name is that of many: they are looked for within the scope only."""
_ASKED: Final = ("name", "id_number", "mobile", "born_on", "branch")
_CANDIDATES: Final = 9
_FROM_NUMBER: Final = ("sex", "born_on")
Values = Mapping[str, object]
Written = tuple[str, str, int | None]
"""Name and number as a list has them, and the branch that it means."""


Grounds = tuple[Tree, PlaceFinder]


def grounds_of(connection: Connection, today: date) -> Grounds:
    """The tree, and what finds the branches that rows name."""
    tree = Tree(orgs.every(connection))
    return tree, PlaceFinder(tree.nodes.values(), today=today)


class Comparer:
    """Goes through a table once; afterwards its lists hold what was found."""

    def __init__(
        self,
        context: Context,
        connection: Connection,
        table: Table,
        *,
        reading: Reading,
        org_id: int | None,
        grounds: Grounds,
        earlier: Mapping[Written, int | None],
        progress: Progress,
    ) -> None:
        self._context, self._progress = context, progress
        self._table, self._org_id = table, org_id
        self.fields = compared_fields(table)
        self._plain = tuple(name for name in self.fields if name != "branch")
        self._decisions, self._earlier = dict(reading.decisions), earlier
        self._cells = CellReader(context.policy)
        self._tree, self._finder = grounds
        self._persons = Persons(connection, self.fields)
        everybody = members.count(connection, members.Filter())
        self._crowded = everybody > CROWDED
        self._found = Findings(table)
        self._places_named: dict[tuple[object, ...], Match] = {}
        self._results: dict[int, ListedRow] = {}
        self._seen: dict[str, int] = {}
        self._named: Counter[int] = Counter()
        self._homes: Counter[int] = Counter()
        self._matched: dict[int, int] = {}
        self._claimed: set[int] = set()
        self._unknown: list[tuple[int, Values, Cell]] = []
        self._answered: list[tuple[int, Values, Person | None]] = []
        self.masked: Counter[str] = Counter()
        self.lines: list[Line] = []
        self.questions: dict[int, Question] = {}
        self.members = 0

    @property
    def rows(self) -> tuple[ListedRow, ...]:
        """Every row of the list, in its order."""
        return tuple(self._results[row.number] for row in self._table.rows)

    @property
    def findings(self) -> Findings:
        """What is to be said of cells and rows."""
        return self._found

    def run(self) -> Scope:
        """Compares everything; the scope is what the list was taken to cover."""
        decided = self._decided()
        for part in self._parts():
            read = [(row.number, row.values) for row in part]
            numbered = [(number, values, self._number(values)) for number, values in read]
            known = self._persons.by_number({cell.value for *_, cell in numbered if cell.value})
            for number, values, cell in numbered:
                self._first(number, values, cell, known, decided)
        scope = self._scope()
        self._guess_the_rest(scope)
        self._ask_again(scope)
        self._only_here(scope)
        order = {DIFFERS: 0, THERE: 0, UNSURE: 0, DOUBLE: 0, HERE: 1}
        self.lines.sort(key=lambda line: (order[line.kind], line.row or 0))
        return scope

    def _parts(self) -> Iterator[Sequence[DataRow]]:
        rows = self._table.rows
        for start in range(0, len(rows), STEP):
            self._progress.stop_if_cancelled()
            self._progress(start, len(rows), "逐行比对")
            yield rows[start : start + STEP]

    def _decided(self) -> Mapping[int, Person]:
        """The persons that the clerk named for rows."""
        ids = {
            int(said.removeprefix(MEMBER))
            for said in self._decisions.values()
            if said.startswith(MEMBER) and said.removeprefix(MEMBER).isdigit()
        }
        return self._persons.by_ids(ids | {one for one in self._earlier.values() if one})

    def _said_of(
        self, number: int, values: Values, cell: Cell, decided: Mapping[int, Person]
    ) -> tuple[str, Person | None]:
        """What was decided of a row, now or when an older list had it: the decision and whom it
        names. That somebody was named who has left since does not count any more."""
        said = self._decisions.get(number, "")
        if not said and self._earlier:
            branch = self._branch(values).sure
            key = (self._name(values).words or "", cell.words or "", branch.id if branch else None)
            member = self._earlier.get(key, 0)
            who = decided.get(member or 0)
            if member is None or (who is not None and who.on_roster):
                said = NEW if member is None else f"{MEMBER}{member}"
        return said, decided.get(_id_in(said)) if said.startswith(MEMBER) else None

    # ------------------------------------------------------------------ by the number
    def _number(self, values: Values) -> Cell:
        kind = cell_text(values.get("id_kind")).strip() or None
        return self._cells.read("id_number", values.get("id_number"), id_kind=kind)

    def _first(
        self,
        number: int,
        values: Values,
        cell: Cell,
        known: Mapping[str, Sequence[Person]],
        decided: Mapping[int, Person],
    ) -> None:
        name = self._name(values)
        said, chosen = self._said_of(number, values, cell, decided)
        if number in self._decisions:
            self._answered.append((number, values, chosen))
        if said == LEAVE:
            self._end(number, LEFT_OUT, name)
        elif name.words is None and cell.words is None:
            self._tell(
                number, "name", "name.empty", "没有姓名也没有身份证号，不知道是谁。", "error"
            )
            self._end(number, REFUSED, name)
        elif chosen is not None:
            self._match(number, values, chosen)
        elif cell.value is not None and self._seen.setdefault(cell.value, number) != number:
            self._double(number, values, self._seen[cell.value], known.get(cell.value, ()))
        elif cell.value is not None and known.get(cell.value):
            who = self._meant(known[cell.value], values, name)
            if who.on_roster:
                self._match(number, values, who)
            else:
                self._there(number, values, cell, who)
        elif said == NEW:
            self._hear(values)
            self._there(number, values, cell, None)
        else:
            self._hear(values)
            self._unknown.append((number, values, cell))

    def _meant(self, found: Sequence[Person], values: Values, name: Cell) -> Person:
        if len(found) == 1:
            return found[0]
        branch = self._branch(values).sure
        who = best(found, name=name.value, branch_id=branch.id if branch else None)
        assert who is not None
        return who

    def _match(self, number: int, values: Values, who: Person) -> None:
        """The row is this person: what differs becomes a line each."""
        name = self._cells.read("name", values.get("name"))
        if who.id in self._matched:
            self._double(number, values, self._matched[who.id], [who])
            return
        self._matched[who.id] = number
        self._homes[who.branch_id] += 1
        differing = [*self._differences(number, values, who), *self._moved(number, values, who)]
        self.lines += differing
        self._end(number, DIFFERS if differing else SAME, name, who.id)

    def _differences(self, number: int, values: Values, who: Person) -> Iterator[Line]:
        recorded = who.values
        for field in self._plain:
            raw, known = values[field], recorded[field]
            if raw == known or (not raw and not known):
                continue
            cell = self._number(values) if field == "id_number" else self._cells.read(field, raw)
            if cell.mask is not None and cell.readable:
                self.masked[field] += 1
            if not cell.readable and cell.finding is not None:
                self._tell(number, field, cell.finding.code, cell.finding.message)
            if agrees(field, cell, known) or (cell.words is None and self._follows(field, known)):
                continue
            yield self._differs(number, who, field, known, cell.words)

    def _follows(self, field: str, known: str | None) -> bool:
        """What the number gives need not stand beside it."""
        return field in _FROM_NUMBER and "id_number" in self.fields

    def _differs(
        self, number: int, who: Person, field: str, here: str | None, there: str | None
    ) -> Line:
        words = f"{label_of(field)}：台账为“{here or '空'}”，名单为“{there or '空'}”。"
        self._tell(number, field, "field.differs", words, value=there or "")
        return Line(
            DIFFERS,
            who.name,
            row=number,
            member_id=who.id,
            id_number=who.values.get("id_number"),
            unit_id=who.branch_id,
            field=field,
            here=here,
            there=there,
        )

    # ------------------------------------------------------------------- the branches
    def _branch(self, values: Values) -> Match:
        written, superior = values.get("branch"), values.get("superior")
        key = (type(written), written, type(superior), superior)
        match = self._places_named.get(key)
        if match is None:  # a list says the same of all who are in one branch
            text, above = cell_text(written).strip(), cell_text(superior).strip()
            match = self._finder.find(Cells(branch=text, superior=above)) if text else Match(())
            self._places_named[key] = match
        return match

    def _hear(self, values: Values) -> int | None:
        """The branch that a row names, counted for the scope."""
        node = self._branch(values).sure
        if node is None:
            return None
        self._named[node.id] += 1
        return node.id

    def _moved(self, number: int, values: Values, who: Person) -> Iterator[Line]:
        """The branch, where the list has the person in another one."""
        if "branch" not in self.fields:
            return
        written = cell_text(values.get("branch")).strip()
        match = self._branch(values)
        if any(node.id == who.branch_id for node, _score in match.candidates):
            self._named[who.branch_id] += 1
            return
        if match.sure is not None:
            self._named[match.sure.id] += 1
        here = self._tree.nodes.get(who.branch_id)
        there = match.sure.full_name if match.sure else written or None
        line = self._differs(number, who, "branch", here.full_name if here else None, there)
        yield Line(
            DIFFERS,
            line.name,
            row=number,
            member_id=who.id,
            id_number=line.id_number,
            unit_id=who.branch_id,
            branch_id=match.sure.id if match.sure else None,
            branch=written or None,
            field="branch",
            here=line.here,
            there=line.there,
        )

    def _scope(self) -> Scope:
        if self._org_id is not None:
            return chosen_scope(self._tree, self._org_id)
        scope = guessed_scope(self._tree, self._named, self._homes)
        if not scope.branches:
            raise BadInput(
                "comparison.no_scope",
                "名单里没有一个人、一个团支部与台账对得上，看不出是哪个单位的。"
                "请核对是否选错文件，或指定比对范围。",
            )
        return scope

    # ------------------------------------------------------------------- whom it may be
    def _guess_the_rest(self, scope: Scope) -> None:
        """Rows whose number tells nobody, once everybody is known whose number does."""
        rows = self._unknown
        names = {str(name) for _, values, _ in rows if (name := self._name(values).value)}
        known = self._persons.by_name(names, within=scope.org_id if self._crowded else None)
        for place, (number, values, cell) in enumerate(rows):
            if place % STEP == 0:
                self._progress.stop_if_cancelled()
                self._progress(place, len(rows), "按姓名认人")
            free = [
                one
                for one in known.get(self._name(values).value or "", ())
                if one.id not in self._matched
            ]
            mobile = self._cells.read("mobile", values.get("mobile"))
            node = self._branch(values).sure
            trace = Trace(
                number=cell.value if cell.finding is None else None,
                mask=cell.mask,
                mobile=mobile.value,
                mobile_mask=mobile.mask,
                branch_id=node.id if node else None,
                born=born_in(cell.value or "") or birth_written(values.get("born_on")),
            )
            damaged = cell.finding is not None and cell.finding.code == DAMAGED
            found = guess(trace, free, damaged=damaged, branches=scope.branches)
            if found.sure is not None and found.sure.on_roster:
                self._match(number, values, found.sure)
            elif found.candidates or found.sure is not None:
                some = (found.sure,) if found.sure is not None else found.candidates
                self._unsure(number, values, cell, some)
            else:
                self._there(number, values, cell, None)

    def _ask_again(self, scope: Scope) -> None:
        """Rows that were decided can be decided otherwise: those of the same name are offered."""
        within = scope.org_id if self._crowded else None
        names = {str(name) for _, values, _ in self._answered if (name := self._name(values).value)}
        known = self._persons.by_name(names, within=within)
        for number, values, chosen in self._answered:
            some = {one.id: one for one in known.get(self._name(values).value or "", ())}
            if chosen is not None:
                some = {chosen.id: chosen} | some
            if some:
                self._ask(number, values, list(some.values()))

    def _ask(self, number: int, values: Values, candidates: Sequence[Person]) -> None:
        some = candidates[:_CANDIDATES]
        self.questions[number] = Question(
            self._said(values),
            tuple(self._known_of(one) for one in some),
            tuple(one.id for one in some),
        )

    def _name(self, values: Values) -> Cell:
        return self._cells.read("name", values.get("name"))

    def _unsure(
        self, number: int, values: Values, cell: Cell, candidates: Sequence[Person]
    ) -> None:
        ids = tuple(one.id for one in candidates[:_CANDIDATES])
        self._claimed.update(ids)
        whom = "、".join(
            f"{one.name}（{self._short(one.branch_id)}，{_ends(one)}）" for one in candidates[:3]
        )
        why = cell.finding.message if cell.finding is not None else ""
        if not why:
            why = "证件号为空。" if cell.words is None else "台账里没有这个证件号。"
        self._tell(number, "id_number", "row.unsure", f"{why}可能是台账中的 {whom}，请确认。")
        line = self._line(UNSURE, number, values, cell)
        homes = "、".join(dict.fromkeys(self._short(one.branch_id) for one in candidates[:3]))
        here = f"可能在 {homes}"
        self.lines.append(replace(line, member_id=ids[0], candidates=ids, here=here))
        self._ask(number, values, candidates)
        self._end(number, UNSURE, self._name(values), ids[0])

    def _known_of(self, one: Person) -> dict[str, str]:
        values = {name: one.values.get(name) or "" for name in _ASKED if name != "branch"}
        return {**values, "branch": self._short(one.branch_id), "status": STAGE_LABELS[one.status]}

    def _there(self, number: int, values: Values, cell: Cell, who: Person | None) -> None:
        """Somebody whom the roster does not have, or no longer, or not yet."""
        words = "台账里没有这个人。"
        if who is not None:
            words = f"台账中此人为“{STAGE_LABELS[who.status]}”，不在册。"
            self._hear(values)
        if cell.finding is not None:
            words += cell.finding.message
        self._tell(number, "name", "row.only_there", words)
        line = self._line(THERE, number, values, cell)
        self.lines.append(replace(line, member_id=who.id if who else None))
        self._end(number, THERE, self._name(values), who.id if who else None)

    def _double(self, number: int, values: Values, first: int, found: Sequence[Person]) -> None:
        words = f"与第 {first} 行是同一个人，名单里重复了，以第 {first} 行为准。"
        self._tell(number, "id_number", "id.duplicate_in_file", words)
        name = self._name(values)
        who = best(found, name=name.value, branch_id=None)
        line = self._line(DOUBLE, number, values, self._number(values))
        home = who.branch_id if who is not None and who.on_roster else line.unit_id
        self.lines.append(
            replace(
                line,
                member_id=who.id if who else None,
                unit_id=home,
                here=self._table.places.words(first),
            )
        )
        self._end(number, DOUBLE, name, who.id if who else None)

    def _line(self, kind: str, number: int, values: Values, cell: Cell) -> Line:
        node = self._branch(values).sure
        return Line(
            kind,
            self._name(values).words or "",
            row=number,
            id_number=cell.words,
            unit_id=node.id if node else None,
            branch_id=node.id if node else None,
            branch=cell_text(values.get("branch")).strip() or None,
            values=self._said(values),
        )

    def _said(self, values: Values) -> dict[str, str]:
        """What a row says in the compared fields, masks as they stand."""
        said = {
            field: words
            for field in self._plain
            if (words := self._cells.read(field, values[field]).words)
        }
        if number := self._number(values).words:
            said["id_number"] = number
        if written := cell_text(values.get("branch")).strip():
            said["branch"] = written
        return said

    # ------------------------------------------------------------------- the roster's own
    def _only_here(self, scope: Scope) -> None:
        found = self._persons.on_roster(scope.branches)
        self.members = len(found)
        missing = [one for one, _ in found if one not in self._matched and one not in self._claimed]
        for start in range(0, len(missing), STEP):
            self._progress.stop_if_cancelled()
            self._progress(start, len(missing), "查找仅台账有的")
            for one, branch_id, name, number in self._persons.named(missing[start : start + STEP]):
                self.lines.append(
                    Line(
                        HERE,
                        name or "",
                        member_id=one,
                        id_number=number,
                        unit_id=branch_id,
                        branch_id=branch_id,
                    )
                )

    def heading_of(self, field: str) -> str:
        """What stands over a field's column in the list."""
        return self._table.headings[self._table.columns[field]]

    def silent(self, scope: Scope) -> tuple[int, int]:
        """Branches with members below a guessed scope that the list does not name, and their
        members."""
        nodes = [self._tree.nodes[one] for one in scope.silent]
        heard = [node.members for node in nodes if node.members]
        return len(heard), sum(heard)

    def _short(self, org_id: int) -> str:
        node = self._tree.nodes.get(org_id)
        return node.short_name if node else ""

    def _end(self, number: int, kind: str, name: Cell, member_id: int | None = None) -> None:
        self._results[number] = ListedRow(number, kind, name.words or "", member_id)

    def _tell(
        self, row: int, field: str, code: str, message: str, level: str = "warning", value: str = ""
    ) -> None:
        self._found.add(row, field, level=level, code=code, message=message, value=value)


def _id_in(said: str) -> int:
    digits = said.removeprefix(MEMBER)
    return int(digits) if digits.isdigit() else 0


def _ends(one: Person) -> str:
    number = one.values.get("id_number")
    return mask_id(number) if number else "无身份证号"
