"""The rule sheet as a list to be handed on: .xlsx or .csv. No Qt."""

from pathlib import Path

from ..rules.lifecycle import STAGE_LABELS
from ..rules.policy import Policy
from ..rules.rule_sheet import RuleSheet, sheet_headings, sheet_rows
from ..sheets.writer import Column, write_table
from .queries import Member

_WIDTHS = (12, 18, 14)
_CELL_WIDTH = 30


def sheet_title(member: Member, sheet: RuleSheet, policy: Policy) -> str:
    """Of whom, of which day, by which rules; no number of the member's."""
    stage = STAGE_LABELS[member.status]
    return f"规则表：{member.name}（{stage}），{sheet.day.isoformat()}，{policy.title}"


def write_rule_sheet(path: Path, sheet: RuleSheet, *, title: str) -> int:
    """Writes the sheet, every cell in full, and says how many rows it has; the suffix of `path`
    decides the format."""
    headings = sheet_headings(sheet)
    widths = (*_WIDTHS, *(_CELL_WIDTH for _ in headings[len(_WIDTHS) :]))
    columns = [Column(words, width=wide) for words, wide in zip(headings, widths, strict=True)]
    return write_table(
        path, columns=columns, rows=sheet_rows(sheet), title=title, sheet_name="规则表"
    )
