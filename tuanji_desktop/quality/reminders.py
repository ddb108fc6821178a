"""Sheets and letters for the units in one act."""

from dataclasses import dataclass
from pathlib import Path

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..sheets.target import whole_file
from .letter import draw_letter, letter_of
from .sheet import SheetPlan, write_sheets


@dataclass(frozen=True, slots=True)
class Written:
    """What lies where now."""

    sheets: tuple[Path, ...]
    letters: tuple[Path, ...]


def write_reminders(
    context: Context,
    plan: SheetPlan,
    target: Path,
    *,
    letters: bool = False,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Written:
    """The workbooks and, where wished for, a letter beside each of them."""
    sheets = write_sheets(context, plan, target, progress=progress)
    drawn = []
    if letters:
        for number, (sheet, path) in enumerate(zip(plan.sheets, sheets, strict=True)):
            progress.stop_if_cancelled()
            progress(number, len(sheets), "出催办函")
            paper = draw_letter(letter_of(context, sheet, plan.deadline))
            beside = path.with_name(f"{path.stem.removesuffix('信息补正表')}催办函.pdf")
            with whole_file(beside) as draft:
                draft.write_bytes(paper.pdf)
            drawn.append(beside)
    return Written(sheets, tuple(drawn))
