"""The chain of levels that a pack names: who passes a batch on, gathers it, sends it up.

The levels below the prefecture check and pass on or return; they cannot approve (G 三.1). What a
level has passed on is no longer on its desk.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ..core.by_hand import as_reason
from ..core.errors import BadInput, RuleRefused
from ..office.archive import keep_paper
from ..office.context import Context
from ..office.document_numbers import proper, use_number
from ..papers.preflight import without_glyph
from ..rules.lifecycle import ACTOR_LABELS, Actor, next_state
from ..rules.policy import Policy
from .letters import LETTER, issued_letter, letter_hash, letter_words
from .papers import OPEN, undertaken_for_batch
from .questions import keep_questions
from .steps import LEVELS, act_day, bears, last_day, open_batch, record_step


@dataclass(frozen=True, slots=True)
class Stepped:
    """Where a batch stands after a step."""

    batch_id: int
    number: str
    state: str
    state_label: str


def step_batch(
    context: Context,
    *,
    batch_id: int,
    act: str,
    level: str | None = None,
    document_number: str | None = None,
    done_on: date | None = None,
    by_hand: Collection[str] = (),
) -> Stepped:
    """Passes a batch on (`forward`), gathers it (`endorse`) or sends it by formal letter (`send`).

    `level` is the level of the League whose act is recorded; where it is left out, it is the next
    one that the pack names. Refused (G 三.1): a level without the right, one that has passed the
    batch on already, one whose turn has not come because a level below has not passed it on, and a
    formal letter without its document number. `done_on` is the day on which it was done, where
    that is entered afterwards. `by_hand` are characters of the letter that no font has and that
    the clerk undertook to write on it.
    """
    if act not in ("forward", "endorse", "send"):
        raise BadInput(
            "deletion.act_unknown", f"没有“{act}”这种办理。可用的有：forward、endorse、send。"
        )
    policy = context.policy
    with context.database.read() as connection:
        batch = open_batch(connection, batch_id)
        passed, due = passed_by(connection, batch_id), due_levels(connection, policy, batch.org_id)
        written = undertaken_for_batch(connection, batch_id)
        number = proper(connection, document_number) or None
        if act == "send":
            _require_formal(connection, batch_id, number, policy)
        day = act_day(context, done_on, after=last_day(connection, batch_id))
    who = level_of(policy, act, level, batch.kind, left_of(policy, due, passed))
    state = next_state(policy.deletion_machine, batch.state, act, actor=who)
    require_on_desk(policy, act, who, passed)
    _require_passed_on(policy, act, who, batch.number, left_of(policy, due, passed))
    if act == "send" and policy.deletion.letter_required and number is None:
        raise RuleRefused(
            "deletion.document_number_missing",
            f"批次 {batch.number} 须以正式行文上报，请填写文号（例如 团×字〔2018〕12号）。",
            clause=policy.deletion.clause,
        )
    letter = letter_words(context, batch_id=batch_id, document_number=number or "")
    paper = None
    if who is own_level(batch.kind) and act != "endorse" and policy.deletion.letter_required:
        paper = issued_letter(context, letter, number=batch.number, written=(*by_hand, *written))
    pen = [one for one in without_glyph(paper.findings) if one in by_hand] if paper else []
    operation = context.operation(
        f"deletion.{act}",
        f"删除批次 {batch.number}：{act_label(policy, act)}",
        reason=as_reason(pen),
        document=number,
    )
    with context.database.write(operation) as writing:
        connection = writing.connection
        connection.exec_driver_sql(
            "UPDATE deletion_batches SET state = ?, document_number = coalesce(?, document_number) "
            "WHERE id = ?",
            (state, number, batch_id),
        )
        connection.exec_driver_sql(
            f"UPDATE deletion_requests SET state = ? WHERE batch_id = ? AND state IN {OPEN}",
            (state, batch_id),
        )
        record_step(connection, context, batch_id, act, who, document_number=number, done_on=day)
        if paper is not None:
            keep_paper(
                connection,
                paper.pdf,
                form=f"deletion-{LETTER}",
                title=letter.title,
                pages=paper.pages,
                made_at=context.stamp(),
                number=batch.number,
                content_hash=letter_hash(letter),
                batch_id=batch_id,
            )
        use_number(connection, context, number, subject=letter.title, used_for=bears(batch.number))
        keep_questions(connection, context, batch_id)
    return Stepped(batch_id, batch.number, state, policy.deletion_machine.states[state])


def _require_formal(
    connection: Connection, batch_id: int, number: str | None, policy: Policy
) -> None:
    """The letter of a level below, with which the batch was passed on, is not the formal one."""
    forwarded = connection.exec_driver_sql(
        "SELECT 1 FROM deletion_steps WHERE batch_id = ? AND act = 'forward' "
        "AND document_number = ? LIMIT 1",
        (batch_id, number),
    ).scalar()
    if forwarded:
        raise RuleRefused(
            "deletion.document_number_forwarded",
            f"{number} 是上报时的文号，不是正式行文。请填写汇总核定单位报团省委的文号。",
            clause=policy.deletion.clause,
        )


def _require_passed_on(
    policy: Policy, act: str, who: Actor, number: str, left: tuple[Actor, ...]
) -> None:
    """Each level has its own step, one after the other: what a level below has not passed on is
    not on this desk yet."""
    chain = chain_of(policy)
    missing = [one for one in left if chain.index(one) < chain.index(who)]
    if missing:
        levels = "、".join(ACTOR_LABELS[one] for one in missing)
        raise RuleRefused(
            "deletion.forward_missing",
            f"批次 {number} 还没有登记{levels}的“{act_label(policy, 'forward')}”，"
            f"{ACTOR_LABELS[who]}不能“{act_label(policy, act)}”。"
            "请先逐级登记上报；早已上报的，办理日期填实际上报的那天。",
            clause=policy.deletion.clause,
        )


def level_of(
    policy: Policy, act: str, level: str | None, kind: str, left: tuple[Actor, ...] = ()
) -> Actor:
    """Whose act it is: as said, else the first of those `left` to pass it on, the batch's own level
    where it may, else the pack's."""
    if level is not None:
        known = [actor.value for actor in (*LEVELS.values(), Actor.PREFECTURE, Actor.PROVINCE)]
        if level not in (*known, Actor.BRANCH):
            names = "、".join(dict.fromkeys((Actor.BRANCH.value, *known)))
            raise BadInput("deletion.level_unknown", f"没有“{level}”这一级。可用的有：{names}。")
        return Actor(level)
    if act == "forward" and left:
        return left[0]
    allowed = levels_of(policy, act)
    own = own_level(kind)
    return own if own in allowed or not allowed else allowed[-1]


