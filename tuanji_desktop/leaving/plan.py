"""Who would leave, who stays and why: the plan that the clerk sees before anything is written.

A plan is worked out from the records alone. `service.apply_leaving` works it out again inside the
operation, and does exactly this or nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, RuleRefused, TuanjiError
from ..core.progress import Progress, Quiet
from ..core.yearmonth import YearMonth
from ..office.archive import Attachment
from ..office.context import Context
from ..orgs.kinds import BRANCH_KINDS
from ..orgs.queries import by_id
from ..rules.fields import label_of
from ..rules.id_numbers import FOREIGN, birth_date
from ..rules.lifecycle import MEMBERSHIP, next_state
from ..rules.policy import Door, Policy, Values
from . import records
from .doors import ACTS, RESTORED, stage_words, standing
from .records import Record

_PAGE = 2_000
_EARLIEST = date(1922, 5, 5)  # the League was founded


@dataclass(frozen=True, slots=True)
class Wish:
    """What the clerk wants: who, by which door (`restored`: back), when, on which papers.

    `branch_id`: where those come back to whose branch is no more.
    """

    member_ids: tuple[int, ...]
    door: str
    on: date
    document_number: str = ""
    decided_by: str = ""
    reason: str = ""
    proofs: tuple[Attachment, ...] = ()
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """What the act as a whole still wants, as the refusal it would be."""

    code: str
    message: str
    clause: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One member: the status before and after, or with `refused` (a code) why not.

    `notes` are what happens besides; `branch_id` is where the member will be; `departure_id` the
    entry of the register that a restoration closes, None where there is none yet.
    """

    member_id: int
    name: str
    branch: str
    before: str
    after: str
    branch_id: int
    refused: str = ""
    why: str = ""
    clause: str = ""
    notes: tuple[str, ...] = ()
    departure_id: int | None = None

    @property
    def ready(self) -> bool:
        """Whether applying the plan does anything to this member."""
        return not self.refused

    @property
    def words(self) -> str:
        """Before → after."""
        return f"{stage_words(self.before)} → {stage_words(self.after)}" if self.ready else "不办理"


