"""The act of exporting, for window and command line alike: logged where numbers stand whole. No Qt."""

from collections.abc import Callable
from pathlib import Path

from tuanji_desktop.core.progress import Progress, Quiet
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.exports import sealed
from tuanji_desktop.sheets.column import Written
from tuanji_desktop.sheets.exportable import Exportable, Wish, write_export


def carry_out(
    context: Context,
    exportable: Exportable,
    wish: Wish,
    path: Path,
    *,
    reason: str = "",
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Written:
    """Writes the file and, before anybody sees it, logs it if it holds whole numbers.

    `reason`: what it is for. Raises RuleRefused `export.read_only`, FileRefused, Cancelled; then
    nothing has been written.
    """
    seal: Callable[[int], None] = _nothing_to_log
    if exportable.exposes(wish):
        of_whom = exportable.scope_words(wish.scope)
        seal = sealed(
            context,
            kind=exportable.kind,
            title=f"{exportable.title}“{of_whom}”" if of_whom else exportable.title,
            name=path.name,
            unit=exportable.unit,
            reason=reason.strip(),
        )
    return write_export(exportable, wish, path, seal=seal, progress=progress)


def _nothing_to_log(_rows: int) -> None:
    """Numbers with their ends only may go out."""