def due_levels(connection: Connection, policy: Policy, org_id: int) -> tuple[Actor, ...]:
    """The levels that have to pass a unit's batch on, from below upwards: its own and those of the
    units above it, as far as the pack names them and they do not gather themselves. What is below
    the unit handed its requests in."""
    kinds = connection.exec_driver_sql(
        "SELECT o.kind FROM org_ancestors AS a JOIN organizations AS o ON o.id = a.ancestor_id "
        "WHERE a.org_id = ?",
        (org_id,),
    ).scalars()
    above = {own_level(kind) for kind in kinds}.difference(levels_of(policy, "endorse"))
    return tuple(one for one in levels_of(policy, "forward") if one in above)


def left_of(policy: Policy, due: tuple[Actor, ...], passed: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those who have still to pass the batch on."""
    gone = behind(policy, passed)
    return tuple(one for one in due if one not in gone)


def own_level(kind: str) -> Actor:
    """The level of the League that a batch's own unit stands for."""
    return LEVELS.get(kind, Actor.BRANCH)


def levels_of(policy: Policy, act: str) -> tuple[Actor, ...]:
    """Which levels of the League the pack lets do an act."""
    rule = policy.deletion
    named = {"forward": rule.forward, "endorse": rule.endorse, "send": rule.send}
    return tuple(Actor(one) for one in named.get(act, rule.decide))


def chain_of(policy: Policy) -> tuple[Actor, ...]:
    """All levels from below upwards, each once."""
    acts = ("forward", "endorse", "send", "decide")
    return tuple(dict.fromkeys(one for act in acts for one in levels_of(policy, act)))


def passed_by(connection: Connection, batch_id: int) -> tuple[Actor, ...]:
    """The levels that have passed a batch on."""
    levels = connection.exec_driver_sql(
        "SELECT level FROM deletion_steps WHERE batch_id = ? AND act = 'forward' ORDER BY id",
        (batch_id,),
    ).scalars()
    return tuple(Actor(one) for one in levels)


def behind(policy: Policy, passed: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The levels from whose desk a batch has gone: those who passed it on, and those below."""
    chain = chain_of(policy)
    last = max((chain.index(one) for one in passed if one in chain), default=-1)
    return chain[: last + 1]


def returners(policy: Policy, state: str) -> tuple[Actor, ...]:
    """Which levels may return what is in this state, from below upwards."""
    steps = policy.deletion_machine.steps_from(state)
    may = {step.actor for step in steps if step.act == "return"}
    return tuple(one for one in chain_of(policy) if one in may)


def holder(
    policy: Policy,
    state: str,
    kind: str,
    passed: tuple[Actor, ...],
    left: tuple[Actor, ...] = (),
) -> Actor:
    """On whose desk a batch is now: the next of those `left` to pass it on, the batch's own level,
    or the one above who passed it on."""
    may = [one for one in returners(policy, state) if one not in behind(policy, passed)]
    first = next((one for one in (*left, own_level(kind)) if one in may), None)
    if first is not None:
        return first
    return may[0] if may else levels_of(policy, "decide")[-1]


def require_on_desk(policy: Policy, act: str, who: Actor, passed: tuple[Actor, ...]) -> None:
    """Refuses a level that has the batch no longer; who decides may return it at any step."""
    if who in levels_of(policy, "decide") or who not in behind(policy, passed):
        return
    last = ACTOR_LABELS[passed[-1]]
    label = act_label(policy, act)
    raise RuleRefused(
        "deletion.passed_on",
        f"批次已由{last}核对上报，不在{ACTOR_LABELS[who]}手上，不能由其“{label}”。请由上一级办理。",
        clause=policy.deletion.clause,
    )


def act_label(policy: Policy, act: str) -> str:
    """What an act is called."""
    steps = policy.deletion_machine.transitions
    return next((step.label for step in steps if step.act == act), act)