@dataclass(frozen=True, slots=True)
class LeavingPlan:
    """What would become of each member, in the order chosen, and what is still wanted."""

    wish: Wish
    rows: tuple[PlanRow, ...]
    lacking: tuple[Lack, ...]

    @property
    def ready(self) -> tuple[PlanRow, ...]:
        """Those whom it will be done to."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def refused(self) -> tuple[PlanRow, ...]:
        """Those who stay as they are."""
        return tuple(row for row in self.rows if not row.ready)


def plan_leaving(
    context: Context,
    *,
    member_ids: Sequence[int],
    door: str,
    left_on: date,
    document_number: str = "",
    decided_by: str = "",
    reason: str = "",
    proofs: Sequence[Attachment] = (),
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> LeavingPlan:
    """Who would leave by a door on a day, who stays and why; writes nothing.

    Raises `BadInput` for a door that the pack does not have and `NotFound` for no such member.
    """
    if door == RESTORED:
        raise BadInput("leaving.door_unknown", "恢复团籍不是离团方式，请用“恢复团籍”办理。")
    wish = Wish(
        tuple(dict.fromkeys(member_ids)),
        door,
        left_on,
        document_number.strip(),
        decided_by.strip(),
        reason.strip(),
        tuple(proofs),
    )
    return _plan(context, wish, progress)


def plan_restore(
    context: Context,
    *,
    member_ids: Sequence[int],
    restored_on: date,
    document_number: str = "",
    reason: str = "",
    proofs: Sequence[Attachment] = (),
    branch_id: int | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> LeavingPlan:
    """Who would get the membership back (N 三.8), into which branch; writes nothing."""
    wish = Wish(
        tuple(dict.fromkeys(member_ids)),
        RESTORED,
        restored_on,
        document_number.strip(),
        "",
        reason.strip(),
        tuple(proofs),
        branch_id,
    )
    return _plan(context, wish, progress)


def _plan(context: Context, wish: Wish, progress: Progress) -> LeavingPlan:
    with context.database.read() as connection:
        rows = judge_rows(connection, context, wish, progress=progress)
    return LeavingPlan(wish, rows, lacking(context.policy, wish, context.today))


def lacking(policy: Policy, wish: Wish, today: date) -> tuple[Lack, ...]:
    """What the door still wants: a sensible day, the document number, the proofs.

    Raises `BadInput` for a proof that the door does not know.
    """
    door = policy.door(wish.door)
    found: list[Lack] = []
    word = "恢复日期" if wish.door == RESTORED else "离团日期"
    if wish.on > today:
        found.append(Lack("leaving.date_future", f"{word}不能晚于今天。", door.clause))
    elif wish.on < _EARLIEST:
        found.append(Lack("leaving.date_early", f"{word}{wish.on}太早，请核对。", door.clause))
    if door.document_required and not wish.document_number:
        found.append(Lack("leaving.document_missing", f"{door.act}须填写文号。", door.clause))
    known = {proof.code: proof for proof in door.proofs}
    for proof in wish.proofs:
        if proof.kind not in known:
            codes = "、".join(f"{one.code}（{one.label}）" for one in door.proofs) or "无"
            raise BadInput(
                "leaving.proof_unknown", f"{door.act}没有“{proof.kind}”这种材料。可附：{codes}。"
            )
    there = {proof.kind for proof in wish.proofs}
    missing = [proof.label for proof in door.proofs if proof.required and proof.code not in there]
    if missing:
        words = "、".join(f"《{label}》" for label in missing)
        found.append(Lack("leaving.proof_missing", f"{door.act}须附{words}。", door.clause))
    return tuple(found)


def judge_rows(
    connection: Connection,
    context: Context,
    wish: Wish,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> tuple[PlanRow, ...]:
    """Each member's row by the records as they are on this connection."""
    door = context.policy.door(wish.door)
    restoring = wish.door == RESTORED
    home = _given_home(connection, wish) if restoring else None
    taken: dict[str, str] = {}
    rows: list[PlanRow] = []
    for start in range(0, len(wish.member_ids), _PAGE):
        progress.stop_if_cancelled()
        progress(start, len(wish.member_ids), "核对")
        part = wish.member_ids[start : start + _PAGE]
        fields = [condition.field for condition in door.unless]
        found = records.load(connection, part, fields=fields, restoring=restoring)
        for member_id in part:
            record = found.get(member_id)
            if record is None:
                raise NotFound("member.unknown", f"没有编号为 {member_id} 的团员。")
            if restoring:
                rows.append(_judge(record, lambda one: _back(one, wish, home, taken), door))
            else:
                rows.append(_judge(record, lambda one: _out(one, door, wish, context.policy), door))
    return tuple(rows)


def _given_home(connection: Connection, wish: Wish) -> tuple[int, str] | None:
    """The branch named for those whose own is no more."""
    if wish.branch_id is None:
        return None
    node = by_id(connection, wish.branch_id)
    if node.kind not in BRANCH_KINDS or node.status != "active":
        raise BadInput("branch.unknown", f"“{node.full_name}”不是在用的团支部，不能恢复到这里。")
    return node.id, node.short_name


Judged = tuple[str, int, str, tuple[str, ...]]
"""Status after, branch, the branch's name, notes."""


def _judge(record: Record, judge: Callable[[Record], Judged], door: Door) -> PlanRow:
    """The row of a member; a rule that refuses becomes words in it."""
    try:
        after, branch_id, branch, notes = judge(record)
    except TuanjiError as error:
        return PlanRow(
            record.id,
            record.name,
            record.branch,
            record.status,
            "",
            record.branch_id,
            refused=error.code,
            why=error.message,
            clause=error.clause or door.clause,
        )
    return PlanRow(
        record.id,
        record.name,
        branch,
        record.status,
        after,
        branch_id,
        notes=notes,
        departure_id=record.departure_id,
    )


# ------------------------------------------------------------------------ out
def _out(record: Record, door: Door, wish: Wish, policy: Policy) -> Judged:
    if record.status not in MEMBERSHIP.states:
        raise RuleRefused(
            "leaving.not_on_roster",
            f"报到“{stage_words(record.status)}”，还不是在册团员。不该报到的，请撤回或退回报到。",
            clause=MEMBERSHIP.clause,
        )
    after = next_state(MEMBERSHIP, record.status, ACTS[door.code])
    _check_day(record, wish.on)
    _check_age(record, door, wish.on)
    _check_open_work(record, policy)
    return after, record.branch_id, record.branch, tuple(_besides(record))


