"""The letters whose words an office may change: what each is, and the places its text can name.

A room hands over a value for every place of its letter; which places there are stands only here, so
that the settings room, the manual and the check of an own text all speak of the same ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tuanji_desktop.core.errors import NotFound

_PEN = "＿" * 12
"""Printed where a value is missing that somebody writes in by hand."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A named place: what is put there, an example, and what is printed while it is empty."""

    name: str
    meaning: str
    example: str
    pen: str = ""

    @property
    def written(self) -> str:
        """As it stands in a text."""
        return f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter; `code` is its name on the command line and in the settings.

    `required`: places without which the letter would not say what it is for. `numbered` and
    `upward` are as in `papers.letter.Letter`. `about` says in a line who writes it and when.
    """

    code: str
    title: str
    about: str
    placeholders: tuple[Placeholder, ...]
    required: tuple[str, ...]
    numbered: bool = True
    upward: bool = True

    @property
    def names(self) -> Mapping[str, Placeholder]:
        """The places by name."""
        return {one.name: one for one in self.placeholders}

    @property
    def examples(self) -> dict[str, str]:
        """A value for every place, as the preview shows them."""
        return {one.name: one.example for one in self.placeholders}


def _head(
    unit: str, addressee: str, number: str, *, whom: str = "收文单位的全称", pen: str = ""
) -> tuple[Placeholder, ...]:
    return (
        Placeholder("单位", "发文单位的全称，也印在落款处", unit),
        Placeholder("主送单位", whom, addressee, pen),
        Placeholder("文号", "这份公文的文号，还没有时为空", number),
        Placeholder("日期", "成文日期", "2018年8月31日"),
        Placeholder("联系人", "联系人姓名，没有填写时为空", "王干事"),
        Placeholder("联系电话", "联系电话，没有填写时为空", "0856-5220000"),
    )


_GROUND = (
    Placeholder("依据单位", "现行规则包的发文单位", "共青团广东省委办公室"),
    Placeholder("依据文件", "现行规则包所依据的文件", "“命脉工程”攻坚阶段工作提醒函（第四期）"),
)
_COUNTY = "中国共产主义青年团青溪县委员会"
_CITY = "中国共产主义青年团梅岭市委员会"
_SCHOOL = "中国共产主义青年团青溪县第一中学委员会"

_MISTAKE = (
    Placeholder("支部", "误审核的团支部全称，也印在落款处", f"{_SCHOOL[:-3]}高三（1）班支部委员会"),
    Placeholder("主送单位", "逐级向上的各级团组织，用顿号隔开", f"{_SCHOOL}、{_COUNTY}"),
    Placeholder("日期", "成文日期", "2018年8月31日"),
    Placeholder("姓名", "误审核的团员", "张三"),
    Placeholder("身份证号", "系统中的身份证号；没有时印成横线", "11010519491231002X", _PEN),
    Placeholder("审核日期", "哪一天审核通过的；名单导入的没有记录，为空", "2018年8月1日"),
    Placeholder(
        "应报到支部", "应当报到的团支部；没有填写时印成横线，由支部手写", "高三（2）班团支部", _PEN
    ),
    Placeholder(
        "误审核原因", "为什么审错；没有填写时印成横线，由支部手写", "两班有同名团员", _PEN * 2
    ),
    *_GROUND,
)

_PROGRESS = (
    Placeholder("年份", "哪一届毕业生", "2018"),
    Placeholder("统计日期", "数字截至哪一天", "2018年9月21日"),
    Placeholder("应转接", "应转接的人数", "97"),
    Placeholder("已发起", "已发起转接的人数", "60"),
    Placeholder("发起率", "已发起 ÷ 应转接", "62%"),
    Placeholder("已转入", "已转入的人数", "41"),
    Placeholder("完成率", "已转入 ÷ 应转接", "42%"),
    Placeholder("学校数", "已报名单、有名次的学校数；只有一所时为空", "12"),
    Placeholder("名次", "完成率在各校中的名次；没有名次时为空", "9"),
    Placeholder("等待人数", "等待省内高校建立新生团支部的人数；没有时为空", "4"),
    Placeholder(
        "时限名称", "规则包里最近的一个时限；没有时为空", "中学和中职学校毕业生团员转接基本完成"
    ),
    Placeholder("时限日期", "这个时限到哪一天；没有时为空", "2018年9月30日"),
    Placeholder("时限情况", "还有几天、今天到期或已逾期几天；没有时限时为空", "距今还有9天"),
    Placeholder("目标情况", "离目标还差几人，或已达到；没有时限时为空", "距目标还差52人"),
    Placeholder("名单名称", "附件的名称", "2018届毕业生团员未完成转接名单"),
)

LETTER_KINDS: Mapping[str, LetterKind] = MappingProxyType(
    {
        one.code: one
        for one in (
            LetterKind(
                "letter",
                "删除团员的正式行文",
                "随删除批次逐级上报（G 三.1）",
                (
                    *_head(_COUNTY, _CITY, "青团字〔2018〕12号"),
                    Placeholder("人数", "这一批申请删除的人数", "3"),
                    Placeholder("支部数", "这些团员所在的团支部数", "2"),
                    Placeholder("表名", "所附申请表的名称", "广东“智慧团建”系统“删除团员”申请表"),
                    Placeholder("批次号", "删除批次的编号", "2018-001"),
                    *_GROUND,
                ),
                ("人数", "主送单位"),
            ),
            LetterKind(
                "correction-letter",
                "误填更正的正式行文",
                "随更正清单上报（G 二）",
                (
                    *_head(_CITY, "共青团广东省委员会", "团梅字〔2019〕12号"),
                    Placeholder("填报单位", "编制清单的单位全称", _COUNTY),
                    Placeholder("更正项目", "误填的是哪一项", "入团年月"),
                    Placeholder("人数", "清单上的人数", "3"),
                    Placeholder("支部数", "这些团员所在的团支部数", "2"),
                    Placeholder("清单名称", "所附清单的名称", "误填“入团年月”团员更正清单"),
                    *_GROUND,
                ),
                ("人数", "主送单位", "更正项目"),
            ),
            LetterKind(
                "statement",
                "情况说明",
                "误审核通过团员报到，由团支部向各级上级说明（G 三.2）",
                _MISTAKE,
                ("姓名", "主送单位", "误审核原因"),
                numbered=False,
            ),
            LetterKind(
                "self-criticism",
                "检讨",
                "误审核通过团员报到，由团支部向各级上级检讨（G 三.2）",
                _MISTAKE,
                ("姓名", "主送单位", "误审核原因"),
                numbered=False,
            ),
            LetterKind(
                "reminder",
                "毕业生转接催办函",
                "催办转接没有完成的学校（G 四）",
                (
                    *_head(_COUNTY, _SCHOOL, "青团函〔2018〕5号"),
                    *_PROGRESS,
                    Placeholder("未完成情况", "没有完成的各有几人；没有时为空", "37人去向未定或尚未发起转接，19人已发起、尚未转入"),
                    Placeholder("审核天数", "规则包规定几天内审核", "10"),
                    Placeholder("反馈日期", "要求哪一天前反馈；没有时限或已过时为空", "2018年9月30日"),
                    Placeholder("人数", "名单上的人数", "56"),
                ),
                ("应转接", "主送单位"),
                upward=False,
            ),
            LetterKind(
                "party-notice",
                "通报高校党委",
                "工作不力的高校团委，通报学校党委（G 四）",
                (
                    *_head(
                        _COUNTY,
                        "中共青溪学院委员会",
                        "青团字〔2018〕9号",
                        whom="学校党委的全称；没有填写时印成横线，由经办人手写",
                        pen="＿" * 14,
                    ),
                    *_PROGRESS,
                    Placeholder("学校", "学校的名称", "青溪学院"),
                    Placeholder("学校团委", "学校团委的全称", "中国共产主义青年团青溪学院委员会"),
                    Placeholder("班级数", "附表上的班级数", "8"),
                    *_GROUND,
                ),
                ("学校", "应转接", "主送单位"),
                upward=False,
            ),
            LetterKind(
                "information-reminder",
                "信息补正催办函",
                "催促单位补填、更正团员信息，附名单",
                (
                    Placeholder("单位", "发文单位的全称，也印在落款处", _COUNTY),
                    Placeholder("主送单位", "收文单位的全称", _SCHOOL),
                    Placeholder("日期", "成文日期", "2018年8月31日"),
                    Placeholder("联系人", "联系人姓名，没有填写时为空", "王干事"),
                    Placeholder("联系电话", "联系电话，没有填写时为空", "0856-5220000"),
                    Placeholder("人数", "名单上的人数", "57"),
                    Placeholder("缺项情况", "各项各缺几人；没有时为空", "手机号码32人，户籍地址25人"),
                    Placeholder("交回日期", "要求哪一天前交回", "2018年9月15日"),
                    Placeholder("联系方式", "联系人和电话合成的一句；都没有时为空", "联系人：王干事，联系电话：0856-5220000"),
                ),
                ("人数", "主送单位", "交回日期"),
                numbered=False,
                upward=False,
            ),
        )
    }
)  # fmt: skip
"""By code, in the order in which they are shown."""


def letter_kind(code: str) -> LetterKind:
    """The kind with this code; NotFound names those there are."""
    found = LETTER_KINDS.get(code)
    if found is None:
        known = "、".join(f"{one.code}（{one.title}）" for one in LETTER_KINDS.values())
        raise NotFound("letter.unknown", f"没有“{code}”这种公文。可用的有：{known}。")
    return found
