"""What the quality board looks for. Each check asks the pack and `rules.checks`; none has a rule of
its own.

A `Judge` names the checks that one member's values fall under; `unit_codes` those of one unit.
What only several records show together – doubled numbers, persons entered twice – is `scan`'s and
`alike`'s affair.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ..rules.checks import Finding, birth_date, cross_check, normalise
from ..rules.fields import FIELDS, Kind, label_of
from ..rules.id_numbers import FOREIGN
from ..rules.policy import Door, Policy, Values

MEMBERS, PAIRS, UNITS = "members", "pairs", "units"
ERROR, WARNING, QUESTION = "error", "warning", "question"
LEVELS = MappingProxyType({ERROR: "错误", WARNING: "提醒", QUESTION: "疑问"})

REQUIRED = "应填应改"
IDENTITY = "身份信息"
LEAGUE = "团籍信息"
CONTACT = "联系方式"
ORGANIZATION = "团组织"
ALIKE = "疑似重复"
GROUPS = (REQUIRED, IDENTITY, LEAGUE, CONTACT, ORGANIZATION, ALIKE)

RED = "red"
EXPECTED = "expected"
DRAFTS = "drafts"
OVER_AGE = "over_age"
NO_SECRETARY = "no_secretary"
SECRETARY = "书记"
SHARED: Mapping[str, str] = MappingProxyType(
    {
        "id_doubled": "id_number",
        "number_doubled": "development_number",
        "mobile_shared": "mobile",
    }
)
"""Checks of a value that two or more members have, and whose it is."""


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the board. `advice` says what to do; `parent` is the check it is a part of."""

    code: str
    label: str
    group: str
    level: str
    advice: str
    clause: str = ""
    kind: str = MEMBERS
    parent: str = ""


_BY_FINDING: Mapping[str, str] = MappingProxyType(
    {
        "id.checksum": "id_invalid",
        "id.length": "id_invalid",
        "id.birth_date": "id_invalid",
        "id.precision_lost": "id_invalid",
        "id.sex_mismatch": "id_conflict",
        "id.birth_mismatch": "id_conflict",
        "id.kind_mismatch": "id_conflict",
        "development_number.format": "number_invalid",
        "development_number.year": "number_invalid",
        "development_number.province": "number_province",
        "development_number.missing": "number_missing",
        "party_joined_on.age": "party_age",
        "mobile.format": "mobile_format",
        "choice.unknown": "choice_unknown",
        "date.future": "date_future",
    }
)


def check_of(finding: Finding, values: Values, policy: Policy) -> str:
    """Under which line of the board a finding about these values falls."""
    if finding.code == "joined_on.age":
        if finding.level == "error":
            return "joined_below_floor"
        # Only which of the two bounds it was: that it is out of them the rule has said.
        years = int((values.get("joined_on") or "0")[:4]) - int(_born(values)[:4] or "0")
        return "joined_young" if years <= policy.ages.youngest else "joined_old"
    if finding.field == "name":
        return "name_invalid"
    return _BY_FINDING.get(finding.code, "values_invalid")


def _born(values: Values) -> str:
    """YYYY-MM-DD as a valid number gives it, else as it is recorded; '' where neither does."""
    if values.get("id_kind") != FOREIGN:
        born = birth_date(values.get("id_number"))
        if born is not None:
            return born.isoformat()
    return values.get("born_on") or ""


_ALL_OF_A_KIND = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.MONTH, Kind.DATE})
_ONE_BY_ONE = frozenset({Kind.NAME, Kind.ID_NUMBER, Kind.MOBILE, Kind.NUMBER})


