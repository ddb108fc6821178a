"""Which kept paper a code names: by our number and by the head of the content hash.

Papers of an older file have no number of their own; the code stands on their pages, so that it is
read there. Two papers may share a number (a form and its letter): the hash tells them apart.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import FileRefused
from ..papers.qr import PageCode
from ..papers.scan import read_bytes
from ..rules.policy import Policy

LETTER_SUFFIX = "-H"  # the letter of a correction list, in files that kept no number with it


@dataclass(frozen=True, slots=True)
class Known:
    """A kept paper as a code names it. `content` is the hash, or the head of it that is known."""

    paper_id: int
    title: str
    pages: int
    number: str
    content: str
    batch_id: int | None

    def bears(self, code: PageCode) -> bool:
        """Whether a page with this code is one of this paper."""
        return self.number == code.batch and self.content[: len(code.content)] == code.content


def known_papers(connection: Connection, numbers: Collection[str]) -> tuple[Known, ...]:
    """The kept papers with one of these numbers, the newest first."""
    wanted = sorted({one for each in numbers for one in (each, each.removesuffix(LETTER_SUFFIX))})
    if not wanted:
        return ()
    marks = ", ".join("?" * len(wanted))
    rows = connection.exec_driver_sql(
        "SELECT p.id, p.title, p.pages, p.number, p.content_hash, p.batch_id, b.content "
        "FROM papers AS p LEFT JOIN deletion_batches AS d ON d.id = p.batch_id "
        "LEFT JOIN correction_lists AS c ON c.id = p.correction_list_id "
        "LEFT JOIN blobs AS b ON b.sha256 = p.sha256 "
        "AND (p.number IS NULL OR p.content_hash IS NULL) "
        f"WHERE coalesce(p.number, d.number, c.number) IN ({marks}) ORDER BY p.id DESC",
        tuple(wanted),
    ).all()
    found = []
    for paper_id, title, pages, number, content, batch_id, pdf in rows:
        if number and content:
            found.append(Known(paper_id, title, pages, number, content.upper(), batch_id))
        elif (code := _code_on(pdf)) is not None:
            found.append(Known(paper_id, title, pages, code.batch, code.content, batch_id))
    return tuple(found)


def all_numbers(connection: Connection) -> Iterable[str]:
    """Every number that a kept paper may bear."""
    return [
        str(one)
        for one in connection.exec_driver_sql(
            "SELECT number FROM papers WHERE number IS NOT NULL UNION "
            "SELECT number FROM deletion_batches UNION SELECT number FROM correction_lists "
            f"UNION SELECT number || '{LETTER_SUFFIX}' FROM correction_lists"
        ).scalars()
    ]


def to_be_decided(
    connection: Connection, policy: Policy, batches: Collection[int]
) -> Mapping[int, str]:
    """Those of the batches whose decision may be entered now, with their numbers."""
    ready = {one.source for one in policy.deletion_machine.transitions if one.act == "approve"}
    marks, states = ", ".join("?" * len(batches)), ", ".join("?" * len(ready))
    rows = connection.exec_driver_sql(
        f"SELECT id, number FROM deletion_batches WHERE id IN ({marks}) AND state IN ({states})",
        (*batches, *sorted(ready)),
    )
    return {int(batch_id): str(number) for batch_id, number in rows}


def _code_on(pdf: bytes | None) -> PageCode | None:
    """The code on the first page of a paper of ours; no code where its bytes are none any more."""
    if not pdf:
        return None
    try:
        return read_bytes(pdf, "", enough=1).pages[0].code
    except FileRefused:
        return None
