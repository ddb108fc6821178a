"""The paper comes back: a scan is read, matched page by page with the kept papers, and filed.

A plan says of every page which sheet it is, or why it is none; nothing is written until
`file_scans` does what the plan says, in one operation. A page is matched by number and content
hash: one that was printed from another state of the records is told, never taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput, FileRefused
from ..core.page_ranges import pages_in_words
from ..core.progress import Progress, Quiet
from ..office.archive import insert_row, keep_content
from ..office.context import Context
from ..papers.qr import PageCode
from ..papers.scan import Scan, ScanPage, read_scan
from .scan_match import Known, all_numbers, known_papers, to_be_decided
from .typed_code import TypedCode, number_meant, read_typed

MATCHED, FILED, AGAIN, CONFIRM, FAILED = "matched", "filed", "again", "confirm", "failed"
Place = tuple[int, int]
"""A page: which of the scans, from 0, and which page of it, from 1."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a page; `confirmed` once the clerk compared number and page by eye."""

    text: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a kept paper."""

    paper_id: int
    title: str
    number: str
    page: int
    pages: int
    batch_id: int | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One page of a scan and what becomes of it.

    `verdict`: `matched` will be filed; `filed` is, this very page; `again` was filed from an earlier scan and is left out
    unless that is asked for; `confirm` waits for the clerk's eye; `failed` is none of ours or
    unread. `why` is a code, `words` say it, `warning` is what to look at all the same.
    """

    scan: int
    page: int
    verdict: str
    why: str
    words: str
    code: str = ""
    told_by: str = ""
    sheet: Sheet | None = None
    warning: str = ""

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.scan, self.page


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """Whether all sheets of a paper are there. `here` are its pages in the order of the scans,
    `filed` those that came before, `decidable` whether its batch waits for its decision."""

    paper_id: int
    title: str
    number: str
    pages: int
    here: tuple[int, ...]
    filed: tuple[int, ...]
    missing: tuple[int, ...]
    words: str
    warnings: tuple[str, ...]
    batch_id: int | None = None
    decidable: bool = False

    @property
    def complete(self) -> bool:
        """No page is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """What filing would do; `warnings` are about the scans as a whole."""

    scans: tuple[Scan, ...]
    pages: tuple[PlanPage, ...]
    papers: tuple[PaperCheck, ...]
    warnings: tuple[str, ...]
    typed: Mapping[Place, Typed]
    again: bool = False

    @property
    def to_file(self) -> tuple[PlanPage, ...]:
        """The pages that filing takes."""
        return tuple(one for one in self.pages if one.verdict == MATCHED)

    def picture_of(self, place: Place) -> ScanPage:
        """The page as it was scanned."""
        return self.scans[place[0]].pages[place[1] - 1]


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed; `decidable` are batches whose decision can be entered, by number."""

    operation: int
    words: str
    pages: int
    left: int
    papers: tuple[PaperCheck, ...]
    decidable: Mapping[int, str]


def read_files(
    files: Sequence[Path], *, progress: Progress | None = None
) -> tuple[tuple[Scan, ...], tuple[FileRefused, ...]]:
    """Reads what can be read, and why the others cannot: one bad file keeps none back."""
    found, refused = [], []
    for path in files:
        try:
            found.append(read_scan(path, progress=progress))
        except FileRefused as error:
            refused.append(error)
    return tuple(found), tuple(refused)


def read_scans(
    context: Context,
    files: Sequence[Path],
    *,
    again: bool = False,
    progress: Progress | None = None,
) -> ScanPlan:
    """Reads the files and says of every page what it is; writes nothing."""
    if not files:
        raise BadInput("scan.none", "没有选择扫描件。请选择扫描仪存的 PDF 或图片。")
    watched = progress or Quiet()
    scans = tuple(read_scan(Path(one), progress=watched) for one in files)
    return plan_scans(context, scans, again=again)


def plan_scans(
    context: Context,
    scans: Sequence[Scan],
    *,
    typed: Mapping[Place, Typed] | None = None,
    again: bool = False,
) -> ScanPlan:
    """The plan for scans that were read, with what was typed for pages without a code."""
    with context.database.read() as connection:
        return _plan(connection, context, tuple(scans), dict(typed or {}), again)


