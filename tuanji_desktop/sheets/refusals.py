"""Why a file is no list: one sentence each, with the code by which a program knows it.

Imported by the child at every reading, so it stays light.
"""

from typing import Final

UNREADABLE: Final = "file.unreadable"
LARGE: Final = "file.too_large"
LOCKED: Final = "file.password"
WRONG_PASSWORD: Final = "file.wrong_password"

DAMAGED: Final = (
    "文件已损坏或内容不完整，请让对方重新发送，或用 WPS/Excel 打开后另存为 .xlsx 再导入。"
)
TOO_LARGE: Final = (
    "内容大得不像一份名单（可能在很远的单元格里有内容），已停止读取。"
    "请把名单复制到新的工作簿后再导入。"
)
NO_SHEETS: Final = "文件里没有一张可以读取的工作表，请用 WPS/Excel 打开检查后另存为 .xlsx 再导入。"
TOO_MANY_SHEETS: Final = "工作表多得不像一份名单，已停止读取。请把名单复制到新的工作簿后再导入。"
TOO_SLOW: Final = (
    "读了很久也没有读完，已停止读取。请用 WPS/Excel 打开，把名单复制到新的工作簿后再导入。"
)
NEEDS_PASSWORD: Final = "文件设有打开密码，请输入密码；不知道密码的，请对方取消密码后重新发送。"
PASSWORD_IS_WRONG: Final = "密码不对，文件没有打开。请核对大小写和全角半角，再输入一次。"
UNKNOWN_LOCK: Final = (
    "文件用特殊方式加了密，这里打不开。请用 WPS/Excel 打开，取消密码后另存为 .xlsx 再导入。"
)
NO_LIST: Final = "这不是表格文件，请选择 .xlsx、.xls、.et、.ods 或 .csv 名单。"


class Refused(Exception):
    """Not a list; the arguments are a `file.*` code and a Chinese sentence."""


def told_as(kind: str) -> Refused:
    """The refusal of a file that is something else, which can be said by name."""
    gap = " " if kind[0].isascii() else ""
    return Refused(
        UNREADABLE, f"这是{gap}{kind}，不是表格。请向对方要 .xlsx、.xls、.et、.ods 或 .csv 名单。"
    )


def to_be_saved_anew(kind: str) -> Refused:
    """The refusal of a table in a format that only spreadsheet programs read."""
    gap = " " if kind[0].isascii() else ""
    return Refused(
        UNREADABLE, f"这是{gap}{kind}，这里不读。请用 WPS/Excel 打开后另存为 .xlsx 再导入。"
    )
