"""Through the practice county: every desk, every dialog, what is refused and why."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QToolButton,
)

from tuanji_desktop.members.dialog import MemberDialog

from .tour import Tour

_PLAIN = (
    "SELECT id FROM members WHERE status = 'active' AND missing = '' AND id NOT IN "
    "(SELECT member_id FROM change_requests) AND id NOT IN (SELECT member_id FROM "
    "deletion_requests) AND id NOT IN (SELECT member_id FROM graduate_entries WHERE member_id "
    "IS NOT NULL) ORDER BY id LIMIT 1 OFFSET ?"
)
"""A complete record in whose way nothing stands; each scene has one of its own."""
_FIRST, _SECOND, _THIRD = 40, 41, 42


def walk(tour: Tour) -> None:
    """The whole county."""
    _home(tour)
    _roster(tour)
    _tree(tour)
    _member(tour)
    _new_member(tour)
    _request(tour)
    _deletion(tour)
    _review(tour)
    _graduates(tour)
    _history(tour)
    _settings(tour)
    _help(tour)


def _home(tour: Tour) -> None:
    tour.desk("home")
    tour.camera.take("home", manual="home")


def _roster(tour: Tour) -> None:
    page = tour.desk("roster")
    member = tour.one(_PLAIN, _FIRST)
    page.table.choose([member])
    tour.camera.take("roster", manual="roster")
    tour.find(QTabWidget, "card_tabs", tour.window.card).setCurrentIndex(1)
    tour.camera.take("card-history")
    tour.find(QTabWidget, "card_tabs", tour.window.card).setCurrentIndex(0)
    mark = tour.find(QToolButton, "card_tier_id_number", tour.window.card)
    tour.popup(mark.click, "card-locked")
    tour.popup(lambda: page.menu().popup(page.table.mapToGlobal(QPoint(200, 200))), "roster-menu")
    page.show_kind("incomplete")
    tour.camera.settle()
    page.table.choose([page.model.ids[0]])
    tour.camera.take("roster-red-names")
    page.show_kind("reporting")
    tour.camera.take("roster-reporting", again=True)
    page.show_kind("roster")
    initials = tour.one("SELECT name_initials FROM members WHERE id = ?", member)
    tour.window.search_box.setText(str(initials).split()[0])
    tour.camera.take("search", again=True)
    tour.window.search_box.setText("没有这个人")
    tour.camera.take("search-nobody", again=True)
    tour.window.search_box.clear()
    tour.camera.settle()
    tour.commands.find_list()
    paste = tour.dialog()
    name = tour.one("SELECT name FROM members WHERE id = ?", member)
    tour.find(QPlainTextEdit, "paste_words", paste).setPlainText(f"{name}\n13800000000\n查无此人")
    tour.press("paste_look_up", paste)
    tour.camera.take("paste-list")
    tour.press("paste_show", paste)
    tour.camera.take("paste-list-found", again=True)
    page.search("")
    page.refresh()


def _tree(tour: Tour) -> None:
    tour.desk("roster")
    tree = tour.window.tree
    branch = tour.one("SELECT branch_id FROM members GROUP BY branch_id ORDER BY COUNT(*) LIMIT 1")
    superior = tour.one("SELECT parent_id FROM organizations WHERE id = ?", branch)
    tree.choose(superior)
    tour.camera.settle()
    tour.popup(lambda: tree.view.customContextMenuRequested.emit(QPoint(90, 60)), "tree-menu")
    tree.view.expand(tree.view.currentIndex())
    tour.camera.settle()
    org = tree.chosen()
    tree.choose(branch)
    tour.camera.settle()
    leaf = tree.chosen()
    for act, name in (
        ("add", "tree-new"),
        ("move", "tree-move"),
        ("merge", "tree-merge"),
        ("dissolve", "tree-dissolve"),
    ):
        tree.act_requested.emit(act, org if act == "add" else leaf)
        dialog = tour.dialog()
        tour.camera.take(name)
        tour.close(dialog)
    tree.filter_box.setText("中学")
    tour.camera.take("tree-filter", again=True)
    tree.filter_box.clear()
    tour.camera.settle()
    tree.whole_office()
    tour.camera.settle()


def _open_member(tour: Tour, member: int) -> MemberDialog:
    tour.commands.open_member(member)
    tour.camera.settle()
    dialog = tour.window.findChild(MemberDialog)
    assert dialog is not None
    return dialog


def _type(dialog: MemberDialog, field: str, text: str) -> None:
    editor = dialog.form.row(field).editor
    if isinstance(editor, QComboBox):
        editor.setCurrentText(text)
    else:
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
        editor.textEdited.emit(text)


def _member(tour: Tour) -> None:
    tour.desk("roster")
    dialog = _open_member(tour, tour.one(_PLAIN, _SECOND))
    tour.camera.take("member", manual="member")
    dialog.form.focus_field("joined_on")
    mark = tour.find(QToolButton, "tier_joined_on", dialog)
    tour.popup(mark.click, "member-locked")
    _type(dialog, "income", ">10000")
    dialog.form.focus_field("income")
    tour.camera.take("member-review", again=True)
    _type(dialog, "ethnicity", "")
    _type(dialog, "email", "不是邮箱")
    dialog.form.focus_field("ethnicity")
    tour.camera.take("member-error")
    tour.press("dialog_save", dialog)
    tour.camera.take("member-refused")
    with tour.question("member-unsaved", "confirm_act"):
        dialog.reject()
    tour.camera.settle()
    red = tour.one("SELECT id FROM members WHERE status = 'active' AND missing != '' LIMIT 1")
    dialog = _open_member(tour, red)
    tour.camera.take("member-red-name", again=True)
    dialog.reject()
    tour.camera.settle()


def _new_member(tour: Tour) -> None:
    tour.commands.add_member()
    tour.camera.settle()
    dialog = tour.window.findChild(MemberDialog)
    assert dialog is not None
    _type(dialog, "name", "龙𬱖")
    tour.camera.take("member-new")
    tour.press("pick_branch", dialog)
    tour.camera.take("member-new-branch")
    tour.close(tour.dialog())
    with tour.question("member-new-unsaved", "confirm_act"):
        dialog.reject()
    tour.camera.settle()


def _request(tour: Tour) -> None:
    tour.desk("roster")
    tour.commands.request_deletion([tour.one(_PLAIN, _FIRST)])
    dialog = tour.dialog()
    tour.camera.take("deletion-request", again=True)
    tour.press("reason_wrong_name", dialog)
    tour.find(QLineEdit, "corrected_wrong_name", dialog).setText("王𬱖")
    tour.camera.take("deletion-request-filled", manual="request")
    tour.press("request_submit", dialog)
    tour.camera.take("deletion-request-done")
    tour.press("request_close", dialog)
    tour.commands.request_deletion([tour.one(_PLAIN, _THIRD)])
    dialog = tour.dialog()
    tour.press("reason_wrong_branch", dialog)
    tour.camera.take("deletion-request-papers")
    tour.press("reason_wrong_branch", dialog)
    tour.close(dialog)
    refused = {
        "waiting": "SELECT member_id FROM deletion_requests WHERE decided_on IS NULL LIMIT 1",
        "graduate": "SELECT member_id FROM graduate_entries WHERE member_id IS NOT NULL LIMIT 1",
    }
    for name, sql in refused.items():
        tour.commands.request_deletion([tour.one(sql)])
        dialog = tour.dialog()
        tour.camera.take(f"deletion-request-refused-{name}", again=name == "waiting")
        tour.close(dialog)


def _deletion(tour: Tour) -> None:
    page = tour.desk("deletion", "unbatched")
    page.requests.choose([page.requests.paged.ids[0]])
    tour.camera.take("deletion", manual="deletion")
    tour.press("deletion_return_all")
    tour.camera.take("deletion-return-all", again=True)
    page.strip.dismiss()
    tour.press("deletion_make_batch")
    dialog = tour.dialog()
    tour.camera.take("deletion-batch-dialog")
    unit = tour.find(QComboBox, "batch_unit", dialog)
    for place in range(unit.count()):
        unit.setCurrentIndex(place)
        tour.camera.settle()
        if tour.find(QPushButton, "batch_make", dialog).isEnabled():
            break
    tour.camera.take("deletion-batch-ready", again=True)
    tour.press("batch_make", dialog)
    tour.camera.take("paper-preview", manual="paper")
    page.close_paper()
    tour.camera.take("deletion-batches")
    tour.press("batch_forward")
    tour.camera.take("deletion-step", again=True)
    page.panel.strip.dismiss()
    tour.camera.settle()


def _review(tour: Tour) -> None:
    page = tour.desk("review", "requests")
    plain, conflict = (
        [
            number
            for number, row in page.requests.rows.items()
            if bool(row.request.conflicts) is wanted
        ]
        for wanted in (False, True)
    )
    page.show_hint({"request": plain[0]})
    tour.camera.take("review", manual="review")
    tour.press("requests_return")
    tour.camera.take("review-return", again=True)
    page.strips["requests"].dismiss()
    tour.press("requests_accept")
    tour.camera.take("review-decided", again=True)
    page.show_hint({"request": conflict[0]})
    tour.camera.take("review-conflict")
    page.show_hint("report_ins")
    tour.camera.take("review-report-ins")


def _graduates(tour: Tour) -> None:
    page = tour.desk("graduates")
    page.table.choose([page.model.ids[0]])
    tour.camera.take("graduates", manual="graduates")
    page.show_hint("ambiguous")
    tour.camera.settle()
    if len(page.model.ids):
        page.table.choose([page.model.ids[0]])
    tour.camera.take("graduates-who")
    page.show_hint("")


def _history(tour: Tour) -> None:
    page = tour.desk("history")
    number = tour.one("SELECT number FROM journal_operations WHERE kind = 'member.edit' LIMIT 1")
    page.show_hint(number)
    tour.camera.settle()
    tour.camera.take("history", manual="history")
    tour.commands.undo(number)
    dialog = tour.dialog()
    tour.camera.take("undo")
    tour.close(dialog)


def _settings(tour: Tour) -> None:
    page = tour.desk("settings")
    sections = tour.find(QListWidget, "settings_sections", page)
    for place, panel in enumerate(page.panels):
        sections.setCurrentRow(place)
        tour.camera.take(
            f"settings-{panel.key}",
            manual="settings" if panel.key == "office" else "",
            again=panel.key in ("operators", "safety", "look"),
        )
    tour.desk("home")


def _help(tour: Tour) -> None:
    tour.commands.show_shortcuts()
    dialog = tour.dialog()
    tour.camera.take("shortcuts")
    tour.close(dialog)
    tour.commands.show_about()
    dialog = tour.dialog()
    tour.camera.take("about", again=True)
    tour.close(dialog)
    for menu in tour.window.menuBar().findChildren(QMenu):
        if menu.title().startswith("文件"):
            tour.popup(
                partial(menu.popup, tour.window.menuBar().mapToGlobal(QPoint(4, 28))),
                "menu",
            )
    tour.desk("roster")
    tour.commands.show_manual()
    tour.camera.take("manual")
    manual = tour.window.findChild(QLineEdit, "manual_find")
    assert manual is not None
    manual.window().close()
    tour.camera.settle()
