"""What is said about one cell of a list that came in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .heading import Table
from .places import PLAIN, Places
from .reader import Workbook, cell_text
from .recipe import layout_of


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """A finding with its place; `cell` is the address as spreadsheets show it, '' for a row. `row` is
    the number that the row has in the list (`sheets.places`)."""

    row: int
    cell: str
    field: str
    value: str
    level: str  # error | warning
    code: str
    message: str
    suggestion: str | None = None
    at: tuple[str, int] | None = None
    """Where the list has several parts: the sheet ('' where there is only one) and its row."""

    @property
    def where(self) -> str:
        """The cell, after its sheet where there are several."""
        return " ".join(filter(None, (self.at[0] if self.at else "", self.cell)))

    def as_json(self) -> dict[str, object]:
        sheet, row = self.at or ("", self.row)
        result: dict[str, object] = {
            **({"sheet": sheet} if sheet else {}),
            "row": row,
            "cell": self.cell,
            "field": self.field,
            "value": self.value,
            "level": self.level,
            "code": self.code,
            "message": self.message,
        }
        if self.suggestion:
            result["suggestion"] = self.suggestion
        return result


@dataclass(frozen=True, slots=True)
class ListSource:
    """Which table of which file was read, for results and recipes."""

    file_name: str
    sha256: str
    sheet: str
    heading_rows: tuple[int, ...]
    columns: Mapping[str, str]
    unmapped: tuple[str, ...]
    rows: int
    layout: str = ""
    """Which headings stand in which order (`sheets.recipe.layout_of`): lists of one layout are read
    alike."""
    first_row: int = 0
    """The first row below the heading; 0: right below it."""
    told: tuple[str, ...] = ()
    """What was noticed while the file was read and the list found; to be said beside a plan."""
    places: Places = PLAIN
    """Where its rows are, where the list is no single sheet's own."""


class Findings:
    """Collects findings of a table with their cell addresses.

    Where the clerk said what a text means, a finding shows what the list says all the same.
    """

    def __init__(self, table: Table) -> None:
        self._columns, self._places = table.columns, table.places
        self._meant = {row.number: row for row in table.rows if row.reinterpreted}
        self.all: list[SheetFinding] = []

    def add(
        self,
        row: int,
        field: str,
        *,
        level: str,
        code: str,
        message: str,
        value: str = "",
        suggestion: str | None = None,
    ) -> None:
        column, places = self._columns.get(field), self._places
        cell = places.address(row, column) if column is not None else ""
        if not cell and places.side(row) and "name" in self._columns:
            # the row alone would be that of two persons
            cell = places.address(row, self._columns["name"])
        if value and row in self._meant:
            value = self._as_written(row, field, value)
        at = (places.sheet(row), places.row(row)) if places else None
        said = places.said(message)
        self.all.append(SheetFinding(row, cell, field, value, level, code, said, suggestion, at))

    def _as_written(self, row: int, field: str, value: str) -> str:
        meant, written = self._meant[row].values, self._meant[row].written
        if cell_text(meant.get(field)).strip() != value.strip():
            return value
        return cell_text(written.get(field)).strip() or value


def source_of(workbook: Workbook, table: Table) -> ListSource:
    """What to say of where a list was found."""
    return ListSource(
        file_name=workbook.path.name,
        sha256=workbook.sha256,
        sheet=table.sheet_name,
        heading_rows=table.heading_rows,
        columns=dict(table.letters()),
        unmapped=table.unmapped,
        rows=len(table.rows),
        layout=layout_of(table),
        first_row=table.first_row,
        told=(*workbook.told, *table.told),
        places=table.places,
    )


def messages_by_row(findings: Iterable[SheetFinding]) -> Mapping[int, Sequence[str]]:
    """What is said of each row that anything is said of."""
    said: dict[int, list[str]] = defaultdict(list)
    for found in findings:
        said[found.row].append(found.message)
    return dict(said)


CODE_WORDS = {
    "branch.ambiguous": "团支部不明确",
    "branch.differs": "团支部与在册不同",
    "branch.unknown": "团支部不存在",
    "choice.unknown": "不在选项中",
    "date.future": "日期晚于今天",
    "date.unreadable": "日期读不出",
    "development_number.format": "编号格式不对",
    "development_number.missing": "缺发展团员编号",
    "development_number.province": "编号省份代码不对",
    "development_number.taken": "编号已被使用",
    "development_number.year": "编号年份不符",
    "field.differs": "与台账不同",
    "field.locked": "字段已锁定",
    "field.not_asked": "没有要求补正",
    "id.belongs_elsewhere": "身份证号属于他人",
    "id.birth_date": "身份证号出生日期不对",
    "id.birth_mismatch": "出生日期与证件不符",
    "id.checksum": "身份证号校验位不符",
    "id.dragged": "身份证号疑似拖动填充",
    "id.duplicate_in_file": "表内身份证号重复",
    "id.kind_mismatch": "证件类型不符",
    "id.length": "身份证号位数不对",
    "id.precision_lost": "身份证号被当作数字损坏",
    "id.sex_mismatch": "性别与证件不符",
    "joined_on.age": "入团年龄不符",
    "lifecycle.refused": "现状不能办理",
    "mobile.format": "手机号码格式不对",
    "mobile.several": "写了两个号码",
    "mobile.shared": "手机号码与他人相同",
    "name.differs": "姓名与在册不同",
    "name.digits": "姓名里有数字",
    "name.empty": "姓名为空",
    "name.not_a_name": "不是姓名",
    "name.note": "姓名后有注释",
    "name.several": "像是两个人",
    "name.spaced": "姓名中间有空格",
    "org.code": "组织编码有误",
    "org.code_taken": "组织编码已用过",
    "org.duplicate_in_file": "表内组织编码重复",
    "org.empty": "必填栏为空",
    "org.kind": "组织类别有误",
    "org.name_taken": "名称与另一组织相同",
    "org.parent": "上级组织有误",
    "org.place": "上级与台账不同",
    "party_joined_on.age": "入党年龄不符",
    "required.empty": "必填项为空",
    "row.decision_stale": "决定已不成立",
    "row.duplicate_in_file": "表内同一人重复",
    "row.left": "已不在册",
    "row.left_out": "按决定不导入",
    "row.not_a_member": "不在花名册中",
    "row.only_there": "台账里没有此人",
    "row.similar_member": "与在册团员相似",
    "row.unsure": "要认人",
    "text.too_long": "内容过长",
    "transfer.already_member": "已在册",
    "transfer.correction_open": "有未办结的行文更正",
    "transfer.date_future": "日期晚于今天",
    "transfer.deletion_open": "有未办结的删除申请",
    "transfer.in_province": "是否省内有误",
    "transfer.kind_unknown": "转接原因不认识",
    "transfer.on_paper": "不用纸质介绍信",
    "transfer.open": "已有办理中的转接",
    "transfer.other_school": "不是本校的团支部",
    "transfer.reporting": "正在报到",
    "transfer.retained": "不办理转接",
    "transfer.same": "转入的就是原支部",
    "transfer.starter": "发起人不对",
    "transfer.target": "转入组织有误",
    "transfer.target_doubtful": "转入组织不明确",
}
"""What a code is about in a few words, for the filters of a long list."""


def sentence(counts: Sequence[tuple[int, str]]) -> str:
    """`78 人匹配，5 人不在册` – what a plan says in one line; zeros stay out."""
    return (
        "，".join(f"{number:,} {words}" for number, words in counts if number) or "没有可处理的行"
    )
