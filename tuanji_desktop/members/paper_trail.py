"""What of a member is on paper: made, printed, spoiled, come back stamped – in time order.

A paper is a member's that was made for them, for a batch or list they stand in, or for their
transfer.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from ..office.context import Context

_OF_MEMBER = """
WITH own AS (
  SELECT id FROM papers WHERE member_id = :member
  UNION SELECT p.id FROM papers AS p JOIN deletion_requests AS r ON r.batch_id = p.batch_id
    WHERE r.member_id = :member
  UNION SELECT p.id FROM papers AS p JOIN corrections AS c ON c.list_id = p.correction_list_id
    WHERE c.member_id = :member
  UNION SELECT p.id FROM papers AS p JOIN transfers AS t ON t.id = p.transfer_id
    WHERE t.member_id = :member
)
"""
_PAPERS = f"""{_OF_MEMBER}
SELECT p.id, p.made_at, p.title, coalesce(p.number, ''), p.sha256
FROM papers AS p WHERE p.id IN (SELECT id FROM own) ORDER BY p.id
"""
_PRINTS = f"""{_OF_MEMBER}
SELECT r.paper_id, r.printed_at, r.pages, r.copies, r.printed_by, r.printer
FROM prints AS r WHERE r.paper_id IN (SELECT id FROM own) ORDER BY r.id
"""
_SPOILED = f"""{_OF_MEMBER}
SELECT s.paper_id, s.voided_on, s.page, s.reason, s.voided_by
FROM spoiled_sheets AS s WHERE s.paper_id IN (SELECT id FROM own) ORDER BY s.id
"""
_SCANS = f"""{_OF_MEMBER}
SELECT g.paper_id, s.read_at, s.file_name, s.sha256, group_concat(g.paper_page, '、' ORDER BY g.paper_page)
FROM scan_pages AS g JOIN scans AS s ON s.id = g.scan_id
WHERE g.paper_id IN (SELECT id FROM own) GROUP BY g.paper_id, s.id ORDER BY s.id
"""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One step of a paper; `kind` is paper, print, void or scan, `sha256` the bytes it is about:
    of the scan, else of the paper."""

    day: str
    words: str
    paper_id: int
    sha256: str
    kind: str


def paper_trail(context: Context, member_id: int) -> tuple[PaperLine, ...]:
    """A member's papers and what became of them, the newest first."""
    with context.database.read() as connection:
        return member_papers(connection, member_id)


def member_papers(connection: Connection, member_id: int) -> tuple[PaperLine, ...]:
    """As `paper_trail`, within an open reading."""
    found: list[tuple[str, PaperLine]] = []
    titles: dict[int, tuple[str, str]] = {}

    def rows(sql: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in connection.exec_driver_sql(sql, {"member": member_id}).all()]

    def add(at: object, words: str, paper: object, sha256: str, kind: str) -> None:
        when, paper_id = str(at), int(str(paper))
        found.append((when, PaperLine(when[:10], words, paper_id, sha256, kind)))

    for paper, at, title, number, sha256 in rows(_PAPERS):
        name = f"{title}（{number}）" if number and str(number) not in str(title) else str(title)
        titles[int(str(paper))] = (name, str(sha256))
        add(at, f"制成 {name}", paper, str(sha256), "paper")
    for paper, at, pages, copies, by, printer in rows(_PRINTS):
        name, sha256 = titles[int(str(paper))]
        each = f"，{copies} 份" if copies != 1 else ""
        add(at, f"打印 {name} 第 {pages} 页{each}（{by}，{printer}）", paper, sha256, "print")
    for paper, on, page, reason, by in rows(_SPOILED):
        name, sha256 = titles[int(str(paper))]
        which = f"第 {page} 页" if page is not None else "整份"
        add(on, f"作废 {name} {which}：{reason}（{by}）", paper, sha256, "void")
    for paper, at, file_name, sha256, pages in rows(_SCANS):
        name = titles[int(str(paper))][0]
        add(at, f"归档扫描件 {name} 第 {pages} 页（{file_name}）", paper, str(sha256), "scan")
    # of one moment, what comes later in life stands above
    order = {"paper": 0, "print": 1, "void": 2, "scan": 3}
    found.sort(key=lambda one: (one[0][:10], order[one[1].kind], one[0]), reverse=True)
    return tuple(line for _, line in found)
