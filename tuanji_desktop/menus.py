"""The menus of the window: words, keys and icons of every command. What they do is `commands`'."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from .kit.desks import Desk
from .main_window import Command

Act = Callable[[], None]
Menu = tuple[str, list[Command | None]]

_LINE = ("", "")
_Row = (
    tuple[str, str]
    | tuple[str, str, str]
    | tuple[str, str, str, str]
    | tuple[str, str, str, str, str]
)
"""Name, words, keys, icon, and of the letters `w` (needs a writable file) `t` (on the toolbar)."""

_MENUS: tuple[tuple[str, tuple[_Row, ...]], ...] = (
    (
        "文件(&F)",
        (
            ("open_office", "打开其他台账…", "Ctrl+O"),
            _LINE,
            ("import_orgs", "导入团组织…", "", "", "w"),
            ("import_roster", "导入花名册…", "Ctrl+I", "import", "wt"),
            ("import_graduates", "导入毕业生名单…", "", "", "w"),
            ("import_transfers", "导入转接名单…", "", "", "w"),
            ("import_incoming", "导入转入名单…", "", "", "w"),
            ("import_return", "读回补正表…", "", "", "w"),
            ("compare", "比对系统导出的名单…", "", "", "w"),
            _LINE,
            ("export_roster", "导出花名册…", "Ctrl+E", "export", "t"),
            ("export_orgs", "导出团组织…"),
            ("export_table", "导出当前表格…"),
            ("template", "另存空白模板…"),
            _LINE,
            ("make_paper", "出纸件…", "Ctrl+P", "print", "t"),
            ("read_scan", "归档盖章扫描件…", "", "", "w"),
            _LINE,
            ("quit", "退出", "Ctrl+Q"),
        ),
    ),
    (
        "编辑(&E)",
        (
            ("undo", "撤销上一项操作…", "Ctrl+Z", "undo", "w"),
            _LINE,
            ("find", "查找团员", "Ctrl+F", "search"),
            ("find_list", "按名单批量查找…", "Ctrl+Shift+F"),
        ),
    ),
    (
        "团员(&M)",
        (
            ("add_member", "新增团员…", "Ctrl+N", "add", "wt"),
            ("open_member", "打开所选团员", "Ctrl+Return"),
            ("bulk_edit", "批量修改…", "Ctrl+B", "edit", "w"),
            ("rule_sheet", "查看规则表…", "Ctrl+R"),
            _LINE,
            ("transfer", "发起转接…", "Ctrl+T", "", "w"),
            ("retention", "团籍保留…", "", "", "w"),
            ("leave", "办理离团…", "", "", "w"),
            ("restore", "恢复团籍…", "", "", "w"),
            ("departures", "离团登记簿…"),
            _LINE,
            ("delete_member", "申请删除…", "Ctrl+D", "deletion", "wt"),
        ),
    ),
    (
        "团组织(&O)",
        (
            ("mark_graduating", "标记毕业班…", "", "", "w"),
            ("turn_graduating", "毕业班转换…", "", "", "w"),
            ("roll_over", "班级升级…", "", "", "w"),
        ),
    ),
    (
        "帮助(&H)",
        (
            ("manual", "使用手册", "F1"),
            ("shortcuts", "快捷键一览", "Ctrl+/"),
            ("about", "关于团籍台账"),
        ),
    ),
)


def menus(acts: Mapping[str, Act], desks: Sequence[Desk], go: Callable[[str], None]) -> list[Menu]:
    """All menus with what they do; `acts` by the names of this page, `go` leads to a desk."""
    made: list[Menu] = [
        (title, [_command(row, acts) if row is not _LINE else None for row in rows])
        for title, rows in _MENUS
    ]
    desk_keys: list[Command | None] = [
        Command(
            f"go_{desk.key}",
            desk.title,
            partial(go, desk.key),
            f"Ctrl+{place}" if place < 10 else "",  # there is no key 10
        )
        for place, desk in enumerate(desks, start=1)
    ]
    made.insert(-1, ("前往(&G)", desk_keys))
    return made


def _command(row: _Row, acts: Mapping[str, Act]) -> Command:
    name, words, keys, icon, marks = (*row, "", "", "")[:5]
    return Command(name, words, acts[name], keys, icon, "w" in marks, "t" in marks)
