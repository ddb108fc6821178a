"""`paper read SCAN`: which sheets a stamped scan is, told by their codes, and filed."""

from collections.abc import Sequence
from pathlib import Path

import typer

from ..core.errors import BadInput
from ..paperwork import scanning
from ..paperwork.scanning import Filed, PlanPage, ScanPlan, Typed
from .session import Session

READ = "read"
_NOTHING = "没有一页认出是本台账存档的纸件，没有归档。各页的原因见 matches。"


def read_scan_command(
    this: Session,
    files: Sequence[Path],
    *,
    codes: Sequence[str] = (),
    plan: bool = False,
    again: bool = False,
) -> None:
    """Reads scans, files what matches; `codes` are typed ones, as PAGE=CODE.

    With `plan` nothing is written. A scan of which no page is ours ends with 1 and its reasons; one
    that is filed already with 0.
    """
    with this.open(read_only=plan) as context:
        found = scanning.read_scans(context, files, again=again, progress=this.progress)
        if codes:
            found = scanning.plan_scans(
                context, found.scans, typed=_typed(codes, found), again=again
            )
        filed = None
        if not plan and found.to_file:
            filed = scanning.file_scans(context, found)
    _tell(this, found, filed)
    if not any(page.sheet is not None for page in found.pages):
        raise typer.Exit(1)


def _typed(codes: Sequence[str], plan: ScanPlan) -> dict[scanning.Place, Typed]:
    """PAGE=CODE of the first file, FILE.PAGE=CODE of another."""
    found = {}
    for words in codes:
        where, sign, text = words.partition("=")
        file, dot, page = where.rpartition(".")
        if not (sign and page.isdecimal() and (file.isdecimal() or not dot)):
            raise typer.BadParameter("--code 写成 页码=编号，例如 2=2018-001:2:5A0B1C2D3E。")
        place = (int(file or 1) - 1, int(page))
        if place not in {one.place for one in plan.pages}:
            raise BadInput(
                "scan.page_unknown", f"没有第 {where} 页：扫描件共 {len(plan.pages)} 页。"
            )
        found[place] = Typed(text, confirmed=True)
    return found


def _tell(this: Session, plan: ScanPlan, filed: Filed | None) -> None:
    matched = [one for one in plan.pages if one.sheet is not None]
    first = matched[0].sheet if matched else None
    this.tell(
        {
            "batch": first.number if first else None,
            "page": first.page if first else None,
            "matches": [_page(plan, one) for one in plan.pages],
            "papers": [
                {
                    "paper": one.paper_id,
                    "title": one.title,
                    "number": one.number,
                    "pages": one.pages,
                    "here": list(one.here),
                    "missing": list(one.missing),
                    "complete": one.complete,
                    "warnings": list(one.warnings),
                }
                for one in plan.papers
            ],
            "warnings": list(plan.warnings),
            "filed": filed.pages if filed else 0,
            "operation": filed.operation if filed else None,
            **({} if matched else {"error": {"code": "scan.nothing", "message": _NOTHING}}),
        },
        "\n".join(_lines(plan, filed)),
    )


def _page(plan: ScanPlan, one: PlanPage) -> dict[str, object]:
    return {
        "file": plan.scans[one.scan].file_name,
        "page": one.page,
        "matched": one.verdict == scanning.MATCHED,
        "code": one.code or None,
        "told_by": one.told_by or None,
        "paper": one.sheet.paper_id if one.sheet else None,
        "batch": one.sheet.number if one.sheet else None,
        "paper_page": one.sheet.page if one.sheet else None,
        "reason": one.why or None,
        "message": one.words,
        "warning": one.warning or None,
    }


def _lines(plan: ScanPlan, filed: Filed | None) -> list[str]:
    lines = []
    for one in plan.pages:
        name = plan.scans[one.scan].file_name
        mark = "✓" if one.verdict == scanning.MATCHED else "－"
        lines.append(f"{mark} {name} 第 {one.page} 页：{one.words}{one.warning}")
    lines += [f"《{one.title}》：{one.words}。{''.join(one.warnings)}" for one in plan.papers]
    lines += plan.warnings
    if filed is not None:
        lines.append(f"{filed.words}。")
    return lines
