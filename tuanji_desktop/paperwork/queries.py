"""Reading the archive of papers: what was drawn, printed, spoiled, and what came back."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from ..core.page_ranges import read_pages
from ..office.context import Context
from ..office.prints import undertaken
from ..papers.preflight import PaperFinding
from ..store.connection import raw

FILTERS: Mapping[str, str] = {
    "all": "全部",
    "unprinted": "未打印",
    "awaited": "未归扫描件",
    "void": "有作废",
}
_WHERE = {
    "all": "",
    "unprinted": "NOT EXISTS (SELECT 1 FROM prints AS r WHERE r.paper_id = p.id)",
    "awaited": "EXISTS (SELECT 1 FROM prints AS r WHERE r.paper_id = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM scan_pages AS s WHERE s.paper_id = p.id)",
    "void": "p.id IN (SELECT paper_id FROM spoiled_sheets)",
}
_SORTS = {
    "made_at": "p.made_at",
    "title": "p.title",
    "form": "p.form",
    "number": "p.number",
    "pages": "p.pages",
}
_LAST = "\U0010ffff"
_NUMBER = "coalesce(p.number, b.number, c.number, '')"
_FROM = (
    "FROM papers AS p LEFT JOIN deletion_batches AS b ON b.id = p.batch_id "
    "LEFT JOIN correction_lists AS c ON c.id = p.correction_list_id "
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers: below an organisation, of a form and year, one of `FILTERS`, some words."""

    org_id: int | None = None
    form: str = ""
    year: int | None = None
    filter: str = "all"
    words: str = ""
    sort: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One kept paper. `void` are the pages whose last print was spoiled and not printed again;
    `scanned` those that came back."""

    id: int
    made_at: str
    title: str
    form: str
    number: str
    about: str
    pages: int
    prints: int
    void: tuple[int, ...]
    scanned: tuple[int, ...]

    @property
    def state(self) -> str:
        """Where the paper is, in one word."""
        if self.void:
            return "作废" if len(self.void) == self.pages else "有作废页"
        if len(self.scanned) >= self.pages:
            return "已归档"
        if self.scanned:
            return "扫描件不全"
        return "待归扫描件" if self.prints else "未打印"


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One print."""

    id: int
    pages: str
    copies: int
    printer: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class SpoiledLine:
    """One spoiled sheet, `page` None the whole paper; `replaced` once it was printed again."""

    id: int
    page: int | None
    reason: str
    by: str
    on: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A scan with pages of this paper: `pages` of the paper, in the order of the scan."""

    id: int
    file_name: str
    sha256: str
    pages: tuple[int, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """A paper with all that happened to it, and its bytes. `replaced_by` is the number of the batch
    that was made in place of its own: it must not go out any more. `by_hand` are the characters
    without a font that the clerk undertook to write over their 〓, `faults` why it is not printed as
    if it were fresh."""

    row: PaperRow
    owner: Mapping[str, int]
    content_hash: str
    sha256: str
    pdf: bytes
    prints: tuple[PrintLine, ...]
    spoiled: tuple[SpoiledLine, ...]
    scans: tuple[ScanLine, ...]
    replaced_by: str = ""
    by_hand: tuple[str, ...] = ()
    faults: tuple[PaperFinding, ...] = ()


Standing = Callable[[Context, str, Mapping[str, int]], tuple[PaperFinding, ...]]
"""What keeps a kept paper of a form back, by those whom it belongs to: its room knows."""


def load_ids(context: Context, wanted: Wanted) -> "array[int]":
    """The papers in question, the newest first where nothing else is asked."""
    with context.database.read() as connection:
        return paper_ids(connection, wanted)


def paper_ids(connection: Connection, wanted: Wanted) -> "array[int]":
    """As `load_ids`, within an open reading."""
    where, values = _conditions(connection, wanted)
    order = [
        f"{_SORTS[key]}{' DESC' if down else ''}" for key, down in wanted.sort if key in _SORTS
    ]
    order = order or ["p.made_at DESC"]
    rows = raw(connection).execute(
        f"SELECT p.id FROM papers AS p {where} ORDER BY {', '.join(order)}, p.id DESC", values
    )
    found = array("q", (row[0] for row in rows))
    if wanted.filter == "void":  # few: which were printed again since is told by page ranges
        states = _states(connection, found)
        return array("q", (one for one in found if states[one][1]))
    return found


def load_forms(context: Context) -> tuple[tuple[str, str], ...]:
    """Forms of which papers are kept, each with the title of its newest."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT form, title, max(id) FROM papers GROUP BY form ORDER BY form"
        ).all()
    return tuple((form, title.split(" ")[0].split("：")[0]) for form, title, _ in rows)


