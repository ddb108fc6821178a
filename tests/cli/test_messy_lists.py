"""Lists as schools send them, made at run time: what cli.md says each row is, plan and apply alike.

Nothing here is computed by the program under test: numbers of rows, codes and cell addresses are
written down beside each list. The persons are members 1 to 60 of the sample county.
"""

import csv
import io
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.builders import valid_id
from tests.cli.conftest import Answer, Tuanji

Row = Sequence[object]
Write = Callable[[Path, Sequence[Row]], Path]

# ID number, name, phone, branch: as the sample roster has them.
YANG = ("杨桐语", "520628200010177270")
XU = ("许建悦", "520628199909306645")
XIE = ("解文颖", "520628200005253451")
CHEN = ("陈霖宸", "520628200005094681")
ZHOU = ("周兰", "520628200012108877")
ZHU = ("朱博", "520628199910129068")
WU = ("吴沐子", "52062820001106012X")
DENG = ("邓奕琳", "520628199910019985")
NOBODY = ("龙𬱖", "520628200010177289")
ANOTHER = ("买买提·艾力", "520628200101011232")


@dataclass(frozen=True)
class Case:
    """A list and what it holds: kinds by number, findings as {cell: code}."""

    rows: Sequence[Row]
    counts: tuple[int, int, int, int]
    """matched, new, ambiguous, refused (graduates); new, unchanged, updated, refused (roster)."""
    findings: dict[str, str] = field(default_factory=dict)
    write: Write | None = None
    name: str = "名单.xlsx"


def xlsx(path: Path, rows: Sequence[Row]) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    page = book.add_worksheet("名单")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date | datetime):
                page.write_datetime(number, column, value, day)
            elif value is not None:
                page.write(number, column, value)
    book.close()
    return path


def text(encoding: str, separator: str = ",") -> Write:
    def write(path: Path, rows: Sequence[Row]) -> Path:
        target = io.StringIO()
        writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
        writer.writerows([["" if value is None else value for value in row] for row in rows])
        path.write_bytes(target.getvalue().encode(encoding))
        return path

    return write


def with_book(change: Callable[[Any], None]) -> Write:
    """The rows by openpyxl, and then whatever a clerk does to a workbook."""

    def write(path: Path, rows: Sequence[Row]) -> Path:
        book = openpyxl.Workbook()
        page = book.active
        page.title = "名单"
        for row in rows:
            page.append(list(row))
        change(book)
        book.save(path)
        return path

    return write


def merge(*ranges: str) -> Write:
    def change(book: Any) -> None:
        for one in ranges:
            book.active.merge_cells(one)

    return with_book(change)


def more_sheets(book: Any) -> None:
    notes = book.create_sheet("填写说明", 0)
    notes.append(["填写说明"])
    notes.append(["一、身份证号码请用文本格式填写，姓名与身份证一致。"])
    old = book.create_sheet("去年")
    old.append(["姓名", "身份证号", "手机", "去向", "备注"])
    for _ in range(9):
        old.append(["某某", "1", "2", "3", "4"])
    old.sheet_state = "hidden"


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


@pytest.fixture
def messy(sample_county: Path, tmp_path: Path, tuanji: Tuanji) -> Callable[..., Answer]:
    """Plans and applies on a copy of the county; both must say the same."""
    office = tmp_path / "青溪.tuanji"
    shutil.copy(sample_county, office)

    def both(case: Case, *line: object, day: str = "2018-08-01") -> Answer:
        file = (case.write or xlsx)(tmp_path / case.name, case.rows)
        words = ("--office", office, "--today", day, "import", line[0], file, *line[1:])
        plan = tuanji(*words, "--plan")
        applied = tuanji(*words, "--apply")
        assert (plan.code, applied.code) == (0, 0), plan
        assert {**applied.data, "operation": None} == {**plan.data, "operation": None}
        return plan

    return both


@pytest.mark.parametrize("name", GRADUATES)
def test_graduate_list(messy: Callable[..., Answer], name: str) -> None:
    case = GRADUATES[name]
    plan = messy(case, "graduates", "--year", 2018, "--school", "QX01")
    told = Counter((found["cell"], found["code"]) for found in plan["findings"])
    assert told == Counter(case.findings.items())
    counts = tuple(plan[kind] for kind in ("matched", "new", "ambiguous", "refused"))
    assert counts == case.counts
    assert plan["rows"] == sum(counts)


BRANCH = "第一中学2015级1班团支部"
FULL = "中国共产主义青年团青溪县第一中学2015级1班支部委员会"
HEAD = (
    "团员姓名", "公民身份号码", "名族", "移动电话", "团支部名称", "入团时间",
    "团员发展编号", "政治面貌", "户籍所在地", "文化程度", "是否团干", "经济收入",
)  # fmt: skip


def ids(*births: tuple[int, int, int]) -> list[str]:
    """Valid numbers that nobody has, one for each birth date; the last are male."""
    return [valid_id(date(*born), serial=400 + place) for place, born in enumerate(births)]


def person(number: str, name: str = "龙𬱖", /, **other: object) -> list[object]:
    """A complete new member; keywords replace a column."""
    values: dict[str, object] = {
        "name": name,
        "number": number,
        "ethnicity": "01",
        "mobile": f"139{int(number[6:14]) % 100000000:08d}",
        "branch": BRANCH,
        "joined": "2016.9",
        "development": None,
        "status": "团员",
        "place": "贵州省铜仁市青溪县",
        "education": "高中在读",
        "cadre": "否",
        "income": "学生无收入",
        **other,
    }
    return list(values.values())


