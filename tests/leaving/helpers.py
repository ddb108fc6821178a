"""Short words for the tests of leaving."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.builders import add_member, valid_id
from tuanji_desktop.leaving.plan import LeavingPlan, plan_leaving, plan_restore
from tuanji_desktop.leaving.service import Done, apply_leaving
from tuanji_desktop.office.archive import Attachment
from tuanji_desktop.office.context import Context

TODAY = date(2018, 8, 1)
DOCUMENT = "团青字〔2018〕12号"
PAPERS = {
    "over_age": (),
    "self_left": ("resolution", "approval"),
    "voluntarily_left": ("application",),
    "expelled": ("decision",),
    "restored": ("decision",),
}


def proofs(*kinds: str) -> tuple[Attachment, ...]:
    return tuple(Attachment(kind, f"{kind} 的扫描".encode(), f"{kind}.pdf") for kind in kinds)


def older(context: Context, name: str = "赵长青", *, branch: str = "QX0101", **values: str) -> int:
    """Somebody of 29 on 2018-08-01, without a post, no Party member."""
    born = date(1989, 3, 5)
    number = valid_id(born, serial=500 + len(select(context, "SELECT id FROM members")))
    found = {"id_number": number, "sex": "男", "born_on": born.isoformat(), "joined_on": "2005-05"}
    return add_member(context, name=name, branch=branch, **{**found, **values})


def planned(context: Context, door: str, *ids: int, on: date = TODAY, **more: Any) -> LeavingPlan:
    """A plan with all that the door takes."""
    return plan_leaving(
        context,
        member_ids=ids,
        door=door,
        left_on=on,
        **{"document_number": DOCUMENT, "proofs": proofs(*PAPERS.get(door, ())), **more},
    )


def left(context: Context, door: str, *ids: int, **more: Any) -> Done:
    return apply_leaving(context, planned(context, door, *ids, **more))


def back_plan(context: Context, *ids: int, on: date = TODAY, **more: Any) -> LeavingPlan:
    return plan_restore(
        context,
        member_ids=ids,
        restored_on=on,
        **{"document_number": DOCUMENT, "proofs": proofs("decision"), **more},
    )


def restored(context: Context, *ids: int, **more: Any) -> Done:
    return apply_leaving(context, back_plan(context, *ids, **more))


def select(context: Context, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Rows of the file as they are."""
    with context.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql, tuple(parameters))]


def one(context: Context, sql: str, *parameters: object) -> Any:
    """The one value that a statement gives."""
    ((value,),) = select(context, sql, *parameters)
    return value


def status(context: Context, member_id: int) -> str:
    return str(one(context, "SELECT status FROM members WHERE id = ?", member_id))


def statuses(context: Context, ids: Sequence[int]) -> list[str]:
    return [status(context, one_id) for one_id in ids]


def act(context: Context, sql: str, *parameters: object) -> None:
    """Somebody else's write."""
    with context.database.write(context.operation("member.edit", "别的操作")) as writing:
        writing.connection.exec_driver_sql(sql, tuple(parameters))


def register(context: Context) -> list[tuple[Any, ...]]:
    return select(
        context,
        "SELECT member_id, door, was, left_on, document_number, restored_on, restored_document "
        "FROM departures ORDER BY id",
    )
