"""The values of choice fields (domain.md §4, §8) and the spellings that lists use for them."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tuanji_desktop.rules.fields import FIELDS

if TYPE_CHECKING:
    from tuanji_desktop.rules.policy import Policy

YES = "是"
NO = "否"

_ETHNICITIES = """
01 HA 汉族|02 MG 蒙古族|03 HU 回族|04 ZA 藏族|05 UG 维吾尔族|06 MH 苗族|07 YI 彝族|08 ZH 壮族
09 BY 布依族|10 CS 朝鲜族|11 MA 满族|12 DO 侗族|13 YA 瑶族|14 BA 白族|15 TJ 土家族|16 HN 哈尼族
17 KZ 哈萨克族|18 DA 傣族|19 LI 黎族|20 LS 傈僳族|21 VA 佤族|22 SH 畲族|23 GS 高山族|24 LH 拉祜族
25 SU 水族|26 DX 东乡族|27 NX 纳西族|28 JP 景颇族|29 KG 柯尔克孜族|30 TU 土族|31 DU 达斡尔族
32 ML 仫佬族|33 QI 羌族|34 BL 布朗族|35 SL 撒拉族|36 MN 毛南族|37 GL 仡佬族|38 XB 锡伯族
39 AC 阿昌族|40 PM 普米族|41 TA 塔吉克族|42 NU 怒族|43 UZ 乌孜别克族|44 RS 俄罗斯族|45 EW 鄂温克族
46 DE 德昂族|47 BO 保安族|48 YG 裕固族|49 GI 京族|50 TT 塔塔尔族|51 DR 独龙族|52 OR 鄂伦春族
53 HZ 赫哲族|54 MB 门巴族|55 LB 珞巴族|56 JN 基诺族
"""


def _ethnicity_rows() -> tuple[tuple[str, str, str], ...]:
    rows = (row.split() for row in _ETHNICITIES.replace("\n", "|").split("|") if row)
    return tuple((code, letters, name) for code, letters, name in rows)


ETHNICITIES: tuple[tuple[str, str, str], ...] = _ethnicity_rows()
"""The 56 of GB/T 3304-1991: two-digit code, two letters, name."""

POLITICAL_STATUSES: tuple[str, ...] = (
    "中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员",
    "农工党党员", "致公党党员", "九三学社社员", "台盟盟员", "无党派人士", "群众",
)  # fmt: skip
"""The 13 of GB/T 4762 in the order of their codes 01–13: read, though only four are offered."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "yes_no": (YES, NO),
        "sex": ("男", "女"),
        "id_kind": ("居民身份证", "港澳台居民居住证", "境外证件"),
        "ethnicity": (*(name for _, _, name in ETHNICITIES), "其他"),
        "political_status": ("共青团员", "中共党员", "中共预备党员", "群众"),
        "income": (
            "≤2000", "2000–5000", "5000–8000", "8000–10000", ">10000", "学生无收入",
            "农村户籍且无固定收入",
        ),
        "post": (
            "书记", "副书记", "组织委员", "宣传委员", "文体委员", "生产委员", "权益委员", "志愿委员",
            "其他",
        ),
        "cadre_kind": ("专职团干", "兼职团干", "挂职团干"),
        "occupation": (
            "青年学生", "国有企业职工", "非公企业职工", "机关事业单位职工", "社会组织员工", "农民",
            "学生", "自由职业者", "公办高校教职工", "公办中学中职教职工", "民办高校教职工",
            "民办中学中职教职工", "其他",
        ),
        "study_status": (
            "小学在读", "初中在读", "高中在读", "中职中专在读", "本科或专科在读", "研究生在读",
            "非在读",
        ),
        "education": (
            "小学", "初中", "初中在读", "高中", "高中在读", "中职", "中职中专在读", "大专", "大专在读",
            "本科", "本科在读", "硕士", "硕士在读", "博士", "博士在读",
        ),
        "destination": (
            "升学", "就业", "创业", "未就业", "参军入伍", "出国（境）", "延迟毕业", "其他",
        ),
    }
)  # fmt: skip
"""What each choice list offers before a pack changes it."""

RECOGNISED: Mapping[str, tuple[str, ...]] = {"political_status": POLITICAL_STATUSES}
"""Values that are read and kept though they are not offered."""