def file_scans(context: Context, plan: ScanPlan) -> Filed:
    """Files the matched pages in one operation: the scan whole, and which sheet each page is.

    The plan is made again inside; where a record moved meanwhile, nothing is written.
    """
    if not plan.to_file:
        raise BadInput("scan.nothing", "没有可以归档的页：请先给没有认出的页录入编号。")
    names = "、".join(f"《{one.title}》" for one in plan.papers if one.here)
    count = len(plan.to_file)
    words = f"归档扫描件 {count} 页：{names}"
    with context.database.write(context.operation("paper.scan", words)) as writing:
        connection = writing.connection
        now = _plan(connection, context, plan.scans, plan.typed, plan.again)
        if now.pages != plan.pages:
            raise BadInput("scan.stale", "刚才纸件档案有了变化，没有归档。请再看一遍结果后归档。")
        for index, scan in enumerate(plan.scans):
            pages = [one for one in plan.to_file if one.scan == index]
            if pages:
                _file(connection, context, scan, pages)
    left = len(plan.pages) - count
    decidable = {
        one.batch_id: one.number
        for one in plan.papers
        if one.decidable and one.batch_id is not None and one.here
    }
    return Filed(writing.number, words, count, left, plan.papers, decidable)


def _file(connection: Connection, context: Context, scan: Scan, pages: Sequence[PlanPage]) -> None:
    """One scan, kept once however often it is read."""
    known = connection.exec_driver_sql(
        "SELECT id FROM scans WHERE sha256 = ?", (scan.sha256,)
    ).scalar()
    scan_id = known or insert_row(
        connection,
        "scans",
        file_name=scan.file_name,
        sha256=keep_content(connection, scan.content),
        pages=scan.count,
        read_by=context.operator,
        read_at=context.stamp(),
    )
    for one in pages:
        assert one.sheet is not None
        insert_row(
            connection,
            "scan_pages",
            scan_id=int(scan_id),
            page=one.page,
            paper_id=one.sheet.paper_id,
            paper_page=one.sheet.page,
            told_by=one.told_by,
        )


# ------------------------------------------------------------------------ the plan
def _plan(
    connection: Connection,
    context: Context,
    scans: tuple[Scan, ...],
    typed: Mapping[Place, Typed],
    again: bool,
) -> ScanPlan:
    meant = _meant(connection, typed)
    codes = [one.code for scan in scans for one in scan.pages if one.code is not None]
    numbers = {code.batch for code in codes} | {one.number for one in meant.values() if one}
    papers = known_papers(connection, numbers)
    spoiled = _spoiled(connection, papers)
    pages = []
    for index, scan in enumerate(scans):
        for seen in scan.pages:
            place = (index, seen.number)
            if seen.code is None and place in typed:
                page = _typed_page(place, typed[place], meant[place], papers)
            else:
                page = _read_page(place, seen, papers)
            if page.sheet is not None:
                page = replace(
                    page, warning=spoiled.get((page.sheet.paper_id, page.sheet.page), "")
                )
            pages.append(page)
    filed = _filed(connection, {one.sheet.paper_id for one in pages if one.sheet})
    pages = _once(pages, scans, filed, again)
    checks = _checks(connection, context, pages, filed)
    return ScanPlan(scans, tuple(pages), checks, _mixed(pages), dict(typed), again)


def _meant(connection: Connection, typed: Mapping[Place, Typed]) -> dict[Place, TypedCode | None]:
    """What was typed, with the number as the office has it."""
    read = {place: read_typed(one.text) for place, one in typed.items()}
    numbers = list(all_numbers(connection)) if any(read.values()) else []
    return {
        place: replace(one, number=number_meant(one.number, numbers) or one.number) if one else None
        for place, one in read.items()
    }


def _read_page(place: Place, seen: ScanPage, papers: Sequence[Known]) -> PlanPage:
    if seen.several:
        words = f"这一页上有 {len(seen.several)} 个不同的编号，请分开扫描，或录入这一页的编号。"
        return PlanPage(*place, FAILED, "several", words)
    if seen.code is None:
        if seen.foreign:
            words = "这一页的二维码不是本程序的纸件编号。是本台账的纸件的，请录入二维码下面的编号。"
            return PlanPage(*place, FAILED, "foreign", words)
        words = "没有认出编号。请照二维码下面的一行录入；这一页没有二维码的，不用录入。"
        return PlanPage(*place, FAILED, "no_code", words)
    return _told(place, seen.code, papers, "code")


