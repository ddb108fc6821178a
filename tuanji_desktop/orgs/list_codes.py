"""Codes for a list of organisations that gives none, as the official system's own export: a node that
is there keeps its code, a new one gets the next free code below its superior."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .kinds import BRANCH_KINDS, CHILDREN, kind_of, match_name
from .matching import BranchFinder, NameIndex
from .names import stem
from .queries import Organization
from .split import next_codes

TOLD: Final = (
    "名单没有“组织编码”一栏：台账里有的组织按名称认，新的接着上级的编码往下编；"
    "名单有编码的，请在“表头与栏目”里指定。"
)
_ROOT: Final = "01"
_LOST: Final = "?"


def is_lost(code: str) -> bool:
    """Whether a code only stands for a row that found no superior: it is never written."""
    return code.startswith(_LOST)


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A row as far as it tells which node it is."""

    number: int
    full_name: str
    kind: str
    parent: str


def codes_of(
    rows: Sequence[Unnumbered], known: Sequence[Organization], spent: Collection[str]
) -> Mapping[int, str]:
    """Row → code. Rows that find no superior get one that is none (`is_lost`). `spent`: codes of nodes that were dissolved."""
    return _Numbering(rows, known, spent).codes()


class _Numbering:
    def __init__(
        self, rows: Sequence[Unnumbered], known: Sequence[Organization], spent: Collection[str]
    ) -> None:
        self._rows = {row.number: row for row in rows}
        self._known = known
        self._finder = BranchFinder(known)
        self._by_code = {node.code: node for node in known}
        self._taken = {*self._by_code, *spent}
        self._children: dict[str, list[str]] = defaultdict(list)
        self._by_id = {node.id: node for node in known}
        for node in known:
            above = self._by_id.get(node.parent_id or 0)
            self._children[above.code if above else ""].append(node.code)
        self._codes: dict[int, str] = {}
        self._under_way: set[int] = set()
        self._named: dict[tuple[str, str], str] = {}

    def codes(self) -> Mapping[int, str]:
        for row in self._rows.values():
            node = self._node(row)
            if node is not None:
                self._codes[row.number] = node.code
        self._superiors = NameIndex(
            [
                *(node for node in self._known if node.kind in CHILDREN),
                *(_as_node(row) for row in self._rows.values() if self._is_new_superior(row)),
            ],
            branches_only=False,
        )
        self._root = self._first_of_all()
        for row in self._rows.values():
            self._code(row)
        return self._codes

    def _first_of_all(self) -> int | None:
        """The row that stands highest, where there is no tree yet."""
        if self._children[""]:
            return None
        counties = [one for one in self._rows.values() if kind_of(one.kind) == "county"]
        others = [
            one
            for one in self._rows.values()
            if not one.parent and kind_of(one.kind) not in BRANCH_KINDS
        ]
        return next((one.number for one in (*counties, *others)), None)

    def _node(self, row: Unnumbered) -> Organization | None:
        """The node that a row names; a short name must stand under the superior that is named."""
        if kind_of(row.kind) not in BRANCH_KINDS:
            return self._finder.above(row.full_name).sure
        above = self._by_code.get(row.parent) or self._finder.above(row.parent).sure
        if above is not None:
            below = self._finder.below(above.id)
            if (closer := self._finder.find(row.full_name, within=below).sure) is not None:
                return closer
        match = self._finder.find(row.full_name, superior=row.parent)
        sure = match.sure
        if sure is None or not row.parent:
            return sure
        return sure if match.candidates[0][1] == 1 and self._names_superior(sure) else None

    def _names_superior(self, node: Organization) -> bool:
        """Whether a full name says whose branch it is: many a school has its 高三（1）班."""
        above = self._by_id.get(node.parent_id or 0)
        return above is not None and stem(above.full_name) in stem(node.full_name)

    def _is_new_superior(self, row: Unnumbered) -> bool:
        return row.number not in self._codes and kind_of(row.kind) in CHILDREN

    def _code(self, row: Unnumbered) -> str:
        if row.number not in self._codes:
            self._under_way.add(row.number)
            above = self._above(row)
            name = (above or row.parent, match_name(row.full_name))
            if above is None:
                self._codes[row.number] = f"{_LOST}{row.number}"
            else:  # who is listed twice has one code
                code = self._named.get(name) or self._next(above)
                self._codes[row.number] = self._named[name] = code
        return self._codes[row.number]

    def _above(self, row: Unnumbered) -> str | None:
        """The superior's code; '' for the highest, None where nobody knows it."""
        if row.number == self._root:
            return ""
        if not row.parent:
            return None
        if row.parent in self._by_code:
            return row.parent
        match = self._superiors.find(row.parent)
        if match.sure is not None:
            return self._code_of(match.sure)
        codes = {self._code_of(node) for node, _score in match.candidates}
        # a superior that is listed twice has one code
        return codes.pop() if len(codes) == 1 < len(match.candidates) else None

    def _code_of(self, node: Organization) -> str | None:
        if node.id > 0:
            return node.code
        listed = self._rows[-node.id]
        if listed.number in self._under_way and listed.number not in self._codes:
            return None  # a superior of itself
        return self._code(listed)

    def _next(self, above: str) -> str:
        code = next_codes(self._children[above], self._taken, above, 1)[0] if above else _ROOT
        self._taken.add(code)
        self._children[above].append(code)
        return code


def _as_node(row: Unnumbered) -> Organization:
    return Organization(
        -row.number, "", row.full_name, row.full_name, kind_of(row.kind) or "", None, None,
        "active", None, 0, 0, 0,
    )  # fmt: skip
