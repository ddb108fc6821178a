"""On which line of a TOML text something stands, so that a refusal can name it.

`tomllib` tells where a text stops being TOML and nothing of where a key was written.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

Location = tuple[str | int, ...]
"""Keys and indices from the top of the file to a value."""
Fault = tuple[Location, str]
"""Where in the file, and why in Chinese."""


def placed(text: str, faults: Sequence[Fault]) -> list[tuple[int, str]]:
    """The faults with their lines, in the order of the lines, each once.

    A key that is missing stands at the nearest table around it.
    """
    lines = {(): 1} | dict(_key_lines(text))
    found = sorted(((_line_in(lines, where), why) for where, why in faults), key=_by_line)
    return list(dict.fromkeys(found))


def line_of(text: str, where: Location) -> int:
    """The line of a key, or of the nearest table around it where the key itself is missing."""
    return _line_in({(): 1} | dict(_key_lines(text)), where)


def syntax_fault(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """The line where a text stops being TOML, and why in words for a clerk."""
    found = re.search(r"at line (\d+)", str(error))
    lines = text.split("\n")
    line = int(found[1]) if found else len(lines)
    written = lines[line - 1] if line <= len(lines) else ""
    return line, _written(written) or _syntax(str(error))


def _by_line(fault: tuple[int, str]) -> int:
    return fault[0]


def _written(line: str) -> str:
    """What is wrong with the value on a line that is no TOML, where its look tells; else ""."""
    value = line.partition("=")[2].strip()
    if re.match(r"(?i)(true|false)\s*(#.*)?$", value):
        return "写 true 或 false，全用小写，不加引号"
    quoted = value.startswith('"') and len(re.findall(r'(?<!\\)"', value)) > 2
    inside = re.search(r'[^\s\[,"\\]"[^\s,\]"#]', value) and value[:1] in ('"', "[")
    if (quoted or inside) and not value.startswith('"""'):
        return "文字里面不能有半角双引号，请用“”"
    return ""


def _syntax(message: str) -> str:
    for sign, reason in (
        ("twice", "同一张表写了两次"),
        ("overwrite", "同一个键写了两次"),
        ("Unterminated string", "引号没有成对"),
        ("Illegal character", "文字里有不允许的字符，或引号没有成对"),
        ("Unclosed array", "方括号没有成对"),
        ("Expected '='", "键的后面缺少等号"),
        ("Invalid initial character for a key part", "键的写法不对；中文的键要加引号"),
        ("Invalid statement", "这一行的写法不对；键名用英文，中文的键要加引号"),
        ("Expected ']'", "表头的方括号没有成对"),
        ("after a statement", "一行里多了内容"),
        ("Invalid value", "等号后面的值写法不对；文字要加引号"),
        ("date", "日期写法不对"),
    ):
        if sign in message:
            return reason
    return "写法不合 TOML 格式"


def _line_in(lines: Mapping[Location, int], where: Location) -> int:
    while where not in lines:
        # a table without a header of its own begins where the first one inside it does
        inside = [line for key, line in lines.items() if key[: len(where)] == where]
        if where and inside:
            return min(inside)
        where = where[:-1]
    return lines[where]


def _key_lines(text: str) -> Iterator[tuple[Location, int]]:
    table: Location = ()
    counts: dict[Location, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line)
        if header:
            table = _keys(header[2])
            # An element of a list of tables keeps its place for the tables below it.
            for end in range(1, len(table) + 1):
                if table[:end] in counts and (end < len(table) or header[1] == "["):
                    table = (*table[:end], counts[table[:end]], *table[end:])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            yield table, number
            continue
        key = re.match(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[\w-]+)*)\s*=""", line)
        if key:
            yield (*table, *_keys(key[1])), number


def _keys(dotted: str) -> Location:
    parts = re.findall(r"""[^\s."']+|"[^"]*"|'[^']*'""", dotted)
    return tuple(part.strip("\"'") for part in parts)
