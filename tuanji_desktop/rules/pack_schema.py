"""The shape of a pack file for pydantic, and its refusals in Chinese.

Imported only when a pack is validated: pydantic takes longer to import than the window to open.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from tuanji_desktop.rules.choices import CHOICES
from tuanji_desktop.rules.fields import FIELDS

StageName = Literal[
    "draft", "submitted", "returned", "withdrawn", "transferred_out", "over_age", "self_left",
    "voluntarily_left", "expelled", "deleted",
]  # fmt: skip
Level = Literal["branch", "general_branch", "committee", "county", "prefecture", "province"]
DoorName = Literal["over_age", "self_left", "voluntarily_left", "expelled", "restored"]
UnitKind = Literal[
    "county", "committee", "work_committee", "general_branch", "branch", "graduate_branch",
    "waiting_branch", "mobile_branch",
]  # fmt: skip
SchoolKind = Literal[
    "小学", "初中", "普通高中", "完全中学", "中职", "中专", "高校", "省属高校", "市属高校",
]  # fmt: skip
FormName = Literal[
    "deletion-guangdong", "deletion-qilu", "retention", "letter", "statement", "self-criticism",
    "change-slip", "age-approval", "introduction", "reminder", "roster", "member-file",
]  # fmt: skip
TierName = Literal["locked", "review", "free"]
PathName = Literal[
    "none", "withdraw_or_return", "change_request", "correction_letter", "deletion_reentry",
    "transfer", "derived", "closed_record",
]  # fmt: skip


def _known_field(name: str) -> str:
    if name not in FIELDS:
        raise ValueError(f"没有名为“{name}”的字段")
    return name


def _known_choices(name: str) -> str:
    if name not in CHOICES:
        raise ValueError(f"没有名为“{name}”的选项表")
    return name


def _pattern(text: str) -> str:
    if re.search(r"\)\s*[*+{]", text):  # such a pattern can take for ever on one number
        raise ValueError(f"“{text}”中，括号后面不能再写 *、+ 或 {{")
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"“{text}”不是正确的匹配式") from error
    return text


def _is_every_year(value: str) -> bool:
    found = re.fullmatch(r"(\d\d)-(\d\d)", value, re.ASCII)
    try:
        # no leap year: what comes every year must be there every year
        return found is not None and bool(date(2001, int(found[1]), int(found[2])))
    except ValueError:
        return False


def _day_of_year(value: date | str) -> date | str:
    if isinstance(value, str) and not _is_every_year(value):
        raise ValueError('日期应写作 2018-09-30，或每年都有的 "09-30"')
    return value


def _month_and_day(value: str) -> str:
    if not _is_every_year(value):
        raise ValueError(_EVERY_YEAR)
    return value


_EVERY_YEAR = '应写每年都有的月和日，加引号，如 "06-01"'
Text = Annotated[str, StringConstraints(min_length=1)]
FieldName = Annotated[str, AfterValidator(_known_field)]
ChoicesName = Annotated[str, AfterValidator(_known_choices)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
PackId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Age = Annotated[int, Field(ge=0, le=120)]
Days = Annotated[int, Field(gt=0, le=3650)]
Months = Annotated[int, Field(ge=0, le=600)]
Digits = Annotated[int, Field(gt=0, le=40)]
Year = Annotated[int, Field(ge=1922, le=2200)]
People = Annotated[int, Field(gt=0, le=1_000_000)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


M = TypeVar("M", bound=_Model)


def _ordered(span: M) -> M:
    first, last = getattr(span, "first"), getattr(span, "last")  # noqa: B009
    if first is not None and last is not None and last < first:
        raise ValueError("截止日期早于起始日期（to 小于 from）")
    return span


class RuleModel(_Model):
    tier: TierName
    clause: Text
    reason: Text
    path: PathName = "none"

    @model_validator(mode="after")
    def _path_fits(self) -> Self:
        if self.tier == "review" and self.path not in {"none", "change_request"}:
            raise ValueError('tier 为 "review" 时，path 只能是 "change_request"')
        if self.tier == "locked" and self.path == "change_request":
            raise ValueError('tier 为 "locked" 时，path 不能是 "change_request"')
        if self.tier == "free" and self.path != "none":
            raise ValueError('tier 为 "free" 时不写 path')
        return self


class WindowModel(RuleModel):
    field: FieldName
    first: date = Field(alias="from")
    last: date | None = Field(alias="to", default=None)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return _ordered(self)


class ConditionModel(_Model):
    field: FieldName
    equals: Text | None = None
    one_of: list[Text] = []
    at_least: Text | None = None
    at_most: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.equals or self.one_of or self.at_least or self.at_most):
            raise ValueError("条件没有写 equals、one_of、at_least 或 at_most")
        return self


When = ConditionModel | list[ConditionModel]


class RequirementModel(_Model):
    clause: Text
    when: When = []


class ExpectedModel(_Model):
    field: FieldName
    value: Text
    clause: Text
    when: When = []


class ChoicesModel(_Model):
    add: list[Text] = []
    only: list[Text] = []


class YearsModel(_Model):
    first: Year | None = Field(alias="from", default=None)
    last: Year | None = Field(alias="to", default=None)
    required: bool
    prefixes: list[Text] = []
    year_prefix: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return _ordered(self)


class NumbersModel(_Model):
    mobile: Annotated[str, AfterValidator(_pattern)]
    digits: Digits
    long_digits: Digits
    long_prefixes: list[Text]
    provinces: list[Text]
    years: list[YearsModel]
    clause: Text


class FloorModel(_Model):
    first: Month | None = Field(alias="from", default=None)
    last: Month | None = Field(alias="to", default=None)
    age: Age

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return _ordered(self)


class AgesModel(_Model):
    youngest: Age
    oldest: Age
    party: Age
    leaving: Age
    floors: list[FloorModel]
    clause: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.oldest < self.youngest:
            raise ValueError("oldest 小于 youngest")
        return self


class ReasonModel(_Model):
    label: Text
    accepted: bool
    field: FieldName | None = None
    phrase: Text | None = None
    attachments: list[Literal["statement", "self_criticism", "other"]] = []
    advice: Text | None = None
    reentry: bool = False
    clause: Text

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.accepted and self.phrase is None:
            raise ValueError("受理的删除原因须写明 phrase（表上的用语）")
        if not self.accepted and self.advice is None:
            raise ValueError("不予受理的删除原因须写明 advice（正确的办理途径）")
        if self.phrase is not None and ("{value}" in self.phrase) != (self.field is not None):
            raise ValueError("phrase 中的 {value} 与 field 须同时有或同时没有")
        return self


class StatesModel(_Model):
    requested: Text
    endorsed: Text
    sent: Text
    approved: Text


class DeletionModel(_Model):
    forward: list[Level] = []
    endorse: list[Level] = []
    send: list[Level] = []
    decide: list[Level] = []
    letter_required: bool = False
    reentry_days: Days = 30
    clause: Text | None = None
    states: StatesModel | None = None
    reasons: dict[Code, ReasonModel] = {}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        chain = (self.endorse, self.send, self.decide)
        if any(chain) and not (all(chain) and self.clause and self.states):
            raise ValueError("审批层级须同时写明 endorse、send、decide、clause 和 states")
        return self


class TransferModel(_Model):
    overdue_days: Days
    stay_months: Months
    stay_months_at_most: Months
    clause: Text
    approvals: Literal[2, 4] = 4
    approvals_clause: Text | None = None
    paper_only: list[Text] = []
    paper_clause: Text | None = None
    waiting_school_kinds: list[SchoolKind]
    waiting_destinations: list[Text]
    waiting_clause: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.stay_months_at_most < self.stay_months:
            raise ValueError("stay_months_at_most 小于 stay_months")
        return self


class DestinationModel(_Model):
    treatment: Literal["transfer", "retain", "exempt"]
    route: Text
    clause: Text


class MilestoneModel(_Model):
    label: Text
    on: Annotated[date | str, AfterValidator(_day_of_year)]
    rate: Literal["started", "completion", "employer"]
    target: Annotated[float, Field(ge=0, le=1)] | None = None
    school_kinds: list[SchoolKind] = []
    clause: Text


class CampaignModel(_Model):
    title: Text
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    branches_done_by: date | None = None
    forms_due: date | None = None
    clause: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return _ordered(self)


class SubmissionModel(_Model):
    incomplete_keeps_draft: bool
    clause: Text


class ReviewModel(_Model):
    two_persons: bool
    overdue_days: Days
    clause: Text


class ProofModel(_Model):
    code: Code
    label: Text
    required: bool = True


def _told_apart(proofs: list[ProofModel]) -> list[ProofModel]:
    if len({one.code for one in proofs}) < len(proofs):
        raise ValueError("两种材料的 code 相同")
    return proofs


Proofs = Annotated[list[ProofModel], AfterValidator(_told_apart)]


class CorrectionModel(_Model):
    fields: Annotated[list[FieldName], Field(min_length=1)]
    gather: Annotated[list[Level], Field(min_length=1)]
    verify: Annotated[list[Level], Field(min_length=1)]
    send: Annotated[list[Level], Field(min_length=1)]
    decide: Annotated[list[Level], Field(min_length=1)]
    proofs: Proofs = []
    many_count: People = 5
    many_share: Annotated[float, Field(gt=0, le=1)] = 0.2
    clause: Text


class DoorModel(_Model):
    label: Text
    act: Text
    advice: Text
    proofs: Proofs = []
    document_required: bool = False
    age: Age = 0
    unless: When = []
    clause: Text


class SizeModel(_Model):
    at_least: Annotated[int, Field(ge=0, le=1_000_000)]
    at_most: People | None = None
    clause: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("at_most 小于 at_least")
        return self


class TreeModel(_Model):
    sizes: dict[UnitKind, SizeModel] = {}
    hollow: People | None = None
    turn_on: Annotated[str, AfterValidator(_month_and_day)] | None = None
    clause: Text | None = None
    turn_clause: Text | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.hollow is not None and self.clause is None:
            raise ValueError("写了 hollow 的，须写明依据的条款 clause")
        if self.turn_on is not None and not (self.turn_clause or self.clause):
            raise ValueError("写了 turn_on 的，须写明依据的条款 clause 或 turn_clause")
        return self


class PackModel(_Model):
    """A pack file as it is written; what it leaves out comes from the pack it extends."""

    id: PackId
    title: Text
    issuer: Text
    document: Text
    document_number: str = ""
    date: date
    extends: PackId | None = None
    clauses: dict[Text, Text] = {}
    stages: dict[StageName, RuleModel] = {}
    default: RuleModel | None = None
    derived: RuleModel | None = None
    tiers: dict[FieldName, RuleModel] = {}
    windows: list[WindowModel] = []
    required: dict[FieldName, RequirementModel] = {}
    expected: list[ExpectedModel] = []
    choices: dict[ChoicesName, ChoicesModel] = {}
    numbers: NumbersModel | None = None
    ages: AgesModel | None = None
    deletion: DeletionModel | None = None
    transfer: TransferModel | None = None
    destinations: dict[Text, DestinationModel] = {}
    milestones: list[MilestoneModel] = []
    campaign: CampaignModel | None = None
    submission: SubmissionModel | None = None
    review: ReviewModel | None = None
    correction: CorrectionModel | None = None
    leaving: dict[DoorName, DoorModel] = {}
    tree: TreeModel | None = None
    forms: list[FormName] = []
    retention_reasons: list[Text] = []


Fault = tuple[tuple[str | int, ...], str]
"""Where in the file (keys and indices), and why in Chinese."""


def faults(data: dict[str, Any]) -> list[Fault]:
    """What is wrong with the shape of a pack; empty when nothing is."""
    try:
        PackModel.model_validate(data)
    except ValidationError as error:
        return [_fault(dict(detail)) for detail in error.errors() if not _is_other_form(detail)]
    return []


def _is_other_form(detail: Mapping[str, Any]) -> bool:
    """Whether it is the refusal of the form of `when` that the pack does not use."""
    for part in detail["loc"]:
        if str(part).startswith("list[") and detail["type"] == "list_type":
            return isinstance(detail["input"], dict)
        if ConditionModel.__name__ in str(part) and detail["type"] == "model_type":
            return isinstance(detail["input"], list)
    return False


_REASONS = {
    "bool_type": "应为 true 或 false",
    "date_type": "应为日期，如 2018-09-28（不加引号）",
    "dict_type": "应为一张表",
    "extra_forbidden": "不认识的键",
    "float_type": "应为数字",
    "greater_than": "数值太小",
    "greater_than_equal": "数值太小",
    "int_type": "应为整数",
    "less_than_equal": "数值太大",
    "list_type": '应为列表：几个值写 ["…"]，几张表写 [[表名]]',
    "missing": "缺少这个键",
    "model_type": "应为一张表",
    "string_pattern_mismatch": "写法不合要求",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "string_type": "应为文字（加引号）",
}


_SHARES = {"target", "many_share"}
_NUMBER_FAULTS = {"float_type", "greater_than", "greater_than_equal", "less_than_equal"}


def _is_list_of_tables(detail: Mapping[str, Any], path: tuple[str | int, ...]) -> bool:
    return isinstance(detail["input"], list) and all(isinstance(part, str) for part in path)


def _fault(detail: dict[str, Any]) -> Fault:
    kind, context = detail["type"], detail.get("ctx", {})
    # Names that pydantic puts into the path for unions and keys are no keys of the file.
    path = tuple(
        part for part in detail["loc"] if isinstance(part, int) or not re.search(r"[\[A-Z]", part)
    )
    named = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if kind == "value_error":
        reason = str(context["error"])
    elif kind in {"model_type", "dict_type"} and _is_list_of_tables(detail, path):
        table = ".".join(map(str, path))
        reason = f"应写 [{table}]，只用一层方括号"
    elif named == "turn_on" and kind == "string_type":
        reason = _EVERY_YEAR
    elif named in _SHARES and kind in _NUMBER_FAULTS:
        reason = f"{_REASONS[kind]}。成数写小数，80% 写 0.8"
    elif kind == "literal_error":
        reason = (
            f"取值“{detail['input']}”不在允许的范围：{context['expected'].replace(' or ', ', ')}"
        )
    else:
        reason = _REASONS.get(kind, "取值不合要求")
    return path, f"“{named}”：{reason}" if named else reason
