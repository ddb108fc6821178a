"""`office create|demo|check|backup|restore|settings`: the file as a whole."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import FileRefused
from ..office.service import DEFAULT_OPERATOR, DEFAULT_POLICY, create_office
from ..settings_room.queries import OFFICE_FIELDS, load_office
from ..settings_room.service import save_office
from ..store.backup import backup, restore
from ..store.check import check
from .session import session

app = typer.Typer(
    help="台账文件：新建、演示、检查、备份、恢复，本单位的设置。", no_args_is_help=True
)


@app.command()
def create(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="新台账文件（*.tuanji）")],
    name: Annotated[str, typer.Option(help="本单位名称")],
    policy: Annotated[str, typer.Option(help="规则包编号")] = DEFAULT_POLICY,
) -> None:
    """新建台账文件；带 --password-file 则加密，并给出一次恢复码。"""
    this = session(ctx)
    made = create_office(
        file,
        name=name,
        policy_id=policy,
        operator=this.operator or DEFAULT_OPERATOR,
        password=this.password(),
        now=this.now(),
        today=this.day(),
    )
    this.remember(file)
    data: dict[str, object] = {
        "office": str(file),
        "policy": policy,
        "encrypted": made.recovery_code is not None,
    }
    text = f"已建立 {file}（规则：{policy}）。"
    if made.recovery_code:
        data["recovery_code"] = made.recovery_code
        text += f"\n恢复码（只显示这一次，请打印保存）：{made.recovery_code}"
    this.tell(data, text)


@app.command()
def demo(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件")],
    members: Annotated[int, typer.Option(help="团员人数", min=1)] = 11_184,
    seed: Annotated[int, typer.Option(help="随机种子：相同种子得到相同数据")] = 2018,
) -> None:
    """建立演示县：虚构的组织和团员。"""
    from ..demo.service import make_practice_county

    this = session(ctx)
    made = make_practice_county(
        file,
        members=members,
        seed=seed,
        now=this.now(),
        today=this.day(),
        progress=this.progress,
    )
    this.remember(file)
    this.tell(
        {
            "office": str(file),
            "members": made.members,
            "organizations": made.organizations,
            "seconds": round(made.seconds, 2),
        },
        f"演示县已建立：{made.organizations} 个团组织，{made.members} 名团员，用时 {made.seconds:.1f} 秒。",
    )


@app.command(name="check")
def check_office(ctx: typer.Context) -> None:
    """检查文件、操作日志链和数据规则。"""
    this = session(ctx)
    started = time.perf_counter()
    with this.open(read_only=True) as context:
        report = check(context.database)
    this.tell(
        {
            "ok": report.ok,
            "integrity": report.integrity,
            "journal_ok": report.journal_ok,
            "operations": report.operations,
            "problems": list(report.problems),
            "seconds": round(time.perf_counter() - started, 2),
        },
        "\n".join(report.problems) or f"检查通过：{report.operations} 项操作，日志链完整。",
    )
    if not report.ok:
        raise typer.Exit(1)


@app.command(name="backup")
def make_backup(
    ctx: typer.Context, folder: Annotated[Path, typer.Argument(metavar="文件夹")]
) -> None:
    """备份并核对副本；文件夹的上级存在时，文件夹会自动建立。"""
    this = session(ctx)
    try:
        if folder.parent.is_dir():  # never a whole path: a stick that is not plugged in has none
            folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileRefused("file.folder", f"无法建立文件夹 {folder}：{error.strerror}。") from error
    with this.open(read_only=True) as context:
        made = backup(context.database, folder, now=this.now(), progress=this.progress)
    this.tell(
        {"path": str(made.path), "verified": made.verified, "members": made.members},
        f"已备份到 {made.path}，核对无误：{made.members} 人。",
    )


@app.command(name="settings")
def office_settings(
    ctx: typer.Context,
    values: Annotated[list[str] | None, typer.Argument(metavar="名称=值…")] = None,
) -> None:
    """本单位的名称、联系人、上级、签发人、发文字号格式：列出，或写 名称=值 修改。"""
    this = session(ctx)
    wanted = _settings_of(values or [])
    with this.open(read_only=not wanted) as context:
        changed = save_office(context, values=wanted) if wanted else 0
        known = load_office(context).values
    this.tell(
        {"settings": {key.partition(".")[2]: text for key, text in known.items()},
         "changed": changed},
        "\n".join(f"{OFFICE_FIELDS[key]}：{text}" for key, text in known.items()),
    )  # fmt: skip


def _settings_of(pairs: Sequence[str]) -> dict[str, str]:
    """`superior=…` or 上级团组织=… as key and text."""
    keys = {label: key for key, label in OFFICE_FIELDS.items()}
    keys |= {key.partition(".")[2]: key for key in OFFICE_FIELDS}
    found = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or name not in keys:
            names = "、".join(key.partition(".")[2] for key in OFFICE_FIELDS)
            raise typer.BadParameter(f"“{pair}”应写成 名称=值，名称是：{names}。")
        found[keys[name]] = text
    return found


@app.command(name="restore")
def restore_backup(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="备份")],
    file: Annotated[Path, typer.Argument(metavar="文件")],
) -> None:
    """把备份恢复为另一个文件；不覆盖任何文件。"""
    this = session(ctx)
    made = restore(source, file, secret=this.password(), progress=this.progress)
    this.tell(
        {"path": str(made.path), "verified": made.verified, "members": made.members},
        f"已恢复到 {made.path}，核对无误：{made.members} 人。",
    )
