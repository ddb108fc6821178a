"""Why a field may or may not be changed: the rule, its document, since when, by whom, the way out.

Pure: the record's past is handed in as the `Entered` of its present standing, today is an
argument. What is said here is shown by card and dialog and printed by the command line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tuanji_desktop.rules.fields import label_of
from tuanji_desktop.rules.lifecycle import (
    ACTOR_LABELS,
    BEFORE_APPROVAL,
    LEFT,
    MEMBERSHIP,
    ON_ROSTER,
    REPORT_IN,
    STAGE_LABELS,
    Stage,
)
from tuanji_desktop.rules.policy import ChangePath, FieldState, PackInfo, Policy, Tier, Values
from tuanji_desktop.rules.policy_parts import Window

WITHDRAW, RETURN, RESTORE = "withdraw", "return", "restore"
"""Ways that are acts of a life cycle; every other way is a `ChangePath`."""

_REENTRY = str(ChangePath.DELETION_REENTRY)
_SAME_MISTAKE: Mapping[str, str] = MappingProxyType({"id_kind": "id_number"})
"""A field that is corrected together with another one."""

_TRANSFER_ADVICE = "办理途径：发起组织关系转接，各方审核通过后更新所在团支部。"
_MISTAKEN_APPROVAL = "报错团支部而被误审核通过的，不能改报，须申请删除，并附情况说明和检讨"


@dataclass(frozen=True, slots=True)
class Entered:
    """How a record came to stand as it does: the day of the rules, whose act, which operation."""

    day: date
    actor: str
    words: str
    operation: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What a button starts: a `ChangePath`, or an act of a life cycle."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Why:
    """The whole answer for one field. `since` and `by` are of the rule that holds now; `history`
    says in sentences how it came to hold, `advice` what to do where no button can do it."""

    field: str
    label: str
    tier: Tier
    path: ChangePath
    reason: str
    clause: str
    clause_text: str
    document: str
    since: date | None
    by: str
    history: tuple[str, ...]
    advice: str
    ways: tuple[Way, ...]


def why(
    policy: Policy,
    field: str,
    *,
    stage: Stage,
    values: Values,
    today: date,
    entered: Entered | None = None,
    state: FieldState | None = None,
) -> Why:
    """The answer for a field of a member; `state` where it has been asked for already."""
    if state is None:
        state = policy.field_state(field, stage=stage, values=values, today=today)
    document = policy.document_of(state.clause)
    since = entered.day if entered else None
    by = entered.actor if entered else ""
    history = [_entered_words(stage, entered)] if entered else []
    if stage in ON_ROSTER and state.path is not ChangePath.DERIVED:
        window = _window(policy, field, today)
        history += _window_words(policy, field, today)
        if window is not None and (since is None or window.first > since):
            since, by = window.first, document.issuer
    return Why(
        field=field,
        label=label_of(field),
        tier=state.tier,
        path=state.path,
        reason=state.reason,
        clause=state.clause,
        clause_text=policy.clause_text(state.clause),
        document=document_words(document) if state.clause else "",
        since=since,
        by=by,
        history=tuple(history),
        advice=_advice(policy, field, state, stage),
        ways=ways(policy, field, state=state, stage=stage),
    )


def plain(label: str, state: FieldState, *, field: str = "") -> Why:
    """What a state says by itself, where nobody knows more about the record."""
    told = (ChangePath.NONE, ChangePath.DERIVED, ChangePath.CLOSED_RECORD)
    buttons = () if state.path in told else (Way(str(state.path), state.path_label),)
    return Why(
        field=field,
        label=label,
        tier=state.tier,
        path=state.path,
        reason=state.reason,
        clause=state.clause,
        clause_text="",
        document="",
        since=None,
        by="",
        history=(),
        advice="",
        ways=buttons,
    )


def ways(policy: Policy, field: str, *, state: FieldState, stage: Stage) -> tuple[Way, ...]:
    """The permitted ways that can be started from here, each with the words on its button."""
    match state.path:
        case ChangePath.WITHDRAW_OR_RETURN:
            return tuple(
                Way(step.act, f"{step.label}（{ACTOR_LABELS[step.actor]}）")
                for step in REPORT_IN.steps_from(stage)
                if step.act in (WITHDRAW, RETURN)
            )
        case ChangePath.CHANGE_REQUEST:
            return (Way(str(state.path), state.path_label),)
        case ChangePath.CORRECTION_LETTER:
            return (Way(str(state.path), f"{state.path_label}…"),)
        case ChangePath.DELETION_REENTRY:
            code = deletion_reason_for(policy, field)
            wrong = f"{policy.reasons[code].label}，" if code else ""
            return (Way(_REENTRY, f"{wrong}{state.path_label}…"),)
        case ChangePath.TRANSFER if stage in ON_ROSTER:
            mistaken = deletion_reason_for(policy, field)
            return (
                Way(str(state.path), "发起转接…"),
                *([Way(_REENTRY, "误审核通过，申请删除…")] if mistaken else []),
            )
        case ChangePath.DERIVED:
            return (Way(str(state.path), "看身份证号的规则"),)
        case ChangePath.CLOSED_RECORD if "restored" in policy.doors:
            steps = (step for step in MEMBERSHIP.steps_from(stage) if step.act == RESTORE)
            return tuple(Way(RESTORE, f"{step.label}…") for step in steps)
    return ()


def deletion_reason_for(policy: Policy, field: str) -> str:
    """The kind of deletion request that puts a field right; '' where the pack admits none.

    The branch is the one of a mistaken approval (G 三.2): else it is changed by transfer.
    """
    wanted = _SAME_MISTAKE.get(field, field)
    for row in policy.reasons.values():
        if row.accepted and (
            row.field == wanted or (field, row.code) == ("branch", "wrong_branch")
        ):
            return row.code
    return ""


def document_words(info: PackInfo) -> str:
    """A pack's document as one cites it: title, issuer, number where it has one, date."""
    parts = [info.issuer, info.document_number, info.date.isoformat()]
    return f"《{info.document}》（{'，'.join(part for part in parts if part)}）"