class Judge:
    """Names the checks that a member falls under, on one day and by one pack."""

    def __init__(self, policy: Policy, today: date) -> None:
        self.policy, self.today = policy, today
        self._seen: dict[str, dict[str, tuple[Finding, ...]]] = {
            name: {} for name, row in FIELDS.items() if row.kind in _ALL_OF_A_KIND
        }
        self._each = tuple(
            name
            for name, row in FIELDS.items()
            if (row.kind in _ONE_BY_ONE or (row.max_length and row.kind is Kind.TEXT))
            and (row.kind is not Kind.NUMBER or _has_a_rule(name, policy))
        )
        self._door = policy.doors.get(OVER_AGE)
        self._cutoff = _cutoff(self._door, today)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of `members` that it needs to see."""
        wanted = {*self._seen, *self._each} - {"branch"}
        wanted |= {row.field for row in self.policy.expected}
        for when in [row.when for row in self.policy.expected]:
            wanted |= {one.field for one in when}
        if self._door is not None:
            wanted |= {one.field for one in self._door.unless}
        return tuple(name for name in FIELDS if name in wanted and name != "branch")

    def findings(self, values: Values) -> Iterator[Finding]:
        """What `rules.checks.check_member` finds, remembering what lists repeat."""
        policy, id_kind = self.policy, values.get("id_kind")
        get = values.get
        for name, seen in self._seen.items():
            value = get(name)
            if value:
                found = seen.get(value)
                if found is None:
                    found = seen[value] = normalise(name, value, policy=policy).findings
                if found:
                    yield from found
        for name in self._each:
            value = get(name)
            if value:
                found = normalise(name, value, policy=policy, id_kind=id_kind).findings
                if found:
                    yield from found
        yield from cross_check(values, policy=policy, today=self.today)

    def value_codes(self, values: Values) -> set[str]:
        """The checks of a member's own values, the empty starred fields apart."""
        codes = {check_of(found, values, self.policy) for found in self.findings(values)}
        if self.policy.expected:
            rows = self.policy.unexpected(values)
            if rows:
                codes.add(EXPECTED)
                codes.update(f"{EXPECTED}.{row.field}" for row in rows)
        if self.is_over_age(values):
            codes.add(OVER_AGE)
        return codes

    def is_over_age(self, values: Values) -> bool:
        """Whether the pack wants a departure by age recorded (domain.md §5.3)."""
        if self._door is None or not self._cutoff:
            return False
        born = _born(values)
        return bool(born) and born <= self._cutoff and not _stays(self._door, values)

    def words(self, code: str, values: Values, missing: tuple[str, ...]) -> str:
        """What is wrong with this member under one check, in a sentence."""
        if code == RED:
            return f"缺少：{'、'.join(label_of(name) for name in missing)}"
        if code.startswith(f"{RED}."):
            name = code.partition(".")[2]
            clause = self.policy.requirement_clause(name)
            return f"{label_of(name)}是必填项，现为空（{clause}）。"
        if code.partition(".")[0] == EXPECTED:
            return "".join(
                f"{label_of(row.field)}为“{values.get(row.field)}”，应为“{row.value}”（{row.clause}）。"
                for row in self.policy.unexpected(values)
                if code in (EXPECTED, f"{EXPECTED}.{row.field}")
            )
        if code == OVER_AGE:
            return f"{_age(_born(values), self.today)}周岁，没有应当保留的情形。"
        return "".join(
            found.message
            for found in self.findings(values)
            if check_of(found, values, self.policy) == code
        )


def _has_a_rule(name: str, policy: Policy) -> bool:
    """Whether any text at all would be found wrong: a student number may be anything."""
    return bool(normalise(name, "？", policy=policy).findings)


def red_codes(missing: str) -> list[str]:
    """The red name and its parts, for the kept column `members.missing`."""
    return [RED, *(f"{RED}.{name}" for name in missing.split(","))] if missing else []


def _cutoff(door: Door | None, today: date) -> str:
    """Whoever was born on this day or before has the age; '' where age does not matter."""
    if door is None or not door.age:
        return ""
    return f"{today.year - door.age:04d}-{today.month:02d}-{today.day:02d}"


def _stays(door: Door, values: Values) -> bool:
    return any(condition.holds(values) for condition in door.unless)


def _age(born: str, today: date) -> int:
    return today.year - int(born[:4]) - (today.isoformat()[5:] < born[5:])


# ---- units ----


