"""Own forms in the office file: taken in when sound, carried along, undone like any act."""

from pathlib import Path

import pytest

from tuanji_desktop.core.errors import BadInput, FileRefused, NotFound
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.own_forms import (
    check_form,
    export_form,
    find_form,
    install_form,
    load_forms,
    own_form,
    own_forms,
    remove_form,
    write_form_template,
)
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.table_form import shipped_codes

FOURTH = Path(__file__).parents[1] / "papers" / "forms" / "nanling-return.toml"
ROSTER = """\
code = "roll"
title = "{unit}团员名单"
issuer = "青溪团县委"
document = "通知"
rows = "members"
[[columns]]
heading = "姓名"
field = "name"
share = 1
"""


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "名单.toml"
    file.write_text(ROSTER, encoding="utf-8")
    return file


def codes(context: Context) -> list[str]:
    return [one.code for one in load_forms(context) if one.own]


def last(context: Context) -> tuple[int, str, str]:
    with context.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT number, kind, words FROM journal_operations ORDER BY number DESC LIMIT 1"
        ).one()
    return (row[0], row[1], row[2])


def test_a_form_is_taken_in_once_it_is_sound(office: Context, roster: Path) -> None:
    done = install_form(office, FOURTH)
    assert (done.form.code, done.replaced, done.changed) == ("nanling-return", False, True)
    assert last(office)[1:] == (
        "form.install",
        "装入表格：南岭省“误审核团员”退回登记表（nanling-return）",
    )
    install_form(office, roster)
    forms = load_forms(office)
    assert [one.code for one in forms] == [*shipped_codes(), "nanling-return", "roll"]
    assert [one.own for one in forms] == [False] * 3 + [True] * 2
    with office.database.read() as connection:
        assert [one.code for one in own_forms(connection, "deletion")] == ["nanling-return"]
        assert [one.code for one in own_forms(connection, "members")] == ["roll"]
        assert own_forms(connection, "retention") == ()


def test_a_new_text_replaces_the_old_one_and_the_same_changes_nothing(
    office: Context, roster: Path
) -> None:
    install_form(office, roster)
    number = last(office)[0]
    assert not install_form(office, roster).changed
    assert last(office)[0] == number
    roster.write_text(ROSTER.replace("名单", "名册"), encoding="utf-8")
    done = install_form(office, roster)
    assert done.replaced
    assert last(office)[2] == "更新表格：团员名册（roll）"
    assert find_form(office, "roll").name == "团员名册"


def test_what_is_not_sound_never_gets_in(office: Context, roster: Path) -> None:
    number = last(office)[0]
    roster.write_text(ROSTER.replace('"name"', '"phone"'), encoding="utf-8")
    with pytest.raises(BadInput, match="第 8 行有误"):
        check_form(roster)
    with pytest.raises(BadInput, match=r"表格文件“名单\.toml”第 8 行有误.*phone"):
        install_form(office, roster)
    assert codes(office) == []
    assert last(office)[0] == number


def test_a_removed_form_says_so_and_undo_brings_it_back(office: Context, roster: Path) -> None:
    install_form(office, roster)
    assert remove_form(office, "roll") == "团员名单"
    assert codes(office) == []
    with office.database.read() as connection:
        with pytest.raises(NotFound) as removed:
            own_form(connection, "roll")
        with pytest.raises(NotFound) as unknown:
            own_form(connection, "rolls")
    assert (removed.value.code, unknown.value.code) == ("form.removed", "form.unknown")
    assert "重新装入" in removed.value.message
    number, kind, words = last(office)
    assert (kind, words) == ("form.remove", "移除表格：团员名单（roll）")
    undo(office, number=number)
    assert codes(office) == ["roll"]
    undo(office, number=number - 1)
    assert codes(office) == []
    assert not install_form(office, roster).replaced


def test_only_own_forms_are_removed(office: Context) -> None:
    with pytest.raises(BadInput, match="随程序提供"):
        remove_form(office, "retention")
    with pytest.raises(NotFound, match="没有编号为“roll”"):
        remove_form(office, "roll")


def test_a_form_of_a_batch_stays_a_deletion_form(office: Context, roster: Path) -> None:
    install_form(office, FOURTH)
    with office.database.write(office.operation("test", "批次")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO deletion_batches (number, form, org_id, state, created_by, created_on) "
            "VALUES ('2018-001', 'nanling-return', 1, 'requested', '王干事', '2018-08-01')"
        )
    roster.write_text(ROSTER.replace("roll", "nanling-return"), encoding="utf-8")
    with pytest.raises(BadInput, match="已有 1 个删除批次用过") as refused:
        install_form(office, roster)
    assert refused.value.code == "form.used"
    text = FOURTH.read_text(encoding="utf-8")
    roster.write_text(text.replace('field = "sex"', 'field = "ethnicity"'), encoding="utf-8")
    with pytest.raises(BadInput, match="栏目和表头不能再改"):
        install_form(office, roster)
    roster.write_text(text.replace("width = 30", "width = 28"), encoding="utf-8")
    assert install_form(office, roster).changed  # how it looks may change
    remove_form(office, "nanling-return")
    assert install_form(office, roster).changed


def test_an_exported_form_is_taken_in_again(office: Context, tmp_path: Path) -> None:
    install_form(office, FOURTH)
    own = tmp_path / "out" / "own.toml"
    export_form(office, "nanling-return", own)
    assert own.read_text(encoding="utf-8") == FOURTH.read_text(encoding="utf-8")
    shipped = tmp_path / "qilu.toml"
    export_form(office, "deletion-qilu", shipped)
    assert check_form(shipped).code == "own-deletion-qilu"
    assert install_form(office, shipped).form.table == find_form(office, "deletion-qilu").table
    with pytest.raises(NotFound, match="没有编号为“nothing”"):
        export_form(office, "nothing", own)
    with pytest.raises(FileRefused):
        export_form(office, "nanling-return", own / "own.toml")


def test_the_template_is_written_out(tmp_path: Path) -> None:
    file = tmp_path / "模板.toml"
    write_form_template(file)
    assert check_form(file).code == "my-form"


def test_a_text_that_this_program_cannot_read_is_listed_with_its_fault(office: Context) -> None:
    with office.database.write(office.operation("test", "写入")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO settings (key, value) VALUES ('form.later', ?)",
            (ROSTER.replace("roll", "later") + "colour = 1\n",),
        )
    (one,) = [one for one in load_forms(office) if one.own]
    assert (one.form, one.name) == (None, "later")
    assert "第 10 行有误：“colour”：不认识的键" in one.fault
    with office.database.read() as connection:
        assert own_forms(connection, "members") == ()
    assert remove_form(office, "later") == "later"