def _entered_words(stage: Stage, entered: Entered) -> str:
    if stage in ON_ROSTER:
        what = "审核通过、登记在册"
    elif stage is Stage.SUBMITTED:
        what = "提交报到"
    elif stage in LEFT or stage in BEFORE_APPROVAL:
        what = f"成为“{STAGE_LABELS[stage]}”"
    said = f"：{entered.words}" if entered.words else ""
    why_so = f"；原因：{entered.reason}" if entered.reason else ""
    return (
        f"{entered.day.isoformat()} {what}，{entered.actor}经办"
        f"（第 {entered.operation} 号操作{said}{why_so}）"
    )


def _window(policy: Policy, field: str, today: date) -> Window | None:
    """The dated rule that holds for a field today."""
    for window in policy.windows:
        if window.field == field and window.open_on(today):
            return window
    return None


def _window_words(policy: Policy, field: str, today: date) -> list[str]:
    """Every dated rule of a field, seen from today: past, open with the days left, or ahead."""
    words = []
    for window in policy.windows:
        if window.field != field:
            continue
        locked = window.rule.tier is Tier.LOCKED
        if window.last is None:
            begun = window.first <= today
            days = f"，至今第 {(today - window.first).days + 1} 天" if begun else ""
            what = "不再开放修改" if locked else "可以修改"
            words.append(f"自 {window.first.isoformat()} 起{what}{days}")
            continue
        span = f"{window.first.isoformat()} 至 {window.last.isoformat()}"
        what = "停止修改" if locked else "临时开放修改"
        if today < window.first:
            when = f"还有 {(window.first - today).days} 天开始"
        elif today <= window.last:
            when = f"还剩 {(window.last - today).days + 1} 天（含今天）"
        else:
            when = f"已于 {window.last.isoformat()} 结束"
        words.append(f"{span} {what}，{when}")
    return words


def _advice(policy: Policy, field: str, state: FieldState, stage: Stage) -> str:
    if state.path is not ChangePath.TRANSFER:
        return ""
    if not deletion_reason_for(policy, field) or stage not in ON_ROSTER:
        return _TRANSFER_ADVICE
    clause = policy.reasons["wrong_branch"].clause
    return f"{_TRANSFER_ADVICE}{_MISTAKEN_APPROVAL}（{clause}）。"


@dataclass(frozen=True, slots=True)
class Whys(Mapping[str, Why]):
    """The answers for all fields of a member, each made when somebody asks for it: a form has
    forty-six marks, and one of them is pressed."""

    policy: Policy
    states: Mapping[str, FieldState]
    stage: Stage
    record: Values
    today: date
    entered: Entered | None

    def __getitem__(self, field: str) -> Why:
        return why(
            self.policy,
            field,
            stage=self.stage,
            values=self.record,
            today=self.today,
            entered=self.entered,
            state=self.states[field],
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.states)

    def __len__(self) -> int:
        return len(self.states)