def _check_day(record: Record, day: date) -> None:
    """Nobody leaves before joining, or before coming back the last time."""
    if record.joined_on and YearMonth.of(day) < YearMonth.parse(record.joined_on):
        raise BadInput(
            "leaving.before_joined", f"离团日期早于入团年月 {record.joined_on}，请核对。"
        )
    if record.restored_on and day.isoformat() < record.restored_on:
        raise BadInput(
            "leaving.before_restored", f"离团日期早于上次恢复团籍的 {record.restored_on}，请核对。"
        )


def _check_age(record: Record, door: Door, day: date) -> None:
    """Over age is who has completed the years on the day of leaving and has no reason to stay."""
    for condition in door.unless:
        if condition.holds(record.values):
            words = standing(condition, record.values.get(condition.field))
            raise RuleRefused("leaving.stays", f"{words}，保留团籍。", clause=door.clause)
    if not door.age:
        return
    born = born_on(record.values)
    if born is None:
        raise BadInput("leaving.birth_unknown", "没有出生日期，无法判断年龄。请先补全身份证号。")
    age = age_on(born, day)
    if age < door.age:
        raise RuleRefused(
            "leaving.age",
            f"{max(age, 0)} 周岁，未满 {door.age} 周岁。",
            clause=door.clause,
        )


def _check_open_work(record: Record, policy: Policy) -> None:
    """What somebody else still has to decide is decided first."""
    if record.deletion is not None:
        number, state = record.deletion
        label = policy.deletion_machine.states.get(state, state)
        raise RuleRefused(
            "leaving.deletion_open",
            f"有未办结的删除申请（第 {number} 号，{label}）。先退回删除申请，再办理离团。",
            clause=policy.deletion.clause,
        )
    if record.correction is not None:
        raise RuleRefused(
            "leaving.correction_open",
            f"有未办结的行文更正（{label_of(record.correction)}）。先撤回或办结更正，再办理离团。",
        )
    if record.transfer or "started" in record.graduate:
        raise RuleRefused(
            "leaving.transfer_open",
            "组织关系转接已经发起，还没有办结。先撤回或办结转接，再办理离团。",
            clause=policy.transfer.clause,
        )


def _besides(record: Record) -> Iterator[str]:
    """What else the leaving brings about."""
    if record.pending:
        words = "、".join(label_of(field) for field in record.pending)
        yield f"待审核的修改（{words}）随之撤回"
    if record.graduate:
        yield f"{'、'.join(map(str, record.years))} 年毕业生名单中转接未完成，随之不计入"
    if record.retained:
        yield "团籍保留随之结束"


def born_on(values: Values) -> date | None:
    """The date of birth: the number's where it gives one, else as recorded."""
    by_number = None
    if values.get("id_kind") != FOREIGN:
        by_number = birth_date(values.get("id_number"))
    if by_number is not None:
        return by_number
    try:
        return date.fromisoformat(values.get("born_on") or "")
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Completed years on a day; born on 29 February, one has the birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# ----------------------------------------------------------------------- back
def _back(
    record: Record, wish: Wish, home: tuple[int, str] | None, taken: dict[str, str]
) -> Judged:
    if record.status not in MEMBERSHIP.states:
        raise RuleRefused(
            "leaving.not_left",
            f"报到“{stage_words(record.status)}”，没有离团，不办理恢复。",
            clause=MEMBERSHIP.clause,
        )
    after = next_state(MEMBERSHIP, record.status, ACTS[RESTORED])
    if record.left_on and wish.on.isoformat() < record.left_on:
        raise BadInput("leaving.before_left", f"恢复日期早于离团日期 {record.left_on}，请核对。")
    number = record.values.get("id_number") or ""
    holder = record.id_holder or taken.get(number, "")
    if holder:
        raise RuleRefused(
            "leaving.id_taken", f"身份证号已由在册团员{holder}使用，不能恢复。请先核对是谁。"
        )
    notes = []
    if record.number_holder:
        notes.append(f"发展团员编号与在册团员{record.number_holder}相同，恢复后请核对")
    branch_id, branch = record.branch_id, record.branch
    if not record.home:
        if home is None:
            raise RuleRefused(
                "leaving.branch_gone",
                f"原团支部“{record.branch}”已撤销或不能有团员。请选择恢复到哪个团支部。",
            )
        branch_id, branch = home
        notes.append(f"原团支部“{record.branch}”已不在，恢复到“{branch}”")
    if record.departure_id is None:
        notes.append("离团时没有登记，随之补登")
    if number:
        taken[number] = record.name
    return after, branch_id, branch, tuple(notes)
