"""That full ID and phone numbers left the office file is kept in the journal (domain.md §13)."""

from collections.abc import Callable

from ..core.errors import RuleRefused
from .context import Context


def sealed(
    context: Context, *, kind: str, title: str, name: str, unit: str = "行", reason: str = ""
) -> Callable[[int], None]:
    """What to do before a file with whole numbers is put where others can see it: log it.

    `kind`: what list (`roster`), `title` in words, `name` of the file; `reason`: what it is for,
    in the clerk's words. Refuses at once where nothing can be logged.
    """
    refuse_unlogged(context)

    def seal(rows: int) -> None:
        words = f"导出{title} {name}：{rows} {unit}，含完整证件号和手机号"
        log_full_export(context, words, f"{name} {rows}", kind=kind, reason=reason)

    return seal


def refuse_unlogged(context: Context) -> None:
    """Whole numbers leave the office file only where that can be logged."""
    if context.database.read_only:
        raise RuleRefused(
            "export.read_only",
            "台账正以只读方式打开，含完整证件号的导出要记入日志，现在记不了。"
            "请改为打码导出，或等对方关闭台账后再导出。",
        )


def log_full_export(
    context: Context, words: str, what: str, *, kind: str, reason: str = ""
) -> None:
    """One entry of the journal: who, when, what, and what for."""
    operation = context.operation(f"export.{kind}", words, reason=reason or None)
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO settings (key, value) VALUES ('export.last_full', ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            # with its number: two exports of a second are two acts, and an act changes something
            (f"{context.clock().isoformat(timespec='seconds')} {what} 第 {writing.number} 号",),
        )
