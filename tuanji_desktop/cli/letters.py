"""`letter list|show|check|install|restore`: the words of the office's letters."""

from pathlib import Path
from typing import Annotated

import typer

from ..papers.letter_kinds import LETTER_KINDS, letter_kind
from ..papers.letter_template import check as faults_of
from ..papers.letter_template import shipped
from ..settings_room import letters
from .session import session

app = typer.Typer(help="公文模板：查看、检查、换用自己的文字、恢复原文。", no_args_is_help=True)

Kind = Annotated[str, typer.Argument(metavar="公文", help="letter list 里的编码")]
TextFile = Annotated[Path, typer.Argument(metavar="文件", help="文本文件（.txt）")]


@app.command(name="list")
def list_letters(ctx: typer.Context) -> None:
    """列出可以修改文字的公文。"""
    this = session(ctx)
    with this.open(read_only=True) as context:
        rows = letters.load_letters(context)
    this.tell(
        {
            "letters": [
                {"kind": one.kind.code, "title": one.kind.title, "own": one.own} for one in rows
            ]
        },
        "\n".join(
            f"{one.kind.code}\t{one.kind.title}\t{'本单位修改过' if one.own else '随程序提供'}"
            for one in rows
        ),
    )


@app.command()
def show(
    ctx: typer.Context,
    kind: Kind,
    original: Annotated[bool, typer.Option("--shipped", help="看随程序提供的原文")] = False,
) -> None:
    """一份公文现在的文字，和可以用的占位符；可以存成文件来改。"""
    this = session(ctx)
    found = letter_kind(kind)
    with this.open(read_only=True) as context:
        held = letters.load_text(context, kind)
        own = any(row.own for row in letters.load_letters(context) if row.kind is found)
    text = shipped(kind) if original else held
    this.tell(
        {
            "kind": kind,
            "title": found.title,
            "own": own and not original,
            "text": text,
            "placeholders": [
                {
                    "name": one.name,
                    "meaning": one.meaning,
                    "example": one.example,
                    "required": one.name in found.required,
                }
                for one in found.placeholders
            ],
        },
        f"{letters.places_in_words(kind)}\n{text.rstrip()}",
    )


@app.command()
def check(
    ctx: typer.Context,
    file: TextFile,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="公文", help="按哪一种公文检查，默认看文件名")
    ] = None,
) -> None:
    """检查一个文本文件能不能用：错在第几行、为什么。"""
    this = session(ctx)
    code = letter_kind(kind or _kind_of(file)).code
    faults = faults_of(code, letters.read_text(file))
    data: dict[str, object] = {
        "kind": code,
        "ok": not faults,
        "faults": [{"line": one.line, "part": one.part, "message": one.message} for one in faults],
    }
    if faults:
        data["error"] = {"code": "letter.template", "message": faults[0].words}
    this.tell(
        data,
        "\n".join(one.words for one in faults) or f"“{file.name}”可以用。",
    )
    if faults:
        raise typer.Exit(1)


@app.command()
def install(ctx: typer.Context, kind: Kind, file: TextFile) -> None:
    """换用自己的文字；可以撤销，也可以用 restore 恢复原文。"""
    this = session(ctx)
    text = letters.read_text(file)
    with this.open() as context:
        changed = letters.save_letter(context, code=kind, text=text)
        own = any(row.own for row in letters.load_letters(context) if row.kind.code == kind)
    this.tell(
        {"kind": kind, "changed": changed, "own": own},
        f"已换用：{letter_kind(kind).title}。" if changed else "与现在的文字一样，没有改动。",
    )


@app.command()
def restore(ctx: typer.Context, kind: Kind) -> None:
    """恢复随程序提供的原文。"""
    this = session(ctx)
    with this.open() as context:
        changed = letters.restore_letter(context, code=kind)
    this.tell(
        {"kind": kind, "changed": changed},
        f"已恢复原文：{letter_kind(kind).title}。" if changed else "本来就是原文，没有改动。",
    )


def _kind_of(file: Path) -> str:
    """The kind that a file's name begins with, the longest where several do."""
    found = [code for code in LETTER_KINDS if file.stem.startswith(code)]
    return max(found, key=len, default=file.stem)
