"""Lists as schools send them, made at run time: what cli.md says each row is, plan and apply alike.

Nothing here is computed by the program under test: numbers of rows, codes and cell addresses are
written down beside each list. The persons are members 1 to 60 of the sample county.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from tests.cli.conftest import Answer
from tests.cli.messy import (
    CHEN,
    DENG,
    NOBODY,
    WU,
    XIE,
    XU,
    YANG,
    ZHOU,
    ZHU,
    Case,
    hidden_row,
    merge,
    more_sheets,
    text,
    with_book,
    with_formulas,
)
from tests.sheets.files import ods

GRADUATES = {
    "three heading rows, merged, title, foot, notes": Case(
        [
            ["青溪县第一中学2018届毕业生团员去向统计表"],
            ["填报单位（盖章）：青溪县第一中学", None, None, None, "填报日期：2018年7月"],
            [],
            ["序号", "基本信息", None, None, "去向", None, "备注"],
            [None, "个人", None, "联系方式", None, None, None],
            [None, "团员姓名", "公民身份号码\n（18位）★", "本人\n电话", "去向类型", "单位名称", None],
            [1, *YANG, "19238572530", "升学", "省城大学", None],
            [2, *XU, "189-1701-2436", "就业", None, None],
            [3, *XIE, "+8618086475063", "待业", None, "待核"],
            [4, "陈霖宸 ", "52062820000509468１", 18980154350.0, "去向不明", None, None],
            [5, *NOBODY, None, "升学", None, None],
            ["合计", "5人"],
            ["备注：以上情况属实"],
            ["制表人：李老师", None, None, "审核人：", "2018年7月2日"],
        ],
        (4, 1, 0, 0),
        {"E10": "choice.unknown", "C11": "row.not_a_member"},
        merge("A1:G1", "A4:A6", "B4:D4", "B5:C5", "E4:F4", "G4:G6", "E5:E6", "F5:F6"),
    ),
    "every damage an ID number meets": Case(
        [
            ["XM", "SFZH", "移动电话", "毕业去向"],
            ["杨桐语", 520628200010177270, "19238572530", "升学"],
            ["许建悦", "5.20628E+17", None, "升学"],
            ["解文颖", "520628200005253000", None, "升学"],
            ["陈霖宸", "5.20628200005094E+17", None, "升学"],
            ["周兰", "52O628200012108877", None, "升学"],
            ["朱博", "'520628199910129068", None, "升学"],
            ["吴沐子", "５２０６２８２０００１１０６０１２ｘ", None, "升学"],
            ["邓奕琳", " 520628 19991001 9985 ", None, "升学"],
            ["林芳若", "52062820000201268", None, "升学"],
            ["魏诺博", "520628010506852", None, "升学"],
            ["董浩", "520628200107265567", None, "升学"],
            ["吕俊钰", "520628199913293434", None, "升学"],
            ["程可磊", "5206282000072390981", None, "升学"],
            ["丁钰", "520628200003092500", None, "升学"],
            ["甲", "520628200008202000", None, "升学"],
            ["乙", "52062820300101123X", None, "升学"],
        ],
        (5, 1, 0, 10),
        {
            "B2": "id.precision_lost",
            "B3": "id.precision_lost",
            "B4": "id.precision_lost",
            "B5": "id.precision_lost",
            "B10": "id.length",
            "B11": "id.length",
            "B12": "id.checksum",
            "B13": "id.birth_date",
            "B14": "id.length",
            "B16": "row.not_a_member",
            "B17": "id.birth_date",
        },
    ),
    "dragged down": Case(
        [
            ["姓名", "身份证号码"],
            ["杨桐语", "520628200010177270"],
            ["许建悦", "520628200010177271"],
            ["解文颖", "520628200010177272"],
            ["陈霖宸", "520628200010177273"],
        ],
        (1, 0, 0, 3),
        {"B3": "id.checksum", "B4": "id.checksum", "B5": "id.checksum"},
    ),
    "the same person twice, the first stands": Case(
        [
            ["姓名", "证件号码", "手机号"],
            [*WU, "13398287251"],
            ["吴沐子", "52062820001106012x", "13398287251"],
            ["吴沐", "52062820001106012 X", None],
            [*NOBODY, None],
            [*NOBODY, None],
        ],
        (1, 1, 0, 3),
        {
            "B3": "id.duplicate_in_file",
            "B4": "id.duplicate_in_file",
            "B5": "row.not_a_member",
            "B6": "id.duplicate_in_file",
        },
    ),
    "phones": Case(
        [
            ["姓名", "身份证", "家长电话", "联系电话", "辅导员", "联系电话"],
            [*YANG, "13900000000", 19238572530.0, "王老师", "0856-5221234"],
            [*XU, "13900000000", "18917012436.0", "王老师", "13900000001"],
            [*XIE, "13900000000", "180 8647 5063", "王老师", "13900000001"],
            [*CHEN, "13900000000", "1898015435", "王老师", "13900000001"],
            [*ZHOU, "13900000000", None, "王老师", "13900000001"],
            [*ZHU, "13900000000", "86-13983768604", "王老师", None],
            [*WU, "13900000000", "１３３９８２８７２５１", "王老师", None],
            [*DENG, "13900000000", "电话停机", "王老师", None],
        ],
        (8, 0, 0, 0),
        {"D5": "mobile.format", "D9": "mobile.format"},
    ),
    "names": Case(
        [
            ["学生姓名", "身份证件号码"],
            ["杨 桐 语", YANG[1]],
            ["许　建悦", XU[1]],
            ["解文影", XIE[1]],
            [None, CHEN[1]],
            ["　", ZHOU[1]],
            ["朱博1", ZHU[1]],
            ["吴沐子\n", WU[1]],
            ["张完全不同", DENG[1]],
            ["买买提·艾力", "520628200101011233"],
            ["𠮷㛃䶮", "520628200010181237"],
        ],
        (3, 2, 2, 3),
        {
            "A4": "name.differs",
            "A5": "name.empty",
            "A6": "name.empty",
            "A7": "name.digits",
            "A9": "name.differs",
            "B10": "row.not_a_member",
            "B11": "row.not_a_member",
        },
    ),
    "empty IDs settled by phone, birth date, branch": Case(
        [
            ["姓名", "身份证号", "手机", "出生年月日", "所在团支部"],
            ["杨桐语", None, "19238572530", None, None],
            ["许建悦", " ", None, "1999年9月30日", None],
            ["解文颖", None, None, "2000-5-25", None],
            ["陈霖宸", None, None, "2000.5.9", None],
            ["周兰", None, None, date(2000, 12, 10), None],
            ["朱博", None, None, 36445, None],
            ["吴沐子", None, None, None, "第一中学2015级1班团支部"],
            ["邓奕琳", None, None, None, "中国共产主义青年团青溪县第一中学2015级1班支部委员会"],
            ["林芳若", None, None, "200002", None],
            ["魏诺博", None, None, "2000年1月1日", None],
            ["董浩", None, "13999999999", None, "第一中学2015级2班团支部"],
            ["查无此人", None, "19238572530", "20001017", None],
            ["吕俊钰", None, None, None, None],
        ],
        (0, 0, 9, 4),
        {f"B{row}": "required.empty" for row in range(2, 15)},
    ),
    "class merged downwards, section rows, pages": Case(
        [
            ["班级", "姓名", "身份证号", "去向", "备注"],
            ["2015级1班", *YANG, "升学", None],
            [None, *XU, "升学", None],
            [None, *XIE, "升学", None],
            [None, None, None, None, None],
            [None, "小计", "3人"],
            ["班级", "姓名", "身份证号", "去向", "备注"],
            ["二、2015级2班（共2人）"],
            ["2015级2班", "杨建", "52062820000206716X", "就业", None],
            [None, "解翊", "52062820000513273X", "就业", None],
            [None, None, None, None, None],
            ["总  计", None, "5人"],
            ["填表说明：", "1.本表一式两份"],
            [None, "2.请于6月底前报送"],
            [None, None, None, "校团委（盖章）"],
            [None, None, None, None, "2018年6月20日"],
        ],
        (5, 0, 0, 0),
        {},
        merge("A2:A5", "A8:E8", "A9:A11", "B13:E13", "B14:E14"),
    ),
    "several sheets, one hidden": Case(
        [["姓名", "身份证号", "去向"], [*YANG, "升学"], [*XU, "就业"]],
        (2, 0, 0, 0),
        {},
        with_book(more_sheets),
    ),
    "gb18030": Case(
        [["姓名", "身份证号", "升学去向"], ["杨桐语", "\t" + YANG[1], "考取"], [*NOBODY, "留学"]],
        (1, 1, 0, 0),
        {"B3": "row.not_a_member"},
        text("gb18030"),
        "名单.csv",
    ),
    "utf-16 from Excel": Case(
        [["姓名", "身份证号", "升学去向"], [*YANG, "升学"], [*XU, "火星"]],
        (2, 0, 0, 0),
        {"C3": "choice.unknown"},
        text("utf-16", "\t"),
        "名单.txt",
    ),
    "utf-8 with a mark, semicolons": Case(
        [["姓名", "身份证号", "转出原因"], [*YANG, "升学"], ["许建悦", f'="{XU[1]}"', "务工"]],
        (2, 0, 0, 0),
        {},
        text("utf-8-sig", ";"),
        "名单.csv",
    ),
    "utf-8 tabs under a wrong name": Case(
        [["人员姓名", "公民身份证号码", "手机"], [*YANG, "19238572530.0"]],
        (1, 0, 0, 0),
        {},
        text("utf-8", "\t"),
        "名单.xls",
    ),
    "sex against the number": Case(
        [["姓名", "XB", "身份证号"], ["杨桐语", "女", YANG[1]], ["许建悦", "2", XU[1]]],
        (2, 0, 0, 0),
        {"B2": "id.sex_mismatch"},
    ),
    "numbered lines without anybody": Case(
        [
            ["编号", "姓名", "身份证号", "班级"],
            [1, *YANG, "一班"],
            [2, *XU, "一班"],
            [3, None, None, "一班"],
            [4, None, None, None],
            ["本班共2人"],
            ["注：", None, None, None],
        ],
        (2, 0, 0, 0),
    ),
    "formulas with the values they had": Case(
        [
            ["姓名", "身份证号", "联系方式"],
            [*YANG, "19238572530"],
            [*XU, "#N/A"],
            ["解文颖", 520628200005253451, "18086475063"],
        ],
        (2, 0, 0, 1),
        {"B4": "id.precision_lost"},  # an error of the sheet is an empty cell
        with_formulas,
    ),
    "a filter hides a row": Case(
        [["姓名", "身份证号", "去向"], [*YANG, "升学"], [*XU, "升学"], [*XIE, "无业"]],
        (3, 0, 0, 0),
        {},
        with_book(hidden_row),
    ),
    "an OpenDocument list": Case(
        [
            ["成员姓名", "居民身份证号码", "手机"],
            [*YANG, 19238572530.0],
            ["许建悦", 5.20628199909306e17, "18917012436"],
        ],
        (1, 0, 0, 1),
        {"B3": "id.precision_lost"},
        ods,
        "名单.ods",
    ),
    "empty IDs, the class within the school": Case(
        [
            ["毕业学校", "班级", "姓名", "身份证号"],
            ["青溪县第一中学", "2015级1班", "杨桐语", None],
            ["青溪县第一中学", "2015级2班", "许建悦", None],
            ["青溪县第一中学", "2015级2班", "杨建", None],
        ],
        (0, 0, 2, 1),
        {"D2": "required.empty", "D3": "required.empty", "D4": "required.empty"},
    ),
    "one finding for each cause": Case(
        [
            ["姓名", "身份证号", "手机", "去向", "性别"],
            ["杨桐语", "520628200010177279", "123", "火星", "男"],
            [None, "520628199909306649", None, "升学", "女"],
        ],
        (0, 0, 0, 2),
        {
            "B2": "id.checksum",
            "C2": "mobile.format",
            "D2": "choice.unknown",
            "A3": "name.empty",
            "B3": "id.checksum",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GRADUATES)
def test_graduate_list(messy: Callable[..., Answer], name: str) -> None:
    case = GRADUATES[name]
    plan = messy(case, "graduates", "--year", 2018, "--school", "QX01")
    told = Counter((found["cell"], found["code"]) for found in plan["findings"])
    assert told == Counter(case.findings.items())
    counts = tuple(plan[kind] for kind in ("matched", "new", "ambiguous", "refused"))
    assert counts == case.counts
    assert plan["rows"] == sum(counts)
