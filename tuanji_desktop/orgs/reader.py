"""Reading a list of organisations: each row a node, by its code and its superior's code."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..sheets.findings import Findings, ListSource, SheetFinding, source_of
from ..sheets.heading import Headings, Table
from ..sheets.prepared import list_of
from ..sheets.reader import Workbook, cell_text, read_workbook
from ..sheets.reading import FILL, LEAVE, MEMBER, NEW, SKIP, Reading
from ..sheets.repeats import with_repeats
from . import list_codes
from .kinds import (
    BRANCH_KINDS,
    CHILDREN,
    KINDS,
    SCHOOL_KINDS,
    guess_kind,
    guess_school_kind,
    kind_of,
    match_name,
)
from .list_codes import Unnumbered
from .matching import NameIndex
from .queries import Organization

POLICY_FIELDS = ("full_name", "short_name", "kind", "school_kind")
"""What of a node that is there the clerk may keep from being changed by a list."""
LABELS = {
    "code": "组织编码",
    "full_name": "组织全称",
    "short_name": "组织简称",
    "kind": "组织类别",
    "parent": "上级组织编码",
    "school_kind": "学校类别",
}
HEADINGS = Headings(
    aliases={
        "code": (
            "组织编码",
            "组织代码",
            "编码",
            "组织编号",
            "团组织编码",
            "团组织代码",
            "团组织编号",
        ),
        "full_name": ("组织全称", "组织名称", "团组织全称", "团组织名称", "名称", "全称"),
        "short_name": ("组织简称", "简称", "团组织简称"),
        "kind": ("组织类别", "组织类型", "类别", "团组织类别", "团组织类型"),
        "parent": (
            *("上级组织编码", "上级编码", "上级组织代码", "上级组织", "隶属组织编码"),
            *("上级组织名称", "上级组织全称", "上级团组织", "上级团组织名称", "隶属组织", "上级"),
            *(
                "上级团组织编码",
                "上级团组织全称",
                "隶属团组织",
                "所属上级",
                "直属上级",
                "直接上级组织",
            ),
        ),
        "school_kind": ("学校类别", "学校类型"),
    },
    required=("full_name", "kind"),
)
_CODE_BEHIND = re.compile(r"[（(]\s*([^（()）]+?)\s*[)）]$")
"""河西镇团委（QX11）: a name with the code behind it."""


@dataclass(frozen=True, slots=True)
class OrgRow:
    """A sound row of the list; short name, superior and kind of school may be left blank.

    `decided`: what the clerk said of it; `listed`: the code that the list has where that is not the
    node's own.
    """

    number: int
    code: str
    full_name: str
    short_name: str
    kind: str
    parent: str | None
    school_kind: str | None
    decided: str = ""
    listed: str = ""


@dataclass(frozen=True, slots=True)
class OrgDoubt:
    """A row that names a node of the tree under another code: which it is, only the clerk knows.

    `candidates` are ids of nodes; `may_be_new`: its code is nobody's. Decided doubts are kept.
    """

    row: OrgRow
    candidates: tuple[int, ...]
    may_be_new: bool
    decided: str = ""


@dataclass(frozen=True, slots=True)
class OrgList:
    """What a list of organisations says, parents before children.

    `refused` are the other rows: their number in the sheet and the name written there; `doubts` are
    by row number, the decided ones with them.
    """

    source: ListSource
    rows: tuple[OrgRow, ...]
    findings: tuple[SheetFinding, ...]
    refused: tuple[tuple[int, str], ...]
    doubts: Mapping[int, OrgDoubt]

    @property
    def ambiguous(self) -> tuple[OrgDoubt, ...]:
        """The rows of which nothing is decided."""
        sound = {row.number for row in self.rows}
        refused = {number for number, _name in self.refused}
        return tuple(
            doubt
            for number, doubt in self.doubts.items()
            if number not in sound and number not in refused
        )


def org_table(workbook: Workbook, reading: Reading) -> Table:
    """The list in a workbook, with what stands above for 同上 in kinds and superiors."""
    table = list_of(workbook, HEADINGS, labels=LABELS, reading=reading)
    if "code" not in table.columns:
        table = replace(table, told=(*table.told, list_codes.TOLD))
    return with_repeats(table, own=("code", "full_name", "short_name"))


def cells_of(
    table: Table, known: Sequence[Organization], spent: Collection[str] = ()
) -> Mapping[int, dict[str, str]]:
    """The texts of each row, by its number; where the list has no codes, those it comes to."""
    rows = {
        row.number: {name: text_of(value) for name, value in row.values.items()}
        for row in table.rows
    }
    if "code" in table.columns:
        return rows
    named = (
        Unnumbered(number, cells["full_name"], cells["kind"], cells.get("parent", ""))
        for number, cells in rows.items()
    )
    codes = list_codes.codes_of([one for one in named if one.full_name], known, spent)
    names = {node.code: node.full_name for node in known}
    for number, cells in rows.items():
        cells["code"] = codes.get(number, "-")
        cells["full_name"] = names.get(cells["code"], cells["full_name"])
    return rows


def read_organizations(
    path: Path,
    *,
    known: Sequence[Organization],
    dissolved: Collection[str] = (),
    reading: Reading,
    cancelled: Callable[[], bool] = lambda: False,
    workbook: Workbook | None = None,
) -> OrgList:
    """Reads and checks a list against the tree that is there (and the codes of nodes that were).

    A `workbook` that has been read already is not read again.
    """
    workbook = workbook or read_workbook(path, cancelled=cancelled)
    table = org_table(workbook, reading)
    findings = Findings(table)
    tree = _Tree(known, reading)
    written: dict[int, str] = {}
    rows: dict[str, OrgRow] = {}
    doubts: dict[int, OrgDoubt] = {}
    doubles: list[tuple[OrgRow, int]] = []
    for number, cells in cells_of(table, known, dissolved).items():
        written[number] = cells["full_name"]
        row = _row(number, cells, findings, reading.decision(number))
        doubt = tree.doubt(row) if row is not None else None
        if row is None:
            continue
        if doubt is not None:
            doubts[row.number] = doubt
            settled = tree.settled(doubt)
            if settled is None:
                _ask(doubt, tree, findings)
                continue
            row = settled
        if row.code in rows:
            doubles.append((row, rows[row.code].number))
        elif row.code in dissolved:
            findings.add(
                row.number, "code", level="error", code="org.code_taken", value=row.code,
                message=f"组织编码 {row.code} 属于一个已撤销的团组织，请另编一个。",
            )  # fmt: skip
        else:
            rows[row.code] = tree.allowed(row)
    taken = {row.number for row in rows.values()}
    open_ = {doubt.row.code: number for number, doubt in doubts.items() if number not in taken}
    tree.name_superiors(rows)
    sound = _Placing(rows, tree.nodes, findings, open_).placed()
    by = "code" if "code" in table.columns else "full_name"
    _tell_doubles(doubles, {row.number for row in sound}, findings, by)
    numbers = {row.number for row in sound} | {
        number for number, doubt in doubts.items() if tree.settled(doubt) is None
    }
    refused = tuple((number, name) for number, name in written.items() if number not in numbers)
    told = sorted(findings.all, key=lambda one: one.row)
    return OrgList(source_of(workbook, table), sound, tuple(told), refused, doubts)


def _tell_doubles(
    doubles: Sequence[tuple[OrgRow, int]], sound: Collection[int], findings: Findings, by: str
) -> None:
    """The rows with the code (or `by` the name of) an earlier one, which prevails if it is taken
    itself."""
    for row, first in doubles:
        how = "以先出现的为准" if first in sound else "两行都没有导入，请改正其中一行、删去另一行"
        findings.add(
            row.number, by, level="error", code="org.duplicate_in_file", value=getattr(row, by),
            message=f"{LABELS[by]} {getattr(row, by)} 与第 {first} 行重复，{how}。",
        )  # fmt: skip


def _ask(doubt: OrgDoubt, tree: "_Tree", findings: Findings) -> None:
    row = doubt.row
    other = tree.by_id[doubt.candidates[-1]]
    if doubt.may_be_new:
        message = (
            f"台账里编码为 {other.code} 的“{other.short_name}”也叫这个名称，"
            f"名单的编码是 {row.code}：是同一个组织还是另一个，请确认。"
        )
    else:
        own = tree.nodes[row.code]
        message = (
            f"编码 {row.code} 是台账里的“{own.short_name}”，名称却是 {other.code}"
            f"“{other.short_name}”的，请确认说的是哪一个。"
        )
    findings.add(
        row.number, "full_name", level="warning", code="org.name_taken",
        value=row.full_name, message=message,
    )  # fmt: skip


class _Tree:
    """The tree as the rows of a list meet it."""

    def __init__(self, known: Sequence[Organization], reading: Reading) -> None:
        self.nodes = {node.code: node for node in known}
        self.by_id = {node.id: node for node in known}
        self._policies = dict(reading.policies)
        self._names: dict[str, list[Organization]] = {}
        for node in known:
            self._names.setdefault(match_name(node.full_name), []).append(node)
        self._codes: dict[str, str] = {}

    def doubt(self, row: OrgRow | None) -> OrgDoubt | None:
        """Whether the name belongs to another node than the code."""
        if row is None:
            return None
        own = self.nodes.get(row.code)
        alike = self._names.get(match_name(row.full_name), [])
        named = [node for node in alike if self._is_beside(node, row, own)]
        if not named or own in alike:
            return None
        candidates = (*([own.id] if own is not None else []), *(node.id for node in named))
        return OrgDoubt(row, candidates, own is None, row.decided)

    def _is_beside(self, node: Organization, row: OrgRow, own: Organization | None) -> bool:
        """Whether a node of the same name could be meant: every school has its 高三（1）班."""
        if node.kind not in BRANCH_KINDS:
            return True
        if own is not None:
            return own.parent_id == node.parent_id
        above = self.by_id.get(node.parent_id or 0)
        if row.parent is None or above is None:
            return True
        said = match_name(row.parent)
        names = (match_name(above.full_name), match_name(above.short_name))
        return row.parent == above.code or said in names

    def settled(self, doubt: OrgDoubt) -> OrgRow | None:
        """The row as the clerk decided; None while nothing (or nothing that fits) is decided."""
        row = doubt.row
        if doubt.decided == NEW and doubt.may_be_new:
            return row
        number = doubt.decided.removeprefix(MEMBER)
        if doubt.decided.startswith(MEMBER) and number.isdecimal():
            node = self.by_id.get(int(number))
            if node is not None and node.id in doubt.candidates:
                if node.code != row.code:
                    self._codes[row.code] = node.code
                    return replace(row, code=node.code, listed=row.code)
                return row
        return None

    def allowed(self, row: OrgRow) -> OrgRow:
        """The row without what it may not change in a node that is there."""
        node = self.nodes.get(row.code)
        if node is None or not self._policies:
            return row
        kept = {
            name: getattr(node, name)
            for name in POLICY_FIELDS
            if (policy := self._policies.get(name)) == SKIP
            or (policy == FILL and getattr(node, name))
        }
        return replace(row, **kept)

    def name_superiors(self, rows: dict[str, OrgRow]) -> None:
        """Superiors written as names become codes, of the list first and of the tree."""
        index: NameIndex | None = None
        for code, row in rows.items():
            parent = row.parent
            if parent is None or parent in rows or parent in self.nodes:
                continue
            if parent in self._codes:
                rows[code] = replace(row, parent=self._codes[parent])
                continue
            named = _CODE_BEHIND.search(parent)
            if named is not None and (named[1] in rows or named[1] in self.nodes):
                rows[code] = replace(row, parent=named[1])
                continue
            index = index or self._superiors(rows)
            sure = index.find(parent).sure
            if sure is not None and sure.code != code:
                rows[code] = replace(row, parent=sure.code)

    def _superiors(self, rows: Mapping[str, OrgRow]) -> NameIndex:
        return superior_names(self.nodes.values(), rows.values())


def superior_names(nodes: Collection[Organization], rows: Collection[OrgRow]) -> NameIndex:
    """The names of all that may have something below it: the nodes, and the rows of the list."""
    listed = {row.code: row for row in rows}
    known = [node for node in nodes if node.code not in listed]
    coming = [
        Organization(
            -row.number, row.code, row.full_name, row.short_name or row.full_name, row.kind,
            None, row.school_kind, "active", None, 0, 0, 0,
        )
        for row in listed.values()
    ]  # fmt: skip
    every = (*known, *coming)
    return NameIndex([one for one in every if one.kind in CHILDREN], branches_only=False)


def text_of(value: object) -> str:
    """A cell of a name or a code: no line breaks, no spaces at its ends, 101.0 as 101."""
    return "".join(part.strip() for part in cell_text(value).splitlines()).strip()


def _row(number: int, cells: dict[str, str], findings: Findings, decided: str) -> OrgRow | None:
    if decided == LEAVE:
        message = "按您的决定，这一行不导入。"
        findings.add(number, "", level="warning", code="row.left_out", message=message)
        return None
    for name in ("code", "full_name", "kind"):
        if not cells.get(name):
            findings.add(
                number,
                name,
                level="error",
                code="org.empty",
                message=f"{LABELS[name]}为空，请补上。",
            )
            return None
    kind = kind_of(cells["kind"])
    if kind is None:
        known = "、".join(KINDS.values())
        findings.add(
            number, "kind", level="error", code="org.kind", value=cells["kind"],
            message=f"不认识组织类别“{cells['kind']}”，可以填：{known}。",
            suggestion=KINDS.get(guess_kind(cells["kind"])[0]),
        )  # fmt: skip
        return None
    school = cells.get("school_kind") or None
    if school and school not in SCHOOL_KINDS:
        findings.add(
            number, "school_kind", level="warning", code="choice.unknown", value=school,
            message=f"学校类别“{school}”不在常用类别中，已照原样保留。",
            suggestion=guess_school_kind(school)[0] or None,
        )  # fmt: skip
    return OrgRow(
        number,
        cells["code"],
        cells["full_name"],
        cells.get("short_name", ""),
        kind,
        cells.get("parent") or None,
        school,
        decided,
    )


class _Placing:
    """Puts rows under their superiors; what would break the tree is refused with the reason."""

    def __init__(
        self,
        rows: dict[str, OrgRow],
        known: Mapping[str, Organization],
        findings: Findings,
        open_: Mapping[str, int],
    ) -> None:
        self._rows, self._known, self._findings = rows, known, findings
        self._open = open_
        self._names: NameIndex | None = None
        self._codes = {node.id: node.code for node in known.values()}
        self._placed: dict[str, OrgRow] = {}
        self._root = next((code for code, node in known.items() if node.parent_id is None), None)

    def placed(self) -> tuple[OrgRow, ...]:
        """The sound rows, parents first."""
        waiting = dict(self._rows)
        if self._root is None:
            self._crown(waiting)
        while ready := [row for row in waiting.values() if row.parent not in waiting]:
            for row in ready:
                del waiting[row.code]
                if self._fits(row):
                    self._placed[row.code] = row
        for row in waiting.values():
            self._refuse(row, "上下级互相隶属，请核对上级组织编码。")
        return tuple(self._placed.values())

    def _crown(self, waiting: dict[str, OrgRow]) -> None:
        """A new tree begins with the county, whatever the list says is above it."""
        county = next((row for row in waiting.values() if row.kind == "county"), None)
        if county is None or county.parent in waiting:
            return
        if county.parent is not None:
            self._findings.add(
                county.number, "parent", level="warning", code="org.place", value=county.parent,
                message=f"上级“{county.parent}”不在台账里，{county.full_name}作为最高一级。",
            )  # fmt: skip
        self._root = county.code
        self._placed[county.code] = replace(county, parent=None)
        del waiting[county.code]

    def _fits(self, row: OrgRow) -> bool:
        """Whether a row may stand where it wants to; an existing node stays where it stands."""
        node = self._known.get(row.code)
        if node is not None:
            return self._may_change(row, node)
        if row.parent is None:
            if self._root is not None or list_codes.is_lost(row.code):
                return self._refuse(row, "上级组织编码为空：最高一级只能有一个组织，请填写上级。")
            if row.kind in BRANCH_KINDS:
                return self._refuse(row, f"{KINDS[row.kind]}不能是最高一级，请填写上级。")
            self._root = row.code
            return True
        listed = self._rows.get(row.parent)
        if listed is not None and row.parent not in self._placed:
            return self._refuse(
                row, f"上级组织（第 {listed.number} 行）没有通过核对，请先改正上级。"
            )
        if list_codes.is_lost(row.code):
            return self._unknown(row, row.parent)
        above = listed or self._known.get(row.parent)
        if above is None:
            if row.parent in self._open:
                place = self._open[row.parent]
                return self._refuse(row, f"上级组织（第 {place} 行）还没有确认，请先确认上级。")
            return self._unknown(row, row.parent)
        if row.kind not in CHILDREN.get(above.kind, frozenset()):
            return self._refuse(row, f"{KINDS[row.kind]}不能设在{KINDS[above.kind]}之下。")
        return True

    def _unknown(self, row: OrgRow, parent: str) -> bool:
        """Nobody is called so; the likest is proposed."""
        self._names = self._names or superior_names(self._known.values(), self._rows.values())
        like = [
            one
            for one in self._names.similar(parent, most=4).candidates
            if one[0].code != row.code and not list_codes.is_lost(one[0].code)
        ][:3]
        named = "、".join(f"{node.short_name}（{node.code}）" for node, _score in like)
        said = f"可能是：{named}。" if named else "请核对。"
        self._findings.add(
            row.number, "parent", level="error", code="org.parent", value=parent,
            message=f"台账和名单里都没有上级组织“{parent}”，{said}",
            suggestion=like[0][0].code if like else None,
        )  # fmt: skip
        return False

    def _may_change(self, row: OrgRow, node: Organization) -> bool:
        """Its kind must suit what is above and below it; its place changes by a move alone."""
        place = self._codes.get(node.parent_id) if node.parent_id is not None else None
        if row.parent is not None and row.parent != place:
            self._findings.add(
                row.number, "parent", level="warning", code="org.place", value=row.parent,
                message=f"台账中的上级是 {place or '（无）'}，导入不改变隶属关系；需要时请用“移动”。",
            )  # fmt: skip
        if row.kind == node.kind:
            return True
        old, new = KINDS[node.kind], KINDS[row.kind]
        above = self._known[place].kind if place else None
        if above is not None and row.kind not in CHILDREN.get(above, frozenset()):
            return self._refuse(row, f"{new}不能设在{KINDS[above]}之下。", field="kind")
        if node.children and row.kind in BRANCH_KINDS | {"general_branch"}:
            return self._refuse(row, f"{old}下面还有下级组织，不能改为{new}。", field="kind")
        if node.kind in BRANCH_KINDS and node.members and row.kind not in BRANCH_KINDS:
            return self._refuse(row, f"{old}里还有团员，不能改为{new}。", field="kind")
        return True

    def _refuse(self, row: OrgRow, message: str, *, field: str = "parent") -> bool:
        value = (row.parent or "") if field == "parent" else KINDS[row.kind]
        self._findings.add(
            row.number, field, level="error", code=f"org.{field}", value=value, message=message
        )
        return False
