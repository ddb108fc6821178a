"""Empty lists for schools to fill in: headings, drop-downs, and a sheet that says how.

The example stands on that sheet, one line a column, where no import takes it for a person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from ..core.errors import BadInput
from ..office.context import Context
from ..orgs import queries as orgs
from ..orgs.kinds import BRANCH_KINDS, KINDS, SCHOOL_KINDS
from ..orgs.reader import HEADINGS as ORG_HEADINGS
from ..orgs.reader import LABELS as ORG_LABELS
from ..rules.choices import NO, YES
from ..rules.describe import when_words
from ..rules.fields import FIELDS, ROSTER_FIELDS, Kind
from ..rules.lifecycle import Stage
from ..rules.policy import Tier
from ..sheets.column import Column
from ..sheets.heading import column_letter
from ..sheets.writer import write_list
from .export import columns as labelled

STAR = "★"
_GRADUATE_FIELDS = (
    "name", "id_number", "sex", "mobile", "branch", "class_name", "graduation_year", "destination",
    "target", "notes",
)  # fmt: skip
_LEAVING_FIELDS = ("name", "id_number", "mobile", "branch")
_INCOMING_FIELDS = ("name", "id_number", "mobile")
_KNOWN_BY = ("name", "id_number", "branch")
_NOTES_HEAD = ("栏目", "要求", "怎么填", "示例")
_KIND_WORDS = {
    Kind.NAME: "与证件上的姓名一致，生僻字照原样填写",
    Kind.ID_NUMBER: "18 位，单元格是文本格式，不要改成数字",
    Kind.MOBILE: "11 位手机号码，一人一个",
    Kind.MONTH: "年月，写作 2018-09",
    Kind.DATE: "日期，写作 2018-09-01",
    Kind.CHOICE: "从下拉选项中选",
    Kind.YES_NO: "填“是”或“否”",
    Kind.BRANCH: "团支部的全称，与台账一致",
}
_FIELD_WORDS = {
    "development_number": "12 位数字，前四位是入团年份；不是团员证编号",
    "graduation_year": "四位年份",
    "target": "转入的团组织或单位全称；不知道可以空着",
}
_EXAMPLES = {
    "name": "张三", "id_number": "（18 位号码）", "sex": "男", "born_on": "2004-09-01",
    "ethnicity": "汉族", "mobile": "13800000000", "joined_on": "2018-05",
    "branch": "共青团××县第一中学高三（1）班支部委员会", "development_number": "201800000001",
    "post_since": "2018-09", "party_joined_on": "2023-06-30", "applied_party_on": "2022-09-10",
    "volunteer_since": "2019-03-05", "work_unit": "××县第一中学", "class_name": "高三（1）班",
    "graduation_year": "2022", "target": "××大学团委", "household_place": "××省××市××县××镇××村",
}  # fmt: skip
_ORG_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "code": ("本单位自编，一个组织一个编码，不重复", "QX0101"),
        "full_name": ("全称，表格上照此打印", "共青团××县第一中学高三（1）班支部委员会"),
        "short_name": ("平时的叫法；空着就用全称", "高三（1）班团支部"),
        "kind": ("从下拉选项中选", "团支部"),
        "parent": ("上级组织的编码；只有最高一级空着", "QX01"),
        "school_kind": ("学校填写，其他单位空着", "普通高中"),
    }
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A column of a template: how it looks, whether it must be filled, how, and an example."""

    column: Column
    demand: str
    how: str
    example: str


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of list for schools. `file_name` is what it is called where nobody names it."""

    title: str
    file_name: str
    lines: Callable[[Context, int | None], list[_Line]]


def write_template(context: Context, path: Path, *, kind: str, org_id: int | None = None) -> int:
    """An empty list (0 rows) with its sheet 填写说明; below a node its branches are a drop-down.

    Raises BadInput `template.unknown`.
    """
    template = TEMPLATES.get(kind)
    if template is None:
        raise BadInput("template.unknown", f"没有名为“{kind}”的模板，可用 {'、'.join(TEMPLATES)}。")
    lines = template.lines(context, org_id)
    notes = [_NOTES_HEAD]
    for place, line in enumerate(lines):
        # with its letter, so that nobody's import takes a line of the notes for a heading
        heading = f"{column_letter(place)} 列　{line.column.label}"
        notes.append((heading, line.demand, line.how, line.example))
    return write_list(
        path,
        columns=[line.column for line in lines],
        rows=(),
        sheet_name=template.title,
        notes=notes,
    ).rows


def _member_lines(context: Context, names: Sequence[str], org_id: int | None) -> list[_Line]:
    demands = _demands(context)
    found = []
    for name, column in zip(names, labelled(names, context.policy), strict=True):
        demand = demands.get(name, "")
        how = _FIELD_WORDS.get(name) or _KIND_WORDS.get(FIELDS[name].kind, "")
        choices = column.choices
        if name == "branch" and org_id is not None:
            choices = _branches(context, org_id)
        example = _EXAMPLES.get(name) or (choices[0] if choices else "")
        found.append(_line(replace(column, choices=choices), demand, how, example))
    return found


def _line(column: Column, demand: str, how: str, example: str) -> _Line:
    star = STAR if demand == "必填" else ""
    hint = "。".join(words for words in (demand, how) if words)
    dressed = replace(column, label=f"{star}{column.label}", hint=hint, date=False)
    return _Line(dressed, demand or "选填", how, example)


def _demands(context: Context) -> dict[str, str]:
    """Field → when it must be filled, in words."""
    found: dict[str, str] = {}
    for row in context.policy.requirements:
        words = f"必填{when_words(row.when)}"
        if found.get(row.field) != "必填":  # one that always holds says all
            found[row.field] = words
    return found


def _branches(context: Context, org_id: int) -> tuple[str, ...]:
    with context.database.read() as connection:
        below = orgs.subtree_ids(connection, org_id)
        nodes = orgs.every(connection)
    return tuple(one.full_name for one in nodes if one.id in below and one.kind in BRANCH_KINDS)


def _roster(context: Context, org_id: int | None) -> list[_Line]:
    return _member_lines(context, ROSTER_FIELDS, org_id)


def _graduates(context: Context, org_id: int | None) -> list[_Line]:
    return _only_known_by(_member_lines(context, _GRADUATE_FIELDS, org_id), _GRADUATE_FIELDS)


def _transfers(context: Context, org_id: int | None) -> list[_Line]:
    """Those who go; the headings of the transfer desk."""
    people = _only_known_by(_member_lines(context, _LEAVING_FIELDS, org_id), _LEAVING_FIELDS)
    kinds = context.policy.choices("destination")
    return [
        *people,
        _line(Column("转接原因", 14, kinds), "必填", "从下拉选项中选", kinds[0]),
        _line(Column("转入组织", 34), "", _FIELD_WORDS["target"], _EXAMPLES["target"]),
        _line(
            Column("是否省内高校", 14, (YES, NO)), "", "升学的填写；不知道就空着，导入时会问", YES
        ),
        _line(Column("发起日期", 12), "", "日期，空着就是导入的当天", "2018-07-01"),
        _line(Column("说明", 24), "", "", ""),
    ]


def _incoming(context: Context, org_id: int | None) -> list[_Line]:
    """Those who come in from elsewhere."""
    people = _only_known_by(_member_lines(context, _INCOMING_FIELDS, org_id), _INCOMING_FIELDS)
    homes = _branches(context, org_id) if org_id is not None else ()
    return [
        *people,
        _line(Column("转出组织", 34), "必填", "从哪里转来，全称", "共青团××市第二中学委员会"),
        _line(Column("转入组织", 34, homes), "", "本台账里的团组织或团支部", _EXAMPLES["branch"]),
        _line(Column("转入日期", 12), "", "日期，空着就是导入的当天", "2018-09-01"),
        _line(Column("介绍信编号", 16), "", "有纸质介绍信的填写", "2018-0012"),
        _line(Column("说明", 24), "", "", ""),
    ]


def _quality(context: Context, org_id: int | None) -> list[_Line]:
    """What the pack wants filled and a clerk may fill: locked fields go by other ways."""
    asked = {row.field for row in context.policy.requirements} - set(_KNOWN_BY)
    free = [
        name
        for name in FIELDS
        if name in asked
        and context.policy.field_state(
            name, stage=Stage.ACTIVE, values={}, today=context.today
        ).tier
        is not Tier.LOCKED
    ]
    names = (*_KNOWN_BY, *free)
    return _only_known_by(_member_lines(context, names, org_id), names)


def _only_known_by(lines: list[_Line], names: Sequence[str]) -> list[_Line]:
    """In a list that is matched with the roster only name and number are needed."""
    return [
        line
        if name in ("name", "id_number")
        else replace(
            line,
            demand="选填",
            column=replace(line.column, label=line.column.label.removeprefix(STAR), hint=line.how),
        )
        for name, line in zip(names, lines, strict=True)
    ]


def _organizations(context: Context, org_id: int | None) -> list[_Line]:
    choices = {"kind": tuple(KINDS.values()), "school_kind": SCHOOL_KINDS}
    widths = {"full_name": 48, "short_name": 24}
    return [
        _line(
            Column(label, widths.get(name, 16), choices.get(name, ())),
            "必填" if name in ORG_HEADINGS.required else "",
            *_ORG_WORDS[name],
        )
        for name, label in ORG_LABELS.items()
    ]


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        "roster": Template("团员花名册", "花名册模板.xlsx", _roster),
        "graduates": Template("毕业生名单", "毕业生名单模板.xlsx", _graduates),
        "organizations": Template("团组织", "团组织模板.xlsx", _organizations),
        "transfers": Template("转接名单", "转接名单模板.xlsx", _transfers),
        "incoming": Template("转入名单", "转入名单模板.xlsx", _incoming),
        "quality": Template("信息补正表", "信息补正表模板.xlsx", _quality),
    }
)
"""By the name of the command line."""
