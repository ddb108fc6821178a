"""How a layout is read, kept as one JSON file for the next list of the same layout.

    layout_of(table)                   which headings stand in which order
    likeness(layout, other)            1.0 the same layout … 0.0 nothing in common
    name_of(layout)                    what a recipe is called: its headings, never a file or person
    recipe_text(recipe) / read_recipe  to JSON and back; BadInput `recipe.*` says what is wrong
    fitting(recipes, workbook, …)      the recipe that suits a workbook, and the reading it gives

A recipe says nothing of anybody: values are mapped only for choices and organisations.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any, Final

from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.rules.fields import FIELDS, Kind

from .heading import FAILURE_HEADING, Headings, Table, normalised, pick_sheet
from .places import ADDED
from .reader import Workbook, cell_text
from .reading import ALL_ALIKE, POLICIES, Reading

FORMAT: Final = "tuanji-recipe-1"
THIS_YEAR: Final = "今年"
"""An answer that names the year of the import: next year it names the next one."""

_BETWEEN: Final = "｜"
"""Parts the headings of a layout; normalised headings never hold it (NFKC makes | of it)."""

_ALIKE: Final = 0.7
_UPPER: Final = 600
"""So many rows tell how a sheet is laid out."""
_SAMPLED: Final = 50
_HIGHEST_HEADING: Final = 10
_MAPPED: Final = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.BRANCH})
_PERSONAL: Final = frozenset(
    name for name, row in FIELDS.items() if row.kind not in _MAPPED and name != "target"
)
"""Fields whose texts are somebody's: never in a recipe, whatever was mapped."""

