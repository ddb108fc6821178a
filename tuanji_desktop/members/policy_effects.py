"""What another pack would mean for a member's record. Pure: no database, no clock.

`Effects` is made once for two packs; it names the columns that matter to their difference and
answers for each record. Most members are alike in these columns, so an answer is kept for the
next one who is: a million members take seconds instead of minutes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..rules.cells import normalise
from ..rules.checks import cross_check
from ..rules.describe import when_words
from ..rules.fields import FIELDS, label_of
from ..rules.lifecycle import LEFT, ON_ROSTER, STAGE_LABELS, Stage
from ..rules.policy import TIER_LABELS, Policy, Tier, number_gives

Key = tuple[str, ...]
"""Names one effect: ("lacks", field), ("choice", field, value) …"""

_SAMPLE = {"id_kind": "居民身份证", "id_number": "11010519491231002X"}
"""A document whose number gives sex and date of birth."""
_KEPT = 100_000
_CHECKED = (
    "id_kind", "id_number", "born_on", "joined_on", "development_number", "party_joined_on",
    "mobile",
)  # fmt: skip
_CHECKS = {
    "joined_on.age": "入团年龄",
    "development_number.missing": "发展团员编号未填",
    "development_number.year": "发展团员编号与入团年份",
    "development_number.format": "发展团员编号的写法",
    "development_number.province": "发展团员编号的省份代码",
    "mobile.format": "手机号码的写法",
    "party_joined_on.age": "入党年龄",
}


@dataclass(frozen=True, slots=True)
class TierChange:
    """A field of records in one stage whose tier changes; `given`: where the number gives it
    (True), where it does not (False), or wherever (None)."""

    field: str
    stage: Stage
    before: Tier
    after: Tier
    clause: str
    given: bool | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One record under the new pack: the fields it lacks, and the keys of the effects it shows."""

    missing: str
    keys: tuple[Key, ...]
    on_roster: bool


@dataclass(frozen=True, slots=True)
class EffectWords:
    """An effect as the plan shows it."""

    section: str
    subject: str
    before: str
    after: str
    clause: str


