"""Sheets and letters for the units in one act."""

from dataclasses import dataclass
from pathlib import Path

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..papers.preflight import require_ready
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
    """The workbooks and, where wished for, a letter beside each of them.

    Refused with nothing written where a letter may not be printed as it is: that one is made alone,
    where what is to be written by hand can be said.
    """
    papers = []
    for number, sheet in enumerate(plan.sheets if letters else ()):
        progress.stop_if_cancelled()
        progress(number, len(plan.sheets), "出催办函")
        papers.append(draw_letter(letter_of(context, sheet, plan.deadline)))
        names = {row.member.id: row.member.name for row in sheet.rows}
        require_ready(papers[-1].findings, f"{sheet.org.short_name}催办函", names=names)
    sheets = write_sheets(context, plan, target, progress=progress)
    drawn = []
    if letters:
        for paper, path in zip(papers, sheets, strict=True):
            beside = path.with_name(f"{path.stem.removesuffix('信息补正表')}催办函.pdf")
            with whole_file(beside) as draft:
                draft.write_bytes(paper.pdf)
            drawn.append(beside)
    return Written(sheets, tuple(drawn))