_NUMBER_OF_A_PERSON: Final = re.compile(r"\d{11,}")
_COMMON_WORDS: Final = re.compile(
    r"sheet|工作表|名单|名册|花名册|表格|登记表|汇总|明细|总表|信息|数据|团员|毕业生|学生|新生|组织|支部|"
    r"转接|转入|转出|去向|统计|补正|全部|原始|正式|初稿|[表年届级月第份一二三四五六七八九十]|[\d\W_]",
    re.IGNORECASE,
)
_NO_HEADINGS: Final = frozenset({FAILURE_HEADING, normalised(ADDED)})
_PARTS: Final = (
    "format", "kind", "name", "layout", "sheet", "heading", "columns", "values", "policies",
    "answers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipe:
    """`kind`: of list (roster, graduates …). `name`: for messages. `answers`: to the questions
    beside the file, as the kind of list asks them."""

    kind: str
    name: str
    layout: str
    reading: Reading
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """A recipe that suits a workbook, the reading it gives there, and how like the layouts are."""

    recipe: Recipe
    reading: Reading
    likeness: float
    words: str


def layout_of(table: Table) -> str:
    """The headings in their order; the columns that a return workbook and the names of sheets add
    are none of them. Where a list has no headings, what its columns hold stands for them."""
    if not table.heading_rows:
        return _BETWEEN.join(f"{text}{_kind(table, at)}" for at, text in table.headings.items())
    texts = [normalised(text) for _, text in sorted(table.headings.items())]
    return _BETWEEN.join(
        _NUMBER_OF_A_PERSON.sub("#", text) for text in texts if text not in _NO_HEADINGS
    )


def _kind(table: Table, column: int) -> str:
    """What most cells of a column are: numbers of so many digits, or words."""
    texts = [text for row in table.rows[:_SAMPLED] if (text := cell_text(row.cell(column)).strip())]
    kinds = Counter(f"{len(text)}位" if text[:-1].isdecimal() else "文字" for text in texts)
    return kinds.most_common(1)[0][0] if kinds else ""


def name_of(layout: str) -> str:
    """姓名、身份证号、去向等 5 栏的名单: a recipe goes to other offices, so it is not called by the
    file it was made with, which may name a school, a class or a person."""
    texts = [text for text in layout.split(_BETWEEN) if text]
    return f"{'、'.join(texts[:3])}等 {len(texts)} 栏的名单" if texts else "名单"


def likeness(layout: str, other: str) -> float:
    """How much of two layouts is the same, headings in order: 1.0 all of it."""
    ours, theirs = layout.split(_BETWEEN), other.split(_BETWEEN)
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def fitting(
    recipes: Sequence[Recipe],
    workbook: Workbook,
    headings: Headings,
    *,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> Fit | None:
    """The recipe with the layout likest to that of the workbook, or None.

    Each recipe is tried: where the clerk once had to say which rows are the heading, only the recipe
    itself finds the list again.
    """
    upper = replace(
        workbook, sheets=tuple(replace(one, rows=one.rows[:_UPPER]) for one in workbook.sheets)
    )
    fits = [fit for one in recipes if (fit := _fit(one, upper, headings, labels))]
    return max(fits, key=lambda fit: fit.likeness, default=None)


def _fit(
    recipe: Recipe, workbook: Workbook, headings: Headings, labels: Mapping[str, str]
) -> Fit | None:
    tables = _tables(recipe.reading, workbook, headings, labels)
    found = max(tables, key=lambda table: likeness(recipe.layout, layout_of(table)), default=None)
    if found is None:
        return None
    layout = layout_of(found)
    same = layout == recipe.layout
    alike = likeness(recipe.layout, layout)
    if alike < _ALIKE:
        return None
    reading = _suited(recipe.reading, workbook, found, same=same)
    words = f"相近：{_difference(recipe, layout)}" if not same else "完全相同"
    return Fit(recipe, reading, alike, f"栏目与“{recipe.name}”{words}。")


def _tables(
    reading: Reading, workbook: Workbook, headings: Headings, labels: Mapping[str, str]
) -> Iterator[Table]:
    """The list as the recipe would find it, and as it is found without; a sheet or a heading row
    may have moved since."""
    known = _is_there(reading.sheet, workbook)
    letters = {text: name for text, name in reading.chosen if _is_letter(text)}
    for sheet in dict.fromkeys((reading.sheet if known else None, None)):
        for chosen, heading in (
            (reading.mapping(), reading.heading),
            (letters, reading.heading),
            (reading.mapping(), None),
            ({}, None),
        ):
            try:
                yield pick_sheet(
                    workbook,
                    headings,
                    labels=labels,
                    sheet_name=sheet,
                    chosen=chosen,
                    heading=heading,
                )
            except FileRefused:
                continue


def _suited(reading: Reading, workbook: Workbook, table: Table, *, same: bool) -> Reading:
    """The reading without what this workbook does not have."""
    there = {normalised(text) for text in table.headings.values()}
    chosen = tuple(
        (text, name)
        for text, name in reading.chosen
        if normalised(text) in there or (same and _is_letter(text))
    )
    sheet = reading.sheet if _is_there(reading.sheet, workbook) else None
    heading = reading.heading
    if heading and heading != _heading(table):
        heading = None
    return replace(reading.without_rows(), sheet=sheet, chosen=chosen, heading=heading)


def _is_there(sheet: str | None, workbook: Workbook) -> bool:
    return sheet == ALL_ALIKE or any(one.name == sheet for one in workbook.sheets)


def _heading(table: Table) -> tuple[int, int]:
    rows = table.heading_rows
    return (rows[0], len(rows)) if rows else (table.first_row, 0)


def _is_letter(text: str) -> bool:
    return re.fullmatch(r"[A-Z]{1,3}列", text) is not None


def _difference(recipe: Recipe, layout: str) -> str:
    ours, theirs = recipe.layout.split(_BETWEEN), layout.split(_BETWEEN)
    more = [text for text in theirs if text not in ours]
    less = [text for text in ours if text not in theirs]
    said = [f"{words}{_some(texts)}" for words, texts in (("多了", more), ("少了", less)) if texts]
    return "，".join(said) or "次序不同"


def _some(texts: Sequence[str]) -> str:
    shown = "、".join(f"“{text}”" for text in texts[:3])
    return f"{shown}等 {len(texts)} 栏" if len(texts) > 3 else shown


# --------------------------------------------------------------------------------- to JSON and back
def recipe_text(recipe: Recipe) -> str:
    """The recipe as JSON, the same for the same recipe. Rows' own matters and whatever could name
    somebody stay out."""
    reading = recipe.reading
    values: dict[str, dict[str, str]] = {}
    for name, written, meant in reading.values:
        if _may_be_told(name, written, meant):
            values.setdefault(name, {})[written] = meant
    content = {
        "format": FORMAT,
        "kind": recipe.kind,
        "name": name_of(recipe.layout),
        "layout": recipe.layout.split(_BETWEEN),
        "sheet": reading.sheet if _is_common(reading.sheet) else None,
        "heading": reading.heading and {"first": reading.heading[0], "rows": reading.heading[1]},
        "columns": dict(sorted(one for one in reading.chosen if _names_nobody(one[0]))),
        "values": {name: dict(sorted(words.items())) for name, words in sorted(values.items())},
        "policies": dict(sorted(reading.policies)),
        "answers": dict(sorted(recipe.answers.items())),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _may_be_told(name: str, *texts: str) -> bool:
    return name not in _PERSONAL and all(map(_names_nobody, texts))


def _is_common(sheet: str | None) -> bool:
    """Whether a sheet's name is one that many workbooks have; 高三（1）班 and 张三 are somebody's.
    The list is found without it, unless several sheets hold one of the same layout."""
    return sheet is not None and _COMMON_WORDS.sub("", normalised(sheet)) == ""


def _names_nobody(text: str) -> bool:
    return _NUMBER_OF_A_PERSON.search(text) is None


def read_recipe(text: str) -> Recipe:
    """The recipe of a JSON text; BadInput `recipe.*` with the place of what is wrong in it."""
    content = _parsed(text)
    for name in content:
        if name not in _PARTS:
            raise _wrong("unknown", f"不认识“{name}”这一项，可以有：{'、'.join(_PARTS)}。")
    layout = content.get("layout", [])
    if not isinstance(layout, list) or not all(isinstance(one, str) for one in layout):
        raise _wrong("layout", "“layout”应是表头文字的列表。")
    sheet = content.get("sheet")
    if sheet is not None and not isinstance(sheet, str):
        raise _wrong("sheet", "“sheet”应是工作表的名称，或 null。")
    reading = Reading(
        sheet=sheet,
        chosen=tuple(_words(content, "columns").items()),
        heading=_read_heading(content.get("heading")),
        values=_read_values(content),
        policies=_read_policies(content),
    )
    return Recipe(
        _word(content, "kind"),
        _word(content, "name"),
        _BETWEEN.join(layout),
        reading,
        _words(content, "answers"),
    )


def _wrong(code: str, message: str) -> BadInput:
    return BadInput(f"recipe.{code}", f"导入方案有误：{message}")


def _parsed(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 个字符"
        raise _wrong("not_json", f"{where}不合 JSON 的写法，请检查引号和逗号。") from error
    except RecursionError as error:
        raise _wrong("not_json", "括号套得太深，不是导入方案。") from error
    if not isinstance(content, dict) or "format" not in content:
        raise _wrong("format", f"没有“format”这一项，应为“{FORMAT}”。请选择本程序保存的方案文件。")
    if content["format"] != FORMAT:
        raise _wrong(
            "format",
            f"“format”是“{content['format']}”，本程序只读“{FORMAT}”。请用新版程序，或重新保存方案。",
        )
    return content


def _word(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise _wrong(name, f"“{name}”应是一段文字，不能缺少。")
    return value


def _words(content: Mapping[str, Any], name: str) -> dict[str, str]:
    return _plain(content.get(name, {}), name)


def _plain(
    value: Any, where: str, check: Callable[[str, str], None] | None = None
) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _wrong(where.partition(".")[0], f'“{where}”应写作 {{"…": "…"}}。')
    for name, word in value.items():
        if not isinstance(word, str):
            raise _wrong(where.partition(".")[0], f"“{where}”里“{name}”的值应是文字。")
        if check:
            check(name, word)
    return dict(value)


def _read_heading(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    match value:
        case {"first": int(first), "rows": int(rows), **rest} if (
            not rest and first >= 1 and 0 <= rows <= _HIGHEST_HEADING
        ):
            return int(first), int(rows)
    raise _wrong(
        "heading",
        '“heading”应写作 {"first": 3, "rows": 2}：表头从第几行起、占几行；rows 为 0 表示没有表头。',
    )


def _read_values(content: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    maps = content.get("values", {})
    if not isinstance(maps, dict):
        raise _wrong("values", '“values”应写作 {"字段": {"原文": "含义"}}。')
    values: list[tuple[str, str, str]] = []
    for name, words in maps.items():
        for written, meant in _plain(words, f"values.{name}").items():
            if not _may_be_told(name, written, meant):
                raise _wrong("personal", f"“values.{name}”涉及个人信息，方案里不能有，请删去。")
            values.append((name, written, meant))
    return tuple(values)


def _read_policies(content: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    def known(name: str, word: str) -> None:
        if word not in POLICIES:
            allowed = "、".join(f"{one}（{words}）" for one, words in POLICIES.items())
            raise _wrong("policies", f"“policies”里“{name}”的“{word}”不认识，可以是：{allowed}。")

    return tuple(_plain(content.get("policies", {}), "policies", known).items())


# ------------------------------------------------------------------------------- answers for years
def lasting(answers: Mapping[str, str], *, year: int) -> dict[str, str]:
    """Answers as a recipe keeps them: the year of the import is `THIS_YEAR`."""
    return {
        name: THIS_YEAR if name == "year" and word == str(year) else word
        for name, word in answers.items()
    }


def of_this_year(answers: Mapping[str, str], *, year: int) -> dict[str, str]:
    """A recipe's answers as they are to be given now."""
    return {name: str(year) if word == THIS_YEAR else word for name, word in answers.items()}
