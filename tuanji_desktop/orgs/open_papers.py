"""Open transfers and retentions that name a node: carried along, or in the way of its end."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import RuleRefused
from .plans import Change
from .queries import Organization

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class OpenTransfer:
    """A transfer that is not finished, as far as the tree is concerned."""

    id: int
    member_id: int | None
    source_id: int | None
    target_id: int | None
    target: str


@dataclass(frozen=True, slots=True)
class OpenRetention:
    """A retention that is not ended."""

    id: int
    member_id: int
    name: str
    from_branch_id: int | None
    branch_id: int | None


def transfers_of(connection: Connection, org_id: int) -> list[OpenTransfer]:
    """Those that start from a node or lead to it, by number."""
    rows = connection.exec_driver_sql(
        "SELECT id, member_id, source_id, target_id, target FROM transfers "
        "WHERE finished_on IS NULL AND (source_id = :org OR target_id = :org) ORDER BY id",
        {"org": org_id},
    )
    return [OpenTransfer(*row) for row in rows]


def retentions_of(connection: Connection, org_id: int) -> list[OpenRetention]:
    """Those of members who came from a node or were put into it, by number."""
    rows = connection.exec_driver_sql(
        "SELECT k.id, k.member_id, coalesce(m.name, ''), k.from_branch_id, k.branch_id "
        "FROM retentions AS k JOIN members AS m ON m.id = k.member_id "
        "WHERE k.ended_on IS NULL AND (k.from_branch_id = :org OR k.branch_id = :org) ORDER BY k.id",
        {"org": org_id},
    )
    return [OpenRetention(*row) for row in rows]


def carried_over(
    connection: Connection, source: Organization, target: Organization
) -> tuple[Change, ...]:
    """What names a branch names the one that takes its place; the ledger prints the new name.

    Raises `RuleRefused` where a transfer would then lead from a branch to itself.
    """
    changes: list[Change] = []
    transfers = transfers_of(connection, source.id)
    circles = [
        one.id for one in transfers if {one.source_id, one.target_id} == {source.id, target.id}
    ]
    if circles:
        raise RuleRefused(
            "org.merge_transfer",
            f"这两个团支部之间还有没有办结的转接：第 {_numbers(circles)} 件。先办结或撤回，再合并。",
        )
    for one in transfers:
        if one.source_id == source.id:
            changes.append(_moved("transfers", one.id, "source_id", source.id, target.id))
    for one in transfers:
        if one.target_id == source.id:
            changes.append(
                Change(
                    "transfers",
                    one.id,
                    ("target_id", "target"),
                    (source.id, one.target),
                    (target.id, target.full_name),
                )
            )
    retentions = retentions_of(connection, source.id)
    for column in ("from_branch_id", "branch_id"):
        changes += [
            _moved("retentions", one.id, column, source.id, target.id)
            for one in retentions
            if getattr(one, column) == source.id
        ]
    return tuple(changes)


def follow_members(
    connection: Connection, org_id: int, places: Mapping[int, int]
) -> tuple[Change, ...]:
    """In a split the open papers of those who leave the branch go along with them.

    `places`: member id and the new node. Where somebody was retained from stays as it was.
    """
    changes = [
        _moved("transfers", one.id, "source_id", org_id, place)
        for one in transfers_of(connection, org_id)
        if one.source_id == org_id and (place := places.get(one.member_id or 0))
    ]
    changes += [
        _moved("retentions", one.id, "branch_id", org_id, places[one.member_id])
        for one in retentions_of(connection, org_id)
        if one.branch_id == org_id and one.member_id in places
    ]
    return tuple(changes)


def require_none(
    connection: Connection, node: Organization, *, but: tuple[Change, ...] = ()
) -> None:
    """Refuses the end of a node that open papers name, in words with their numbers.

    `but` are changes of the same act that take papers away from it.
    """
    gone = {(one.table, one.id, column) for one in but for column in one.columns}
    transfers = [
        one.id
        for one in transfers_of(connection, node.id)
        for column in ("source_id", "target_id")
        if getattr(one, column) == node.id and ("transfers", one.id, column) not in gone
    ]
    if transfers:
        raise RuleRefused(
            "org.open_transfers",
            f"“{node.short_name}”还有没有办结的转接：第 {_numbers(transfers)} 件，不能撤销。"
            "请先在“转接”里办结、退回或撤回。",
        )
    names = [
        one.name
        for one in retentions_of(connection, node.id)
        for column in ("from_branch_id", "branch_id")
        if getattr(one, column) == node.id and ("retentions", one.id, column) not in gone
    ]
    if names:
        shown = "、".join(dict.fromkeys(names[:_SHOWN]))
        more = f"等 {len(set(names)):,} 人" if len(set(names)) > _SHOWN else ""
        raise RuleRefused(
            "org.open_retentions",
            f"还有人的团籍保留登记着“{node.short_name}”：{shown}{more}，不能撤销。"
            "请先在“团籍保留”里结束保留、回到另一个团支部，或把这个支部并入另一个支部。",
        )


def _moved(table: str, row_id: int, column: str, before: int, after: int) -> Change:
    return Change(table, row_id, (column,), (before,), (after,))


def _numbers(ids: list[int]) -> str:
    known = list(dict.fromkeys(ids))
    shown = "、".join(str(one) for one in known[:_SHOWN])
    return shown if len(known) <= _SHOWN else f"{shown} 等 {len(known):,}"
