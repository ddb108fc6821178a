"""The text of a letter as an office keeps it: read, checked, filled.

A text has up to five parts, each under its heading: 【标题】【主送】【正文】【结束语】【附件】. A line is a
paragraph, or one enclosure. `{人数}` is a place; what stands in `[…]` is printed only while every
place in it has a value. A line that comes to nothing is left out. Lines with # are notes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.paths import resource_dir
from tuanji_desktop.papers.letter_kinds import LetterKind, letter_kind

TITLE, ADDRESSEE, BODY, ENDING, ENCLOSURES = "标题", "主送", "正文", "结束语", "附件"
PARTS = (TITLE, ADDRESSEE, BODY, ENDING, ENCLOSURES)
SINGLE = (TITLE, ADDRESSEE, ENDING)
"""Parts of one line."""
NEEDED = (TITLE, BODY)
LONGEST = 20_000
"""Characters of a text: some ten pages."""

_HEADING = re.compile(r"【(.*)】")
_ASCII = str.maketrans("｛｝［］", "{}[]")
_PLACE = re.compile(r"\{([^{}\[\]]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_MARK = re.compile(r"[{}\[\]]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text: in which part, in its how-manieth line, and where in the file.

    Numbers count from 1; 0 means the part, or the file, as a whole.
    """

    part: str
    place: int
    line: int
    message: str

    @property
    def words(self) -> str:
        """As the command line says it."""
        return f"第 {self.line} 行：{self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True)
class Template:
    """A sound text, its lines still with their places."""

    kind: LetterKind
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    ending: str
    enclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterWords:
    """A filled text: what a `papers.letter.Letter` says."""

    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    ending: str
    enclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    part: str
    place: int
    number: int
    text: str


def shipped(code: str) -> str:
    """The text that comes with the program."""
    path = resource_dir() / "letters" / f"{letter_kind(code).code}.txt"
    return path.read_text(encoding="utf-8")


def check(code: str, text: str) -> tuple[Fault, ...]:
    """Everything that is wrong with a text, in the order of its lines; () where it is sound."""
    kind = letter_kind(code)
    if len(text) > LONGEST:
        return (Fault("", 0, 0, f"全文 {len(text):,} 字，太长了。请不要超过 {LONGEST:,} 字。"),)
    lines, faults = _read(text)
    return tuple(sorted([*faults, *_faults(kind, lines)], key=lambda one: one.line or 1 << 30))


def check_parts(code: str, parts: Mapping[str, str]) -> tuple[Fault, ...]:
    """The same for a text whose parts are typed each in a field of its own."""
    text = join_parts(parts)
    foreign = [
        Fault(part, place, 0, f"“{line}”是部分的标题，不能写在{part}里。")
        for part in PARTS
        for place, line in enumerate(_lines_of(parts.get(part, "")), start=1)
        if _HEADING.fullmatch(line)
    ]
    return tuple(foreign) or check(code, text)


def parse(code: str, text: str) -> Template:
    """A sound text. Raises `BadInput` with the first fault's line and reason."""
    kind = letter_kind(code)
    faults = check(code, text)
    if faults:
        more = f"（共 {len(faults)} 处）" if len(faults) > 1 else ""
        raise BadInput("letter.template", f"“{kind.title}”的文字{faults[0].words}{more}")
    parts = _by_part(_read(text)[0])
    return Template(
        kind=kind,
        title=parts[TITLE][0],
        addressee=" ".join(parts[ADDRESSEE]),
        paragraphs=tuple(parts[BODY]),
        ending=" ".join(parts[ENDING]),
        enclosures=tuple(parts[ENCLOSURES]),
    )


def in_force(code: str, own: str | None) -> Template:
    """The office's own text where it has one, else the shipped one.

    Raises `BadInput` for an own text whose places a newer program does not know any more.
    """
    if own is None:
        return parse(code, shipped(code))
    try:
        return parse(code, own)
    except BadInput as error:
        way = "请到 设置/备份 → 公文模板 改正，或恢复原文。"
        raise BadInput(error.code, f"{error.message}{way}") from error


def fill(template: Template, values: Mapping[str, str]) -> LetterWords:
    """The text with its places filled. What a value says is never read as a place itself.

    `values` has an entry for every place of the kind; "" is an empty one.
    """
    pens = {name: one.pen for name, one in template.kind.names.items()}
    known = {name: values[name] if values[name].strip() else "" for name in pens}

    def said(line: str) -> str:
        return _said(line, known, pens)

    return LetterWords(
        said(template.title),
        said(template.addressee),
        tuple(filter(None, map(said, template.paragraphs))),
        said(template.ending),
        tuple(filter(None, map(said, template.enclosures))),
    )


def split_parts(text: str) -> dict[str, str]:
    """The parts of a text, each as it is typed: a line a paragraph. Notes are left out."""
    parts = _by_part(_read(text)[0])
    return {part: "\n".join(lines) for part, lines in parts.items()}


def join_parts(parts: Mapping[str, str]) -> str:
    """A text from its parts; an empty part has no heading."""
    lines = []
    for part in PARTS:
        inner = _lines_of(parts.get(part, ""))
        if inner:
            lines += [f"【{part}】", *inner]
    return "\n".join(lines) + "\n" if lines else ""


