"""What becomes of a row of a roster list, for the eye: in words, field by field, and as the question
that only the clerk can answer. All of it is made when somebody looks at the row."""

from collections import defaultdict

from ..kit.import_adapter import Candidate, FieldChange, RowQuestion
from ..rules.fields import label_of
from ..rules.lifecycle import STAGE_LABELS
from ..sheets.findings import SheetFinding
from ..sheets.reading import LEAVE, MEMBER, NEW
from .import_notes import RosterNotes
from .roster_rows import PlannedRow, RosterPlan

_LOCKED = "field.locked"
OTHERS = {NEW: "都不是，按新团员登记", LEAVE: "不导入这一行"}


class RosterDetail:
    """Answers for the place of a row in the plan."""

    def __init__(self, plan: RosterPlan, notes: RosterNotes) -> None:
        self._rows, self._branches, self._people = plan.rows, notes.branches, notes.people
        self._said: dict[int, list[SheetFinding]] = defaultdict(list)
        for found in plan.findings:
            self._said[found.row].append(found)

    # ------------------------------------------------------------------------ in words
    def words(self, place: int) -> str:
        """What applying the plan does with the row, or why it does nothing."""
        row = self._rows[place]
        decided = self._decided(row)
        if row.kind == "new":
            words = f"{decided}新增到 {self._branch(row)}"
            missing = "、".join(label_of(name) for name in row.missing)
            return f"{words}，红名：缺 {missing}" if missing else words
        if row.kind == "unchanged":
            return f"{decided}与在册一致"
        if row.kind == "updated":
            lines = (
                f"{one.label}：{_shown(one.before)} → {_shown(one.after)}"
                + (f"（{one.note}）" if one.note else "")
                for one in self.changes(place)
            )
            return decided + "；".join(lines)
        return "；".join(found.message for found in self._said[row.number])

    def _decided(self, row: PlannedRow) -> str:
        if row.decided == NEW:
            return "按决定作为新团员："
        if row.decided.startswith(MEMBER) and row.member is not None:
            return f"按决定是 {row.member.name}（{row.member.branch_short}）："
        return ""

    def _branch(self, row: PlannedRow) -> str:
        return self._branches.get(row.branch_id or 0, "")

    # ------------------------------------------------------------------ field by field
    def changes(self, place: int) -> tuple[FieldChange, ...]:
        """The fields that a row changes, or would change if they were not locked."""
        row = self._rows[place]
        if row.member is None:
            return ()
        old = row.member.values
        found = [
            FieldChange(label_of(name), old.get(name) or "", value or "", note)
            for values, note in ((row.saved, ""), (row.submitted, "提交审核"))
            for name, value in values.items()
        ]
        if row.branch_id is not None:
            before, after = row.member.branch_short, self._branch(row)
            found.append(FieldChange(label_of("branch"), before, after))
        found += [
            FieldChange(label_of(one.field), old.get(one.field) or "", one.value, "已锁定，不改")
            for one in self._said[row.number]
            if one.code == _LOCKED
        ]
        return tuple(found)

    # ------------------------------------------------------------------- the question
    def question(self, place: int) -> RowQuestion | None:
        """The row beside those whom it may mean; None where nothing is to be decided."""
        row = self._rows[place]
        people = [self._people[one] for one in row.candidates if one in self._people]
        if not people and not row.decided:
            return None
        names = [name for name in row.incoming if name != "name"]
        if "id_number" not in names:
            names.insert(0, "id_number")
        names = ["name", *names]
        return RowQuestion(
            row=row.number,
            labels=tuple(map(label_of, names)),
            incoming=tuple(row.incoming.get(name, "") for name in names),
            candidates=tuple(
                Candidate(
                    f"{MEMBER}{one.id}",
                    f"{one.name}（{one.branch_short}，{STAGE_LABELS[one.status]}）",
                    tuple(one.values.get(name) or "" for name in names),
                )
                for one in people
            ),
            others=tuple(
                (decision, words)
                for decision, words in OTHERS.items()
                if decision != NEW or row.may_be_new
            ),
            decided=row.decided,
        )


def _shown(text: str) -> str:
    return text or "空"
