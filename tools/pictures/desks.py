"""The desks beside roster and deletion: quality, transfers, retention, campaigns, corrections, and the
acts on many. Two walks: in August, and in December when the window has closed (G 二)."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdfium2 import PdfDocument
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QToolButton

from tuanji_desktop.retention.plan import RETAIN, NewBranch, Wish, plan_retention
from tuanji_desktop.retention.service import apply_retention
from tuanji_desktop.transfers.plan import Wish as TransferWish
from tuanji_desktop.transfers.plan import plan_transfers
from tuanji_desktop.transfers.service import apply_transfers, step_transfer

from .tour import Tour

_A_BRANCH = (
    "SELECT o.id FROM organizations AS o JOIN org_counts AS c ON c.org_id = o.id "
    "WHERE o.kind = 'branch' AND c.members > 20 ORDER BY o.id LIMIT 1"
)
_FREE = (
    "SELECT id FROM members WHERE status = 'active' AND missing = '' AND id NOT IN "
    "(SELECT member_id FROM deletion_requests) AND id NOT IN (SELECT member_id FROM "
    "graduate_entries WHERE member_id IS NOT NULL) ORDER BY id DESC LIMIT 1 OFFSET ?"
)


def walk_august(tour: Tour) -> None:
    """What a summer day shows."""
    _quality(tour)
    _bulk(tour)
    _rules(tour)
    _leaving(tour)
    _tree(tour)
    _transfers(tour)
    _retention(tour)
    _campaigns(tour)
    _board(tour)
    _export(tour)
    _papers(tour)
    _scan(tour)
    _destinations(tour)
    _windows(tour)


def walk_window(tour: Tour) -> None:
    """A day inside the window: the line above every desk, and what was changed."""
    tour.desk("roster")
    tour.camera.take("window-open")
    tour.desk("review", "windows")
    tour.camera.take("review-windows", manual="review-windows")


def walk_december(tour: Tour) -> None:
    """After the window: a correction takes a formal letter."""
    member = tour.one(_FREE, 30)
    tour.desk("roster").table.choose([member])
    tour.camera.settle()
    mark = tour.find(QToolButton, "card_tier_joined_on", tour.window.card)
    tour.popup(mark.click, "card-window-closed")
    tour.commands.open_correction(member, "joined_on")
    dialog = tour.dialog()
    tour.find(QLineEdit, "correction_value", dialog).setText("2017-05")
    tour.find(QPlainTextEdit, "correction_reason", dialog).setPlainText(
        "填成了递交入团申请书的时间"
    )
    tour.camera.take("correction-dialog", manual="correction-dialog")
    tour.press("correction_submit", dialog)
    tour.camera.take("correction-done", again=True)
    _shut(tour, dialog)
    tour.desk("corrections")
    tour.camera.take("corrections", manual="corrections")


def _shut(tour: Tour, dialog: QDialog) -> None:
    dialog.reject()
    tour.camera.settle()


def _free(tour: Tour, first: int, count: int) -> list[int]:
    return [int(tour.one(_FREE, place)) for place in range(first, first + count)]


def _quality(tour: Tour) -> None:
    page = tour.desk("quality")
    tour.camera.take("quality", manual="quality")
    page.show_hint("pair_number")
    tour.camera.take("quality-pairs", manual="quality-pairs")


def _bulk(tour: Tour) -> None:
    tour.desk("roster")
    tour.commands.edit_many(_free(tour, 0, 12))
    tour.camera.take("bulk", manual="bulk")
    _shut(tour, tour.dialog())


def _rules(tour: Tour) -> None:
    tour.commands.show_rules(_free(tour, 0, 1)[0])
    tour.camera.take("rule-sheet", manual="rule-sheet")
    _shut(tour, tour.dialog())


def _leaving(tour: Tour) -> None:
    tour.commands.leave(_free(tour, 0, 3), "over_age")
    tour.camera.take("leaving", manual="leaving")
    _shut(tour, tour.dialog())
    tour.commands.show_departures()
    tour.camera.take("departures", manual="departures")
    _shut(tour, tour.dialog())


def _tree(tour: Tour) -> None:
    tree = tour.window.tree
    branch = tour.one(_A_BRANCH)
    path = "SELECT ancestor_id FROM org_ancestors WHERE org_id = ? AND depth = ?"
    for depth in range(
        tour.one("SELECT max(depth) FROM org_ancestors WHERE org_id = ?", branch), 0, -1
    ):
        tree.choose(tour.one(path, branch, depth))
        tour.camera.settle()
        tree.view.expand(tree.view.currentIndex())
        tour.camera.settle()
    tree.choose(branch)
    tour.camera.settle()
    leaf = tree.chosen()
    for act, name in (("split", "tree-split"), ("mark", "tree-mark"), ("roll_over", "tree-roll")):
        tree.act_requested.emit(act, leaf if act == "split" else None)
        dialog = tour.dialog()
        tour.camera.take(name, manual=name)
        _shut(tour, dialog)
    tree.whole_office()
    tour.camera.settle()


def _transfers(tour: Tour) -> None:
    ids = _free(tour, 40, 6)
    context = tour.context
    wish = TransferWish(
        member_ids=tuple(ids[:4]),
        kind="升学",
        on=context.today.replace(month=7, day=1),
        target="共青团贵州大学委员会",
        in_province="是",
    )
    started = apply_transfers(context, plan_transfers(context, wish)).transfers
    step_transfer(context, transfer_id=started[0], act="approve")
    _wait(tour, started[1:3])
    page = tour.desk("transfers", "all")
    page.table.choose([started[0]])
    tour.camera.take("transfers", manual="transfers")
    tour.commands.start_transfer(ids[4:])
    dialog = tour.dialog()
    tour.find(QLineEdit, "transfer_target", dialog).setText("共青团贵阳市云岩区委员会")
    tour.camera.take("transfer-start", manual="transfer-start")
    _shut(tour, dialog)


def _wait(tour: Tour, transfers: Sequence[int]) -> None:
    """Those whose school is one that may wait."""
    from tuanji_desktop.core.errors import RuleRefused

    for transfer in transfers:
        try:
            step_transfer(tour.context, transfer_id=transfer, act="wait")
        except RuleRefused:
            step_transfer(tour.context, transfer_id=transfer, act="approve")


def _retention(tour: Tour) -> None:
    context = tour.context
    school = tour.one(
        "SELECT id FROM organizations WHERE school_kind IS NOT NULL ORDER BY id LIMIT 1"
    )
    built = NewBranch(
        school, "BL0001", "中国共产主义青年团青溪县团籍保留支部委员会", "团籍保留支部"
    )
    ids = _free(tour, 60, 5)
    wish = Wish(
        act=RETAIN,
        member_ids=tuple(ids[:3]),
        on=context.today.replace(month=3, day=1),
        reason="参军入伍",
        new_branch=built,
    )
    apply_retention(context, plan_retention(context, wish))
    page = tour.desk("retention")
    page.table.choose([1])
    tour.camera.take("retention", manual="retention")
    page.show_paper()
    tour.camera.take("retention-paper")
    page.close_paper()
    tour.commands.retain(ids[3:], "延迟毕业")
    dialog = tour.dialog()
    home = tour.find(QComboBox, "retain_home", dialog)
    home.setCurrentIndex(home.count() - 1)
    tour.camera.take("retain", again=True)
    _shut(tour, dialog)


def _campaigns(tour: Tour) -> None:
    tour.desk("campaigns")
    tour.camera.take("campaigns", manual="campaigns")


def _board(tour: Tour) -> None:
    page = tour.desk("board")
    tour.camera.take("board", manual="board")
    page.show_measure("age")
    tour.camera.take("board-age", again=True)
    page.show_measure("rates")
    tour.camera.take("board-rates", manual="board-rates")
    tour.desk("graduates", "rates")
    tour.camera.take("graduates-rates", manual="graduates-rates")


def _export(tour: Tour) -> None:
    page = tour.desk("roster")
    page.table.exporting()
    dialog = tour.dialog()
    tour.camera.take("export", manual="export")
    _shut(tour, dialog)


def _papers(tour: Tour) -> None:
    page = tour.desk("paperwork")
    page.table.choose([1])
    tour.camera.take("papers", manual="papers")
    tour.commands.make_paper("roster", {"org": tour.one(_A_BRANCH)})
    dialog = tour.dialog()
    tour.camera.take("paper-make", manual="paper-make")
    _shut(tour, dialog)


def _scan(tour: Tour) -> None:
    """The printed batch as it comes back: scanned a little askew."""
    pdf = tour.one(
        "SELECT b.content FROM papers AS p JOIN blobs AS b ON b.sha256 = p.sha256 "
        "WHERE p.form = 'deletion-guangdong' ORDER BY p.id DESC LIMIT 1"
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "盖章申请表.jpg"
        document = PdfDocument(pdf)
        sheet = document[0].render(scale=2).to_pil()
        document.close()
        sheet.rotate(2.5, expand=True, fillcolor="white").save(path, quality=60)
        tour.commands.read_scan()
        dialog = tour.dialog()
        dialog.read_files([path])  # type: ignore[attr-defined]
        tour.camera.take("scan", manual="scan")
        dialog.done(0)  # without the question whether what was read is to be forgotten
        tour.camera.settle()


def _destinations(tour: Tour) -> None:
    page = tour.desk("graduates", "matched")
    page.table.choose(list(page.model.ids)[:5])
    page.settle_chosen()
    dialog = tour.dialog()
    tour.find(QComboBox, "destination_value", dialog).setCurrentText("升学")
    tour.find(QLineEdit, "destination_target", dialog).setText("共青团贵州大学委员会")
    tour.camera.take("destinations", manual="destinations")
    _shut(tour, dialog)


def _windows(tour: Tour) -> None:
    tour.desk("deletion", "reentries")
    tour.camera.take("reentries")
    tour.desk("review", "decided")
    tour.camera.take("review-decided-list", again=True)
