"""An import that is under way, kept in the office file so that a crash takes nothing of it.

One for each operator, kind of list and file. Keeping and dropping are drafts to the journal: the
clerk's log does not show them. What stands in `content` is the wizard's affair.
"""

from dataclasses import dataclass
from pathlib import Path

from .context import Context

_COLUMNS = "id, kind, path, sha256, content, saved_at"


@dataclass(frozen=True, slots=True)
class KeptJob:
    """An unfinished import of this operator. `path` is where its file lay, '' if it was pasted."""

    id: int
    kind: str
    path: str
    sha256: str
    content: str
    saved_at: str

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return Path(self.path).name


def save_job(context: Context, *, kind: str, path: str, sha256: str, content: str) -> None:
    """Keeps how far an import is, in the place of what was kept of it before."""
    with context.database.read() as connection:
        known = connection.exec_driver_sql(
            "SELECT id, content FROM import_jobs WHERE operator = ? AND kind = ? AND sha256 = ?",
            (context.operator, kind, sha256),
        ).first()
    if known is not None and known[1] == content:
        return
    with context.database.write(context.operation("draft.keep", "保存未完成的导入")) as writing:
        if known is None:
            writing.connection.exec_driver_sql(
                "INSERT INTO import_jobs (kind, operator, path, sha256, content, saved_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (kind, context.operator, path, sha256, content, context.stamp()),
            )
        else:
            writing.connection.exec_driver_sql(
                "UPDATE import_jobs SET path = ?, content = ?, saved_at = ? WHERE id = ?",
                (path, content, context.stamp(), known[0]),
            )


def open_job(context: Context, *, kind: str, sha256: str | None = None) -> KeptJob | None:
    """The unfinished import of this kind that was touched last (or the one of this very file)."""
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM import_jobs WHERE operator = ? AND kind = ? "
            "AND (? IS NULL OR sha256 = ?) ORDER BY saved_at DESC, id DESC LIMIT 1",
            (context.operator, kind, sha256, sha256),
        ).first()
    return KeptJob(*found) if found is not None else None


def open_jobs(context: Context) -> tuple[KeptJob, ...]:
    """All unfinished imports of this operator, the latest first: for the home desk."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM import_jobs WHERE operator = ? "
            "ORDER BY saved_at DESC, id DESC",
            (context.operator,),
        ).all()
    return tuple(KeptJob(*row) for row in rows)


def forget_job(context: Context, *, kind: str, sha256: str) -> None:
    """It is finished, or given up."""
    with context.database.read() as connection:
        known = connection.exec_driver_sql(
            "SELECT id FROM import_jobs WHERE operator = ? AND kind = ? AND sha256 = ?",
            (context.operator, kind, sha256),
        ).first()
    if known is None:
        return
    with context.database.write(context.operation("draft.drop", "放弃未完成的导入")) as writing:
        writing.connection.exec_driver_sql("DELETE FROM import_jobs WHERE id = ?", (known[0],))