_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "yes_no": {
        YES: "Y YES 1 TRUE T √ ✓ 有 已 是的 已递交 已成为",
        NO: "N NO 0 FALSE F × X 无 未 不是 没有 未递交 未成为",
    },
    "sex": {"男": "1 M MALE 男性 男生", "女": "2 F FEMALE 女性 女生"},
    "id_kind": {
        "居民身份证": "身份证 二代身份证 第二代身份证 中华人民共和国居民身份证",
        "港澳台居民居住证": "居住证 港澳居民居住证 台湾居民居住证",
        "境外证件": "护照 外国护照 港澳居民来往内地通行证 台湾居民来往大陆通行证 港澳通行证 台胞证",
    },
    "ethnicity": {
        "蒙古族": "蒙族",
        "维吾尔族": "维族 维吾尔 维吾儿族",
        "布依族": "布衣族 布依",
        "哈尼族": "哈呢族 哈妮族",
        "哈萨克族": "哈族 哈萨族",
        "傈僳族": "僳僳族 傈傈族 栗僳族 傈粟族",
        "畲族": "畬族",
        "拉祜族": "拉枯族 拉沽族 拉祐族 拉古族",
        "柯尔克孜族": "柯族 柯尔克改族",
        "达斡尔族": "达翰尔族 达幹尔族 达干尔族 达斡族",
        "仫佬族": "仫老族 木佬族 么佬族",
        "毛南族": "毛难族",
        "仡佬族": "仡老族 乞佬族 亿佬族",
        "锡伯族": "锡泊族",
        "乌孜别克族": "乌兹别克族",
        "德昂族": "崩龙族",
        "裕固族": "裕故族",
        "珞巴族": "洛巴族",
        "壮族": "僮族",
        "其他": "其它 97 未识别民族 未定族称",
    },
    "political_status": {
        "中共党员": "党员 正式党员 中共正式党员 中国共产党党员 共产党员",
        "中共预备党员": "预备党员 中国共产党预备党员",
        "共青团员": "团员 中国共产主义青年团团员 共青团 青年团员",
        "无党派人士": "无党派 无党派民主人士",
        "群众": "普通群众 普通公民",
    },
    "income": {
        "≤2000": "2000以下 2000及以下 2000以内 <=2000 <2000 0-2000",
        "2000–5000": "2000-5000",
        "5000–8000": "5000-8000",
        "8000–10000": "8000-10000 8000-1万",
        ">10000": "10000以上 10000及以上 >=10000 1万以上 一万以上",
        "学生无收入": "学生,无收入 无收入学生 学生(无收入)",
        "农村户籍且无固定收入": "农村户籍无固定收入 农村户籍,无固定收入",
    },
    "post": {
        "书记": "团支部书记 支部书记 支书 团支书",
        "副书记": "团支部副书记 支部副书记 副支书",
        "组织委员": "团支部组织委员 组织",
        "宣传委员": "团支部宣传委员 宣传",
        "志愿委员": "志愿服务委员 志愿者委员",
        "权益委员": "维权委员",
        "其他": "其它",
    },
    "cadre_kind": {
        "专职团干": "专职 专职团干部",
        "兼职团干": "兼职 兼职团干部",
        "挂职团干": "挂职 挂职团干部",
    },
    "occupation": {
        "机关事业单位职工": "机关事业单位工作人员",
        "自由职业者": "自由职业",
        "其他": "其它",
    },
    "study_status": {
        "中职中专在读": "中职在读 中专在读 职高在读 技校在读",
        "本科或专科在读": "本科在读 专科在读 大专在读 大学在读 高校在读 本专科在读",
        "研究生在读": "硕士在读 博士在读",
        "非在读": "不在读 未在读",
    },
    "education": {
        "初中": "初中毕业",
        "高中": "高中毕业 普通高中 普高",
        "高中在读": "普通高中在读 普高在读",
        "中职": "中专 职高 技校 中职毕业 中专毕业 职业高中 中等职业学校",
        "中职中专在读": "中职在读 中专在读 职高在读 技校在读",
        "大专": "专科 大学专科 高职 大专毕业 专科毕业",
        "大专在读": "专科在读 高职在读 大学专科在读",
        "本科": "大学本科 大学 本科毕业 大学毕业",
        "本科在读": "大学本科在读 大学在读",
        "硕士": "硕士研究生",
        "硕士在读": "硕士研究生在读",
        "博士": "博士研究生",
        "博士在读": "博士研究生在读",
    },
    "destination": {
        "升学": "升入高校 升入大学 考取 考研 已升学 继续升学",
        "就业": "已就业 参加工作 工作 务工",
        "创业": "自主创业",
        "未就业": "待业 待就业 无业 暂未就业",
        "参军入伍": "参军 入伍 服兵役 应征入伍",
        "出国（境）": "出国 出境 出国出境 出国境 出国(境)学习 出国(境)研究学习 留学 出国留学",
        "延迟毕业": "延期毕业 延毕 延缓毕业",
        "其他": "其它",
    },
}

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－~～〜至到", "-"))


def resolve(field: str, raw: str, policy: "Policy") -> tuple[str | None, bool]:
    """The canonical value for a list's spelling, and whether it was written so already.

    (None, False) for a spelling nobody knows; the caller keeps the text and warns.
    """
    key = FIELDS[field].choices
    if key is None:
        return None, False
    if raw in policy.choice_lists[key]:
        return raw, True
    canonical = _spellings(policy, key).get(_fold(key, raw))
    return canonical, canonical == raw


def ethnicity_code(name: str) -> str | None:
    """The two-digit code of GB/T 3304 for an ethnicity, None for 其他."""
    return next((code for code, _, known in ETHNICITIES if known == name), None)


def _fold(key: str, text: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if key == "income":
        text = text.translate(_DASHES).replace("元", "").replace("/月", "").replace("月", "")
        text = text.replace("(含)", "").replace("--", "-")
    return text


@lru_cache(maxsize=256)
def _spellings(policy: "Policy", key: str) -> Mapping[str, str]:
    """Every folded spelling of a list's values; the values themselves come last and win."""
    listed = (*policy.choice_lists[key], *RECOGNISED.get(key, ()))
    table: dict[str, str] = {}
    for canonical, spellings in _SPELLINGS.get(key, {}).items():
        if canonical in listed:
            table |= dict.fromkeys((_fold(key, one) for one in spellings.split()), canonical)
    if key == "ethnicity":
        for code, letters, name in ETHNICITIES:
            short = name.removesuffix("族")
            table |= dict.fromkeys((code, str(int(code)), letters, short), name)
    if key == "political_status":
        for number, name in enumerate(POLITICAL_STATUSES, start=1):
            table |= dict.fromkeys((f"{number:02d}", str(number)), name)
    table |= {_fold(key, name): name for name in listed}
    return table
