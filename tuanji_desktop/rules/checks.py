"""What is wrong with a member's values: cell by cell, across fields, and against today.

An import calls `normalise_row` for the cells and `cross_check` for what only several fields show;
a dialog calls `normalise` while somebody types and `check_member` (both together, for values that
are canonical already) before saving. Whether two members share a number only the database knows:
for that there are the finding makers at the end.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.core.masks import mask_id
from tuanji_desktop.core.masks import mask_phone as mask_mobile
from tuanji_desktop.core.yearmonth import YearMonth
from tuanji_desktop.rules.cells import Finding, Level, Normalised, normalise, text_of
from tuanji_desktop.rules.fields import FIELDS, label_of
from tuanji_desktop.rules.id_numbers import (
    FOREIGN,
    RESIDENCE_PERMIT,
    RESIDENCE_PREFIXES,
    RESIDENT_CARD,
    birth_date,
    born_and_sex,
    check_character,
    is_valid,
    sex_of,
)
from tuanji_desktop.rules.policy import DeletionReason, Policy, Values

__all__ = [
    "Finding", "Level", "Normalised", "birth_date", "check_character", "check_corrected",
    "check_member", "cross_check", "empty_findings", "is_valid", "mask_id", "mask_mobile",
    "normalise", "normalise_row", "sex_of", "text_of", "with_derived",
]  # fmt: skip

AGE_APPROVAL_FORM = "age-approval"
"""The paper that a member who joined too young needs: 共青团员身份审核认定表."""


def normalise_row(
    cells: Mapping[str, object], *, policy: Policy
) -> tuple[dict[str, str | None], tuple[Finding, ...]]:
    """The cells of one row by field; the kind of document decides how the ID number is read."""
    id_kind = normalise("id_kind", cells.get("id_kind"), policy=policy).value
    values: dict[str, str | None] = {}
    findings: list[Finding] = []
    for name, raw in cells.items():
        value, found = normalise(name, raw, policy=policy, id_kind=id_kind)
        values[name] = value
        if found:
            findings += found
    return values, tuple(findings)


def with_derived(values: Values) -> dict[str, str | None]:
    """The values with sex and date of birth as the number gives them, where it does.

    A valid number also says what document it is of (81, 82 and 83 are residence permits, domain.md
    §4): lists of schools hardly ever have a column for it.
    """
    result = dict(values)
    given = _given_by_number(values)
    if given is not None:
        born, result["sex"] = given
        result["born_on"] = _iso(born)
        if not values.get("id_kind"):
            result["id_kind"] = _kind_of(values.get("id_number") or "")
    return result


def _kind_of(number: str) -> str:
    return RESIDENCE_PERMIT if number.startswith(RESIDENCE_PREFIXES) else RESIDENT_CARD


def check_member(values: Values, *, policy: Policy, today: date) -> tuple[Finding, ...]:
    """Everything that canonical values can show: each field by itself, then across fields.

    Empty starred fields are `Policy.missing`'s affair, but for the name and the development
    number, which have codes of their own.
    """
    id_kind = values.get("id_kind")
    findings = [
        finding
        for name in FIELDS
        if (value := values.get(name))
        for finding in normalise(name, value, policy=policy, id_kind=id_kind).findings
    ]
    return (*findings, *cross_check(values, policy=policy, today=today))


_NOT_BEFORE_TODAY = (
    "born_on", "party_joined_on", "post_since", "applied_party_on", "volunteer_since",
)  # fmt: skip
CROSS_CHECKED = frozenset(
    {"name", "id_kind", "id_number", "sex", "joined_on", "development_number", *_NOT_BEFORE_TODAY}
)
"""All that `cross_check` looks at: a change of anything else changes nothing it says."""


def cross_check(values: Values, *, policy: Policy, today: date) -> tuple[Finding, ...]:
    """What no single cell shows: name missing, number against sex and birth, ages, the future."""
    given = _given_by_number(values)
    born = given[0] if given else _day(values.get("born_on"))
    joined_on = values.get("joined_on")
    month = _month(joined_on)
    # a list that each check adds to: most rows have nothing to find, and there are many rows
    found: list[Finding] = []
    _check_identity(found, values, given, today)
    if joined_on and month:
        _check_joining(found, joined_on, month, born, policy, today)
    _check_development_number(found, month, values, policy)
    if born and values.get("party_joined_on"):
        _check_party(found, values, born, policy)
    _check_future(found, values, today)
    return tuple(found)


def empty_findings(missing: Iterable[str], policy: Policy) -> tuple[Finding, ...]:
    """`required.empty` for each `missing` starred field that has no code of its own."""
    return tuple(
        Finding(
            name,
            "warning",
            "required.empty",
            f"{label_of(name)}是必填项，现为空（{policy.requirement_clause(name)}）。",
        )
        for name in missing
        if name not in {"name", "development_number"}
    )


def check_corrected(
    reason: DeletionReason, corrected: str | None, *, policy: Policy, values: Values
) -> str | None:
    """The corrected value of a deletion request as it will be printed; None where none belongs.

    Raises `RuleRefused` for a refused kind of request and `BadInput` where the corrected value is
    missing, is itself wrong, or is what the system has already (domain.md §7).
    """
    if not reason.accepted:
        message = f"“{reason.label}”不能作为删除原因。{reason.advice}"
        raise RuleRefused("deletion.reason_refused", message, clause=reason.clause)
    if reason.field is None:
        return None
    label = label_of(reason.field)
    value, findings = normalise(
        reason.field, corrected, policy=policy, id_kind=values.get("id_kind")
    )
    if value is None:
        message = f"删除原因“{reason.label}”必须填写正确的{label}。"
        raise BadInput("deletion.corrected_missing", message, clause=reason.clause)
    if findings:
        message = f"填写的正确{label}不能采用：{findings[0].message}"
        raise BadInput(findings[0].code, message, clause=reason.clause)
    if value == values.get(reason.field):
        message = f"填写的正确{label}与系统中的相同，请核对。"
        raise BadInput("deletion.corrected_same", message, clause=reason.clause)
    return value


# ---- across fields ----


def _given_by_number(values: Values) -> tuple[date, str] | None:
    if values.get("id_kind") == FOREIGN:
        return None
    return born_and_sex(values.get("id_number"))


def _check_identity(
    found: list[Finding], values: Values, given: tuple[date, str] | None, today: date
) -> None:
    if not values.get("name"):
        found.append(Finding("name", "error", "name.empty", "姓名为空，请填写。"))
    if given is None:
        return
    (born, by_number), number = given, values.get("id_number") or ""
    if born > today:
        message = f"身份证号中的出生日期{born.isoformat()}晚于今天，请核对。"
        found.append(Finding("id_number", "error", "id.birth_date", message, number))
    sex = values.get("sex")
    if sex and sex != by_number:
        message = f"性别填为“{sex}”，按身份证号应为“{by_number}”，请核对。"
        found.append(Finding("sex", "warning", "id.sex_mismatch", message, sex, by_number))
    written = values.get("born_on")
    if written and written != _iso(born):
        message = f"出生日期填为{written}，按身份证号应为{born.isoformat()}，请核对。"
        found.append(
            Finding("born_on", "warning", "id.birth_mismatch", message, written, born.isoformat())
        )
    kind, is_permit = values.get("id_kind"), number.startswith(RESIDENCE_PREFIXES)
    if kind and is_permit != (kind == RESIDENCE_PERMIT):
        right = _kind_of(number)
        message = f"证件类型填为“{kind}”，按号码应为“{right}”，请核对。"
        found.append(Finding("id_kind", "warning", "id.kind_mismatch", message, kind, right))


def _check_joining(
    found: list[Finding],
    joined_on: str,
    month: YearMonth,
    born: date | None,
    policy: Policy,
    today: date,
) -> None:
    if (month.year, month.month) > (today.year, today.month):
        message = f"入团年月{joined_on}晚于今天，请核对。"
        found.append(Finding("joined_on", "error", "date.future", message, joined_on))
        return
    if born is None:
        return
    rule = policy.ages
    # Whoever has the birthday in that month counts as having had it: the day is not known.
    age = month.year - born.year - (month.month < born.month)
    floor = rule.floor_for(joined_on)
    if age < floor:
        message = f"入团时{max(age, 0)}周岁，不满{floor}周岁，不予认定（{rule.clause}）。"
        found.append(Finding("joined_on", "error", "joined_on.age", message, joined_on))
    elif age < rule.youngest:
        message = (
            f"入团时{age}周岁，不满{rule.youngest}周岁（{rule.clause}）。"
            "请核对；确属实的，填写《共青团员身份审核认定表》。"
        )
        found.append(Finding("joined_on", "warning", "joined_on.age", message, joined_on))
    elif age > rule.oldest:
        message = f"入团时{age}周岁，超过{rule.oldest}周岁（{rule.clause}），请核对。"
        found.append(Finding("joined_on", "warning", "joined_on.age", message, joined_on))


def _check_development_number(
    found: list[Finding], month: YearMonth | None, values: Values, policy: Policy
) -> None:
    rule, number = policy.numbers, values.get("development_number")
    row = rule.for_year(month.year) if month else None
    if not number:
        if month and row and row.required:
            message = f"{month.year}年入团的须填写发展团员编号（{rule.clause}）。"
            found.append(
                Finding("development_number", "warning", "development_number.missing", message)
            )
        return
    if not number.isdigit() or len(number) not in {rule.digits, rule.long_digits}:
        return  # `normalise` has said so
    if month and row:
        prefixes = (str(month.year),) if row.year_prefix else row.prefixes
        is_long = len(number) == rule.long_digits
        if row.year_prefix and is_long:
            message = f"{month.year}年入团的，发展团员编号应为{rule.digits}位（{rule.clause}）。"
            found.append(
                Finding("development_number", "error", "development_number.year", message, number)
            )
        elif prefixes and not is_long and not number.startswith(prefixes):
            message = (
                f"{month.year}年入团的，发展团员编号应以{'或'.join(prefixes)}开头，"
                f"现为{number[:4]}（{rule.clause}）。"
            )
            found.append(
                Finding("development_number", "error", "development_number.year", message, number)
            )
    if len(number) == rule.digits and number[4:6] not in rule.provinces:
        message = f"发展团员编号第5、6位“{number[4:6]}”不是省份代码，请核对。"
        found.append(
            Finding("development_number", "warning", "development_number.province", message, number)
        )


def _check_party(found: list[Finding], values: Values, born: date, policy: Policy) -> None:
    joined = _day(values.get("party_joined_on"))
    if joined is None:
        return
    # Born on 29 February, one comes of age on 1 March.
    age = joined.year - born.year - ((joined.month, joined.day) < (born.month, born.day))
    if age < policy.ages.party:
        message = f"入党时{max(age, 0)}周岁，不满{policy.ages.party}周岁，请核对。"
        value = values.get("party_joined_on") or ""
        found.append(Finding("party_joined_on", "error", "party_joined_on.age", message, value))


def _check_future(found: list[Finding], values: Values, today: date) -> None:
    now, get = _iso(today), values.get
    for name in _NOT_BEFORE_TODAY:
        value = get(name)
        if value and value > now:  # of a month, too: what begins as today does is no later
            message = f"{label_of(name)}{value}晚于今天，请核对。"
            # An appointment may be known beforehand; nobody is known before being born.
            level: Level = "error" if name == "born_on" else "warning"
            found.append(Finding(name, level, "date.future", message, value))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@lru_cache(maxsize=16_384)  # all members of a county were born on a few thousand days
def _iso(day: date) -> str:
    return day.isoformat()


@lru_cache(maxsize=1024)  # a list knows few months, and asks for each of them all the time
def _month(text: str | None) -> YearMonth | None:
    try:
        return YearMonth.parse(text) if text else None
    except ValueError:
        return None


# ---- what only the database knows ----


def development_number_taken(number: str, holder: str) -> Finding:
    """Another member has this development number; it is unique in the office (domain.md §6)."""
    message = f"发展团员编号{number}已由{holder}使用，请核对。"
    return Finding("development_number", "error", "development_number.taken", message, number)


def mobile_shared(mobile: str, holder: str) -> Finding:
    """Another member has this phone: a question, for families share one (domain.md §4)."""
    message = f"手机号码{mask_mobile(mobile)}与{holder}相同，请核对。"
    return Finding("mobile", "warning", "mobile.shared", message, mobile)


def id_duplicate_in_file(id_number: str, first_row: int) -> Finding:
    """The same ID number stood in the file before; the first row stands."""
    message = f"身份证号与第{first_row}行重复，以第{first_row}行为准。"
    return Finding("id_number", "error", "id.duplicate_in_file", message, id_number)


def id_belongs_elsewhere(id_number: str, holder: str, branch: str) -> Finding:
    """A member of another branch has this ID number."""
    message = f"该身份证号已登记为{branch}的{holder}，请通过组织关系转接办理，或核对号码。"
    return Finding("id_number", "error", "id.belongs_elsewhere", message, id_number)