# -------------------------------------------------------------------- reading
def _lines_of(text: str) -> list[str]:
    """Lines without indents, which the paper makes itself; notes and blank ones are left out."""
    lines = (line.translate(_ASCII).strip().strip("\ufeff").strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _read(text: str) -> tuple[list[_Line], list[Fault]]:
    """The lines under their parts, and what is wrong with the headings."""
    lines: list[_Line] = []
    faults: list[Fault] = []
    part, seen = "", dict.fromkeys(PARTS, 0)
    counted = dict.fromkeys(("", *PARTS), 0)
    for number, raw in enumerate(text.splitlines(), start=1):
        for line in _lines_of(raw):
            heading = _HEADING.fullmatch(line)
            if heading is None:
                counted[part] += 1
                if not part and counted[part] == 1:
                    faults.append(
                        Fault(
                            "", 0, number, f"“{_short(line)}”前面没有部分的标题，请先写【标题】。"
                        )
                    )
                lines.append(_Line(part, counted[part], number, line))
                continue
            name = heading[1].strip()
            if name not in PARTS:
                names = "".join(f"【{one}】" for one in PARTS)
                faults.append(
                    Fault(
                        part,
                        counted[part] + 1,
                        number,
                        f"没有“{line}”这一部分。可用的有：{names}。",
                    )
                )
                continue
            if seen[name]:
                faults.append(
                    Fault(
                        name, 0, number, f"“{line}”已在第 {seen[name]} 行写过，每个部分只能写一次。"
                    )
                )
            part = name
            seen[name] = seen[name] or number
    return lines, faults


def _by_part(lines: Sequence[_Line]) -> dict[str, list[str]]:
    return {part: [one.text for one in lines if one.part == part] for part in PARTS}


# -------------------------------------------------------------------- checking
def _faults(kind: LetterKind, lines: Sequence[_Line]) -> list[Fault]:
    faults = []
    for part in PARTS:
        inner = [one for one in lines if one.part == part]
        if not inner and part in NEEDED:
            faults.append(Fault(part, 0, 0, f"缺少【{part}】，或下面没有文字。"))
        if len(inner) > 1 and part in SINGLE:
            faults.append(Fault(part, 2, inner[1].number, f"【{part}】只能有一行，请合成一行。"))
    for one in lines:
        faults += [
            Fault(one.part, one.place, one.number, words) for words in _wrong(kind, one.text)
        ]
    used = {name.strip() for one in lines for name in _PLACE.findall(one.text)}
    faults += [
        Fault("", 0, 0, f"缺少“{{{name}}}”（{kind.names[name].meaning}），公文里必须写明。")
        for name in kind.required
        if name not in used
    ]
    return faults


def _wrong(kind: LetterKind, line: str) -> list[str]:
    """What is wrong within a line."""
    marks = _unbalanced(line)
    if marks:
        return [marks]
    wrong = [_unknown(kind, name.strip()) for name in _PLACE.findall(line)]
    wrong += [
        f"“[{_short(inner)}]”里没有占位符，方括号不起作用。请去掉方括号，或在里面写上占位符。"
        for inner in _OPTIONAL.findall(line)
        if not _PLACE.search(inner)
    ]
    return [words for words in wrong if words]


def _unbalanced(line: str) -> str:
    """Why the brackets of a line do not fit together; "" where they do."""
    opened: list[str] = []
    for found in _MARK.finditer(line):
        mark, near = found[0], _short(line[max(0, found.start() - 4) : found.start() + 8])
        if mark == "{":
            if "{" in opened:
                return f"“{near}”处的“{{”前面还有一个“{{”没有用“}}”收住。"
            opened.append(mark)
        elif mark == "[":
            if opened:
                return f"“{near}”处的“[”写在了另一个括号里面，方括号不能套用。"
            opened.append(mark)
        elif not opened or opened[-1] != {"}": "{", "]": "["}[mark]:
            return f"“{near}”处多了一个“{mark}”，前面没有与它成对的括号。"
        else:
            opened.pop()
    if opened:
        pair = {"{": "}", "[": "]"}[opened[-1]]
        return f"有“{opened[-1]}”没有“{pair}”，括号要成对。"
    return ""


def _unknown(kind: LetterKind, name: str) -> str:
    """Why a place is none of this letter; "" where it is."""
    if name in kind.names:
        return ""
    if not name:
        return "“{}”里没有写是什么，请从占位符里选一个。"
    near = get_close_matches(name, kind.names, n=1, cutoff=0.4)
    hint = f"是不是“{{{near[0]}}}”？" if near else "可用的见占位符清单。"
    return f"没有“{{{name}}}”这个占位符。{hint}"


def _short(text: str) -> str:
    return text if len(text) <= 16 else f"{text[:15]}…"


# --------------------------------------------------------------------- filling
def _said(line: str, values: Mapping[str, str], pens: Mapping[str, str]) -> str:
    """A line with its places filled; the text is cut apart before any value is put in."""
    said = []
    for number, piece in enumerate(_OPTIONAL.split(line)):
        optional = bool(number % 2)
        names = [name.strip() for name in _PLACE.findall(piece)]
        if optional and not all(values[name] for name in names):
            continue
        said.append(
            _PLACE.sub(
                lambda found: values[found[1].strip()] or pens[found[1].strip()],
                piece,
            )
        )
    return "".join(said)
