"""Why a button of the desk is off, in words that stand beside it."""

from collections.abc import Sequence

from .table import ReviewRow

ACTS = ("accept", "return", "withdraw", "slip")
READ_ONLY = "台账以只读方式打开，不能审核"


def why_off(
    rows: Sequence[ReviewRow], *, shown: int, ticked: int, read_only: bool, busy: bool
) -> dict[str, str | None]:
    """For each of `ACTS` why it cannot be done with the chosen requests: words, '' where that
    goes without saying, None where it can. `shown` is the request on the panel, `ticked` how many
    of its fields are."""
    off: dict[str, str | None] = dict.fromkeys(ACTS)
    if not rows:
        return dict.fromkeys(ACTS, "")
    if read_only or busy:
        deciding = READ_ONLY if read_only else ""
        return {**off, **dict.fromkeys(ACTS[:3], deciding)}
    if len(rows) > 1:
        off["withdraw"] = "撤回请逐件办理"
        if all(row.single for row in rows):
            off["accept"] = "所选的申请都须逐件办理"
        if all(row.barred for row in rows):
            off["accept"] = off["return"] = rows[0].barred
        return off
    row = rows[0]
    if shown != row.request.id:
        return {**off, **dict.fromkeys(ACTS[:3], "")}
    if not ticked:
        off["accept"] = off["return"] = off["withdraw"] = "请先勾选要办理的字段"
    if row.closed:
        off["accept"] = row.closed
    if row.barred:
        off["accept"] = off["return"] = f"{row.barred}；不想改了可以撤回"
    return off
