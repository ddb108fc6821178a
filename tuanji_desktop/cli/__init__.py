"""The command line `tuanji`: the same acts as the window (shared interface, names as fixed there).

Exit codes: 0 done, 1 refused by a rule or by bad input, 2 wrong usage.
"""

import json
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import TuanjiError
from ..core.log import LOGGER_NAME, describe_failure, start_log
from ..core.paths import log_dir
from ..core.progress import Cancelled
from . import (
    board,
    bulk,
    campaigns,
    comparison,
    corrections,
    deletion,
    document_numbers,
    exports,
    forms,
    graduates,
    history,
    leaving,
    letters,
    lists,
    members,
    office,
    orgs,
    paper_archive,
    papers,
    policy,
    quality,
    retention,
    review,
    transfers,
)
from .session import Session

_GLOBAL = ("--office", "--operator", "--password-file", "--today")

app = typer.Typer(
    name="tuanji",
    help="团籍台账命令行：与窗口相同的操作，供脚本和核对使用。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def root(
    ctx: typer.Context,
    office_file: Annotated[
        Path | None, typer.Option("--office", metavar="文件", help="台账文件，默认上次打开的")
    ] = None,
    operator: Annotated[
        str | None, typer.Option("--operator", metavar="姓名", help="操作员，默认第一位")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", metavar="文件", help="存有密码的文件")
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="规则按这一天判断")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """团籍台账命令行。"""
    try:
        day = date.fromisoformat(today) if today else None
    except ValueError:
        raise typer.BadParameter(f"日期“{today}”应写成 YYYY-MM-DD。") from None
    ctx.obj = Session(office_file, operator, password_file, day, as_json)


for _name, _module in (
    ("office", office),
    ("policy", policy),
    ("org", orgs),
    ("member", members),
    ("change", review),
    ("import", lists.importing),
    ("export", exports.exporting),
    ("campaign", campaigns),
    ("compare", comparison),
    ("correction", corrections),
    ("deletion", deletion),
    ("document-number", document_numbers),
    ("form", forms),
    ("graduates", graduates),
    ("leaving", leaving),
    ("papers", paper_archive),
    ("letter", letters),
    ("quality", quality),
    ("board", board),
    ("retention", retention),
    ("transfer", transfers),
):
    app.add_typer(_module if isinstance(_module, typer.Typer) else _module.app, name=_name)
bulk.register(members.app)
papers.register(app)
history.register(app)


def globals_first(arguments: list[str]) -> list[str]:
    """Global options are understood anywhere in the line, not only before the command."""
    ahead: list[str] = []
    rest: list[str] = []
    queue = list(arguments)
    while queue:
        word = queue.pop(0)
        if word == "--":
            rest += [word, *queue]
            break
        if word == "--json" or any(word.startswith(f"{name}=") for name in _GLOBAL):
            ahead.append(word)
        elif word in _GLOBAL and queue:
            ahead += [word, queue.pop(0)]
        else:
            rest.append(word)
    return ahead + rest


def main(arguments: list[str] | None = None) -> None:
    """Entry point of `tuanji`."""
    words = globals_first(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    start_log(log_dir())  # a bug is told in a line; its place is nobody's affair but the log's
    sys.exit(run(words))


@cache
def _command() -> Callable[..., object]:
    """The commands as they are carried out, put together once a process."""
    return typer.main.get_command(app)


def run(words: list[str]) -> int:
    """Carries one line out and returns its exit code."""
    as_json = "--json" in words
    try:
        result = _command()(words, standalone_mode=False, prog_name="tuanji")
    except TuanjiError as error:
        _fail(error.as_json(), as_json)
        return 1
    except typer.TyperException as error:  # wrong usage; typer prints it only when it stands alone
        return _wrong_usage(error, as_json)
    except (typer.Abort, KeyboardInterrupt, Cancelled):  # Ctrl+C inside a statement is the last one
        sys.stderr.write("已取消，没有写入。\n")
        return 1
    except Exception as error:
        logging.getLogger(LOGGER_NAME).error("%s", describe_failure(error))
        _fail(
            {"code": "bug", "message": f"程序内部错误（{type(error).__name__}），没有写入。"},
            as_json,
        )
        return 1
    return result if isinstance(result, int) else 0


def _fail(error: Mapping[str, object], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"error": error}, ensure_ascii=False))
    clause = f"（{error['clause']}）" if error.get("clause") else ""
    sys.stderr.write(f"{error['message']}{clause}\n")


def _wrong_usage(error: typer.TyperException, as_json: bool) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(str(error), err=as_json)
        if as_json:
            _fail({"code": "usage", "message": "用法错误：缺少命令。"}, as_json)
        return 2
    _fail({"code": "usage", "message": f"用法错误：{_chinese(error)}"}, as_json)
    return 2


def _chinese(error: typer.TyperException) -> str:
    """typer's English sentences in Chinese; what is ours is Chinese already."""
    message = str(getattr(error, "message", "") or error)
    parameter = getattr(error, "param", None)
    name = getattr(parameter, "metavar", None) or getattr(parameter, "name", "") or ""
    match type(error).__name__:
        case "MissingParameter":
            return f"缺少 {name or getattr(error, 'param_hint', '')}。"
        case "NoSuchOption":
            return f"没有选项 {getattr(error, 'option_name', '')}。"
        case "BadParameter":
            return message if not message.isascii() else f"{name} 的值不对：{_reason(message)}"
    if message.startswith("Missing command"):
        return "缺少命令。用 --help 查看全部命令。"
    if message.startswith("No such command"):
        return f"没有命令 {message.split(chr(39))[1]}。用 --help 查看全部命令。"
    if message.startswith("Got unexpected extra argument"):
        return f"多余的参数 {message.partition('(')[2].rstrip(')')}。"
    return message


def _reason(message: str) -> str:
    """Why typer takes a value for none."""
    if "valid integer" in message:
        return "应为整数。"
    bound = message.rpartition(" ")[2].rstrip(".")
    if "greater than or equal" in message:
        return f"不能小于 {bound}。"
    if "less than or equal" in message:
        return f"不能大于 {bound}。"
    return message
