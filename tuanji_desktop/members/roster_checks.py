"""Checking the cells of one row of a roster list, and telling what is found.

The rules are `rules.checks`' and `members.edits`'; here stands only what is a list's own: that sex
beside a number may be illegible, that a number may be somebody's in the office or in the same file.
"""

from collections.abc import Mapping
from datetime import date

from ..rules.checks import Finding, birth_date, cross_check, is_valid
from ..rules.fields import FIELDS
from ..rules.policy import Policy
from ..sheets.findings import Findings
from . import queries
from .matching import fitting_number, prevails, same_name
from .reader import CleanRow, birth_written
from .roster_known import Known

_DAMAGED = "id.precision_lost"
_CUT = (_DAMAGED, "id.length")
"""A number of which a part is left: whose it may be, the roster knows."""
_CONTRADICTED = ("id.sex_mismatch", "id.birth_mismatch")


class RowChecks:
    """Tells into `findings`; remembers what earlier rows of the file brought."""

    def __init__(self, known: Known, findings: Findings, *, policy: Policy, today: date) -> None:
        self._known, self._findings = known, findings
        self._policy, self._today = policy, today
        self._first: dict[tuple[object, ...], int] = {}
        self.refused: set[int] = set()
        """The rows that are not taken."""

    def add(
        self,
        row: CleanRow,
        name: str,
        level: str,
        code: str,
        message: str,
        value: str = "",
        suggestion: str | None = None,
    ) -> None:
        self._findings.add(
            row.number,
            name,
            level=level,
            code=code,
            message=message,
            value=value,
            suggestion=suggestion,
        )

    def readable(self, row: CleanRow, *, known: bool = False) -> bool:
        """Tells what reading the cells found; False where one of them cannot be accepted. Of a row
        whose member is `known` by decision the number need not be right."""
        if not row.findings and row.number not in self._known.dragged:
            return True
        readable = True
        number = row.values.get("id_number")
        for found in row.findings:
            # What the number gives need not be legible beside it.
            derived = FIELDS[found.field].derived and is_valid(number or "")
            if derived and _same_birth(row.raw.get("born_on"), number):
                continue
            mild = derived or (known and found.field == "id_number")
            level = "warning" if mild or self._recorded_so(row, found) else found.level
            suggestion = found.suggestion
            if found.code in _CUT:
                namesakes = self._known.namesakes(row.values.get("name", ""))
                suggestion = fitting_number(row.raw.get("id_number"), namesakes) or suggestion
            self.add(row, found.field, level, found.code, found.message, found.value, suggestion)
            readable = readable and level != "error"
        if readable and row.number in self._known.dragged:
            message = "身份证号与上一行只差1，像是在表格中向下拖动填充出来的，请对照证件核对。"
            level = "warning" if known else "error"
            self.add(row, "id_number", level, "id.dragged", message, number or "")
            readable = known
        return readable

    def _recorded_so(self, row: CleanRow, found: Finding) -> bool:
        """Whether somebody of that name is recorded with this very number: wrong as it is, it says
        who is meant, and keeps nothing else of them from being put right."""
        if found.field != "id_number" or found.code == _DAMAGED:
            return False
        holders = self._known.with_number(row.values.get("id_number"))
        return any(same_name(row.values.get("name"), one.name) for one in holders)

    def differences(self, row: CleanRow, member: queries.Member) -> dict[str, object]:
        """The cells that say something else than the record, to be judged."""
        # Most cells say what is recorded already, in the same words.
        values: dict[str, object] = {**member.differing(row.values)}
        if not values:
            return values
        if "name" in values and same_name(row.values["name"], member.name):
            del values["name"]
        for found in row.findings:
            if found.code == "mobile.format":
                values.pop(found.field, None)  # a broken number is told, and not recorded
        if "sex" in values or "born_on" in values:
            for found in cross_check(row.values, policy=self._policy, today=self._today):
                # What the row's own number contradicts is a slip of the list, not a change.
                if found.code in _CONTRADICTED and found.field in values:
                    del values[found.field]
                    self._tell(row, found)
        return values

    def _tell(self, row: CleanRow, found: Finding) -> None:
        self.add(
            row,
            found.field,
            found.level,
            found.code,
            found.message,
            found.value,
            found.suggestion,
        )

    def new_is_sound(self, row: CleanRow, branch_id: int) -> bool:
        """Whether somebody new can be registered in a branch with what the row says of them."""
        sound, values = True, row.values
        said = {found.field for found in row.findings}
        for found in cross_check(values, policy=self._policy, today=self._today):
            if found.field in said:
                continue
            self.add(row, found.field, found.level, found.code, found.message, found.value)
            sound = sound and found.level != "error"
        if not values.get("id_number"):
            first = self._first_with(row, values.get("name"), branch_id, values.get("mobile"))
            if first != row.number:
                how = prevails(first, refused=first in self.refused)
                message = f"与第 {first} 行姓名、团支部和电话都相同，又没有身份证号，{how}。"
                self.add(row, "name", "error", "row.duplicate_in_file", message, row.values["name"])
                sound = False
        sound = self.number_is_free(row, values, None) and sound
        self.warn_shared(row, values, None)
        return sound

    def _first_with(self, row: CleanRow, *what: object) -> int:
        """The first row of the file that brings this."""
        return self._first.setdefault(what, row.number)

    def number_is_free(
        self, row: CleanRow, values: Mapping[str, str | None], member: queries.Member | None
    ) -> bool:
        """Whether the development number of a new or changed record is nobody else's."""
        number = values.get("development_number")
        if not number:
            return True
        first = self._first_with(row, "development_number", number)
        holders = [
            name
            for other, name in self._known.holders["development_number"].get(number, [])
            if member is None or other != member.id
        ]
        if not holders and first == row.number:
            return True
        whose = f"{holders[0]} 名下" if holders else f"第 {first} 行"
        message = f"发展团员编号 {number} 已在{whose}，一个编号只属于一个人。"
        self.add(row, "development_number", "error", "development_number.taken", message, number)
        return False

    def warn_shared(
        self, row: CleanRow, values: Mapping[str, str | None], member: queries.Member | None
    ) -> None:
        mobile = values.get("mobile")
        if not mobile:
            return
        others = [
            name
            for other, name in self._known.holders["mobile"].get(mobile, [])
            if member is None or other != member.id
        ]
        first = self._first_with(row, "mobile", mobile)
        if others:
            message = f"手机号码已登记在 {'、'.join(others[:3])} 名下，一个号码通常只属于一个人。"
        elif first != row.number:
            message = f"手机号码与第 {first} 行相同，一个号码通常只属于一个人。"
        else:
            return
        self.add(row, "mobile", "warning", "mobile.shared", message, mobile)


def _same_birth(cell: object, number: str | None) -> bool:
    """Whether a birth date of which only the month is written is that of a valid number."""
    born, written = birth_date(number), birth_written(cell)
    return born is not None and bool(written) and born.isoformat().startswith(written)