def _typed_page(
    place: Place, typed: Typed, meant: TypedCode | None, papers: Sequence[Known]
) -> PlanPage:
    if meant is None:
        words = "看不懂录入的编号。请照纸上的样子录入，例如 2018-001:2:5A0B1C2D3E。"
        return PlanPage(*place, FAILED, "typed", words)
    code = PageCode(meant.number, meant.page, meant.content)
    if meant.content:
        return _told(place, code, papers, "typed")
    fitting = [one for one in papers if one.number == meant.number and meant.page <= one.pages]
    if not fitting:
        return _told(place, code, papers, "typed")
    if len(fitting) > 1:
        titles = "、".join(f"《{one.title}》" for one in fitting)
        words = f"编号 {meant.number} 有 {len(fitting)} 份纸件：{titles}。请连后面的十位一起录入。"
        return PlanPage(*place, FAILED, "several_papers", words)
    sheet = _sheet(fitting[0], meant.page)
    shown = f"{meant.number}:{meant.page}"
    if typed.confirmed:
        return PlanPage(*place, MATCHED, "", _sheet_words(sheet), shown, "typed", sheet)
    words = f"{_sheet_words(sheet)}？没有录后面的十位，请对照画面看清楚再确认。"
    return PlanPage(*place, CONFIRM, "confirm", words, shown, "typed", sheet)


def _told(place: Place, code: PageCode, papers: Sequence[Known], told_by: str) -> PlanPage:
    shown = str(code)
    same = [one for one in papers if one.number == code.batch]
    if not same:
        words = f"本台账没有编号为 {code.batch} 的纸件：可能是别的单位的，或是保存后没有存档的。"
        return PlanPage(*place, FAILED, "unknown", words, shown, told_by)
    found = next((one for one in same if one.bears(code)), None)
    if found is None:
        titles = "、".join(dict.fromkeys(f"《{one.title}》" for one in same))
        words = (
            f"编号是 {code.batch}，内容却与存档的{titles}不同：这张纸是按另一个时候的记录印的。"
            "请核对后用存档的那一份重新盖章。"
            if told_by == "code"
            else f"录入的编号与存档的{titles}对不上，请再看一遍后面的十位。"
        )
        return PlanPage(*place, FAILED, "hash", words, shown, told_by)
    if code.page > found.pages:
        words = f"《{found.title}》只有 {found.pages} 页，没有第 {code.page} 页。"
        return PlanPage(*place, FAILED, "page", words, shown, told_by)
    sheet = _sheet(found, code.page)
    return PlanPage(*place, MATCHED, "", _sheet_words(sheet), shown, told_by, sheet)


def _sheet(paper: Known, page: int) -> Sheet:
    return Sheet(paper.paper_id, paper.title, paper.number, page, paper.pages, paper.batch_id)


def _sheet_words(sheet: Sheet) -> str:
    number = "" if sheet.number in sheet.title else f" {sheet.number}"
    return f"{sheet.title}{number}，第 {sheet.page} 页，共 {sheet.pages} 页"


# -------------------------------------------------------------------- what is filed
Filings = Mapping[int, Sequence[tuple[int, str, int, str]]]
"""By paper: (its page, SHA-256 of the scan, page of the scan, day)."""


def _filed(connection: Connection, papers: set[int]) -> Filings:
    chosen = ",".join(str(one) for one in sorted(papers))
    found: dict[int, list[tuple[int, str, int, str]]] = {}
    for paper_id, *rest in connection.exec_driver_sql(
        "SELECT g.paper_id, g.paper_page, s.sha256, g.page, substr(s.read_at, 1, 10) "
        "FROM scan_pages AS g JOIN scans AS s ON s.id = g.scan_id "
        f"WHERE g.paper_id IN ({chosen}) ORDER BY g.id"
    ):
        found.setdefault(paper_id, []).append((rest[0], rest[1], rest[2], rest[3]))
    return found


