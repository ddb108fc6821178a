"""Characters that no font has: the clerk undertakes, one by one, to write them over their 〓.

What was undertaken is kept with the operation that put the paper, or its print, into the archive:
as part of its reason, in words that can be read back.
"""

import re
from collections.abc import Iterable, Sequence

from tuanji_desktop.core.errors import BadInput

SAID = "打印后在〓处手写："
"""What the reason of such an operation says before it names the characters."""
_POINT = re.compile(r"[Uu]\+([0-9A-Fa-f]{4,6})")
_READ = re.compile(
    r"(?:〔([^〔〕]*)〕)?" + re.escape(SAID) + r"((?:U\+[0-9A-F]{4,6}（[^）]）、?)+)"
)


def named(character: str) -> str:
    """A character by its code point: U+2EBF0（…）."""
    return f"U+{ord(character):04X}（{character}）"


def as_reason(
    characters: Iterable[str], reason: str | None = None, *, paper: str = ""
) -> str | None:
    """The reason of an operation with what was undertaken in it; `paper` is the title of the one
    for which it was, where the operation is about several."""
    said = "、".join(named(one) for one in dict.fromkeys(characters))
    about = f"〔{_title(paper)}〕" if paper else ""
    return "；".join(part for part in (reason, said and f"{about}{SAID}{said}") if part) or None


def by_hand_way(characters: Iterable[str], *, where: str = "") -> str:
    """What a refusal says of characters without a font; "" where there is none. `where` in the
    window they are ticked."""
    pen = "、".join(named(one) for one in characters)
    if not pen:
        return ""
    return f"确要打印后在〓处手写的：{where}逐字勾选，命令行用 --write-by-hand 写明 {pen}。"


def read_characters(words: Sequence[str]) -> tuple[str, ...]:
    """The characters that a command names, themselves or as U+2EBF0; BadInput for no code point."""
    found: list[str] = []
    for word in words:
        for part in re.split(r"[\s,，、]+", word):
            point = _POINT.fullmatch(part)
            if point is None:
                found += part
            elif int(point[1], 16) > 0x10FFFF:
                raise BadInput(
                    "paper.character",
                    f"“{part}”不是一个字的编码，应写成 U+2EBF0 这样，或直接写该字。",
                )
            else:
                found.append(chr(int(point[1], 16)))
    return tuple(dict.fromkeys(found))


def said_in(reason: str, paper: str = "") -> tuple[str, ...]:
    """What was undertaken in the reason of an operation for the paper of this title."""
    points = (
        point
        for about, said in _READ.findall(reason)
        if about in ("", _title(paper))
        for point in _POINT.findall(said)
    )
    return tuple(dict.fromkeys(chr(int(point, 16)) for point in points))


def _title(paper: str) -> str:
    return re.sub("[〔〕]", "", paper)
