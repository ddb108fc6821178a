"""Kinds of organisations (domain.md §2): codes, Chinese words, and who may stand under whom."""

import re
import unicodedata
from functools import lru_cache

KINDS = {
    "county": "团县委",
    "committee": "团委",
    "work_committee": "团工委",
    "general_branch": "团总支",
    "branch": "团支部",
    "graduate_branch": "毕业班团支部",
    "waiting_branch": "待接转团支部",
    "mobile_branch": "流动团员团支部",
}
BRANCH_KINDS = frozenset({"branch", "graduate_branch", "waiting_branch", "mobile_branch"})
"""Leaves: only they have members."""

SCHOOL_KINDS = (
    "小学",
    "初中",
    "普通高中",
    "完全中学",
    "中职",
    "中专",
    "高校",
    "省属高校",
    "市属高校",
)

BRANCH_SORTS = {
    "student": "学生",
    "staff": "教职工",
    "mixed": "师生混合",
    "new_students": "临时新生",
    "delayed": "延迟毕业",
    "retention": "团籍保留",
    "abroad": "出国（境）",
    "village": "村",
    "community": "社区",
    "returned": "返乡",
    "office": "机关",
    "enterprise": "企业",
    "waiting": "待接转",
    "mobile": "流动",
}
"""What people a branch is made of; an office's own word is kept as it is."""

CHILDREN = {
    "county": frozenset(KINDS) - {"county"},
    "committee": frozenset(KINDS) - {"county"},
    "work_committee": frozenset(KINDS) - {"county"},
    "general_branch": BRANCH_KINDS,
}
"""Kinds that may stand directly under a kind; branches are leaves."""

_WORDS = {
    **{label: code for code, label in KINDS.items()},
    "县团委": "county",
    "共青团县委": "county",
    "基层团委": "committee",
    "委员会": "committee",
    "团委会": "committee",
    "工委": "work_committee",
    "团工作委员会": "work_committee",
    "工作委员会": "work_committee",
    "总支": "general_branch",
    "总支部": "general_branch",
    "团总支部": "general_branch",
    "总支部委员会": "general_branch",
    "团总支部委员会": "general_branch",
    "支部": "branch",
    "普通支部": "branch",
    "普通团支部": "branch",
    "基层团支部": "branch",
    "学生团支部": "branch",
    "支部委员会": "branch",
    "团支部委员会": "branch",
    "毕业生团支部": "graduate_branch",
    "毕业生支部": "graduate_branch",
    "毕业生团组织": "graduate_branch",
    "毕业班支部": "graduate_branch",
    "待转接团支部": "waiting_branch",
    "流动团支部": "mobile_branch",
    "流动团员支部": "mobile_branch",
}

_LEAGUE = re.compile(r"中国共产主义青年团|中国共青团|共青团")
_ENDINGS = (
    ("总支部委员会", "团总支"),
    ("总支委员会", "团总支"),
    ("团支部委员会", "团支部"),
    ("支部委员会", "团支部"),
    ("工作委员会", "团工委"),
    ("委员会", "团委"),
)
_LEAGUE_NAMES = ("中国共产主义青年团", "中国共青团", "共青团")
_BODIES = ("工作委员会", "总支部委员会", "支部委员会", "委员会")
_BRACKETS = str.maketrans({"（": "(", "）": ")", "【": "(", "】": ")", "[": "(", "]": ")"})


def kind_of(words: str) -> str | None:
    """The code of a kind as lists write it, or None."""
    return _WORDS.get(unicodedata.normalize("NFKC", words).strip())


_KIND_SIGNS = (  # the first that is found counts
    ("graduate_branch", 0.8, "毕业"),
    ("waiting_branch", 0.8, "待接转|待转"),
    ("mobile_branch", 0.8, "流动"),
    ("general_branch", 0.9, "总支"),
    ("branch", 0.8, "支部|支"),
    ("work_committee", 0.9, "工委|工作委员会"),
    ("county", 0.7, "县委|县团委|区委|市委"),
    ("committee", 0.8, "团委|委员会|直属"),
)
_SCHOOL_SIGNS = (
    ("完全中学", 0.8, "完中|完全"),
    ("普通高中", 0.8, "高中|高级中学"),
    ("初中", 0.8, "初中|初级|九年"),
    ("小学", 0.9, "小学"),
    ("中职", 0.8, "中职|职高|职校|职业高|中等职业|职教"),
    ("中专", 0.8, "中专|中等专业|技校|技工|卫校|师范学校"),
    ("省属高校", 0.8, "省属"),
    ("市属高校", 0.8, "市属|州属"),
    ("高校", 0.7, "大学|学院|高职|高等|本科|大专|专科|高校"),
    ("普通高中", 0.5, "中学"),
)


def guess_kind(words: str) -> tuple[str, float]:
    """The kind that a list probably means and how sure that is; ('', 0.0) for no idea."""
    return _guess(words, _KIND_SIGNS)


def guess_school_kind(words: str) -> tuple[str, float]:
    """The kind of school that a list probably means, as `guess_kind`."""
    return _guess(words, _SCHOOL_SIGNS)


def _guess(words: str, signs: tuple[tuple[str, float, str], ...]) -> tuple[str, float]:
    plain = "".join(unicodedata.normalize("NFKC", words).split())
    for code, sure, sign in signs:
        if re.search(sign, plain):
            return code, sure
    return "", 0.0


@lru_cache(maxsize=65_536)
def match_name(name: str) -> str:
    """A name as it is compared (domain.md §3): one spelling for the dozen that lists use.

    Drops 中国共产主义青年团/共青团, writes the endings 团委, 团总支, 团支部, 团工委, half-width
    digits and brackets, no spaces. What forms print is always the stored full name, never this.
    """
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    # Without the spaces between them, marks that stood alone take their order anew.
    text = unicodedata.normalize("NFKC", "".join(text.split()))
    text = _LEAGUE.sub("", text)
    for ending, short in _ENDINGS:
        if text.endswith(ending):
            return text.removesuffix(ending).removesuffix("团") + short
    if text.endswith("支部") and not text.endswith("团支部"):
        return text.removesuffix("支部") + "团支部"
    if text.endswith("总支") and not text.endswith("团总支"):
        return text.removesuffix("总支") + "团总支"
    return text


def unit_in_title(full_name: str) -> str:
    """The unit as titles name it: 齐鲁理工学院 of 中国共产主义青年团齐鲁理工学院委员会."""
    name = full_name
    for prefix in _LEAGUE_NAMES:
        if name.startswith(prefix):
            name = name.removeprefix(prefix)
            break
    for body in _BODIES:
        if name.endswith(body):
            name = name.removesuffix(body)
            break
    return name or full_name