def unit_codes(policy: Policy, *, kind: str, members: int, has_secretary: bool) -> tuple[str, ...]:
    """The checks that a unit falls under: sizes are questions of the pack, never errors."""
    size = policy.tree.sizes.get(kind)
    codes = []
    if size is not None:
        if kind == "branch" and members < policy.tree.hollow:
            codes.append("hollow")
        elif members < size.at_least:
            codes.append("undersized")
        elif size.at_most is not None and members > size.at_most:
            codes.append("oversized")
    if kind in _LED and not has_secretary:
        codes.append(NO_SECRETARY)
    return tuple(codes)


_LED = frozenset({"branch", "graduate_branch"})
"""Branches with a secretary of their own; where members only wait nobody is elected."""


def unit_words(code: str, policy: Policy, *, kind: str, members: int) -> str:
    """What is the matter with a unit, in a sentence."""
    size = policy.tree.sizes.get(kind)
    if code == NO_SECRETARY:
        return "没有登记书记，名册里也没有职务为书记的团员。"
    if code == "hollow":
        return f"{members}人，不足{policy.tree.hollow}人。"
    if size is None:
        return ""
    if code == "undersized":
        return f"{members}人，少于{size.at_least}人（{size.clause}）。"
    return f"{members}人，多于{size.at_most}人（{size.clause}）。"


# ---- the board ----


def catalog(policy: Policy) -> tuple[Check, ...]:
    """Every check of a pack in the order of the board."""
    return (*_required(policy), *_identity(policy), *_league(policy), *_contact(), *_units(policy),
            *_alike())  # fmt: skip


def find_check(policy: Policy, code: str) -> Check | None:
    """A check by its code."""
    return next((one for one in catalog(policy) if one.code == code), None)


def _required(policy: Policy) -> Iterator[Check]:
    starred = dict.fromkeys(row.field for row in policy.requirements)
    first = policy.requirements[0].clause if policy.requirements else ""
    red_clause = "Q 五.3" if policy.clause_text("Q 五.3") else first
    yield Check(
        RED, "红名（缺必填项）", REQUIRED, ERROR,
        "把缺少的必填项补齐。可出催办表请单位填写，交回后导入花名册。", red_clause,
    )  # fmt: skip
    for name in FIELDS:
        if name in starred:
            yield Check(
                f"{RED}.{name}", label_of(name), REQUIRED, ERROR,
                f"补填{label_of(name)}。", policy.requirement_clause(name), parent=RED,
            )  # fmt: skip
    if policy.expected:
        yield Check(
            EXPECTED, "与应填的值不符", REQUIRED, QUESTION,
            "核对后改为应填的值；确有不同的，保留并说明。", policy.expected[0].clause,
        )  # fmt: skip
        for row in {row.field: row for row in policy.expected}.values():
            yield Check(
                f"{EXPECTED}.{row.field}", f"{label_of(row.field)}应为“{row.value}”", REQUIRED,
                QUESTION, f"核对后把{label_of(row.field)}改为“{row.value}”。", row.clause,
                parent=EXPECTED,
            )  # fmt: skip
    yield Check("choice_unknown", "值不在选项中", REQUIRED, WARNING, "改为下拉列表中的一项。")
    yield Check("values_invalid", "其他填写有误", REQUIRED, ERROR, "按提示更正，或清空后重新填写。")
    yield Check(
        DRAFTS, "没有填完的草稿", REQUIRED, QUESTION,
        "打开团员，把草稿填完后提交，或者放弃草稿。",
        policy.incomplete_clause if policy.incomplete_keeps_draft else "",
    )  # fmt: skip


def _identity(policy: Policy) -> Iterator[Check]:
    state = policy.rules.get("id_number", policy.default)
    reentry = "对照证件核对；审核通过后不能直接改，确有错误的申请删除后重新录入。"
    yield Check("id_invalid", "身份证号有误", IDENTITY, ERROR, reentry, state.clause)
    yield Check(
        "id_doubled", "身份证号重复", IDENTITY, ERROR,
        "一个号码只属于一个人：对照证件，多录的一条按“重复录入”申请删除。", state.clause,
    )  # fmt: skip
    yield Check(
        "id_conflict", "性别生日与证件不符", IDENTITY, WARNING,
        "性别和出生日期由身份证号得出，请核对是哪一项错了。", policy.derived.clause,
    )  # fmt: skip
    name = policy.rules.get("name", policy.default)
    yield Check("name_invalid", "姓名有误", IDENTITY, ERROR, reentry, name.clause)