def load_years(context: Context) -> tuple[int, ...]:
    """Years in which papers were made, the latest first."""
    with context.database.read() as connection:
        first, last = connection.exec_driver_sql(
            "SELECT min(made_at), max(made_at) FROM papers"
        ).one()
    return tuple(range(int(last[:4]), int(first[:4]) - 1, -1)) if first else ()


def load_rows(context: Context, ids: Sequence[int]) -> Mapping[int, PaperRow]:
    """Rows of the list by id."""
    with context.database.read() as connection:
        return paper_rows(connection, ids)


def paper_rows(connection: Connection, ids: Sequence[int]) -> dict[int, PaperRow]:
    """As `load_rows`, within an open reading."""
    states = _states(connection, ids)
    rows = connection.exec_driver_sql(
        f"SELECT p.id, p.made_at, p.title, p.form, {_NUMBER}, "
        "coalesce(m.name, ''), coalesce(o.short_name, ''), p.pages "
        f"{_FROM} LEFT JOIN transfers AS t ON t.id = p.transfer_id "
        "LEFT JOIN members AS m ON m.id = coalesce(p.member_id, t.member_id) "
        "LEFT JOIN organizations AS o ON o.id = "
        "coalesce(p.org_id, b.org_id, c.org_id, m.branch_id) "
        f"WHERE p.id IN ({_list(ids)})"
    )
    return {
        row[0]: PaperRow(
            id=row[0],
            made_at=row[1],
            title=row[2],
            form=row[3],
            number=row[4],
            about="，".join(part for part in (row[5], row[6]) if part),
            pages=row[7],
            prints=states[row[0]][0],
            void=states[row[0]][1],
            scanned=states[row[0]][2],
        )
        for row in rows
    }


def load_paper(
    context: Context, *, paper_id: int, standing: Standing | None = None
) -> PaperDetails:
    """Everything about one paper; with `standing` also what keeps it back."""
    with context.database.read() as connection:
        found = paper_details(connection, paper_id)
    if standing is None:
        return found
    return replace(found, faults=standing(context, found.row.form, found.owner))


def paper_details(connection: Connection, paper_id: int) -> PaperDetails:
    """As `load_paper`, within an open reading."""
    row = paper_rows(connection, [paper_id]).get(paper_id)
    if row is None:
        raise NotFound("paper.unknown", f"没有编号为 {paper_id} 的存档纸件。")
    found = connection.exec_driver_sql(
        "SELECT p.batch_id, p.member_id, p.correction_list_id, p.org_id, p.transfer_id, "
        "coalesce(p.content_hash, ''), p.sha256, b.content, coalesce(n.number, '') "
        "FROM papers AS p LEFT JOIN blobs AS b ON b.sha256 = p.sha256 "
        "LEFT JOIN deletion_batches AS o ON o.id = p.batch_id "
        "LEFT JOIN deletion_batches AS n ON n.id = o.replaced_by WHERE p.id = ?",
        (paper_id,),
    ).one()
    if found[7] is None:
        raise NotFound("paper.content", f"纸件 {paper_id} 的内容已不在台账里，无法显示。")
    names = ("batch_id", "member_id", "correction_list_id", "org_id", "transfer_id")
    prints = prints_of(connection, paper_id)
    return PaperDetails(
        row=row,
        owner={name: value for name, value in zip(names, found, strict=False) if value},
        content_hash=found[5],
        sha256=found[6],
        pdf=found[7],
        prints=prints,
        spoiled=_spoiled(connection, row, prints),
        scans=_scans(connection, paper_id),
        replaced_by=found[8],
        by_hand=undertaken(connection, [paper_id]),
    )