A, B, C, D, E, F, G, H = ids(
    (2001, 3, 1), (2001, 3, 2), (2001, 3, 3), (2001, 3, 4),
    (2001, 3, 5), (2001, 3, 6), (2001, 3, 7), (2001, 3, 8),
)  # fmt: skip

ROSTERS = {
    "known members": Case(
        [
            ["青溪县第一中学团员花名册"],
            HEAD[:8],
            [*YANG, "苗", "19238572530", BRANCH, "2016年12月", "201652360044", "共青团员"],
            [*XU, "01", 18917012436.0, FULL, "2015.5", 201552401980.0, "03"],
            [*XIE, "汉", "180-8647-5063", "2015级1班支部委员会", "2015/12/1", None, "预备党员"],
            ["陈霖晨", CHEN[1], "土家", None, BRANCH, "201612", None, None],
            [*ZHOU, None, None, "QX0102", None, None, None],
            [*ZHU, None, None, FULL, "2015-05", "201552646949", None],
            ["吴沐子", "52062820001106012x", None, None, FULL, "2015年11月", None, None],
            ["邓奕琳", "'520628199910019985", None, None, None, None, None, None],
            [*YANG, "苗", None, BRANCH, None, None, None],
            ["合计", None, None, "9人"],
        ],
        (0, 2, 2, 5),
        {
            "A6": "field.locked",
            "E7": "field.locked",
            "G8": "field.locked",
            "F9": "field.locked",
            "B11": "id.duplicate_in_file",
        },
    ),
    "new members": Case(
        [
            HEAD,
            person(A),
            person(B, "阿卜杜拉・买买提", joined=43009, development="201752000001"),
            person(C, "甲", joined="20170901", development=201752000002.0),
            person(D, "乙", joined="2017年9月", mobile=None),
            person(E, "丙", joined=date(2018, 5, 4), development="201852000003", ethnicity="哈呢族"),
            person(F, "丁", ethnicity="火星", mobile="13800138000.0"),
            person(G, "戊", mobile="13800138000", place=None),
            person(H, "己", cadre="N", income="2000-5000元", education="职高"),
        ],
        (8, 0, 0, 0),
        {
            "D5": "required.empty",
            "G5": "development_number.missing",
            "C7": "choice.unknown",
            "D8": "mobile.shared",
            "I8": "required.empty",
        },
    ),
    "new members refused": Case(
        [
            HEAD,
            person(A, "甲", branch="没有这个团支部"),
            person(B, "乙", branch="2015级1班团支部"),
            person(C, "丙", branch=None),
            person(D, "丁", joined="9月"),
            person(E, "戊", joined="2018-05", development="201652000001"),
            person(F, "己", joined="2018-05", development="20185200"),
            person(G, "庚", joined="2016-12", development="201652360044"),
            person(H, "辛", joined="2018-12", development="201852000001"),
            person("520628200103050012", "壬"),
            person(A, None),
        ],
        (0, 0, 0, 10),
        {
            "E2": "branch.unknown",
            "E3": "branch.ambiguous",
            "E4": "branch.unknown",
            "F5": "date.unreadable",
            "G6": "development_number.year",
            "G7": "development_number.format",
            "G8": "development_number.taken",
            "F9": "date.future",
            "B10": "id.checksum",
            "A11": "name.empty",
        },
    ),
    "ages of joining": Case(
        [
            HEAD,
            person(ids((2004, 5, 1))[0], "甲", joined="2018-05", development="201852000001"),
            person(ids((2004, 6, 1))[0], "乙", joined="2018-05", development="201852000002"),
            person(ids((2005, 5, 1))[0], "丙", joined="2018-05", development="201852000003"),
            person(ids((2005, 6, 1))[0], "丁", joined="2018-05", development="201852000004"),
            person(ids((2004, 12, 1))[0], "戊", joined="2016-12"),
            person(ids((2005, 1, 1))[0], "己", joined="2016-12"),
            person(ids((1989, 5, 1))[0], "庚", joined="2018-05", development="201852000005"),
            person(ids((1988, 5, 1))[0], "辛", joined="2018-05", development="2015161234567890"),
        ],
        (6, 0, 0, 2),
        {
            "F3": "joined_on.age",
            "F4": "joined_on.age",
            "F5": "joined_on.age",
            "F6": "joined_on.age",
            "F7": "joined_on.age",
            "F8": "joined_on.age",
            "F9": "joined_on.age",
        },
    ),
    "school and class in two columns, sex beside the number": Case(
        [
            ["学校", "所在支部", "姓名", "性别", "出生年月", "身份证号码"],
            ["青溪县第一中学", "2015级1班团支部", "杨桐语", "男", "2000年10月", YANG[1]],
            ["第一中学", "2015级1班", "许建悦", "男", "1999.9.30", XU[1]],
            ["实验中学", "2015级1班", "解文颖", "男", "2000-05-26", XIE[1]],
        ],
        (0, 2, 0, 1),
        {"D3": "id.sex_mismatch", "B4": "field.locked", "E4": "id.birth_mismatch"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROSTERS)
def test_roster_list(messy: Callable[..., Answer], name: str) -> None:
    case = ROSTERS[name]
    plan = messy(case, "roster")
    told = Counter((found["cell"], found["code"]) for found in plan["findings"])
    assert told == Counter(case.findings.items())
    kinds = ("new", "unchanged", "updated", "refused")
    assert tuple(plan[kind] for kind in kinds) == case.counts
    assert plan["rows"] == sum(case.counts)
    assert plan["ambiguous"] == 0