class Effects:
    """The difference of two packs, to be asked about one record after the other."""

    def __init__(self, old: Policy, new: Policy, *, today: date) -> None:
        self.old, self.new, self.today = old, new, today
        self.tiers = tuple(_tier_changes(old, new, today))
        self._removed = _removed_choices(old, new)
        self._checks = (old.numbers, old.ages, old.mobile_pattern) != (
            new.numbers,
            new.ages,
            new.mobile_pattern,
        )
        self.starred = tuple(dict.fromkeys(row.field for row in new.requirements))
        self.whole = self._whole_fields()
        self._known: dict[tuple[object, ...], Judged] = {}
        self._split = self._checks or any(one.given is not None for one in self.tiers)
        names = [name for name in self.starred if name != "branch"]
        self._kind_at = 2 + len(names) + self.whole.index("id_kind")
        self._derived_at = [
            place for place, name in enumerate(names, start=2) if FIELDS[name].derived
        ]

    def _whole_fields(self) -> tuple[str, ...]:
        """The fields whose values matter, and not only whether they are filled."""
        whens = [row.when for row in self.new.requirements]
        expectations = (*self.new.expected, *self.old.expected)
        conditions = [
            one.field for when in (*whens, *(row.when for row in expectations)) for one in when
        ]
        expected = [row.field for row in expectations]
        checked = _CHECKED if self._checks else ()
        names = {*conditions, *expected, *self._removed, *checked, "id_kind"} - {"branch"}
        return tuple(name for name in FIELDS if name in names and name != "id_number")

    def columns(self) -> list[str]:
        """What is to be read of `members AS m`, in the order that `judge` takes it."""
        flags = [f"coalesce(m.{name}, '') <> ''" for name in self.starred if name != "branch"]
        return ["m.status", "m.missing", *flags, *(f"m.{name}" for name in self.whole)]

    def judge(self, cells: tuple[object, ...], id_number: str | None) -> Judged:
        """The record whose cells are those of `columns`; its number stands apart, being unique."""
        given = True
        # The check character takes time, and is asked for only where the answer matters.
        if self._split or not all(cells[place] for place in self._derived_at):
            kind = cells[self._kind_at]
            given = number_gives({"id_kind": str(kind or ""), "id_number": id_number})
        if self._checks:
            return self._judge(cells, given, id_number)
        mark = (given, *cells)
        found = self._known.get(mark)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[mark] = self._judge(cells, given, id_number)
        return found

    def _judge(self, cells: tuple[object, ...], given: bool, id_number: str | None) -> Judged:
        status, missing, *rest = map(str, (cell or "" for cell in cells))
        names = [name for name in self.starred if name != "branch"]
        values: dict[str, str | None] = {
            name: "有" if flag not in ("", "0") else None
            for name, flag in zip(names, rest, strict=False)
        }
        values |= {
            name: value or None for name, value in zip(self.whole, rest[len(names) :], strict=True)
        }
        values["branch"], values["id_number"] = "有", id_number
        now = self.new.missing(values)
        keys = tuple(self._keys(Stage(status), missing, now, values, given))
        return Judged(",".join(now), keys, status in ON_ROSTER)

    def _keys(
        self,
        stage: Stage,
        missing: str,
        now: Sequence[str],
        values: Mapping[str, str | None],
        given: bool,
    ) -> Iterator[Key]:
        if not given:
            yield ("not_given", stage.value)
        if stage in LEFT:
            return
        for field, known in self._removed.items():
            if (value := values.get(field)) in known:
                yield ("choice", field, value or "")
        if stage not in ON_ROSTER:
            return
        before = missing.split(",") if missing else []
        yield from (("lacks", field) for field in now if field not in before)
        yield from (("lacked", field) for field in before if field not in now)
        old = {(row.field, row.value) for row in self.old.unexpected(values)}
        for row in self.new.unexpected(values):
            if (row.field, row.value) not in old:
                yield ("expected", row.field, row.value)
        if self._checks:
            yield from self._new_findings(values)

    def _new_findings(self, values: Mapping[str, str | None]) -> Iterator[Key]:
        before = self._findings(self.old, values)
        yield from (("check", code) for code in self._findings(self.new, values) - before)

    def _findings(self, policy: Policy, values: Mapping[str, str | None]) -> set[str]:
        found = [*cross_check(values, policy=policy, today=self.today)]
        for field in ("mobile", "development_number"):
            if value := values.get(field):
                found += normalise(field, value, policy=policy).findings
        return {one.code for one in found} & set(_CHECKS)

    # ------------------------------------------------------------------ in words
    def place(self, key: Key) -> tuple[int, int, Key]:
        """Where an effect stands in the plan: by kind, then in the order of the fields."""
        kinds = ("lacks", "lacked", "choice", "expected", "check", "not_given")
        fields = list(FIELDS)
        at = fields.index(key[1]) if key[1] in FIELDS else len(fields)
        return kinds.index(key[0]), at, key

    def words(self, key: Key) -> EffectWords:
        """What an effect is called in the plan."""
        kind, name = key[0], key[1]
        if kind == "check":
            clause = self.new.ages.clause if "age" in name else self.new.numbers.clause
            return EffectWords("核对", _CHECKS[name], "合乎规定", "不合规定，提示核对", clause)
        label = label_of(name)
        if kind == "lacks":
            after = f"{self._starred(self.new, name)}，现为空"
            clause = self.new.requirement_clause(name)
            return EffectWords("必填", label, self._starred(self.old, name), after, clause)
        if kind == "lacked":
            before = f"{self._starred(self.old, name)}，现为空"
            clause = self.new.requirement_clause(name)
            return EffectWords("必填", label, before, self._starred(self.new, name), clause)
        if kind == "choice":
            return EffectWords("选项", f"{label}“{key[2]}”", "可以选", "不在选项之列，原值保留", "")
        clause = next(row.clause for row in self.new.expected if (row.field, row.value) == key[1:])
        return EffectWords("应填的值", label, "合乎规定", f"应为“{key[2]}”，现为别的值", clause)

    @staticmethod
    def _starred(policy: Policy, field: str) -> str:
        for row in policy.requirements:
            if row.field == field:
                return f"必填{when_words(row.when)}"
        return "不必填"


def tier_words(change: TierChange) -> EffectWords:
    """A change of tiers as the plan shows it."""
    where = {None: "", True: "，身份证号得出的", False: "，身份证号得不出的"}[change.given]
    subject = f"{label_of(change.field)}（{STAGE_LABELS[change.stage]}{where}）"
    before, after = TIER_LABELS[change.before], TIER_LABELS[change.after]
    return EffectWords("字段修改", subject, before, after, change.clause)


def _tier_changes(old: Policy, new: Policy, today: date) -> Iterator[TierChange]:
    for name, field in FIELDS.items():
        for stage in Stage:
            if not field.derived:
                yield from _tier_change(old, new, name, stage, today, None)
                continue
            both = [list(_tier_change(old, new, name, stage, today, one)) for one in (True, False)]
            yield from (*both[0], *both[1])


def _tier_change(
    old: Policy, new: Policy, field: str, stage: Stage, today: date, given: bool | None
) -> Iterator[TierChange]:
    values = _SAMPLE if given is not False else {}
    before = old.field_state(field, stage=stage, values=values, today=today)
    after = new.field_state(field, stage=stage, values=values, today=today)
    if before.tier is not after.tier:
        yield TierChange(field, stage, before.tier, after.tier, after.clause, given)


def _removed_choices(old: Policy, new: Policy) -> dict[str, frozenset[str]]:
    """By field the values that the new pack offers no more."""
    removed = {}
    for name in FIELDS:
        gone = set(old.choices(name)) - set(new.choices(name))
        if gone:
            removed[name] = frozenset(gone)
    return removed
