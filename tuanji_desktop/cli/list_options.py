"""What commands that take a list in have in common: how the file is read and what is told of it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import BadInput
from ..rules.fields import FIELDS
from ..sheets.addresses import column_index
from ..sheets.findings import ListSource, SheetFinding
from ..sheets.heading import Headings, Table
from ..sheets.places import STEP
from ..sheets.prepared import list_of
from ..sheets.reader import Workbook, read_workbook
from ..sheets.reading import POLICIES, Reading
from ..sheets.recipe import Recipe, fitting, name_of, read_recipe, recipe_text
from ..sheets.return_workbook import send_back
from ..sheets.target import whole_file
from .session import Session, password_of

File = Annotated[Path, typer.Argument(metavar="文件")]
Plan = Annotated[bool, typer.Option("--plan", help="只核对，不写入（默认）")]
Apply = Annotated[bool, typer.Option("--apply", help="写入")]
Sheet = Annotated[str | None, typer.Option(help="工作表名")]
Map = Annotated[list[str] | None, typer.Option("--map", help="表头=字段，可多次")]
Return = Annotated[Path | None, typer.Option("--return-workbook", help="另存退回学校改正的名单")]
RecipeFile = Annotated[
    Path | None, typer.Option("--recipe", help="按保存的导入方案读；--sheet、--map、--policy 优先")
]
SaveRecipe = Annotated[Path | None, typer.Option("--save-recipe", help="把读法另存为导入方案")]
Policy = Annotated[
    list[str] | None,
    typer.Option("--policy", help="字段=skip|update|fill（不导入、更新、只补空白），可多次"),
]
Decisions = Annotated[
    Path | None,
    typer.Option(help='对各行的决定，JSON：{"12": "member:5", "13": "new", "14": "leave"}'),
]
ListPassword = Annotated[
    Path | None, typer.Option("--list-password-file", help="加密名单的打开密码所在的文件")
]

_ROW = re.compile(r"(?:(.+)!)?([A-Z]{1,3})?(\d{1,9})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """What the command line says of how a list is to be read; it goes before the recipe."""

    sheet: str | None = None
    mapping: Sequence[str] | None = None
    recipe: Path | None = None
    policy: Sequence[str] | None = None
    decisions: Path | None = None

    def reading(
        self, kind: str, workbook: Workbook, headings: Headings, labels: Mapping[str, str]
    ) -> Reading:
        """How the list is to be read. A recipe is fitted to a sheet or heading that has moved."""
        reading = Reading()
        if self.recipe is not None:
            recipe = _recipe(self.recipe, kind)
            fit = fitting([recipe], workbook, headings, labels=labels)
            reading = fit.reading if fit is not None else recipe.reading
        mapping = mapping_of(self.mapping)
        for heading, name in mapping:
            if name and name not in headings.aliases and name not in labels:
                raise typer.BadParameter(f"“{heading}={name}”：这种名单没有“{name}”这个字段。")
        chosen = dict(reading.chosen) | dict(mapping)
        policies = dict(reading.policies) | dict(policies_of(self.policy))
        reading = replace(
            reading,
            sheet=self.sheet or reading.sheet,
            chosen=tuple(chosen.items()),
            policies=tuple(policies.items()),
        )
        if self.decisions is None:
            return reading
        table = list_of(workbook, headings, labels=labels, reading=reading)
        return replace(reading, decisions=decisions_in(self.decisions, table))

    def answers(self, kind: str) -> Mapping[str, str]:
        """What the recipe answers beside the columns: the school, the usual reason."""
        return _recipe(self.recipe, kind).answers if self.recipe is not None else {}


def _recipe(path: Path, kind: str) -> Recipe:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("recipe.file", f"无法读取导入方案 {path}，应为 UTF-8 文本。") from error
    recipe = read_recipe(text)
    if recipe.kind != kind:
        raise BadInput(
            "recipe.kind",
            f"导入方案“{recipe.name}”是另一种名单的（{recipe.kind}），这里要 {kind} 的。",
        )
    return recipe


def save_recipe(
    path: Path, kind: str, reading: Reading, source: ListSource, answers: Mapping[str, str]
) -> None:
    """Writes how the list was read, for the next one of its layout."""
    recipe = Recipe(
        kind, name_of(source.layout), source.layout, reading.without_rows(), dict(answers)
    )
    with whole_file(path) as beside:
        beside.write_text(recipe_text(recipe), encoding="utf-8")


def open_list(this: Session, file: Path, password_file: Path | None) -> Workbook:
    """The file, opened with the password of the list where it has one."""
    password = password_of(password_file) if password_file else None
    return read_workbook(file, cancelled=lambda: this.progress.cancelled, password=password)


def send_list_back(
    workbook: Workbook, target: Path | None, found: ListSource, findings: Sequence[SheetFinding]
) -> None:
    """Writes the list that goes back to the school, if one is wished for. Called before anything is
    written to the office: where this fails, nothing was imported."""
    if target is not None and (told := send_back(workbook, target, found=found, findings=findings)):
        typer.echo(told, err=True)


# ------------------------------------------------------------------------- the options
def _field(name: str) -> str:
    """A field by its name or its Chinese label."""
    labels = {field.label: known for known, field in FIELDS.items()}
    return labels.get(name, name)


def mapping_of(pairs: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """`--map 证件=id_number` as heading and field; Chinese labels are understood too."""
    found = []
    for pair in pairs or []:
        heading, equals, name = pair.rpartition("=")
        if not equals or not heading:
            raise typer.BadParameter(f"“{pair}”应写成 表头=字段。")
        found.append((heading, _field(name)))
    return tuple(found)


def by_label(pairs: Sequence[str] | None, labels: Mapping[str, str]) -> Sequence[str] | None:
    """`--map 去处=转入组织` with the field in the place of a label that only this list has."""
    names = {words: name for name, words in labels.items()}
    return pairs and [
        f"{heading}={names.get(name, name)}" if heading else pair
        for pair in pairs
        for heading, _equals, name in [pair.rpartition("=")]
    ]


def policies_of(pairs: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """`--policy mobile=fill` as field and policy; 手机号码=只补空白 is understood too."""
    words = {label: code for code, label in POLICIES.items()}
    found = []
    for pair in pairs or []:
        name, _equals, policy = pair.partition("=")
        field, code = _field(name), words.get(policy, policy)
        if field not in FIELDS or code not in POLICIES:
            raise typer.BadParameter(f"“{pair}”应写成 字段=skip、字段=update 或 字段=fill。")
        found.append((field, code))
    return tuple(found)


def decisions_in(path: Path, table: Table) -> tuple[tuple[int, str], ...]:
    """Row → decision, from a JSON file. Where a list lies on several sheets or in halves a row is
    called by its sheet (高三2班!12) and by a cell in its half (F12)."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("decisions.file", f"无法读取决定文件 {path}，应为 UTF-8 文本。") from error
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 个字符"
        raise BadInput(
            "decisions.not_json", f"决定文件 {path} {where}不合 JSON 的写法。"
        ) from error
    if not isinstance(content, dict) or not all(
        _ROW.fullmatch(row) and isinstance(decision, str) for row, decision in content.items()
    ):
        raise BadInput(
            "decisions.form", f'决定文件 {path} 应写作 {{"行号": "member:编号、new 或 leave"}}。'
        )
    return tuple((_row_meant(row, table), decision) for row, decision in content.items())


