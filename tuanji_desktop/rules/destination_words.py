"""What a school probably means by a destination that is not the pack's word: 考上大专, 外出打工.

A guess is shown with how sure it is and decided by the clerk; nothing takes it by itself.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, Final, NamedTuple

from .choices import resolve

if TYPE_CHECKING:
    from .policy import Policy

CERTAIN: Final = 0.9
LIKELY: Final = 0.7
DOUBTFUL: Final = 0.5

_SIGNS: Final[tuple[tuple[str, float, str], ...]] = (  # the first that is found counts
    ("延迟毕业", CERTAIN, "延毕|延期|延迟|缓毕|留级|结业|未毕业|没毕业|肄业"),
    ("未就业", LIKELY, "未考上|没考上|落榜|未录取|没录取|未升学|不升学|失败|二战|等通知|等录取|待录取"),
    ("未就业", CERTAIN, "未就业|没就业|待就业|待业|没工作|没有工作|无工作|在家|失业|求职|找工作|暂无"),
    ("其他", DOUBTFUL, "复读|补习|重读|再读"),
    ("出国（境）", CERTAIN, "出国|出境|留学|国外|境外|海外|赴港|赴澳|赴台|港澳台"),
    ("参军入伍", CERTAIN, "参军|入伍|当兵|从军|服役|部队|义务兵|士官|武警|消防员|应征|征兵"),
    ("创业", CERTAIN, "创业|开店|个体|自主经营|自营|合伙|自己开|做生意|经商|网店"),
    ("升学", CERTAIN, "考上|考取|考入|升学|升入|升本|录取|上大学|读大学|上高职|读高职|上大专|读大专"
                     "|上中职|读中职|读高中|上高中|上学|保送|免试|直升|读书|就读|在读|深造|读研|考研|本科|大专|专科"),
    ("升学", LIKELY, "大学|学院|高职|高校|研究生|高中|中专|职校|技校|学校|一本|二本|三本|单招"),
    ("就业", CERTAIN, "打工|务工|上班|就业|工作|参工|入职|外出|签约|公务员|教师岗|进厂"),
    ("就业", LIKELY, "公司|工厂|企业|医院|单位|银行|超市|酒店|机关|事业|工地|务农|种地|养殖|实习|厂$|学徒|司机|销售|护士|教师|保安|快递"),
    ("未就业", DOUBTFUL, "待定|未定|不定|没定|无业|家|无|没有|考公|备考|待|暂"),
    ("其他", DOUBTFUL, "不详|不明|失联|未知|去世|死亡|结婚|退学|辍学|休学"),
)  # fmt: skip
_READ: Final = tuple((word, sure, re.compile(signs)) for word, sure, signs in _SIGNS)


def guess_destination(text: str, known: Collection[str]) -> tuple[str, float]:
    """The destination that is probably meant and how sure that is; ('', 0.0) for no idea.

    `known` are the pack's words; a guess is always one of them.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for word, sure, signs in _READ:
        if word in known and signs.search(plain):
            return word, sure
    return "", 0.0


class Detailed(NamedTuple):
    """A destination with more behind it: 升学（贵州大学）."""

    word: str
    detail: str


_DETAILED: Final = (
    re.compile(r"(?P<word>[^(（]{2,8})[(（](?P<detail>.{2,40})[)）]"),
    re.compile(r"(?P<word>[^:：\-—－/、,，;；]{2,8})[:：\-—－/、,，;；]+(?P<detail>.{2,40})"),
    re.compile(r"(?P<word>.{2,4}?)(?:到|至|去|于|在)(?P<detail>.{3,40})"),
)
_ADMITTED: Final = re.compile(
    r"(?:已经?|被)?(?:录取到|录取至|录取|考上|考取|考入|升入|就读于|就读)[:：]?"
    r"(?P<detail>.{2,30}(?:大学|学院|学校|中学|高职|职校|技校|卫校))"
    r"|(?:已|被)(?P<by>.{2,30}(?:大学|学院|学校))录取"
)
_OPEN: Final = re.compile(
    "未|没|待|不|拟|暂|失败|弃|退档|离职|辞职|准备|打算|意向|可能|预计|预录|补录|希望|估分"
    "|(?<!西部)计划|志愿(?![者兵])|[?？]"
)
_POST: Final = re.compile("教师|老师|公务员|编制|岗")


_UNIT: Final = re.compile(
    "(?:大学|学院|学校|中学|高职|职校|技校|卫校|师范|公司|集团|厂|店|局|委|院|所|中心|银行|村|社区|镇|乡|支部|团委|部队)"
    "(?:[(（].*)?$"
)


def with_detail(text: str, policy: "Policy") -> Detailed | None:
    """The destination and what a school writes behind it, where there is no doubt about either: 升学到
    贵州大学, 就业（某公司）, 已录取贵州大学. Nothing that is still open: 升学（未录取）."""
    plain = "".join(text.split())
    if _OPEN.search(plain) or resolve("destination", plain, policy)[0] is not None:
        return None
    admitted = _ADMITTED.fullmatch(plain)
    if admitted is not None and not _POST.search(plain):  # 考取特岗教师到某中学 is work
        school = admitted["detail"] or admitted["by"]
        return Detailed("升学", school) if "升学" in policy.choices("destination") else None
    known = policy.choices("destination")
    for form in _DETAILED:
        found = form.fullmatch(plain)
        word = resolve("destination", found["word"], policy)[0] if found is not None else None
        if found is None or word is None:
            continue
        detail = found["detail"]
        if guess_destination(detail, known)[0] in ("", word):  # 升学/就业 is neither
            return Detailed(word, detail)
    return None


def is_unit(detail: str) -> bool:
    """Whether what stands behind a destination names where somebody goes: not 省外, not 本科."""
    return _UNIT.search(detail) is not None
