"""Where graduates go, settled by the clerk for one or many: seen first, then done in one operation.

A list says it badly or not at all; whoever knows better writes it here (domain.md §8). An entry whose
transfer has been started keeps its destination: the transfer is returned or withdrawn first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, RuleRefused
from ..office.context import Context
from ..rules.cells import normalise
from ..rules.policy import Policy
from .queries import Entry, entries
from .states import PROGRESS, first_progress

LONGEST = 64
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is written into the entries; None leaves a value as it is, "" empties the target."""

    entry_ids: tuple[int, ...]
    destination: str | None = None
    target: str | None = None
    in_province: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One graduate: before and after in words, or with `refused` (a code) why not."""

    entry_id: int
    name: str
    class_name: str
    before: str
    after: str
    progress: str
    refused: str = ""
    why: str = ""

    @property
    def ready(self) -> bool:
        """Whether something would be written."""
        return not self.refused


@dataclass(frozen=True, slots=True)
class DestinationPlan:
    """What would become of each, in the order chosen; `warning` is said and holds nothing up."""

    wish: Wish
    rows: tuple[PlanRow, ...]
    warning: str = ""

    @property
    def ready(self) -> tuple[PlanRow, ...]:
        """Those that would be changed."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def refused(self) -> tuple[PlanRow, ...]:
        """Those that stay as they are."""
        return tuple(row for row in self.rows if not row.ready)


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done."""

    operation: int
    words: str
    entries: tuple[int, ...]


def plan_destinations(context: Context, wish: Wish) -> DestinationPlan:
    """What the wish would do now; writes nothing.

    Raises `BadInput` for a wish that says nothing or a value that does not fit, `NotFound` for an
    entry that is gone.
    """
    clean = _checked(wish, context.policy)
    with context.database.read() as connection:
        return _judge(connection, context.policy, clean)


def apply_destinations(context: Context, plan: DestinationPlan) -> Settled:
    """Writes what the plan says, in one operation.

    Raises `RuleRefused` where nothing is left to write and `BadInput` (`graduates.stale`) where an
    entry moved since the plan was made; then nothing is written.
    """
    if not plan.ready:
        first = plan.refused[0]
        raise RuleRefused(first.refused, f"{first.name}：{first.why}")
    wish = plan.wish
    what = wish.destination if wish.destination is not None else "去向资料"
    words = f"登记毕业生去向（{what}）：{_names([row.name for row in plan.ready])}"
    with context.database.write(context.operation("graduates.settle", words)) as writing:
        if _judge(writing.connection, context.policy, wish) != plan:
            raise BadInput(
                "graduates.stale",
                "核对之后有毕业生的情况又有变化，没有写入。请看过新的结果再办理。",
            )
        written = {
            "destination": wish.destination,
            "target": wish.target,
            "in_province": wish.in_province,
            "note": wish.note,
        }
        values = {name: value or None for name, value in written.items() if value is not None}
        sets = "".join(f"{name} = ?, " for name in values)
        writing.connection.exec_driver_sql(
            f"UPDATE graduate_entries SET {sets}progress = ? WHERE id = ?",
            [(*values.values(), row.progress, row.entry_id) for row in plan.ready],
        )
    return Settled(writing.number, words, tuple(row.entry_id for row in plan.ready))


def _checked(wish: Wish, policy: Policy) -> Wish:
    if not wish.entry_ids:
        raise BadInput("graduates.none", "没有选中毕业生。")
    destination, target, note = map(_tidy, (wish.destination, wish.target, wish.note))
    if (destination, target, note, wish.in_province) == (None,) * 4:
        raise BadInput("graduates.nothing", "请填写去向、转入组织或是否在省内，至少一项。")
    if destination == "":
        raise BadInput("graduates.destination", "去向不能清空；还不知道的，请先不登记。")
    if destination is not None:
        read = normalise("destination", destination, policy=policy).value
        destination = destination if read is None else str(read)
    for value, label in ((destination, "去向"), (target, "转入组织"), (note, "备注")):
        if len(value or "") > LONGEST:
            raise BadInput("graduates.too_long", f"“{label}”最多 {LONGEST} 个字。")
    if wish.in_province not in (None, "是", "否"):
        raise BadInput("graduates.in_province", "高校是否在省内只能填“是”“否”。")
    return Wish(
        entry_ids=tuple(dict.fromkeys(wish.entry_ids)),
        destination=destination,
        target=target,
        in_province=wish.in_province,
        note=note,
    )


def _tidy(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _judge(connection: Connection, policy: Policy, wish: Wish) -> DestinationPlan:
    found = entries(connection, wish.entry_ids)
    if len(found) != len(wish.entry_ids):
        raise NotFound("graduates.unknown", "有毕业生记录已不存在，请刷新后再看。")
    asked = _in_province(connection, wish.entry_ids)
    moving = _moving(connection, wish.entry_ids)
    known = frozenset(policy.destinations)
    warning = ""
    if wish.destination is not None and wish.destination not in known:
        listed = "、".join(known)
        warning = f"“{wish.destination}”不在规则包的去向之中（{listed}），会记为去向未定。"
    rows = tuple(
        _row(entry, wish, known, asked.get(entry.id), entry.id in moving) for entry in found
    )
    return DestinationPlan(wish, rows, warning)


def _row(
    entry: Entry, wish: Wish, known: frozenset[str], asked: str | None, moving: bool
) -> PlanRow:
    before = (entry.destination, entry.target, asked, entry.note)
    after = tuple(
        old if new is None else new or None
        for old, new in zip(
            before, (wish.destination, wish.target, wish.in_province, wish.note), strict=True
        )
    )
    progress = entry.progress
    if wish.destination is not None:
        progress = first_progress(after[0], known)
    refused = why = ""
    if entry.progress == "received":
        refused, why = "graduates.received", "已转入，去向不再改动。"
    elif moving:
        refused, why = "graduates.moving", "转接已发起，要改去向请先退回或撤回转接。"
    elif after == before and progress == entry.progress:
        refused, why = "graduates.same", "没有变化。"
    return PlanRow(
        entry.id,
        entry.name or "",
        entry.class_name or "",
        _words(before, entry.progress),
        _words(after, progress),
        progress,
        refused,
        why,
    )


def _words(values: tuple[str | None, ...], progress: str) -> str:
    destination, target, in_province, _ = values
    place = {"是": "省内", "否": "省外"}.get(in_province or "", "")
    parts = (destination or "去向未填", target, place, PROGRESS[progress])
    return " · ".join(part for part in parts if part)


def _in_province(connection: Connection, ids: tuple[int, ...]) -> Mapping[int, str | None]:
    marks = ",".join(str(int(one)) for one in ids)
    rows = connection.exec_driver_sql(
        f"SELECT id, in_province FROM graduate_entries WHERE id IN ({marks})"
    )
    return {row.id: row.in_province for row in rows}


def _moving(connection: Connection, ids: tuple[int, ...]) -> frozenset[int]:
    """Entries with a transfer on its way."""
    marks = ",".join(str(int(one)) for one in ids)
    rows = connection.exec_driver_sql(
        f"SELECT entry_id FROM transfers WHERE entry_id IN ({marks}) AND finished_on IS NULL"
    )
    return frozenset(rows.scalars())


def _names(names: list[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return shown + (f"等 {len(names):,} 人" if len(names) > _SHOWN else "")
