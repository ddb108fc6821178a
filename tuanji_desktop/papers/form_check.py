"""Whether a form file is sound: every fault with its place and its reason in Chinese."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tuanji_desktop.core.toml_lines import Fault, Location
from tuanji_desktop.papers.form_keys import BLANK, KEYS, RESERVED, Key, row_fields
from tuanji_desktop.papers.form_likely import likely_field, likely_key
from tuanji_desktop.papers.frame import A4_LANDSCAPE, A4_PORTRAIT, MM, PageSize

Data = Mapping[str, Any]

_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_CODE = 40
_LONGEST_SIGNATURE = 30
_LEAST_WIDTH = 6  # mm
_FURNITURE = 30 * MM  # title and headings of the table
_HEAD = 10 * MM  # a head line
_SEAL = 45 * MM  # a head line that is stamped
_LEAST_CHARACTER = 2.5  # mm, in the smallest size
_PADDING = 2.4  # mm on both sides of a cell
_MOST_LINES = 8


def faults(data: Data, *, shipped: bool = False) -> list[Fault]:
    """What is wrong with a form; empty when nothing is.

    Whatever does not rest on a faulty value is judged too, so a clerk corrects a file once.
    Only a form that comes with the program may bear one of the program's names.
    """
    sound = _sound(data, KEYS)
    return [
        *_table(data, KEYS, ()),
        *_code(sound, shipped),
        *_title(sound),
        *_head(sound),
        *_columns(data, sound),
        *_rows(data, sound),
    ]


def _sound(data: Data, keys: tuple[Key, ...]) -> dict[str, Any]:
    """What of a table can be relied upon: the known keys with a value that they take."""
    kept: dict[str, Any] = {}
    for key in keys:
        if key.name not in data or _wrong(data[key.name], key):
            continue
        value = data[key.name]
        if key.takes == "table":
            value = _sound(value, key.inner)
        elif key.takes == "tables":
            value = [_sound(one, key.inner) for one in value]
        kept[key.name] = value
    return kept


def _table(data: Data, keys: tuple[Key, ...], where: Location) -> Iterator[Fault]:
    known = {one.name: one for one in keys}
    for name in data:
        if name not in known:
            yield (*where, name), f"“{name}”：不认识的键{likely_key(name, known)}"
    for name, key in known.items():
        if name in data:
            yield from _value(data[name], key, (*where, name))
        elif key.needed:
            yield where, f"“{name}”：缺少这个键"


def _value(value: object, key: Key, where: Location) -> Iterator[Fault]:
    reason = _wrong(value, key)
    if reason:
        yield where, f"“{key.name}”：{reason}"
    elif key.takes == "table" and isinstance(value, Mapping):
        yield from _table(value, key.inner, where)
    elif key.takes == "tables" and isinstance(value, list):
        for place, one in enumerate(value):
            yield from _table(one, key.inner, (*where, place))


def _wrong(value: object, key: Key) -> str:
    """Why a key does not take this value; "" when it does."""
    match key.takes:
        case "flag":
            return "" if isinstance(value, bool) else "应为 true 或 false，不加引号"
        case "number" | "whole":
            return _wrong_number(value, key)
        case "texts":
            return _wrong_texts(value, key)
        case "table":
            return "" if isinstance(value, Mapping) else f"应写成一张表：[{key.name}]"
        case "tables":
            if not isinstance(value, list) or not value or not all(map(_is_table, value)):
                return f"应写成一张或几张表，每张都以 [[{key.name}]] 开头"
            return "" if len(value) <= key.most else f"最多 {key.most:g} 个"
    if not isinstance(value, str):
        return "应为文字，要加引号"
    if not _is_text(value):
        return "不能为空"
    if len(value) > key.most:
        return f"太长，最多 {key.most:g} 字"
    if key.words and value not in key.words:
        return f"取值“{value}”不在允许的范围：{'、'.join(key.words)}"
    return ""


def _wrong_texts(value: object, key: Key) -> str:
    if not isinstance(value, list) or not value or not all(map(_is_text, value)):
        return '应为几个文字：["…", "…"]'
    if len(value) > key.most or any(len(one) > _LONGEST_SIGNATURE for one in value):
        return f"最多 {key.most:g} 项，每项最多 {_LONGEST_SIGNATURE} 字"
    return ""


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _wrong_number(value: object, key: Key) -> str:
    whole = key.takes == "whole"
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return "应为整数，不加引号" if whole else "应为数字，不加引号"
    if not key.least <= value <= key.most:
        return f"应在 {key.least:g} 和 {key.most:g} 之间"
    return ""


def _code(data: Data, shipped: bool) -> Iterator[Fault]:
    code = data.get("code", "own")
    if not _CODE.fullmatch(code) or len(code) > _LONGEST_CODE:
        yield ("code",), "“code”：只能用小写字母、数字和减号，以字母开头，最多 40 个字符"
    elif not shipped and (code in RESERVED or code.startswith("deletion-")):
        yield ("code",), f"“code”：“{code}”是程序自己的表，请换一个编号"


def _title(data: Data) -> Iterator[Fault]:
    if re.search(r"[{}]", data.get("title", "").replace("{unit}", "")):
        yield ("title",), "“title”：花括号里只能写 {unit}（填报单位的名称）"


def _head(data: Data) -> Iterator[Fault]:
    sealed = [place for place, one in enumerate(data.get("head", ())) if one.get("sealed")]
    if sealed and sealed != [0]:
        yield (
            ("head", sealed[-1], "sealed"),
            "“sealed”：盖章的一项只能有一项，而且写在最前面",
        )


def _columns(data: Data, sound: Data) -> Iterator[Fault]:
    columns: list[Data] = sound.get("columns", [])
    if "rows" in sound:
        yield from _fields(columns, sound["rows"])
    judged = [one for one in columns if ("width" in one) != ("share" in one)]
    known = {one.name for key in KEYS if key.name == "columns" for one in key.inner}
    for place, one in enumerate(data["columns"] if columns else ()):
        # a key nobody knows may well be the one that is missed here
        if ("width" in one) == ("share" in one) and known.issuperset(one):
            yield ("columns", place), "“width”和“share”：每列写其中一个，也只写一个"
    # one width that is not known leaves nothing to say about their sum
    if columns and len(judged) == len(columns) and not _doubtful(data, sound, "orientation"):
        yield from _widths(columns, _size(sound))


def _fields(columns: list[Data], rows: str) -> Iterator[Fault]:
    known = row_fields(rows)
    seen: set[str] = set()
    for place, one in enumerate(columns):
        name, where = one.get("field", BLANK), ("columns", place, "field")
        if name not in known:
            likely = likely_field(name, one.get("heading", ""), rows)
            yield where, f"“field”：这种表没有名为“{name}”的栏目{likely}"
        elif name in seen and name != BLANK:
            yield where, f"“field”：“{name}”已经有一列了"
        seen.add(name)


def _doubtful(data: Data, sound: Data, *names: str) -> bool:
    """Whether one of the keys is written and cannot be relied upon."""
    return any(name in data and name not in sound for name in names)


def _widths(columns: list[Data], size: PageSize) -> Iterator[Fault]:
    room = size.inner_width / MM
    taken = sum(one.get("width", 0) for one in columns)
    shares = sum(one.get("share", 0) for one in columns)
    if taken > room + 0.05:
        yield _too_wide(columns, taken, size)
        return
    for place, one in enumerate(columns):
        width = one.get("width") or one.get("share", 0) * (room - taken) / (shares or 1)
        if "share" in one and width < _LEAST_WIDTH:
            yield (
                ("columns", place, "share"),
                f"“share”：这一列只剩 {width:.1f} 毫米，至少要 {_LEAST_WIDTH} 毫米；请把别的列改窄",
            )
        elif _lines(one.get("heading", ""), width) > _MOST_LINES:
            yield ("columns", place, "heading"), "“heading”：列标题太长，这一列太窄，放不下"


def _too_wide(columns: list[Data], taken: float, size: PageSize) -> Fault:
    """The columns together are too wide: told at the widest, the one that can give way."""
    room, wide = size.inner_width / MM, A4_LANDSCAPE.inner_width / MM
    place, widest = max(enumerate(columns), key=lambda one: one[1].get("width", 0))
    name = widest.get("heading", "").replace("\n", "")
    words = (
        f"“width”：各列合计 {taken:g} 毫米，纸面只有 {room:.0f} 毫米，"
        f"多了 {taken - room:.4g} 毫米；请改窄，最宽的一列是“{name}”（{widest['width']:g} 毫米）"
    )
    if size is A4_PORTRAIT and taken <= wide:
        words += "，或者横放（orientation）"
    return ("columns", place, "width"), words


def _lines(heading: str, width: float) -> int:
    """On how many lines a heading stands in its smallest size."""
    room = max(1, int((width - _PADDING) / _LEAST_CHARACTER))
    return sum(-(-len(line) // room) for line in heading.split("\n"))


def _rows(data: Data, sound: Data) -> Iterator[Fault]:
    if _doubtful(data, sound, "least_rows", "row_height", "orientation", "head"):
        return
    height = sound.get("row_height", 8.5) * MM
    head = sound.get("head", ())
    above = _SEAL if any(one.get("sealed") for one in head) else _HEAD if head else 0
    most = int((_size(sound).inner_height - _FURNITURE - above) / height)
    if sound.get("least_rows", 1) > most:
        yield ("least_rows",), f"“least_rows”：一页放不下，这样的行高最多 {most} 行"


def _size(data: Data) -> PageSize:
    return A4_LANDSCAPE if data.get("orientation") == "landscape" else A4_PORTRAIT
