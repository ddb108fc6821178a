"""A file with a sheet for each class, halves beside each other in one: from the window to the record."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from tests.imports import counted, fresh, number_of
from tests.kit.lists import settle
from tests.wizards import reviewed, write
from tuanji_desktop.graduates.export import entries_exportable
from tuanji_desktop.graduates.import_wizard import GraduateImportWizard
from tuanji_desktop.graduates.queries import EntryFilter, entry_ids
from tuanji_desktop.graduates.queries import entries as in_file
from tuanji_desktop.graduates.service import plan_graduates
from tuanji_desktop.history.member_file import member_file
from tuanji_desktop.history.service import undo
from tuanji_desktop.kit.export_act import carry_out
from tuanji_desktop.kit.import_state import read_state, state_text
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.exportable import Wish

HEAD = ["姓名", "身份证号", "去向"]
WRONG = fresh(3)[:-1] + ("0" if fresh(3)[-1] != "0" else "1")
TWICE = fresh(2)


@pytest.fixture
def classes(tmp_path: Path) -> Path:
    """Two persons a class, the first class in halves, the second with its columns turned round."""
    book = Workbook()
    for name, rows in (
        ("高三1班", [
            ["高三1班毕业生名单"], [*HEAD, None, *HEAD],
            ["张三", number_of(0), "升学", None, "赵一", TWICE, "就业"],
        ]),
        ("高三2班", [["去向", *HEAD[:2]], ["升学", "钱二", WRONG], ["就业", "赵一", TWICE]]),
        ("样表", [HEAD, ["某某", fresh(9), "升学"]]),
    ):  # fmt: skip
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    del book["Sheet"]
    book.save(tmp_path / "毕业生.xlsx")
    return tmp_path / "毕业生.xlsx"


def entries(context: Context) -> list[tuple[object, ...]]:
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, class_name, row_number FROM graduate_entries ORDER BY id"
        )
        return [tuple(row) for row in rows]


def test_from_the_file_to_the_record_and_back(
    office: Context, jobs: Jobs, qtbot: QtBot, classes: Path
) -> None:
    wizard = GraduateImportWizard(Workplace(office, jobs))
    review = reviewed(qtbot, jobs, wizard, classes)
    page, grid = wizard.review_page, wizard.review_page.mend.model
    said = {one.code: one for one in review.findings}
    wrong, twice = said["id.checksum"], said["id.duplicate_in_file"]
    assert (wrong.cell, twice.cell) == ("C2", "C3")
    assert twice.message.startswith("与“高三1班”第 3 行右边是同一身份证号")
    assert "工作表“样表”看名称不是名单的一部分，没有读。" in review.notes
    cell = wrong.row, 1
    assert grid.text(cell) == WRONG
    assert grid.headerData(2, page.mend.view.verticalHeader().orientation()) == "2 · 高三2班"
    page.mend.edits.put({cell: fresh(3)}, grid.original)
    page.mend.edited.emit()
    page.flush()
    settle(qtbot, jobs)
    kept = state_text(wizard.state())

    # the program was killed here
    again = GraduateImportWizard(Workplace(office, jobs))
    second = reviewed(qtbot, jobs, again, classes)
    state = read_state(kept)
    assert state is not None
    assert (state.sheet, state.reading().mended) == ("*", ((wrong.row, 1, fresh(3)),))
    again.take_state(state)
    settle(qtbot, jobs)
    second = again.review_page._review or second
    assert [one.code for one in second.findings if one.level == "error"] == ["id.duplicate_in_file"]
    operation = write(qtbot, jobs, again)
    assert entries(office) == [
        ("张三", "高三1班", 3),
        ("赵一", "高三1班", 3),
        ("钱二", "高三2班", 2),
    ]
    with office.database.read() as connection:
        ids = list(entry_ids(connection, EntryFilter(2018)))
        assert [one.place for one in in_file(connection, ids)] == [
            "“高三1班”第 3 行", "“高三1班”第 3 行", "“高三2班”第 2 行",
        ]  # fmt: skip
    out = classes.with_name("导出.csv")
    carry_out(
        office, entries_exportable(office, year=2018),
        Wish(("name", "sheet", "row_number"), "all", "csv"), out,
    )  # fmt: skip
    assert out.read_text(encoding="utf-8-sig").splitlines() == [
        "姓名,名单工作表,名单行号", "张三,高三1班,3", "赵一,高三1班,3", "钱二,高三2班,2",
    ]  # fmt: skip
    graduations = next(
        one for one in member_file(office, member_id=1).sections if one.title == "毕业生名单"
    )
    assert graduations.rows[0][1] == "毕业生.xlsx/高三1班 第3行"

    repeated = plan_graduates(office, classes, year=2018)
    assert repeated.seen is not None
    assert not repeated.added
    undo(office, number=operation)
    assert counted(office, "graduate_entries") == 0
    assert len(plan_graduates(office, classes, year=2018).added) == 2


def test_one_class_alone(office: Context, jobs: Jobs, qtbot: QtBot, classes: Path) -> None:
    wizard = GraduateImportWizard(Workplace(office, jobs))
    reviewed(qtbot, jobs, wizard, classes)
    wizard.show_step(1)
    box = wizard.layout_page.sheet_box
    assert box.currentText() == "全部同样的工作表（2 张）"
    box.setCurrentIndex(box.findData("高三1班"))
    box.activated.emit(box.currentIndex())
    settle(qtbot, jobs)
    heads = [
        wizard.layout_page.model.headerData(one, wizard.layout_page.grid.horizontalHeader().orientation())
        for one in range(wizard.layout_page.model.columnCount())
    ]  # fmt: skip
    assert heads[4:] == ["E · 姓名", "F · 身份证号", "G · 毕业去向", "表名 · 班级"]
    assert wizard.layout_page.model.index(2, 7).data() == "高三1班"
    layout = wizard.layout_page._layout
    assert layout is not None
    assert [layout.letter(one) for one in layout.headings] == ["A", "B", "C", ""]
    assert len(layout.table.rows if layout.table else ()) == 2