def prints_of(connection: Connection, paper_id: int) -> tuple[PrintLine, ...]:
    """The prints of a paper, the newest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, pages, copies, printer, printed_by, printed_at FROM prints "
        "WHERE paper_id = ? ORDER BY id DESC",
        (paper_id,),
    )
    return tuple(PrintLine(*row) for row in rows)


def load_scan(context: Context, *, sha256: str) -> bytes:
    """The bytes of a scan."""
    with context.database.read() as connection:
        found: bytes | None = connection.exec_driver_sql(
            "SELECT content FROM blobs WHERE sha256 = ?", (sha256,)
        ).scalar()
    if found is None:
        raise NotFound("scan.content", "这份扫描件的内容已不在台账里，无法显示。")
    return found


def _spoiled(
    connection: Connection, row: PaperRow, prints: Sequence[PrintLine]
) -> tuple[SpoiledLine, ...]:
    rows = connection.exec_driver_sql(
        "SELECT id, page, reason, voided_by, voided_on, coalesce(print_id, 0) "
        "FROM spoiled_sheets WHERE paper_id = ? ORDER BY id DESC",
        (row.id,),
    ).all()
    done = [(one.id, one.pages) for one in prints]
    return tuple(
        SpoiledLine(number, page, reason, by, on, not _still_void([(page, after)], done, row.pages))
        for number, page, reason, by, on, after in rows
    )


def _scans(connection: Connection, paper_id: int) -> tuple[ScanLine, ...]:
    rows = connection.exec_driver_sql(
        "SELECT s.id, s.file_name, s.sha256, s.read_by, s.read_at, g.paper_page "
        "FROM scan_pages AS g JOIN scans AS s ON s.id = g.scan_id "
        "WHERE g.paper_id = ? ORDER BY s.id DESC, g.page",
        (paper_id,),
    ).all()
    found: dict[int, ScanLine] = {}
    for number, name, sha256, by, at, page in rows:
        known = found.get(number, ScanLine(number, name, sha256, (), by, at))
        found[number] = replace(known, pages=(*known.pages, page))
    return tuple(found.values())


def _states(
    connection: Connection, ids: Sequence[int]
) -> dict[int, tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Per paper: how often it was printed, which pages are void, which came back."""
    driver, chosen = raw(connection), _list(ids)
    counts = dict(driver.execute(f"SELECT id, pages FROM papers WHERE id IN ({chosen})"))
    prints: dict[int, list[tuple[int, str]]] = {}
    for number, paper, pages in driver.execute(
        f"SELECT id, paper_id, pages FROM prints WHERE paper_id IN ({chosen})"
    ):
        prints.setdefault(paper, []).append((number, pages))
    spoiled: dict[int, list[tuple[int | None, int]]] = {}
    for paper, page, after in driver.execute(
        "SELECT paper_id, page, coalesce(print_id, 0) FROM spoiled_sheets "
        f"WHERE paper_id IN ({chosen})"
    ):
        spoiled.setdefault(paper, []).append((page, after))
    scanned: dict[int, set[int]] = {}
    for paper, page in driver.execute(
        f"SELECT paper_id, paper_page FROM scan_pages WHERE paper_id IN ({chosen})"
    ):
        scanned.setdefault(paper, set()).add(page)
    return {
        paper: (
            len(prints.get(paper, ())),
            _still_void(spoiled.get(paper, ()), prints.get(paper, ()), count),
            tuple(sorted(scanned.get(paper, ()))),
        )
        for paper, count in counts.items()
    }


