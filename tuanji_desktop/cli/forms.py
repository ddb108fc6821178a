"""`form …`: table forms – the program's and the office's own: listed, checked, taken in and out."""

from pathlib import Path
from typing import Annotated

import typer

from ..members import own_forms
from ..papers.form_describe import describe
from ..papers.form_draw import empty_sample, signature_left
from ..papers.frame import MM
from ..papers.table_form import TableForm, shipped_codes
from ..sheets.target import whole_file
from .session import session

app = typer.Typer(help="表格：列出、检查、装入、移除本单位的表格。", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="文件")]
Code = Annotated[str, typer.Argument(metavar="编号")]
Sample = Annotated[
    Path | None, typer.Option("--out", metavar="文件", help="把空表存为 PDF，先看一看")
]


@app.command(name="list")
def list_forms(ctx: typer.Context) -> None:
    """列出随程序提供的和本单位的表格。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        found = own_forms.load_forms(context)
    this.tell(
        {
            "forms": [
                {
                    "code": one.code,
                    "title": one.name,
                    "rows": one.form.rows if one.form else None,
                    "issuer": one.form.issuer if one.form else None,
                    "own": one.own,
                    "fault": one.fault or None,
                }
                for one in found
            ]
        },
        "\n".join(
            f"{one.code}\t{one.name}\t{'本单位' if one.own else '随程序提供'}"
            + (f"\t{one.fault}" if one.fault else "")
            for one in found
        ),
    )


@app.command()
def check(ctx: typer.Context, file: File, out: Sample = None) -> None:
    """检查一个表格文件，说出这张表的样子，也可以把空表存为 PDF；不装入。"""
    form = own_forms.check_form(file)
    data, lines = _shown(form, out)
    session(ctx).tell(
        {"ok": True, **data}, "\n".join([f"表格 {form.code}（{form.name}）检查通过。", *lines])
    )


@app.command()
def show(ctx: typer.Context, code: Code, out: Sample = None) -> None:
    """说出一张表的样子，也可以把空表存为 PDF。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        form = own_forms.find_form(context, code)
    data, lines = _shown(form, out)
    this.tell(data, "\n".join([f"{form.code}　{form.name}", *lines]))


@app.command()
def install(ctx: typer.Context, file: File) -> None:
    """把表格文件装入台账；同一编号再装就是更新。"""
    this = session(ctx)
    with this.open() as context:
        done = own_forms.install_form(context, file)
    act = "没有改变" if not done.changed else "已更新" if done.replaced else "已装入"
    this.tell(
        {
            "code": done.form.code,
            "title": done.form.name,
            "replaced": done.replaced,
            "changed": done.changed,
        },
        f"{act}：表格 {done.form.code}（{done.form.name}）。",
    )


@app.command()
def remove(ctx: typer.Context, code: Code) -> None:
    """移除本单位的一张表格；已经归档的纸件不受影响。"""
    this = session(ctx)
    with this.open() as context:
        name = own_forms.remove_form(context, code)
    this.tell({"removed": code, "title": name}, f"已移除表格 {code}（{name}）。")


@app.command()
def export(ctx: typer.Context, code: Code, file: File) -> None:
    """把一张表格另存为文件，供修改后再装入。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        own_forms.export_form(context, code, file)
    this.tell({"code": code, "file": str(file)}, f"已存为 {file}。")


@app.command()
def template(ctx: typer.Context, file: File) -> None:
    """另存带说明的表格模板。"""
    own_forms.write_form_template(file)
    session(ctx).tell({"file": str(file)}, f"已存为 {file}。")


def _shown(form: TableForm, out: Path | None) -> tuple[dict[str, object], list[str]]:
    """What a form says, for machines and for people; its empty sheet beside it where wanted."""
    data, lines = _said(form), _words(form)
    if out is not None:
        paper = empty_sample(form)
        with whole_file(out) as beside:
            beside.write_bytes(paper.pdf)
        data |= {"file": str(out), "pages": paper.pages, "sha256": paper.sha256}
        lines.append(f"空表已存为 {out}。")
    return data, lines


def _said(form: TableForm) -> dict[str, object]:
    return {
        "code": form.code,
        "title": form.title,
        "own": form.code not in shipped_codes(),
        "issuer": form.issuer,
        "document": form.document,
        "document_number": form.document_number,
        "clause": form.clause,
        "rows": form.rows,
        "orientation": "landscape" if form.landscape else "portrait",
        "least_rows": form.table.least_rows,
        "row_height": round(form.table.row_height / MM, 1),
        "text_size": form.table.size,
        "head": [
            {"label": one.label, "source": one.source, "sealed": one.sealed} for one in form.head
        ],
        "columns": [
            {
                "heading": one.heading,
                "field": one.field,
                "width": round(one.width / MM, 1),
                "keep": one.keep,
                "align": one.align,
                "required": one.field in form.must,
            }
            for one in form.table.columns
        ],
        "promise": {
            "text": form.promise.text,
            "signatures": form.promise.signatures,
            "height": round(form.promise.height / MM, 1),
            "signature_left": round(signature_left(form) / MM, 1),
        }
        if form.promise
        else None,
        "notes": [{"text": one.text, "size": one.size, "bold": one.bold} for one in form.notes],
        "empty_pages": empty_sample(form).pages,
    }


def _words(form: TableForm) -> list[str]:
    return [
        f"{one.part}：{one.words}{f'（{one.about}）' if one.about else ''}"
        for one in describe(form)
    ]