def _row_meant(text: str, table: Table) -> int:
    """The number in the list of a row that is called 12, 高三2班!12 or F12."""
    found = _ROW.fullmatch(text)
    assert found is not None
    sheet, letters, row = found[1] or "", found[2], int(found[3])
    places, known = table.places, {one.number for one in table.rows}
    numbers = places.number(row, sheet, column_index(letters) if letters else None)
    numbers = [one for one in numbers if one in known]
    if len(numbers) == 1:
        return numbers[0]
    if numbers:
        raise BadInput(
            "decisions.row",
            f"决定文件里的“{text}”不止一行：名单有 {len(places.parts)} 部分，请写明工作表和单元格，"
            f"如“{places.parts[-1].sheet}!{places.address(numbers[-1], min(places.parts[-1].columns))}”。",
        )
    if places or sheet or letters:
        raise BadInput("decisions.row", f"决定文件里的“{text}”在名单里找不到，请核对。")
    return row


def check_rows(reading: Reading, rows: Sequence[int]) -> None:
    """Refuses a decision about a row that the list does not have."""
    known = set(rows)
    strange = sorted({row % STEP for row, _decision in reading.decisions if row not in known})
    if strange:
        words = "、".join(map(str, strange[:5]))
        raise BadInput("decisions.row", f"决定文件里的第 {words} 行不是名单的数据行，请核对行号。")


def which(plan: bool, apply: bool) -> bool:
    """Whether to write."""
    if plan and apply:
        raise typer.BadParameter("--plan 和 --apply 只能选一个。")
    return apply


# -------------------------------------------------------------------------- the result
def source_json(source: ListSource) -> dict[str, object]:
    """Where a list was read."""
    return {
        "sheet": source.sheet,
        "heading_rows": list(source.heading_rows),
        "columns": dict(source.columns),
        "unmapped": list(source.unmapped),
        "rows": source.rows,
        **({"told": list(source.told)} if source.told else {}),
    }


def tell_import(
    this: Session,
    source: ListSource,
    counts: Mapping[str, int],
    words: str,
    findings: Sequence[SheetFinding],
    operation: int | None,
) -> None:
    """The result of an import: one JSON object, or every finding and the sentence."""
    data: dict[str, object] = {
        **source_json(source),
        **counts,
        "findings": [found.as_json() for found in findings],
    }
    if operation is not None:
        data["operation"] = operation
    where = source.places.words
    lines = [*source.told, *(f"{where(f.row)} {f.cell}：{f.message}" for f in findings)]
    done = f"已写入（第 {operation} 号操作）。" if operation is not None else "没有写入。"
    this.tell(data, "\n".join([*lines, f"工作表“{source.sheet}”{source.rows} 行：{words}。{done}"]))