def _still_void(
    spoiled: Sequence[tuple[int | None, int]], prints: Sequence[tuple[int, str]], count: int
) -> tuple[int, ...]:
    """Pages whose spoiled sheet no later print has replaced."""
    last: dict[int, int] = {}  # page → the last print that has it
    if spoiled:
        for number, words in prints:
            for page in _pages(words, count):
                last[page] = max(last.get(page, 0), number)
    void = set[int]()
    for sheet, after in spoiled:
        pages = range(1, count + 1) if sheet is None else (sheet,)
        void |= {one for one in pages if last.get(one, 0) <= after}
    return tuple(sorted(void))


def _pages(words: str, count: int) -> tuple[int, ...]:
    try:
        return read_pages(words, count)
    except BadInput:  # written by a newer program
        return ()


def _conditions(connection: Connection, wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    parts, values = [], list[Any]()
    if _WHERE[wanted.filter]:
        parts.append(_WHERE[wanted.filter])
    if wanted.form:
        parts.append("p.form = ?")
        values.append(wanted.form)
    if wanted.year:
        parts.append("p.made_at >= ? AND p.made_at < ?")
        values += [f"{wanted.year:04d}", f"{wanted.year + 1:04d}"]
    if wanted.org_id is not None and not _is_root(connection, wanted.org_id):
        parts.append(_below(wanted.org_id))
    if wanted.words.strip():
        part, more = _named(wanted.words.strip())
        parts.append(part)
        values += more
    return ("WHERE " + " AND ".join(f"({part})" for part in parts) if parts else "", tuple(values))


def _is_root(connection: Connection, org_id: int) -> bool:
    """The office's own node holds also what belongs to nobody: lists over several units."""
    parent = connection.exec_driver_sql(
        "SELECT parent_id FROM organizations WHERE id = ?", (org_id,)
    ).one_or_none()
    return parent is not None and parent[0] is None


def _below(org_id: int) -> str:
    below = f"(SELECT org_id FROM org_ancestors WHERE ancestor_id = {org_id:d})"
    members = f"(SELECT id FROM members WHERE branch_id IN {below})"
    return (
        f"p.org_id IN {below} OR p.member_id IN {members} "
        f"OR p.batch_id IN (SELECT id FROM deletion_batches WHERE org_id IN {below}) "
        f"OR p.correction_list_id IN (SELECT id FROM correction_lists WHERE org_id IN {below}) "
        "OR p.transfer_id IN (SELECT id FROM transfers WHERE source_id IN "
        f"{below} OR target_id IN {below})"
    )


def _named(words: str) -> tuple[str, tuple[str, ...]]:
    """A paper is found by its title, by its number, and by whoever stands on it."""
    part, upper = f"%{_escaped(words)}%", words + _LAST
    members = "(SELECT id FROM members WHERE name >= ? AND name < ?)"
    batches = f"(SELECT batch_id FROM deletion_requests WHERE member_id IN {members})"
    lists = f"(SELECT list_id FROM corrections WHERE member_id IN {members})"
    sql = (
        "p.title LIKE ? ESCAPE '\\' OR p.number LIKE ? ESCAPE '\\' "
        "OR p.batch_id IN (SELECT id FROM deletion_batches WHERE number LIKE ? ESCAPE '\\') "
        "OR p.correction_list_id IN "
        "(SELECT id FROM correction_lists WHERE number LIKE ? ESCAPE '\\') "
        f"OR p.member_id IN {members} OR p.batch_id IN {batches} "
        f"OR p.correction_list_id IN {lists} "
        "OR p.org_id IN (SELECT id FROM organizations WHERE full_name LIKE ? ESCAPE '\\' "
        "OR short_name LIKE ? ESCAPE '\\')"
    )
    return sql, (part, part, part, part, *((words, upper) * 3), part, part)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _list(ids: Sequence[int]) -> str:
    return ",".join(str(int(one)) for one in ids)
