"""What a form file may say: its keys, what each takes, and the fields that a row can show.

One table of keys: the check of a form file reads it, and the manual must tell of each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from tuanji_desktop.rules.fields import FIELDS

Takes = Literal["text", "code", "number", "whole", "flag", "word", "texts", "table", "tables"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it takes, and the keys inside where it is a table.

    `least` and `most` are the bounds of a number, `most` else how many characters a text, how many
    rows a list may have.
    """

    name: str
    takes: Takes
    needed: bool = False
    words: tuple[str, ...] = ()
    least: float = 0
    most: float = 100
    inner: tuple["Key", ...] = ()


NUMBER, BLANK = "number", "blank"
RowsOf = Literal["deletion", "retention", "members"]
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "deletion": "一批删除申请",
        "retention": "团籍保留登记簿",
        "members": "在册团员",
    }
)
"""Whose rows a form takes."""

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "unit": "填报单位的全称",
        "filled_on": "填报日期",
        "contact": "联系人",
        "contact_phone": "联系人的电话",
        "filled_by": "填报人（就是联系人）",
        "phone": "填报人的电话",
        BLANK: "留空，打印后手写",
    }
)
"""What an item of the head line can say."""

_EVERYWHERE = {
    NUMBER: "序号",
    BLANK: "空白，打印后手写",
    "branch_full_name": "所在团支部全称",
    "branch_short_name": "所在团支部简称",
    "general_branch": "上一级团组织简称",
}
_SPECIAL: Mapping[str, Mapping[str, str]] = {
    "deletion": {"reason": "删除原因"},
    "retention": {"reason": "保留原因", "retained_on": "保留日期", "review_on": "复核日期"},
    "members": {},
}


def row_fields(rows: str) -> Mapping[str, str]:
    """Every field that a column of such a form can show, with its words."""
    own = {**_EVERYWHERE, **_SPECIAL[rows]}
    return own | {name: field.label for name, field in FIELDS.items()}


_HEAD = (
    Key("label", "text", needed=True, most=40),
    Key("source", "word", needed=True, words=tuple(SOURCES)),
    Key("sealed", "flag"),
)
_COLUMNS = (
    Key("heading", "text", needed=True, most=40),
    Key("field", "text", needed=True, most=40),
    Key("width", "number", least=6, most=250),
    Key("share", "number", least=0.1, most=100),
    Key("keep", "word", words=("whole", "line", "flow")),
    Key("align", "word", words=("left", "center", "right")),
    Key("required", "flag"),
)
_PROMISE = (
    Key("text", "text", needed=True, most=300),
    Key("signatures", "texts", most=4),
    Key("height", "number", least=8, most=100),
    Key("signature_left", "number", least=0, most=200),
)
_NOTES = (
    Key("text", "text", needed=True, most=1000),
    Key("size", "number", least=7, most=16),
    Key("bold", "flag"),
)
KEYS: tuple[Key, ...] = (
    Key("code", "code", needed=True),
    Key("annex", "text", most=20),
    Key("title", "text", needed=True, most=80),
    Key("issuer", "text", needed=True, most=100),
    Key("document", "text", needed=True, most=200),
    Key("document_number", "text", most=60),
    Key("clause", "text", most=60),
    Key("rows", "word", needed=True, words=tuple(KINDS)),
    Key("orientation", "word", words=("portrait", "landscape")),
    Key("least_rows", "whole", least=0, most=40),
    Key("row_height", "number", least=5, most=40),
    Key("text_size", "number", least=7, most=16),
    Key("head", "tables", most=10, inner=_HEAD),
    Key("columns", "tables", needed=True, most=24, inner=_COLUMNS),
    Key("promise", "table", inner=_PROMISE),
    Key("notes", "tables", most=20, inner=_NOTES),
)

RESERVED = frozenset(
    (
        "guangdong qilu retention letter statement self-criticism change-slip age-approval "
        "introduction introduction-stubs reminder roster member-file correction-list "
        "correction-letter report-in-notice party-notice leaving-list campaign-report "
        "information-reminder"
    ).split()
)
"""Names of the program's own papers: a form of the office takes none of them."""
