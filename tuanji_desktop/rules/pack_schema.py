"""The shape of a pack file for pydantic, and its refusals in Chinese.

Imported only when a pack is validated: pydantic takes longer to import than the window to open.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

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
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"“{text}”不是正确的匹配式") from error
    return text


def _day_of_year(value: date | str) -> date | str:
    if isinstance(value, str):
        try:
            date.fromisoformat(f"2000-{value}")
        except ValueError as error:
            raise ValueError('日期应写作 2018-09-30，或每年都有的 "09-30"') from error
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
FieldName = Annotated[str, AfterValidator(_known_field)]
ChoicesName = Annotated[str, AfterValidator(_known_choices)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
PackId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Age = Annotated[int, Field(ge=0, le=120)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RuleModel(_Model):
    tier: TierName
    clause: Text
    reason: Text
    path: PathName = "none"


class WindowModel(RuleModel):
    field: FieldName
    first: date = Field(alias="from")
    last: date | None = Field(alias="to", default=None)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError("截止日期早于起始日期")
        return self


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
    first: int | None = Field(alias="from", default=None)
    last: int | None = Field(alias="to", default=None)
    required: bool
    prefixes: list[Text] = []
    year_prefix: bool = False


class NumbersModel(_Model):
    mobile: Annotated[str, AfterValidator(_pattern)]
    digits: Annotated[int, Field(gt=0)]
    long_digits: Annotated[int, Field(gt=0)]
    long_prefixes: list[Text]
    provinces: list[Text]
    years: list[YearsModel]
    clause: Text


class FloorModel(_Model):
    first: Month | None = Field(alias="from", default=None)
    last: Month | None = Field(alias="to", default=None)
    age: Age


class AgesModel(_Model):
    youngest: Age
    oldest: Age
    party: Age
    leaving: Age
    floors: list[FloorModel]
    clause: Text


class ReasonModel(_Model):
    label: Text
    accepted: bool
    field: FieldName | None = None
    phrase: Text | None = None
    attachments: list[Literal["statement", "self_criticism", "other"]] = []
    advice: Text | None = None
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
    overdue_days: Annotated[int, Field(gt=0)]
    stay_months: Annotated[int, Field(ge=0)]
    stay_months_at_most: Annotated[int, Field(ge=0)]
    clause: Text
    waiting_school_kinds: list[Text]
    waiting_destinations: list[Text]
    waiting_clause: Text


class DestinationModel(_Model):
    treatment: Literal["transfer", "retain", "exempt"]
    route: Text
    clause: Text


class MilestoneModel(_Model):
    label: Text
    on: Annotated[date | str, AfterValidator(_day_of_year)]
    rate: Literal["started", "completion", "employer"]
    target: Annotated[float, Field(ge=0, le=1)] | None = None
    school_kinds: list[Text] = []
    clause: Text


class CampaignModel(_Model):
    title: Text
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    branches_done_by: date | None = None
    forms_due: date | None = None
    clause: Text


class SubmissionModel(_Model):
    incomplete_keeps_draft: bool
    clause: Text


class ReviewModel(_Model):
    two_persons: bool
    overdue_days: Annotated[int, Field(gt=0)]
    clause: Text


class ProofModel(_Model):
    code: Code
    label: Text
    required: bool = True


class CorrectionModel(_Model):
    fields: Annotated[list[FieldName], Field(min_length=1)]
    gather: Annotated[list[Level], Field(min_length=1)]
    verify: Annotated[list[Level], Field(min_length=1)]
    send: Annotated[list[Level], Field(min_length=1)]
    decide: Annotated[list[Level], Field(min_length=1)]
    proofs: list[ProofModel] = []
    many_count: Annotated[int, Field(gt=0)] = 5
    many_share: Annotated[float, Field(gt=0, le=1)] = 0.2
    clause: Text


class DoorModel(_Model):
    label: Text
    act: Text
    advice: Text
    proofs: list[ProofModel] = []
    document_required: bool = False
    age: Age = 0
    unless: When = []
    clause: Text


class SizeModel(_Model):
    at_least: Annotated[int, Field(ge=0)]
    at_most: Annotated[int, Field(gt=0)] | None = None
    clause: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("at_most 小于 at_least")
        return self


class TreeModel(_Model):
    sizes: dict[UnitKind, SizeModel] = {}
    hollow: Annotated[int, Field(gt=0)] | None = None
    turn_on: Annotated[str, AfterValidator(_day_of_year)] | None = None
    clause: Text | None = None


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
    forms: list[Text] = []
    retention_reasons: list[Text] = []


Fault = tuple[tuple[str | int, ...], str]
"""Where in the file (keys and indices), and why in Chinese."""


def faults(data: dict[str, Any]) -> list[Fault]:
    """What is wrong with the shape of a pack; empty when nothing is."""
    try:
        PackModel.model_validate(data)
    except ValidationError as error:
        return [_fault(dict(detail)) for detail in error.errors()]
    return []


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
    "list_type": '应为列表，如 ["…"]',
    "missing": "缺少这个键",
    "model_type": "应为一张表",
    "string_pattern_mismatch": "写法不合要求",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "string_type": "应为文字（加引号）",
}


def _fault(detail: dict[str, Any]) -> Fault:
    kind, context = detail["type"], detail.get("ctx", {})
    # Names that pydantic puts into the path for unions and keys are no keys of the file.
    path = tuple(
        part for part in detail["loc"] if isinstance(part, int) or not re.search(r"[\[A-Z]", part)
    )
    named = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if kind == "value_error":
        reason = str(context["error"])
    elif kind == "literal_error":
        reason = (
            f"取值“{detail['input']}”不在允许的范围：{context['expected'].replace(' or ', ', ')}"
        )
    else:
        reason = _REASONS.get(kind, "取值不合要求")
    return path, f"“{named}”：{reason}" if named else reason