def _once(
    pages: Sequence[PlanPage], scans: Sequence[Scan], filed: Filings, again: bool
) -> list[PlanPage]:
    """A sheet is filed once: not twice from these scans, and a second time only when asked for."""
    seen: dict[tuple[int, int], PlanPage] = {}
    found = []
    for one in pages:
        if one.sheet is None or one.verdict != MATCHED:
            found.append(one)
            continue
        key = (one.sheet.paper_id, one.sheet.page)
        before = [row for row in filed.get(one.sheet.paper_id, ()) if row[0] == one.sheet.page]
        same = [row for row in before if row[1:3] == (scans[one.scan].sha256, one.page)]
        if same:
            words = f"{one.words}：已在 {same[0][3]} 归档。"
            found.append(replace(one, verdict=FILED, why="filed", words=words))
        elif key in seen:
            first = seen[key]
            where = f"{scans[first.scan].file_name} 第 {first.page} 页"
            words = f"{one.words}：与{where}是同一张，只归档那一张。"
            found.append(replace(one, verdict=FAILED, why="twice", words=words))
        elif before and not again:
            words = f"{one.words}：已在 {before[-1][3]} 归档过，这次不再归。"
            found.append(replace(one, verdict=AGAIN, why="again", words=words))
            seen[key] = one
        else:
            found.append(one)
            seen[key] = one
    return found


def _spoiled(connection: Connection, papers: Sequence[Known]) -> dict[tuple[int, int], str]:
    """What to look at: a sheet of this page was voided, it must not be the one that came back."""
    count = {one.paper_id: one.pages for one in papers}
    chosen = ",".join(str(one) for one in sorted(count))
    found: dict[tuple[int, int], str] = {}
    for paper_id, page, reason, day in connection.exec_driver_sql(
        "SELECT paper_id, page, reason, voided_on FROM spoiled_sheets "
        f"WHERE paper_id IN ({chosen}) ORDER BY id"
    ):
        words = f"这一页有一张在 {day} 作废（{reason}），请看清楚扫的不是作废的那张。"
        for one in [page] if page is not None else range(1, count[paper_id] + 1):
            found[paper_id, one] = words
    return found


# --------------------------------------------------------------------- completeness
def _checks(
    connection: Connection, context: Context, pages: Sequence[PlanPage], filed: Filings
) -> tuple[PaperCheck, ...]:
    sheets: dict[int, list[Sheet]] = {}
    for one in pages:
        if one.sheet is not None and one.verdict in (MATCHED, FILED, AGAIN):
            sheets.setdefault(one.sheet.paper_id, [])
            if one.verdict == MATCHED:
                sheets[one.sheet.paper_id].append(one.sheet)
    first = {one.sheet.paper_id: one.sheet for one in reversed(pages) if one.sheet is not None}
    batches = {one.batch_id for one in first.values() if one.batch_id is not None}
    decidable = to_be_decided(connection, context.policy, batches) if batches else {}
    return tuple(
        _check(first[paper_id], found, filed.get(paper_id, ()), decidable)
        for paper_id, found in sheets.items()
    )


def _check(
    one: Sheet,
    found: Sequence[Sheet],
    before: Sequence[tuple[int, str, int, str]],
    decidable: Mapping[int, str],
) -> PaperCheck:
    here = tuple(sheet.page for sheet in found)
    filed = tuple(sorted({row[0] for row in before}))
    missing = tuple(sorted(set(range(1, one.pages + 1)) - set(here) - set(filed)))
    if missing:
        words = f"共 {one.pages} 页，还缺第 {pages_in_words(missing)} 页"
    elif set(here) >= set(range(1, one.pages + 1)) or not filed:
        words = f"{one.pages} 页齐全"
    else:
        words = f"连同以前归档的，{one.pages} 页齐全"
    warnings = []
    if list(here) != sorted(here):
        order = "、".join(str(page) for page in here)
        warnings.append(f"页序是 {order}，与纸件不同；归档按页码对应，原件请理好顺序。")
    return PaperCheck(
        one.paper_id,
        one.title,
        one.number,
        one.pages,
        here,
        filed,
        missing,
        words,
        tuple(warnings),
        one.batch_id,
        one.batch_id in decidable,
    )


def _mixed(pages: Sequence[PlanPage]) -> tuple[str, ...]:
    """Sheets of one paper lie between those of another."""
    order = [one.sheet for one in pages if one.sheet is not None and one.verdict == MATCHED]
    runs = [one for last, one in zip([None, *order], order, strict=False) if not _same(last, one)]
    twice = {one.paper_id: one.title for one in runs[1:] if _count(runs, one) > 1}
    if not twice:
        return ()
    titles = "、".join(f"《{title}》" for title in twice.values())
    return (f"几份纸件的页混在一起：{titles}。归档按编号对应，不会放错；原件请分开理好。",)


def _same(last: Sheet | None, one: Sheet) -> bool:
    return last is not None and last.paper_id == one.paper_id


def _count(runs: Sequence[Sheet], one: Sheet) -> int:
    return sum(each.paper_id == one.paper_id for each in runs)
