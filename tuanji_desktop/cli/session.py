"""What every command shares: the global options, the opened office, and the two ways to print."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import typer

from ..core.errors import BadInput, OfficeLocked
from ..core.paths import user_config_dir
from ..core.settings import FILE_NAME, load_settings, save_settings
from ..office.context import Context
from ..office.service import open_office


class ProgressToStderr:
    """Progress of a long act for whoever watches the terminal; stdout stays clean."""

    cancelled = False

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet or not sys.stderr.isatty()

    def __call__(self, done: int, total: int, text: str = "") -> None:
        if not self._quiet:
            amount = f" {done}/{total}" if total else ""
            sys.stderr.write(f"\r{text}{amount}\x1b[K")

    def stop_if_cancelled(self) -> None:
        """Ctrl+C raises by itself."""


@dataclass(frozen=True, slots=True)
class Session:
    """The global options of one call."""

    office: Path | None
    operator: str | None
    password_file: Path | None
    today: date | None
    as_json: bool

    @property
    def progress(self) -> ProgressToStderr:
        return ProgressToStderr(quiet=self.as_json)

    def now(self) -> datetime:
        """The moment on the clock."""
        return datetime.now().astimezone()

    def day(self) -> date:
        """The day that rules use."""
        return self.today or self.now().date()

    def password(self) -> str | None:
        """The password in the file named with --password-file, without its line end."""
        return None if self.password_file is None else password_of(self.password_file)

    def office_path(self) -> Path:
        """The office file meant: named, or the last one opened."""
        if self.office is not None:
            return self.office
        last = load_settings(user_config_dir() / FILE_NAME).last_office
        if not last:
            raise OfficeLocked(
                "office.none", "没有指定台账文件。请用 --office 指定，或先打开过一次。"
            )
        return Path(last)

    @contextmanager
    def open(self, *, read_only: bool = False) -> Iterator[Context]:
        """The office for one command; closed whatever happens."""
        path = self.office_path()
        context = open_office(
            path,
            secret=self.password(),
            operator=self.operator,
            clock=self.now,
            fixed_day=self.today,
            read_only=read_only,
        )
        try:
            yield context
        finally:
            context.database.close()

    def remember(self, path: Path) -> None:
        """Makes a file the one that is opened by default."""
        file = user_config_dir() / FILE_NAME
        save_settings(file, replace(load_settings(file), last_office=str(path.absolute())))

    def tell(self, data: Mapping[str, object], text: str) -> None:
        """The result: one JSON object, or words."""
        if self.as_json:
            typer.echo(json.dumps(data, ensure_ascii=False, default=str))
        else:
            typer.echo(text)


def password_of(file: Path) -> str:
    """The password in a file, without its line end."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("password.file", f"无法读取密码文件 {file}。") from error
    password = text.rstrip("\r\n")
    if not password:
        raise BadInput("password.file", f"密码文件 {file} 是空的。")
    return password


def session(ctx: typer.Context) -> Session:
    """The session that the root command prepared."""
    found = ctx.find_object(Session)
    assert found is not None
    return found
