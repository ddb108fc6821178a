"""From requests to change slips: what each says, drawn, and filed with the member's papers."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.by_hand import as_reason
from ..core.errors import NotFound
from ..core.page_ranges import pages_in_words
from ..office.archive import keep_paper
from ..office.context import Context
from ..office.prints import KeepAs, Printed
from ..papers.paper import Paper
from ..papers.preflight import without_glyph
from ..rules.fields import label_of
from . import queries
from .guards import MARK
from .queries import ReviewField, ReviewRequest
from .slip import TITLE, Slip, SlipRow, content_hash, draw_slips

FORM = "change-slip"
_RESULTS = {"pending": "待审核", "accepted": "通过", "returned": "退回", "withdrawn": "已撤回"}


@dataclass(frozen=True, slots=True)
class Slips:
    """Slips as they are shown and printed together, and each of them as it is filed."""

    requests: tuple[int, ...]
    names: tuple[str, ...]
    paper: Paper
    single: tuple[tuple[str, int, Paper], ...]
    """Number, member and the paper of each."""
    slips: tuple[Slip, ...]
    """What each of them says."""


def slip_number(request_id: int) -> str:
    """The number on the slip, which is the request's."""
    return f"XG{request_id:06d}"


def make_slips(context: Context, *, request_ids: Collection[int]) -> Slips:
    """Draws the slips of some requests, decided or not, as they stand now."""
    with context.database.read() as connection:
        found = queries.requests(connection, request_ids)
        if not found:
            raise NotFound("change.unknown", "没有找到要打印的修改申请。")
        slips = [_slip(context, connection, one) for one in found]
    single = tuple((one.number, one.member_id, draw_slips([one])) for one in slips)
    together = single[0][2] if len(slips) == 1 else draw_slips(slips)
    return Slips(
        tuple(one.id for one in found),
        tuple(dict.fromkeys(one.name for one in found)),
        together,
        single,
        tuple(slips),
    )


def file_slips(context: Context, made: Slips, *, by_hand: Collection[str] = ()) -> int | None:
    """Keeps printed slips with their members' papers; the number of the operation, None where
    every one of them lies there already. `by_hand` are the characters without a font that the
    clerk undertook to write on them."""
    with context.database.read() as connection:
        new = [
            (slip, paper)
            for slip, (_, member_id, paper) in zip(made.slips, made.single, strict=True)
            if not _is_filed(connection, member_id, paper)
        ]
    if not new:
        return None
    names = "、".join(made.names[:4]) + (f"等 {len(made.names)} 人" if len(made.names) > 4 else "")
    numbers = "、".join(slip.number for slip, _ in new[:4]) + ("等" if len(new) > 4 else "")
    words = f"打印{TITLE} {len(new)} 份：{names}（{numbers}）"
    reason = None
    for slip, paper in new:
        pen = [one for one in without_glyph(paper.findings) if one in by_hand]
        reason = as_reason(pen, reason, paper=f"{TITLE} {slip.number}")
    operation = context.operation("paper.change_slip", words, reason=reason)
    with context.database.write(operation) as writing:
        for slip, paper in new:
            keep_paper(
                writing.connection,
                paper.pdf,
                form=FORM,
                title=f"{TITLE} {slip.number}",
                pages=paper.pages,
                made_at=context.stamp(),
                number=slip.number,
                content_hash=content_hash(slip),
                member_id=slip.member_id,
            )
    return writing.number


def prints_of(
    made: Slips, pages: Collection[int], *, by_hand: Collection[str] = ()
) -> list[Printed]:
    """The slips of which some of these pages (from 1, of all slips together) were printed."""
    printed, before = [], 0
    for slip, (_, member_id, paper) in zip(made.slips, made.single, strict=True):
        own = [page - before for page in pages if 0 < page - before <= paper.pages]
        before += paper.pages
        if own:
            keep = KeepAs(
                FORM,
                f"{TITLE} {slip.number}",
                {"member_id": member_id},
                slip.number,
                content_hash(slip),
                by_hand=tuple(one for one in without_glyph(paper.findings) if one in by_hand),
            )
            printed.append(Printed(keep, paper.pdf, paper.sha256, paper.pages, pages_in_words(own)))
    return printed


def latest_request(context: Context, *, member_id: int) -> int:
    """The member's latest request, decided or not."""
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT max(id) FROM change_requests WHERE member_id = ?", (member_id,)
        ).scalar()
    if found is None:
        raise NotFound("change.none", f"编号为 {member_id} 的团员没有提出过修改申请。")
    return int(found)


def _is_filed(connection: Connection, member_id: int, paper: Paper) -> bool:
    return bool(
        connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM papers WHERE member_id = ? AND form = ? AND sha256 = ?)",
            (member_id, FORM, paper.sha256),
        ).scalar()
    )


def _slip(context: Context, connection: Connection, request: ReviewRequest) -> Slip:
    id_number, branch = connection.exec_driver_sql(
        "SELECT coalesce(m.id_number, ''), o.full_name FROM members AS m "
        "JOIN organizations AS o ON o.id = m.branch_id WHERE m.id = ?",
        (request.member_id,),
    ).one()
    clauses = dict.fromkeys(field.clause for field in request.fields if field.clause)
    single = [field for field in request.fields if field.single_handed]
    return Slip(
        number=slip_number(request.id),
        member_id=request.member_id,
        name=request.name,
        id_number=id_number,
        branch=branch,
        proposed_by=request.proposed_by,
        proposed_on=request.proposed_on,
        printed_on=context.today,
        rows=tuple(_row(request, field) for field in request.fields),
        clauses=tuple(
            f"{clause}：{words}"
            for clause in clauses
            if (words := context.policy.clause_text(clause))
        ),
        single_handed=(
            f"{MARK}：{'、'.join(label_of(field.field) for field in single)}由"
            f"{single[0].decided_by}提出并审核。"
            if single
            else ""
        ),
    )


def _row(request: ReviewRequest, field: ReviewField) -> SlipRow:
    result = _RESULTS.get(field.state, field.state)
    if field.decided_by:
        result += f"\n{field.decided_by}\n{(field.decided_at or '')[:10]}"
    why = (field.decision_reason or "").replace(f"（{MARK}）", "").replace(MARK, "")
    if field.state != "accepted" and why:
        result += f"\n{why}"
    return SlipRow(
        field=label_of(field.field),
        old=field.base or "（空）",
        new=field.new or "（空）",
        reason=request.reason or "",
        clause="\n".join(part for part in (field.clause, request.basis) if part),
        result=result,
    )
