"""A batch's papers in the window."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import COUNTY, RARE, one, rename, request
from tests.desks import still
from tuanji_desktop.deletion.batches import create_batch, remake_batch
from tuanji_desktop.deletion.paper_side import PaperSide
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import save_settings


def test_form_letter_and_questions_each_with_its_title(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    side = PaperSide(workplace)
    qtbot.addWidget(side)
    opened = list[bool]()
    side.opened.connect(lambda: opened.append(True))
    title = side.findChild(QLabel, "deletion_paper_title")
    assert isinstance(title, QLabel)
    found = []
    for show in (side.show_form, side.show_letter, side.show_questions):
        show(made.id)
        still(qtbot, workplace.jobs)
        found.append((title.text(), side.preview.data))
    assert found[0] == (
        "批次 2018-001 · 1 人",
        one(office, "SELECT content FROM blobs AS b JOIN papers AS p USING (sha256)"),
    )
    assert found[1][0].startswith("批次 2018-001 的正式行文")
    assert found[2][0] == "删除申请核实情况 2018-001"
    assert len({data for _, data in found}) == 3
    assert opened == [True] * 3


def test_a_voided_form_is_marked_and_does_not_print(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    old = create_batch(office, form="guangdong", org_id=COUNTY)
    remake_batch(office, batch_id=old.id, reason="重编")
    side = PaperSide(workplace)
    qtbot.addWidget(side)
    side.show_form(old.id)
    still(qtbot, workplace.jobs)
    assert side.preview.view.void == {0}
    assert side.preview.print_paper() is None
    assert "不能再送出" in side.preview.banner.text


def test_a_stale_form_does_not_print_and_a_kept_pen_is_told(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    rename(office, 1, f"张{RARE}")
    made = create_batch(office, form="guangdong", org_id=COUNTY, by_hand=(RARE,))
    side = PaperSide(workplace)
    qtbot.addWidget(side)
    side.show_form(made.id)
    still(qtbot, workplace.jobs)
    assert not side.preview.standing
    assert side.preview.by_hand.isHidden(), "it was undertaken when the batch was made"
    title = side.findChild(QLabel, "deletion_paper_title")
    assert isinstance(title, QLabel)
    assert "打印后在〓处手写 U+323AF" in title.text()
    with office.database.write(office.operation("test", "换手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '13900139000' WHERE id = 1")
    side.show_form(made.id)
    still(qtbot, workplace.jobs)
    assert side.preview.print_paper() is None
    assert "手机号码由“138****8001”改为“139****9000”" in side.preview.banner.text
    assert [(one.record, one.field) for one in side.preview.standing] == [(1, "mobile")]


def test_a_letter_with_a_character_without_a_font_is_printed_when_it_is_ticked(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    save_settings(office, [("office.superior", f"共青团{RARE}州市委员会")])
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    side = PaperSide(workplace)
    qtbot.addWidget(side)
    side.show_letter(made.id)
    still(qtbot, workplace.jobs)
    assert [one.character for one in side.preview.standing] == [RARE]
    side.preview.by_hand.tick(RARE)
    assert not side.preview.standing
