"""Rosters nobody has seen, with the mess of domain.md §10 and the truth about every row.

A row's truth is decided first, then written the way schools write: so the plan can be compared with
what was meant, row by row.
"""

import csv
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.builders import valid_id
from tests.cli.messy import xlsx
from tuanji_desktop.members.queries import Member
from tuanji_desktop.orgs.queries import Organization

Cells = dict[str, object]
_HEADS: Mapping[str, Sequence[str]] = {
    "name": ("姓名", "团员姓名", "学生姓名★", "XM"),
    "id_number": ("身份证号", "公民身份号码", "证件号码（18位）", "SFZH", "身份证\n号码"),
    "mobile": ("手机", "联系电话", "本人电话", "手机号码*"),
    "ethnicity": ("民族", "名族", "MZ"),
    "branch": ("所在团支部", "团支部名称", "支部名", "团籍所在团支部"),
    "joined_on": ("入团时间", "入团年月", "入团日期"),
    "income": ("经济收入", "收入情况"),
    "work_unit": ("学习工作单位", "学习工作单位（全称）"),
}
_STRANGERS = ("家长姓名", "家长电话", "座号", "鞋码")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SURNAMES, _GIVEN = "闻尉亓仉麴", "翀玥骁芊昀璟珩"


@dataclass(frozen=True)
class Unseen:
    """A file and what its rows are: sheet row → kind."""

    path: Path
    truth: Mapping[int, str]
    findings: Mapping[int, str]
    """The code that each refused row must bear."""


class School:
    """Draws rows of known meaning."""

    def __init__(
        self, rng: random.Random, members: Sequence[Member], nodes: Mapping[int, Organization]
    ) -> None:
        self._rng, self._nodes = rng, nodes
        self._members = list(members)
        rng.shuffle(self._members)
        self._serial = 0
        self._listed: list[Cells] = []

    # ---------------------------------------------------------------- what a row means
    def row(self) -> tuple[Cells, str, str]:
        """Cells, kind, and the code of what is wrong where it is refused."""
        kinds = ("same", "updated", "submitted", "new", "similar", "damaged", "checksum",
                 "locked", "twice", "nameless", "date", "nowhere")  # fmt: skip
        kind = self._rng.choices(kinds, (30, 14, 8, 12, 4, 4, 4, 6, 4, 3, 4, 3))[0]
        made = getattr(self, f"_{kind}")()
        assert isinstance(made, tuple)
        return made

    def _known(self) -> Cells:
        member = self._members.pop()
        names = ("name", "id_number", "mobile", "ethnicity", "joined_on", "income", "work_unit")
        cells: Cells = {name: member.values.get(name) for name in names}
        cells["branch"] = self._nodes[member.branch_id]
        self._listed.append(cells)
        return dict(cells)

    def _fresh(self) -> Cells:
        self._serial += 1
        born = date(2001, 1 + self._serial % 12, 1 + self._serial % 28)
        name = self._rng.choice(_SURNAMES) + "".join(self._rng.sample(_GIVEN, 2))
        return {
            "name": name,
            "id_number": valid_id(born, serial=self._serial % 400 + 60),
            "mobile": f"198{self._serial:08d}",
            "ethnicity": "汉族",
            "joined_on": "2016-05",
            "income": "学生无收入",
            "work_unit": None,
            "branch": self._rng.choice([one for one in self._nodes.values() if one.members]),
        }

    def _same(self) -> tuple[Cells, str, str]:
        return self._known(), "unchanged", ""

    def _updated(self) -> tuple[Cells, str, str]:
        self._serial += 1
        return {**self._known(), "work_unit": f"青溪县第{self._serial}工作站"}, "updated", ""

    def _submitted(self) -> tuple[Cells, str, str]:
        cells = self._known()
        cells["income"] = ">10000" if cells["income"] != ">10000" else "≤2000"
        return cells, "updated", ""

    def _new(self) -> tuple[Cells, str, str]:
        cells = self._fresh()
        self._listed.append(cells)
        return dict(cells), "new", ""

    def _similar(self) -> tuple[Cells, str, str]:
        cells = self._known()
        self._listed.pop()  # its number stands nowhere in the list
        return {**cells, "id_number": None}, "ambiguous", ""

    def _damaged(self) -> tuple[Cells, str, str]:
        cells = self._known()
        self._listed.pop()
        return (
            {**cells, "id_number": float(str(cells["id_number"])[:15] + "000")},
            "refused",
            "id.precision_lost",
        )

    def _checksum(self) -> tuple[Cells, str, str]:
        cells = self._fresh()
        number = str(cells["id_number"])
        last = "0123456789X"[("0123456789X".index(number[-1]) + 1) % 11]
        return {**cells, "id_number": number[:-1] + last}, "refused", "id.checksum"

    def _locked(self) -> tuple[Cells, str, str]:
        cells = self._known()
        return {**cells, "name": f"{cells['name']}芊"}, "refused", "field.locked"

    def _twice(self) -> tuple[Cells, str, str]:
        if not self._listed:
            return self._same()
        return dict(self._rng.choice(self._listed)), "refused", "id.duplicate_in_file"

    def _nameless(self) -> tuple[Cells, str, str]:
        return {**self._fresh(), "name": None}, "refused", "name.empty"

    def _date(self) -> tuple[Cells, str, str]:
        return {**self._fresh(), "joined_on": "9月"}, "refused", "date.unreadable"

    def _nowhere(self) -> tuple[Cells, str, str]:
        return {**self._fresh(), "branch": "火星基地团支部"}, "refused", "branch.unknown"

    # ------------------------------------------------------------- how it is written
    def written(self, cells: Cells) -> Cells:
        """The same row in a school's hand."""
        rng, number = self._rng, cells["id_number"]
        made = dict(cells)
        if isinstance(number, str):
            made["id_number"] = rng.choice([
                number, f" {number} ", f"'{number}", number.translate(_FULL_WIDTH),
                f"{number[:6]} {number[6:14]} {number[14:]}", number.lower(), f"{number}\n",
            ])  # fmt: skip
        phone = cells["mobile"]
        if isinstance(phone, str) and phone.isdigit():
            made["mobile"] = rng.choice(
                [phone, float(phone), f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"{phone}.0"]
            )
        month = str(cells["joined_on"] or "")
        if len(month) == 7:
            year, place = month[:4], int(month[5:])
            made["joined_on"] = rng.choice(
                [month, f"{year}.{place}", f"{year}年{place}月", f"{year}{place:02d}"]
            )
        ethnicity = str(cells["ethnicity"] or "")
        if len(ethnicity) > 2:
            made["ethnicity"] = rng.choice(
                [ethnicity, ethnicity.removesuffix("族"), f"{ethnicity} "]
            )
        branch = cells["branch"]
        if isinstance(branch, Organization):
            full = branch.full_name
            made["branch"] = rng.choice([
                full, branch.code, full.replace("中国共产主义青年团", "共青团"),
                full.replace("（", "(").replace("）", ")"), f" {full}",
                full.replace("支部委员会", "团支部"),
            ])  # fmt: skip
        name = cells["name"]
        if isinstance(name, str) and len(name) == 2:
            made["name"] = rng.choice([name, f"{name[0]}  {name[1]}", f"{name[0]}　{name[1]}"])
        return made


