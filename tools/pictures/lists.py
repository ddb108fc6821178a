"""A list of the official system beside the roster: the wizard's steps, and the desk they lead to."""

from pathlib import Path

from tuanji_desktop.kit.import_review import DECIDE
from tuanji_desktop.kit.import_wizard import LAYOUT, REVIEW
from tuanji_desktop.sheets.column import Column
from tuanji_desktop.sheets.writer import write_table

from .tour import Tour

_FILE = "智慧团建-青溪县团员名单-2018年8月导出.xlsx"
_BRANCH = (
    "SELECT m.branch_id FROM members AS m WHERE m.status = 'active' GROUP BY m.branch_id "
    "HAVING count(*) > 15 ORDER BY m.branch_id LIMIT 1"
)
_PEOPLE = (
    "SELECT m.name, m.id_number, m.sex, m.ethnicity, m.mobile, m.joined_on, o.full_name "
    "FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
    "WHERE m.branch_id = ? AND m.status = 'active' ORDER BY m.id"
)
_HEADINGS = ("姓名", "身份证号", "性别", "民族", "手机号码", "入团年月", "团支部")
_NUMBER, _ETHNICITY, _MOBILE, _JOINED = 1, 3, 4, 5


def walk_comparison(tour: Tour) -> None:
    """From the file to a work list with every kind of line."""
    empty = tour.desk("comparison")
    tour.camera.take("comparison-empty", again=True)
    wizard = tour.commands.imports.open("compare", [_list(tour)])
    tour.camera.take("import-comparison-1-file", again=True)
    tour.press("wizard_next", wizard)
    assert wizard.step == LAYOUT
    tour.camera.take("import-comparison-2-columns", again=True)
    while wizard.step != REVIEW:
        tour.press("wizard_next", wizard)
    tour.camera.take("import-comparison-3-check", manual="comparison-check")
    wizard.review_page.tabs.setCurrentIndex(DECIDE)
    tour.camera.take("import-comparison-3-decide", again=True)
    tour.press("wizard_next", wizard)
    tour.camera.take("import-comparison-4-done", again=True)
    tour.press("wizard_next", wizard)
    page = tour.desk("comparison")
    assert page is empty
    page.table.choose([page.table.paged.ids[0]])
    tour.camera.take("comparison", manual="comparison")
    tour.press("comparison_theirs")
    dialog = tour.dialog()
    tour.camera.take("comparison-take", again=True)
    tour.close(dialog)


def _list(tour: Tour) -> Path:
    """A branch as the other system has it: some values otherwise, one person less, one more, one
    whose number lost its end in a spreadsheet."""
    branch = tour.one(_BRANCH)
    with tour.context.database.read() as connection:
        rows = [list(row) for row in connection.exec_driver_sql(_PEOPLE, (branch,)).all()]
    del rows[0]
    rows[1][_MOBILE] = "13900001111"
    rows[3][_ETHNICITY] = "苗族" if rows[3][_ETHNICITY] != "苗族" else "汉族"
    rows[5][_JOINED] = "2016-05"
    rows[7][_NUMBER] = f"{rows[7][_NUMBER][:15]}000"
    rows.append(["龙𬱖", "520628200106140632", "女", "侗族", "13800002222", "2017-05", rows[0][-1]])
    path = Path("名单") / _FILE
    write_table(path, columns=[Column(words) for words in _HEADINGS], rows=rows)
    return path
