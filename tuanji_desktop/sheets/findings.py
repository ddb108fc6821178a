"""What is said about one cell of a list that came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .heading import Table, address
from .reader import Workbook


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """A finding with its place; `cell` is the address as spreadsheets show it, '' for a row."""

    row: int
    cell: str
    field: str
    value: str
    level: str  # error | warning
    code: str
    message: str
    suggestion: str | None = None

    def as_json(self) -> dict[str, object]:
        result: dict[str, object] = {
            "row": self.row,
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


class Findings:
    """Collects findings of a table with their cell addresses."""

    def __init__(self, table: Table) -> None:
        self._columns = table.columns
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
        column = self._columns.get(field)
        cell = address(row, column) if column is not None else ""
        self.all.append(SheetFinding(row, cell, field, value, level, code, message, suggestion))


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
    )


CODE_WORDS = {
    "branch.ambiguous": "团支部不明确",
    "branch.unknown": "团支部不存在",
    "choice.unknown": "不在选项中",
    "date.future": "日期晚于今天",
    "date.unreadable": "日期读不出",
    "development_number.format": "编号格式不对",
    "development_number.missing": "缺发展团员编号",
    "development_number.province": "编号省份代码不对",
    "development_number.taken": "编号已被使用",
    "development_number.year": "编号年份不符",
    "field.locked": "字段已锁定",
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
    "mobile.format": "手机号码格式不对",
    "mobile.shared": "手机号码与他人相同",
    "name.differs": "姓名与在册不同",
    "name.digits": "姓名里有数字",
    "name.empty": "姓名为空",
    "org.code": "组织编码有误",
    "org.code_taken": "组织编码已用过",
    "org.duplicate_in_file": "表内组织编码重复",
    "org.empty": "必填栏为空",
    "org.kind": "组织类别有误",
    "org.parent": "上级组织有误",
    "org.place": "上级与台账不同",
    "party_joined_on.age": "入党年龄不符",
    "required.empty": "必填项为空",
    "row.duplicate_in_file": "表内同一人重复",
    "row.not_a_member": "不在花名册中",
    "row.similar_member": "与在册团员相似",
    "text.too_long": "内容过长",
}
"""What a code is about in a few words, for the filters of a long list."""


def sentence(counts: Sequence[tuple[int, str]]) -> str:
    """`78 人匹配，5 人不在册` – what a plan says in one line; zeros stay out."""
    return "，".join(f"{number} {words}" for number, words in counts if number) or "没有可处理的行"
