"""One row per field of a member (domain.md §4): the table, dialog, import and export all read it.

What is *locked*, *required* or *expected* is not said here: that is a pack's affair
(`rules.policy`). A new field is one row here and, where needed, a line in a pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """How a field's text is read, checked and typed."""

    TEXT = "text"
    NAME = "name"
    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    MONTH = "month"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    BRANCH = "branch"
    NOTES = "notes"


class Group:
    """The parts of the member dialog, in its order."""

    IDENTITY = "身份信息"
    CONTACT = "联系方式"
    LEAGUE = "团籍信息"
    POLITICAL = "政治面貌"
    POST = "职务"
    WORK = "学业与职业"
    OTHER = "其他"


GROUPS: tuple[str, ...] = (
    Group.IDENTITY,
    Group.CONTACT,
    Group.LEAGUE,
    Group.POLITICAL,
    Group.POST,
    Group.WORK,
    Group.OTHER,
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a member's record.

    `width` is in half-width characters (one ideograph counts two). `choices` is a key of
    `rules.choices.CHOICES`. `headings` are the normalised headings that lists use for it
    (domain.md §10), the label among them. `derived`: the ID number gives it where it can.
    """

    name: str
    label: str
    kind: Kind
    group: str
    choices: str | None
    max_length: int | None
    width: int
    headings: tuple[str, ...]
    derived: bool


def _field(
    name: str,
    label: str,
    kind: Kind,
    group: str,
    width: int,
    *headings: str,
    choices: str | None = None,
    max_length: int | None = None,
    derived: bool = False,
) -> Field:
    aliases = tuple(dict.fromkeys((label, *" ".join(headings).split())))
    return Field(name, label, kind, group, choices, max_length, width, aliases, derived)


_ROWS: tuple[Field, ...] = (
    _field(
        "name", "姓名", Kind.NAME, Group.IDENTITY, 10,
        "学生姓名 团员姓名 人员姓名 成员姓名 发展对象姓名 申请人姓名 名字 XM Name",
        max_length=50,
    ),
    _field(
        "id_kind", "证件类型", Kind.CHOICE, Group.IDENTITY, 12,
        "身份证件类型 证件种类 ZJLX", choices="id_kind",
    ),
    _field(
        "id_number", "身份证号", Kind.ID_NUMBER, Group.IDENTITY, 20,
        "身份证号码 身份证件号 身份证件号码 公民身份号码 公民身份证号 公民身份证号码"
        " 居民身份证号 居民身份证号码 证件号 证件号码 身份证 SFZH ZJHM"
        " ID IDNo IDNumber IDCard IDCardNumber",
    ),
    _field("sex", "性别", Kind.CHOICE, Group.IDENTITY, 5, "XB Sex Gender", choices="sex", derived=True),
    _field(
        "born_on", "出生日期", Kind.DATE, Group.IDENTITY, 11,
        "出生年月 出生年月日 生日 CSRQ Birthday DateOfBirth", derived=True,
    ),
    _field(
        "ethnicity", "民族", Kind.CHOICE, Group.IDENTITY, 9, "名族 MZ Ethnicity", choices="ethnicity",
    ),
    _field(
        "mobile", "手机号码", Kind.MOBILE, Group.CONTACT, 13,
        "手机 手机号 联系电话 联系方式 移动电话 个人手机 本人电话 本人联系电话 本人手机 电话 SJHM"
        " Phone Mobile MobilePhone Tel",
    ),
    _field(
        "branch", "所在团支部", Kind.BRANCH, Group.LEAGUE, 40,
        "所在支部 团支部 团支部名称 支部名 支部名称 组织全称 团籍所在团支部 所在组织名称"
        " 转出团支部 原支部 原团支部 原团组织 所在团组织 支部 团支部全称 所属团支部 所属支部"
        " 所属团组织 团组织 团组织名称 组织关系所在团支部 Branch",
    ),
    _field(
        "joined_on", "入团年月", Kind.MONTH, Group.LEAGUE, 10, "入团时间 入团日期",
    ),
    _field(
        "development_number", "发展团员编号", Kind.NUMBER, Group.LEAGUE, 18,
        "团员发展编号 团员编号 新发展团员编号 入团志愿书编号",
    ),
    _field(
        "political_status", "政治面貌", Kind.CHOICE, Group.POLITICAL, 13, "ZZMM",
        choices="political_status",
    ),
    _field("party_joined_on", "入党时间", Kind.DATE, Group.POLITICAL, 11, "入党日期 入党年月"),
    _field(
        "income", "经济收入", Kind.CHOICE, Group.WORK, 22, "收入 收入情况 经济收入情况 月收入",
        choices="income",
    ),
    _field(
        "is_cadre", "是否为团干", Kind.YES_NO, Group.POST, 11,
        "是否团干 是否为团干部 是否团干部 是否是团干部", choices="yes_no",
    ),
    _field(
        "post", "团内现任职务", Kind.CHOICE, Group.POST, 13, "现任职务 职务 团内职务",
        choices="post",
    ),
    _field("post_since", "任现职年月", Kind.MONTH, Group.POST, 11, "任现职时间 任职时间 任职年月"),
    _field(
        "cadre_kind", "团干部性质", Kind.CHOICE, Group.POST, 11, "团干性质", choices="cadre_kind",
    ),
    _field(
        "occupation", "个人职业", Kind.CHOICE, Group.WORK, 18, "职业 从业状况",
        choices="occupation",
    ),
    _field(
        "study_status", "在读状况", Kind.CHOICE, Group.WORK, 16, "在读状态 在读情况",
        choices="study_status",
    ),
    _field(
        "education", "学历", Kind.CHOICE, Group.WORK, 14, "全日制学历 最高学历 文化程度",
        choices="education",
    ),
    _field(
        "work_unit", "学习工作单位", Kind.TEXT, Group.WORK, 28,
        "学习或工作单位 学习单位 学习、工作单位 学习/工作单位 工作单位 工作学习单位",
        max_length=64,
    ),
    _field(
        "household_place", "户籍地址", Kind.TEXT, Group.IDENTITY, 32,
        "个人户籍地址 户籍所在地 户口所在地 籍贯 生源地 户籍地",
        max_length=200,
    ),
    _field(
        "applied_party", "是否递交入党申请书", Kind.YES_NO, Group.POLITICAL, 19,
        "是否提交入党申请书 是否已递交入党申请书", choices="yes_no",
    ),
    _field(
        "applied_party_on", "递交入党申请书时间", Kind.DATE, Group.POLITICAL, 19,
        "提交入党申请书时间 递交入党申请书的时间 入党申请时间",
    ),
    _field(
        "volunteer", "是否成为注册志愿者", Kind.YES_NO, Group.OTHER, 19,
        "是否注册志愿者 是否为注册志愿者", choices="yes_no",
    ),
    _field(
        "volunteer_since", "成为注册志愿者的时间", Kind.DATE, Group.OTHER, 21,
        "成为注册志愿者时间 注册志愿者时间",
    ),
    # The 25 columns of the roster end here; what follows is kept beside them.
    _field(
        "joined_at", "入团时所在单位", Kind.TEXT, Group.LEAGUE, 24,
        "入团时单位 入团单位 入团所在单位", max_length=29,
    ),
    _field(
        "address", "现住址", Kind.TEXT, Group.CONTACT, 32,
        "家庭住址 通信地址 通讯地址 居住地址 家庭地址 现居住地", max_length=200,
    ),
    _field("email", "电子邮箱", Kind.TEXT, Group.CONTACT, 24, "邮箱 E-mail Email 电子邮件"),
    _field("qq", "QQ号", Kind.NUMBER, Group.CONTACT, 13, "QQ QQ号码"),
    _field("wechat", "微信号", Kind.TEXT, Group.CONTACT, 16, "微信"),
    _field("other_contact", "其他联系方式", Kind.TEXT, Group.CONTACT, 24),
    _field("counsellor", "辅导员", Kind.TEXT, Group.CONTACT, 10, "班主任 辅导员姓名 班主任姓名"),
    _field(
        "counsellor_mobile", "辅导员联系电话", Kind.MOBILE, Group.CONTACT, 15,
        "辅导员电话 辅导员手机 班主任电话 班主任联系电话 班主任手机",
    ),
    _field("student_number", "学号", Kind.NUMBER, Group.WORK, 20, "学籍号 考生号"),
    _field("class_name", "班级", Kind.TEXT, Group.WORK, 18, "班级名称 班别 所在班级 就读班级 班 年级班级 Class"),
    _field("grade", "年级", Kind.TEXT, Group.WORK, 9, "所在年级 届别 Grade"),
    _field("major", "专业", Kind.TEXT, Group.WORK, 18, "专业名称 所学专业 Major"),
    _field(
        "graduation_year", "毕业年份", Kind.NUMBER, Group.WORK, 9,
        "毕业时间 毕业年月 毕业年度 毕业日期",
    ),
    _field(
        "destination", "毕业去向", Kind.CHOICE, Group.WORK, 12,
        "去向 去向类型 去向类别 去向情况 毕业去向情况 毕业去向类型 毕业流向 毕业后去向 转出原因 转接原因 升学去向 "
        "就业去向 升学就业去向",
        choices="destination",
    ),
    _field(
        "target", "转入组织", Kind.TEXT, Group.WORK, 30,
        "转入团组织 转入团支部 转入学校名称 转入单位名称 转入组织名称 单位名称 接收团组织 "
        "录取学校 录取院校 升入学校 就业单位 接收单位 升学学校 升学院校 考取学校 考取院校 录取学校名称"
        " 录取院校名称 去向单位 去向学校 去向单位名称 升学或就业单位 录取学校/工作单位 录取学校/就业单位"
        " 升学学校/就业单位 升学院校/就业单位 录取院校/就业单位 升学院校或就业单位 升学学校/工作单位 去向学校/单位"
        " 转入团组织名称 转入组织全称 转入团组织全称 接收团组织名称 录取高校 升学院校名称 升学学校名称",
    ),
    _field("rewards", "奖励情况", Kind.NOTES, Group.OTHER, 24, "奖励 获奖情况 受奖励情况"),
    _field("penalties", "处分情况", Kind.NOTES, Group.OTHER, 24, "处分 受处分情况 团纪处分"),
    _field("notes", "备注", Kind.NOTES, Group.OTHER, 24, "问题备注 情况备注 Remark Remarks"),
)  # fmt: skip

FIELDS: Mapping[str, Field] = MappingProxyType({row.name: row for row in _ROWS})
"""Every field by its name, in the order of the roster and then of the dialog."""

ROSTER_FIELDS: tuple[str, ...] = (
    "name", "id_kind", "id_number", "sex", "ethnicity", "mobile", "branch", "joined_on",
    "development_number", "political_status", "party_joined_on", "income", "is_cadre", "post",
    "post_since", "cadre_kind", "occupation", "study_status", "education", "work_unit",
    "household_place", "applied_party", "applied_party_on", "volunteer", "volunteer_since",
)  # fmt: skip
"""The 25 columns of a roster list, in their order."""

MEMBER_COLUMNS: tuple[str, ...] = tuple(name for name in FIELDS if name != "branch")
"""The value columns of the members table; the branch is a link to the tree."""

EXTRA_HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "superior": tuple(
            "团总支 系部 院系 学院 二级学院 二级组织名 团委 学校 学校名称 就读学校 毕业学校 所在学校 单位 School".split()
        ),
        "reason": tuple("删除原因 申请删除原因 保留原因".split()),
        "serial": tuple("序号 编号 No No. 行号".split()),
    }
)
"""Columns of lists that are no member's value: they find the branch, or say why."""

SCHOOL_HEADINGS: tuple[str, ...] = tuple("学校 学校名称 就读学校 所在学校 单位 团委 School".split())
"""Those of the headings of a superior that, beside another, say whose that is: 学校 beside 院系. 毕业学校
beside it is where somebody was before."""

NOT_HEADINGS: frozenset[str] = frozenset(
    "家庭电话 家长电话 家长联系电话 家长手机 监护人电话 监护人联系电话 监护人手机 父亲电话 母亲电话 "
    "紧急联系电话 紧急联系人电话 家庭联系电话 团员证编号 团员证号 家长姓名 监护人姓名 父亲姓名 "
    "母亲姓名".split()
)
"""Headings that look like one of ours and never are (a parent's phone is not the member's)."""


def label_of(name: str) -> str:
    """The Chinese label of a field, for messages."""
    return FIELDS[name].label
