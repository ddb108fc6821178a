"""The columns of the desk's lists: members, units and pairs under a check, and the units compared."""

from collections.abc import Callable, Sequence

from ..core.masks import mask_id, mask_phone
from ..kit.paged_model import Column
from ..members.queries import Member
from ..rules.fields import label_of
from ..rules.lifecycle import STAGE_LABELS, Stage
from .checks import ERROR, QUESTION, RED, WARNING, Check
from .service import FoundMember, FoundPair, FoundUnit, UnitRow


def member_columns() -> list[Column[FoundMember]]:
    """People, and what is the matter with each."""
    return [
        Column("name", "姓名", lambda row: row.member.name, width=104, marks_missing=True),
        Column("words", "问题", lambda row: row.words, width=240, tip=lambda row: row.words,
               sortable=False),
        Column("branch", "团支部", lambda row: row.member.branch_short, width=170,
               tip=lambda row: row.member.values.get("branch") or ""),
        Column("id_number", "身份证号", _value("id_number"), width=164, figures=True, mask=mask_id),
        Column("mobile", "手机号码", _value("mobile"), width=112, figures=True, mask=mask_phone),
        Column("joined_on", "入团年月", _value("joined_on"), width=84, figures=True, shown=False),
        Column("development_number", "发展团员编号", _value("development_number"), width=140,
               figures=True, shown=False),
        Column("status", "状态", lambda row: STAGE_LABELS[row.member.status], width=88, shown=False,
               sortable=False),
    ]  # fmt: skip


def _value(name: str) -> Callable[[FoundMember], str]:
    return lambda row: row.member.values.get(name) or ""


def red_of(row: FoundMember) -> Sequence[str]:
    """Labels of the empty starred fields of a member on the roster."""
    on_roster = row.member.status in (Stage.ACTIVE, Stage.RETAINED)
    return [label_of(name) for name in row.member.missing] if on_roster else ()


def unit_columns() -> list[Column[FoundUnit]]:
    """Units under a check."""
    return [
        Column("unit", "团组织", lambda row: row.org.short_name, width=220, sortable=False,
               tip=lambda row: row.org.full_name),
        Column("kind", "类别", lambda row: row.kind, width=100, sortable=False),
        Column("members", "团员", lambda row: f"{row.org.members:,}", width=64, align="right",
               figures=True, sortable=False),
        Column("leader", "书记", lambda row: row.leader, width=84, sortable=False),
        Column("words", "问题", lambda row: row.words, width=260, sortable=False,
               tip=lambda row: row.words),
    ]  # fmt: skip


def pair_columns() -> list[Column[FoundPair]]:
    """Two who may be one."""
    return [
        Column("one", "姓名", lambda row: row.one.name, width=84, sortable=False),
        Column("other", "另一人", lambda row: row.other.name, width=84, sortable=False),
        Column("born_on", "出生日期", _birth, width=110, figures=True, sortable=False),
        Column("branch", "团支部", lambda row: row.one.branch_short, width=170, sortable=False,
               tip=lambda row: row.one.values.get("branch") or ""),
        Column("other_branch", "另一人的团支部", lambda row: row.other.branch_short, width=170,
               sortable=False, tip=lambda row: row.other.values.get("branch") or ""),
        Column("words", "相同之处", alike_words, width=150, sortable=False),
    ]  # fmt: skip


def _birth(row: FoundPair) -> str:
    one, other = row.one.values.get("born_on") or "", row.other.values.get("born_on") or ""
    return one if one == other else ""


def alike_words(row: FoundPair) -> str:
    """What the two records share, in words."""
    shared = (
        ("born_on", "生日"),
        ("mobile", "手机"),
        ("id_number", "身份证号"),
        ("branch", "团支部"),
    )
    return "、".join(words for name, words in shared if _same(row.one, row.other, name))


def _same(one: Member, other: Member, name: str) -> bool:
    value = one.values.get(name)
    return bool(value) and value == other.values.get(name)


def breakdown_columns(check: Check, checks: Sequence[Check]) -> list[Column[UnitRow]]:
    """The units of a scope beside each other, for one check and in sum."""

    def share(row: UnitRow) -> str:
        if check.kind != "members" or not row.org.members:
            return ""
        return f"{row.counts.get(check.code, 0) / row.org.members:.1%}"

    def total(level: str) -> Callable[[UnitRow], str]:
        return lambda row: f"{row.total(checks, level):,}"

    def number(key: str, label: str, text: Callable[[UnitRow], str]) -> Column[UnitRow]:
        return Column(key, label, text, width=64, align="right", figures=True, sortable=False)

    return [
        Column("unit", "团组织", lambda row: row.org.short_name, width=200, sortable=False,
               tip=lambda row: row.org.full_name),
        number("members", "团员", lambda row: f"{row.org.members:,}"),
        number("check", "本项", lambda row: f"{row.counts.get(check.code, 0):,}"),
        number("share", "占比", share),
        number("red", "红名", lambda row: f"{row.counts.get(RED, 0):,}"),
        number(ERROR, "错误", total(ERROR)),
        number(WARNING, "提醒", total(WARNING)),
        number(QUESTION, "疑问", total(QUESTION)),
    ]  # fmt: skip


def worst_first(rows: Sequence[UnitRow], check: Check, checks: Sequence[Check]) -> list[UnitRow]:
    """Units by their number under a check, then by red names and by errors."""
    return sorted(
        rows,
        key=lambda row: (
            -row.counts.get(check.code, 0),
            -row.counts.get(RED, 0),
            -row.total(checks, ERROR),
            row.org.code,
        ),
    )