def unseen_roster(
    folder: Path,
    seed: int,
    members: Sequence[Member],
    nodes: Mapping[int, Organization],
    *,
    rows: int = 60,
) -> Unseen:
    """A file of its own for every seed."""
    rng = random.Random(seed)
    school = School(rng, members, nodes)
    fields = list(_HEADS)
    rng.shuffle(fields)
    heads = [rng.choice(_HEADS[name]) for name in fields]
    strangers = rng.sample(_STRANGERS, rng.randint(0, 2))
    sheet: list[list[object]] = []
    if rng.random() < 0.7:
        sheet.append(["青溪县团员花名册"])
    if rng.random() < 0.5:
        sheet.append(["填报单位：某某学校", None, "填报日期：2018年7月"])
    serial = rng.random() < 0.6
    heading: list[object] = [*(["序号"] if serial else []), *heads, *strangers]
    sheet.append(heading)
    truth: dict[int, str] = {}
    findings: dict[int, str] = {}
    for place in range(rows):
        cells, kind, code = school.row()
        written = school.written(cells)
        line: list[object] = [*([place + 1] if serial else []), *(written[one] for one in fields)]
        sheet.append([*line, *("爸爸" if "姓名" in one else "13700000000" for one in strangers)])
        truth[len(sheet)] = kind
        if code:
            findings[len(sheet)] = code
        if rng.random() < 0.05:
            sheet.append([])
        if rng.random() < 0.03:
            sheet.append(list(heading))
    if rng.random() < 0.6:
        sheet.append([f"合计：{rows}人"])
        sheet.append(["制表人：王老师"])
    return Unseen(_saved(folder, rng, sheet), truth, findings)


def _saved(folder: Path, rng: random.Random, sheet: list[list[object]]) -> Path:
    way = rng.choice(["xlsx", "gb18030", "utf-8-sig", "utf-16", "tab"])
    if way == "xlsx":
        return xlsx(folder / "名单.xlsx", sheet)
    target = io.StringIO()
    separator = "\t" if way == "tab" else ","
    writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
    width = max(map(len, sheet))
    writer.writerows(
        [_cell(value) for value in (*row, *[None] * (width - len(row)))] for row in sheet
    )
    path = folder / ("名单.txt" if way == "tab" else "名单.csv")
    path.write_bytes(target.getvalue().encode("utf-8" if way == "tab" else way))
    return path


def _cell(value: object) -> str:
    """What a spreadsheet writes into a text file: a number of 18 digits loses its tail."""
    if isinstance(value, float):
        return f"{value:.5E}" if value > 10**15 else str(value)
    return "" if value is None else str(value)
