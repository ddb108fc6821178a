"""What a clerk types from the line under the code: forgiven are case, spaces, O for 0, full width."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ..papers.qr import SHORT_HASH

_LOOKS_LIKE = str.maketrans("OQILSB", "001158")
_HEX = str.maketrans("OQILS", "00115")
_HASH = re.compile(rf"(.*[^0-9A-Z])([0-9A-Z]{{{SHORT_HASH}}})")
_PAGE = re.compile(r"(.+?)(?:\s*[:;,\s/]\s*|第)([0-9OIL]{1,4})页?")


@dataclass(frozen=True, slots=True)
class TypedCode:
    """A number and a page, with the head of the content hash where that was typed as well."""

    number: str
    page: int
    content: str = ""


def read_typed(text: str) -> TypedCode | None:
    """What was typed: the whole line, or number and page; None where it is neither."""
    clean = " ".join(unicodedata.normalize("NFKC", text).upper().split())
    clean = re.sub(r"\s*([:;,/])\s*", r"\1", clean).strip(" :;,/")
    whole = _HASH.fullmatch(clean)
    if whole:
        content = whole[2].translate(_HEX)
        front = _PAGE.fullmatch(whole[1].strip(" :;,/"))
        if front and re.fullmatch(r"[0-9A-F]+", content):
            return _typed(front[1], front[2], content)
    front = _PAGE.fullmatch(clean)
    return _typed(front[1], front[2], "") if front else None


def _typed(number: str, page: str, content: str) -> TypedCode | None:
    count = int(page.translate(_LOOKS_LIKE))
    clean = number.replace(" ", "").strip(":;,/")
    return TypedCode(clean, count, content) if count and clean else None


def spelt_alike(number: str) -> str:
    """A number as it compares with others: characters that look alike are one."""
    return number.upper().replace(" ", "").translate(_LOOKS_LIKE)


def number_meant(typed: str, numbers: Iterable[str]) -> str:
    """Our number that was meant: exactly so, else the only one that looks like it; "" for none."""
    known = list(dict.fromkeys(numbers))
    if typed in known:
        return typed
    alike = [one for one in known if spelt_alike(one) == spelt_alike(typed)]
    return alike[0] if len(alike) == 1 else ""
