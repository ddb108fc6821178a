"""Why somebody may be deleted: admitted kinds with their corrected values, and their words.

The words on a form are generated from the fields and never typed (Q 附件1 填写要求4); what the
pack refuses is refused with its clause and the right door.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.errors import BadInput, RuleRefused
from ..core.masks import mask_id
from ..rules.checks import check_member, normalise
from ..rules.fields import label_of
from ..rules.policy import Policy

ATTACHMENT_LABELS: Mapping[str, str] = MappingProxyType(
    {"statement": "情况说明", "self_criticism": "检讨", "other": "其他材料"}
)
BETWEEN = "；"


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of deletion reason and, where a field is wrong, its corrected value."""

    code: str
    corrected: str | None = None


def admitted(
    policy: Policy,
    reasons: Sequence[Reason],
    recorded: Mapping[str, str | None],
    *,
    today: date,
) -> tuple[Reason, ...]:
    """The reasons with their corrected values in canonical form.

    Raises `RuleRefused` for a refused kind (G 三) and `BadInput` for an unknown or repeated
    one, a missing corrected value, or one that fails the check or equals the recorded one.
    """
    if not reasons:
        raise BadInput("deletion.reason_missing", "请至少选择一项删除原因。")
    for reason in reasons:
        kind = policy.deletion_reason(reason.code)
        if not kind.accepted:
            message = f"“{kind.label}”不能作为删除原因。{kind.advice}"
            raise RuleRefused("deletion.reason_refused", message, clause=kind.clause)
    if len({reason.code for reason in reasons}) < len(reasons):
        raise BadInput("deletion.reason_repeated", "同一项删除原因只能填写一次。")
    return tuple(_checked(policy, reason, recorded, today) for reason in reasons)


def phrases(policy: Policy, reasons: Sequence[Reason]) -> str:
    """The reasons as the form prints them, full values."""
    return BETWEEN.join(_phrase(policy, reason, reason.corrected) for reason in reasons)


def words(policy: Policy, reasons: Sequence[Reason]) -> str:
    """The same for lists on screen: a corrected ID number is masked (domain.md §13)."""
    return BETWEEN.join(_phrase(policy, reason, _masked(policy, reason)) for reason in reasons)


def labels(policy: Policy, reasons: Sequence[Reason]) -> str:
    """The kinds alone, without any value: for the journal's words."""
    return "、".join(policy.deletion_reason(reason.code).label for reason in reasons)


def required_attachments(policy: Policy, reasons: Sequence[Reason]) -> dict[str, str]:
    """Kinds of paper that must be attached → the clause that wants them (G 三.2)."""
    wanted: dict[str, str] = {}
    for reason in reasons:
        kind = policy.deletion_reason(reason.code)
        for attachment in kind.attachments:
            wanted.setdefault(attachment, kind.clause)
    return wanted


def reasons_of(
    connection: Connection, requests: str, parameters: Sequence[object]
) -> dict[int, tuple[Reason, ...]]:
    """Reasons by request, as they were given; `requests` selects the ids."""
    found: dict[int, list[Reason]] = defaultdict(list)
    rows = connection.exec_driver_sql(
        "SELECT request_id, code, corrected FROM deletion_reasons "
        f"WHERE request_id IN ({requests}) ORDER BY id",
        tuple(parameters),
    )
    for request_id, code, corrected in rows:
        found[request_id].append(Reason(code, corrected))
    return {request_id: tuple(reasons) for request_id, reasons in found.items()}


def _checked(
    policy: Policy, reason: Reason, recorded: Mapping[str, str | None], today: date
) -> Reason:
    kind = policy.deletion_reason(reason.code)
    given = (reason.corrected or "").strip()
    if kind.field is None:
        if given:
            message = f"删除原因“{kind.label}”没有可更正的内容，请不要填写正确值。"
            raise BadInput("deletion.corrected_unexpected", message)
        return Reason(reason.code)
    kind.phrase(given)  # refuses an empty value in the pack's words
    label = label_of(kind.field)
    read = normalise(kind.field, given, policy=policy, id_kind=recorded.get("id_kind"))
    findings = list(read.findings)
    # Sex and birth date were derived from the wrong number: they must not speak against a right one.
    after = {**recorded, "sex": None, "born_on": None, kind.field: read.value}
    if kind.field != "sex":
        findings += check_member(after, policy=policy, today=today)
    for finding in findings:
        if finding.field == kind.field and finding.level == "error":
            raise BadInput(finding.code, f"正确的{label}没有通过检查：{finding.message}")
    if read.value == recorded.get(kind.field):
        message = f"填写的正确{label}与系统中的相同，不构成“{kind.label}”。请核对。"
        raise BadInput("deletion.corrected_same", message)
    return Reason(reason.code, read.value)


def _phrase(policy: Policy, reason: Reason, corrected: str | None) -> str:
    kind = policy.reasons.get(reason.code)
    # A request made under another pack keeps its code where this pack has no words for it.
    return kind.phrase(corrected) if kind else reason.code


def _masked(policy: Policy, reason: Reason) -> str | None:
    kind = policy.reasons.get(reason.code)
    secret = kind is not None and kind.field == "id_number"
    return mask_id(reason.corrected or "") if secret else reason.corrected