def _league(policy: Policy) -> Iterator[Check]:
    numbers, ages = policy.numbers, policy.ages
    wrong = "对照入团志愿书核对；确有错误的，按“编号错误”申请删除后重新录入。"
    yield Check("number_invalid", "编号有误", LEAGUE, ERROR, wrong, numbers.clause)
    yield Check("number_doubled", "编号重复", LEAGUE, ERROR, wrong, numbers.clause)
    yield Check(
        "number_missing", "应有编号而没有", LEAGUE, WARNING,
        "向发展该团员的团组织查明编号。", numbers.clause,
    )  # fmt: skip
    yield Check("number_province", "编号省份码不对", LEAGUE, QUESTION, wrong, numbers.clause)
    yield Check(
        "joined_below_floor", "入团年龄低于下限", LEAGUE, ERROR,
        "核对入团年月和出生日期；属实的不予认定。", ages.clause,
    )  # fmt: skip
    yield Check(
        "joined_young", f"入团时不满{ages.youngest}周岁", LEAGUE, WARNING,
        "核对入团年月；属实的填写《共青团员身份审核认定表》。", ages.clause,
    )  # fmt: skip
    yield Check(
        "joined_old", f"入团时超过{ages.oldest}周岁", LEAGUE, WARNING, "核对入团年月。", ages.clause
    )
    yield Check(
        "party_age", f"入党时不满{ages.party}周岁", LEAGUE, ERROR, "核对入党时间。", ages.clause
    )
    yield Check("date_future", "日期晚于今天", LEAGUE, ERROR, "核对并更正日期。")
    door = policy.doors.get(OVER_AGE)
    if door is not None and door.age:
        yield Check(
            OVER_AGE, f"年满{door.age}周岁应办离团", LEAGUE, QUESTION, door.advice, door.clause
        )


def _contact() -> Iterator[Check]:
    yield Check("mobile_format", "手机号码不对", CONTACT, WARNING, "改为1开头的11位手机号码。")
    yield Check(
        "mobile_shared", "共用手机号码", CONTACT, QUESTION,
        "一个号码通常只属于一个人：家人共用的不必改，其余请本人更正。",
    )  # fmt: skip


def _units(policy: Policy) -> Iterator[Check]:
    clause = next((row.clause for row in policy.tree.sizes.values()), policy.tree.clause)
    yield Check(
        "hollow", "空心团支部", ORGANIZATION, WARNING,
        "核对团员是否都已报到；长期不足的，考虑与邻近团支部合并。", clause, UNITS,
    )  # fmt: skip
    yield Check(
        "undersized", "人数偏少", ORGANIZATION, QUESTION,
        "核对名册；需要的话调整组织设置。", clause, UNITS,
    )  # fmt: skip
    yield Check(
        "oversized", "人数偏多", ORGANIZATION, WARNING,
        "考虑拆分团组织，或另建团总支、团委。", clause, UNITS,
    )  # fmt: skip
    yield Check(
        NO_SECRETARY, "没有书记", ORGANIZATION, WARNING,
        "督促选举或任命书记，在团组织或团员的职务中登记。", "", UNITS,
    )  # fmt: skip


def _alike() -> Iterator[Check]:
    advice = "两人逐项对照：是同一人的，多录的一条按“重复录入”申请删除；不是的，点“不是同一人”，以后不再提示。"
    for code, label in (
        ("pair_number", "同名，证号差一处"),
        ("pair_namesake", "同名，生日或手机同"),
        ("pair_homophone", "同音，生日或手机同"),
        ("pair_lookalike", "形近，同支部同生日"),
    ):
        yield Check(code, label, ALIKE, QUESTION, advice, "", PAIRS)
