"""Graduate lists as schools make them, out of a seed, with the truth about every row.

The truth is written down while a row is spoilt; nothing of it is worked out by the program. Kinds
and spellings of the mess are those of domain.md §10.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import openpyxl

from tests.builders import valid_id
from tests.sheets.files import ods
from tuanji_desktop.rules.id_numbers import check_character

Person = tuple[str, str, str]
"""Name, ID number and phone of a member; names that only one member has."""
Cells = dict[str, object]

_HEADS = {
    "name": "姓名 学生姓名 团员姓名 人员姓名 名字 XM 姓★名 姓　名",
    "id_number": "身份证号 身份证号码 公民身份号码 证件号码 SFZH 身份证号（18位） 身份证",
    "mobile": "手机 手机号码 联系电话 本人电话 移动电话 联系方式",
    "born_on": "出生日期 出生年月日 生日",
    "class_name": "班级 班级名称 班别",
    "destination": "毕业去向 去向 去向类型 升学去向 转接原因",
    "target": "转入组织 转入学校名称 接收团组织",
    "notes": "备注 问题备注",
}
_STRANGE = ("家长电话", "监护人电话", "宿舍", "团员证编号", "考场")
_KNOWN = (
    "升学",
    "就业",
    "未就业",
    "务工",
    "考取",
    "待业",
    "参军",
    "留学",
    "延期毕业",
    "其它",
    None,
)
_UNKNOWN = ("考上了", "外出打工", "当兵去了", "不详", "复读", "待定中")
_SURNAMES = "赵钱孙李周吴郑王冯陈"


@dataclass(slots=True)
class Truth:
    """Kinds of rows by number and codes of findings by cause."""

    kinds: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)


class _Maker:
    """Spoils one row after another."""

    def __init__(self, random: Random, people: Sequence[Person], *, text: bool) -> None:
        self._random, self._text = random, text
        self._people = list(people)
        random.shuffle(self._people)
        self._serial = 0
        self.truth = Truth()
        self.rows: list[Cells] = []

    def make(self, number: int) -> None:
        """A list of so many rows; sound ones are the most."""
        kinds: list[Callable[[], None]] = [
            self._matched, self._new, self._other_name, self._empty_with_phone,
            self._empty_with_birth, self._empty_alone, self._nameless, self._precision,
            self._length, self._checksum, self._twice,
        ]  # fmt: skip
        chosen = [*kinds, *self._random.choices(kinds, [30, *[1] * 10], k=number - len(kinds))]
        self._random.shuffle(chosen)
        for kind in chosen:
            kind()

    # ------------------------------------------------------------------ sorts of rows
    def _matched(self) -> None:
        name, number, mobile = self._people.pop()
        cells: Cells = {
            "name": self._spoilt_name(name), "id_number": self._spoilt_number(number),
        }  # fmt: skip
        if self._random.random() < 0.7:
            cells["mobile"] = self._spoilt_phone(mobile)
        elif self._random.random() < 0.2:
            cells["mobile"] = self._random.choice(("停机", "1391234", "139123456789"))
            self.truth.codes["mobile.format"] += 1
        if self._random.random() < 0.1:
            cells["destination"] = self._random.choice(_UNKNOWN)
            self.truth.codes["choice.unknown"] += 1
        self._put("matched", cells)

    def _new(self) -> None:
        self._put("new", {"name": self._stranger(), "id_number": self._fresh()}, "row.not_a_member")

    def _other_name(self) -> None:
        _name, number, _mobile = self._people.pop()
        cells: Cells = {"name": "外" + self._stranger(), "id_number": number}
        self._put("ambiguous", cells, "name.differs")

    def _empty_with_phone(self) -> None:
        name, _number, mobile = self._people.pop()
        empty = self._random.choice((None, " ", "　"))
        self._put(
            "ambiguous", {"name": name, "id_number": empty, "mobile": mobile}, "required.empty"
        )

    def _empty_with_birth(self) -> None:
        name, number, _mobile = self._people.pop()
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        written: Sequence[object] = (
            day.isoformat(), f"{day:%Y.%m.%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y/%m/%d}", f"{day:%Y-%m}",
        )  # fmt: skip
        if not self._text:
            written = (*written, day, (day - date(1899, 12, 30)) // timedelta(days=1))
        cells: Cells = {"name": name, "id_number": None, "born_on": self._random.choice(written)}
        self._put("ambiguous", cells, "required.empty")

    def _empty_alone(self) -> None:
        name, _number, _mobile = self._people.pop()
        self._put("refused", {"name": name, "id_number": None, "notes": "补"}, "required.empty")

    def _nameless(self) -> None:
        _name, number, mobile = self._people.pop()
        cells: Cells = {
            "name": self._random.choice((None, " ")),
            "id_number": number,
            "mobile": mobile,
        }
        self._put("refused", cells, "name.empty")

    def _precision(self) -> None:
        name, number, _mobile = self._people.pop()
        while check_character(number[:15] + "00") == "0":  # that would be a number like any other
            name, number, _mobile = self._people.pop()
        damaged: Sequence[object] = (
            number[:15] + "000", f"{float(number[:17] + '0'):.5E}", f"{number[:15]}000.0",
        )  # fmt: skip
        if not self._text:
            damaged = (*damaged, float(number[:15] + "000"))
        cells: Cells = {"name": name, "id_number": self._random.choice(damaged)}
        self._put("refused", cells, "id.precision_lost")

    def _length(self) -> None:
        name, number, _mobile = self._people.pop()
        while number[15:17] == "00":  # cut short it would look rounded
            name, number, _mobile = self._people.pop()
        wrong = self._random.choice(
            (number[:17], number[:14], number[:6] + number[8:17], number + "1")
        )
        self._put("refused", {"name": name, "id_number": wrong}, "id.length")

    def _checksum(self) -> None:
        name, number, _mobile = self._people.pop()
        last = self._random.choice([one for one in "123456789X" if one != number[17]])
        self._put("refused", {"name": name, "id_number": number[:17] + last}, "id.checksum")

    def _twice(self) -> None:
        name, number, _mobile = self._people.pop()
        self._put("matched", {"name": name, "id_number": number})
        again: Cells = {"name": self._spoilt_name(name), "id_number": self._spoilt_number(number)}
        self._put("refused", again, "id.duplicate_in_file")

    # ------------------------------------------------------------------ spelling
    def _spoilt_name(self, name: str) -> str:
        ways = (name, name, f" {name}", f"{name}　", f"{name[0]} {name[1:]}", f"{name}\n")
        return self._random.choice(ways[: 5 if self._text else 6])

    def _spoilt_number(self, number: str) -> str:
        wide = "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in number)
        ways = (
            number, number, number.lower(), f"'{number}", f" {number} ", wide,
            f"{number[:6]} {number[6:14]} {number[14:]}", f"\t{number}", number.replace("0", "O", 1),
        )  # fmt: skip
        return self._random.choice(ways)

    def _spoilt_phone(self, mobile: str) -> object:
        ways: Sequence[object] = (
            mobile, f"+86{mobile}", f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}", f"{mobile}.0",
            f"{mobile[:3]} {mobile[3:]}", "".join(chr(ord(one) + 0xFEE0) for one in mobile),
        )  # fmt: skip
        return self._random.choice(ways if self._text else (*ways, float(mobile)))

    def _stranger(self) -> str:
        return self._random.choice(_SURNAMES) + "生客"

    def _fresh(self) -> str:
        self._serial += 1
        return valid_id(date(2000, 2, 29) + timedelta(days=self._serial * 3), serial=440)

    def _put(self, kind: str, cells: Cells, *codes: str) -> None:
        if "destination" not in cells:
            cells["destination"] = self._random.choice(_KNOWN)
        self.rows.append(cells)
        self.truth.kinds.append(kind)
        self.truth.codes.update(codes)


def messy_list(
    folder: Path, seed: int, people: Sequence[Person], *, rows: int = 60
) -> tuple[Path, Truth]:
    """A file and what is true of it."""
    random = Random(seed)
    suffix = random.choice((".xlsx", ".xlsx", ".csv", ".txt", ".ods"))
    maker = _Maker(random, people, text=suffix in (".csv", ".txt"))
    maker.make(rows)
    fields = list(_HEADS)
    random.shuffle(fields)
    heads = [random.choice(_HEADS[name].split(" ")) for name in fields]
    strange = random.sample(_STRANGE, k=random.randint(0, 2))
    title: Sequence[Sequence[object]] = [
        ["青溪县某校2018届毕业生团员去向统计表"],
        ["填报单位（盖章）：", None, "填报日期：2018年7月"],
        [],
    ]
    grid: list[list[object]] = [list(row) for row in title[: random.randint(0, 3)]]
    grid.append(["序号", *heads, *strange])
    for place, cells in enumerate(maker.rows, 1):
        grid.append(
            [place, *(cells.get(name) for name in fields), *("13500000000" for _ in strange)]
        )
    foot: Sequence[Sequence[object]] = (
        ["合计", f"{len(maker.rows)}人"],
        ["备注：以上情况属实"],
        ["制表人：李老师", None, "审核人："],
    )
    grid += [list(row) for row in foot[: random.randint(0, 3)]]
    path = folder / f"毕业生{seed}{suffix}"
    return _written(path, grid, random), maker.truth


def _written(path: Path, grid: Sequence[Sequence[object]], random: Random) -> Path:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        page = book.worksheets[0]
        for row in grid:
            page.append(list(row))
        if random.random() < 0.5:
            page.row_dimensions[len(grid) // 2].hidden = True
        book.save(path)
        return path
    if path.suffix == ".ods":
        plain = [
            [
                one.isoformat()
                if isinstance(one, date)
                else float(one)
                if isinstance(one, int)
                else one
                for one in row
            ]
            for row in grid
        ]
        return ods(path, plain)
    target = io.StringIO()
    separator = "\t" if path.suffix == ".txt" else ","
    writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
    writer.writerows([["" if one is None else one for one in row] for row in grid])
    encoding = random.choice(
        ("utf-16",) if path.suffix == ".txt" else ("gb18030", "utf-8-sig", "utf-8")
    )
    path.write_bytes(target.getvalue().encode(encoding))
    return path
