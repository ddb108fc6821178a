"""A list with every sort of doubt, and a room that plans it: wrong cells, rows that may mean several
people, a column that has slipped."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.sheets.files import sheet
from tuanji_desktop.core.progress import Progress, Quiet
from tuanji_desktop.kit.import_adapter import (
    UNDECIDED,
    Alarm,
    Candidate,
    FieldChange,
    ImportReview,
    Layout,
    ReviewKind,
    ReviewRow,
    RowQuestion,
    layout_of,
)
from tuanji_desktop.sheets.findings import Findings, source_of
from tuanji_desktop.sheets.heading import Headings, pick_sheet
from tuanji_desktop.sheets.reader import Sheet, Workbook, cell_text
from tuanji_desktop.sheets.reading import LEAVE, MEMBER, NEW, Reading

NUMBER = "520628200106140632"
OTHER = "520628200203150418"
FIELDS = {
    "name": "姓名",
    "id_number": "身份证号",
    "mobile": "手机号码",
    "branch": "团支部",
    "address": "现住址",
}
HEADINGS = Headings(
    aliases={
        "name": ("姓名",),
        "id_number": ("身份证号",),
        "mobile": ("联系电话",),
        "branch": ("支部",),
        "address": ("地址",),
    }
)
BRANCHES = ("高三1班团支部", "高三2班团支部")
HEAD = ("序号", "姓名", "身份证号", "联系电话", "支部", "地址")
ROWS: tuple[tuple[object, ...], ...] = (
    HEAD,
    (1, "张三", NUMBER, "13800138001", "高三1班团支部", "某县某镇一村"),
    (2, "李四", "520628", "13800138002", "高三1班团支部", None),
    (3, None, OTHER, "13800138003", "高三2班团支部", None),
    (4, "赵六", "520628200305160617", "１３８００１３８００４", "三班", None),
    (5, "王五", None, "１３８００１３８００５", "高三1班团支部", "某县某镇二村"),
    (6, "孙七", "520628200307180519", "13800138006", "三班", None),
    (7, "王五", None, "13800138007", "高三2班团支部", None),
    (8, "周八", "520628200309010735", "13800138008", "高三2班团支部", None),
)
DAMAGED = 520628200106140000.0


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    name: str
    mobile: str
    branch: str


KNOWN = (
    Person(11, "王五", "13800138005", "高三1班团支部"),
    Person(12, "王五", "13900139000", "高三2班团支部"),
)


def workbook(rows: Sequence[Sequence[object]] = ROWS, *, sha256: str = "1") -> Workbook:
    """The list as it was read."""
    return Workbook(Path("名单.xlsx"), "xlsx", None, (sheet(*rows),), sha256)


def layout(book: Workbook) -> Layout:
    """How it is read."""
    return layout_of(book, HEADINGS, FIELDS, Reading())


def reviewed(
    book: Workbook, reading: Reading | None = None, *, alarms: tuple[Alarm | str, ...] = ()
) -> ImportReview:
    """What the list would do."""
    return planning(book, reading or Reading(), alarms=alarms)(Quiet())


def planning(
    book: Workbook, reading: Reading, *, alarms: tuple[Alarm | str, ...] = ()
) -> Callable[[Progress], ImportReview]:
    """The act that plans it: cells as mended, rows as decided."""
    return lambda _progress: _Plan(_mended(book, reading), reading).review(alarms)


def _mended(book: Workbook, reading: Reading) -> Workbook:
    rows = [list(row) for row in book.sheets[0].rows]
    for number, column, text in reading.mended:
        row = rows[number - 1]
        row += [None] * (column + 1 - len(row))
        row[column] = text or None
    return replace(book, sheets=(Sheet(book.sheets[0].name, False, rows),))


class _Plan:
    def __init__(self, book: Workbook, reading: Reading) -> None:
        self.table = pick_sheet(book, HEADINGS)
        self.reading = reading
        self.found = Findings(self.table)
        self.source = source_of(book, self.table)
        self.values = [
            {field: cell_text(row.values.get(field)) for field in FIELDS} for row in self.table.rows
        ]
        self.rows = [
            ReviewRow(row.number, self._kind(row.number, values), values["name"])
            for row, values in zip(self.table.rows, self.values, strict=True)
        ]

    def _kind(self, number: int, values: Mapping[str, str]) -> str:
        wrong = False
        if not values["name"]:
            self._error(number, "name", "name.empty", "姓名为空，请补上。")
            wrong = True
        held = values["id_number"]
        if held and len(held) != 18:
            damaged = "E+" in held
            code = "id.precision_lost" if damaged else "id.length"
            words = f"身份证号“{held}”读不出。"
            self._error(number, "id_number", code, words, held, NUMBER if damaged else None)
            wrong = True
        plain = unicodedata.normalize("NFKC", values["mobile"])
        if plain != values["mobile"]:
            self.found.add(
                number, "mobile", level="warning", code="mobile.format",
                message="手机号码是全角数字。", value=values["mobile"], suggestion=plain,
            )  # fmt: skip
        if values["branch"] not in BRANCHES:
            self._error(
                number, "branch", "branch.unknown", f"没有“{values['branch']}”这个团支部。",
                values["branch"],
            )  # fmt: skip
            wrong = True
        if wrong:
            return "refused"
        return self._decided(number) if values["name"] == "王五" else "new"

    def _decided(self, number: int) -> str:
        decision = self.reading.decision(number)
        if not decision:
            self.found.add(
                number, "similar", level="warning", code="row.similar_member",
                message="花名册里有两个王五。",
            )  # fmt: skip
            return UNDECIDED
        return {NEW: "new", LEAVE: "left"}.get(decision, "updated")

    def _error(
        self,
        number: int,
        field: str,
        code: str,
        words: str,
        value: str = "",
        suggestion: str | None = None,
    ) -> None:
        self.found.add(
            number, field, level="error", code=code, message=words, value=value,
            suggestion=suggestion,
        )  # fmt: skip

    def review(self, alarms: tuple[Alarm | str, ...]) -> ImportReview:
        counts = {key: sum(one.kind == key for one in self.rows) for key in _KINDS}
        writes = counts["new"] + counts["updated"]
        return ImportReview(
            source=self.source,
            sentence=f"{counts['new']} 人新增，{counts['refused']} 行拒绝。",
            kinds=tuple(
                ReviewKind(key, words, counts[key], written)
                for key, (words, written) in _KINDS.items()
            ),
            rows=self.rows,
            findings=tuple(self.found.all),
            writes=writes,
            detail=lambda place: f"{_KINDS[self.rows[place].kind][0]} {self.rows[place].name}",
            apply=lambda _progress, _recipe: None,
            alarms=alarms,
            question=self._question,
            changes=self._changes,
        )

    def _question(self, place: int) -> RowQuestion | None:
        row, values = self.rows[place], self.values[place]
        if row.kind != UNDECIDED:
            return None
        return RowQuestion(
            row=row.number,
            labels=("姓名", "手机号码", "团支部", "现住址"),
            incoming=tuple(values[one] for one in ("name", "mobile", "branch", "address")),
            candidates=tuple(
                Candidate(
                    f"{MEMBER}{one.number}",
                    f"{one.name}（{one.branch}）",
                    (one.name, one.mobile, one.branch, ""),
                )
                for one in KNOWN
            ),
            others=((NEW, "按新的登记"), (LEAVE, "这一行不导入")),
        )

    def _changes(self, place: int) -> tuple[FieldChange, ...]:
        if self.rows[place].kind != "updated":
            return ()
        return (FieldChange("手机号码", "13900139000", self.values[place]["mobile"], "提交审核"),)


_KINDS = {
    "new": ("新增", True),
    "updated": ("更新", True),
    UNDECIDED: ("待确认", False),
    "left": ("不导入", False),
    "refused": ("拒绝", True),
}
