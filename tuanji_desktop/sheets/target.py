"""A file that is written beside its place and moved there whole, or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tuanji_desktop.core.errors import FileRefused


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives the path to write to; whoever looks at `path` sees the old file or the finished one.

    A failing disk or a file held open by another program becomes FileRefused `file.unwritable`,
    the latter before anything has been written.
    """
    beside = path.with_name(f"~{secrets.token_hex(4)}.tmp")  # short: a long name leaves no room
    try:
        if path.is_file():
            path.open("r+b").close()  # Windows refuses while Excel or WPS has it
        yield beside
        with beside.open("r+b") as written:
            os.fsync(written.fileno())  # a power cut must not leave an empty file for a good one
        beside.replace(path)
    except OSError as error:
        raise refused_by_system(path, error) from error
    finally:
        with suppress(OSError):  # gone, or on a disk that takes nothing
            beside.unlink()


def refused_by_system(path: Path, error: OSError) -> FileRefused:
    """What the operating system's refusal to write a file means to a clerk."""
    if error.errno == errno.ENAMETOOLONG:
        reason = "文件名太长，请改短一些。"
    elif error.errno == errno.EINVAL:
        reason = '文件名里有系统不允许的字符，请去掉 \\ / : * ? " < > | 再试。'
    elif not path.parent.is_dir():
        reason = f"文件夹“{path.parent}”不存在，请另选保存位置。"
    elif path.is_dir():
        reason = "这里已有一个同名的文件夹，请换一个文件名。"
    elif error.errno in {errno.ENOSPC, errno.EDQUOT}:
        reason = "磁盘空间不足，请清理后重试或另选保存位置。"
    elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
        reason = "没有写入权限，或文件正被 WPS/Excel 打开。请关闭它或另选保存位置。"
    else:
        reason = "写入磁盘时出错，请另选保存位置。"
    return FileRefused("file.unwritable", f"“{path.name}”无法保存：{reason}")
