"""An import that is under way, kept in the office file so that a crash takes nothing of it.

One for each operator, kind of list and file. Keeping and dropping are drafts to the journal: the
clerk's log does not show them. What stands in `content` is the wizard's affair.

A list that was pasted lies nowhere else. Its text has a row of its own, written once: each further
step is journalled whole, and must not carry it along.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from .context import Context

_TEXT_OF = ".pasted"
"""Behind the kind of a job: the row that holds what was pasted for it."""
_JOBS = (
    "SELECT job.id, job.kind, job.path, job.sha256, job.content, job.saved_at, "
    "COALESCE(pasted.content, '') FROM import_jobs job LEFT JOIN import_jobs pasted "
    "ON pasted.operator = job.operator AND pasted.sha256 = job.sha256 "
    f"AND pasted.kind = job.kind || '{_TEXT_OF}' "
    f"WHERE job.operator = ? AND job.kind NOT LIKE '%{_TEXT_OF}' "
)
_LATEST_FIRST = "ORDER BY job.saved_at DESC, job.id DESC"
_INSERT = (
    "INSERT INTO import_jobs (kind, operator, path, sha256, content, saved_at) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class KeptJob:
    """An unfinished import of this operator. `path` is where its file lay; '' if it was pasted, and
    then `pasted` is the text (in a job kept by version 0.4 that still stands in `content`)."""

    id: int
    kind: str
    path: str
    sha256: str
    content: str
    saved_at: str
    pasted: str = ""

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return Path(self.path).name


def save_job(
    context: Context, *, kind: str, path: str, sha256: str, content: str, pasted: str = ""
) -> None:
    """Keeps how far an import is, in the place of what was kept of it before."""
    text_kind = f"{kind}{_TEXT_OF}"
    with context.database.read() as connection:
        known = _row(connection, context, kind, sha256)
        text_known = not pasted or _row(connection, context, text_kind, sha256) is not None
    if known is not None and known[1] == content and text_known:
        return
    who, when = context.operator, context.stamp()
    with context.database.write(context.operation("draft.keep", "保存未完成的导入")) as writing:
        run = writing.connection.exec_driver_sql
        if not text_known:
            run(_INSERT, (text_kind, who, "", sha256, pasted, when))
        if known is None:
            run(_INSERT, (kind, who, path, sha256, content, when))
        else:
            run(
                "UPDATE import_jobs SET path = ?, content = ?, saved_at = ? WHERE id = ?",
                (path, content, when, known[0]),
            )


def _row(
    connection: Connection, context: Context, kind: str, sha256: str
) -> tuple[int, str] | None:
    found = connection.exec_driver_sql(
        "SELECT id, content FROM import_jobs WHERE operator = ? AND kind = ? AND sha256 = ?",
        (context.operator, kind, sha256),
    ).first()
    return (found[0], found[1]) if found is not None else None


def open_job(context: Context, *, kind: str, sha256: str | None = None) -> KeptJob | None:
    """The unfinished import of this kind that was touched last (or the one of this very file)."""
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            f"{_JOBS} AND job.kind = ? AND (? IS NULL OR job.sha256 = ?) {_LATEST_FIRST} LIMIT 1",
            (context.operator, kind, sha256, sha256),
        ).first()
    return KeptJob(*found) if found is not None else None


def open_jobs(context: Context) -> tuple[KeptJob, ...]:
    """All unfinished imports of this operator, the latest first: for the home desk."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(f"{_JOBS} {_LATEST_FIRST}", (context.operator,)).all()
    return tuple(KeptJob(*row) for row in rows)


def forget_job(context: Context, *, kind: str, sha256: str) -> None:
    """It is finished, or given up."""
    kinds = (kind, f"{kind}{_TEXT_OF}")
    with context.database.read() as connection:
        known = [row[0] for one in kinds if (row := _row(connection, context, one, sha256))]
    if not known:
        return
    with context.database.write(context.operation("draft.drop", "放弃未完成的导入")) as writing:
        for number in known:
            writing.connection.exec_driver_sql("DELETE FROM import_jobs WHERE id = ?", (number,))
