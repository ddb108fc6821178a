"""Own texts of letters in the office file: kept, taken away, undone."""

from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.letter_texts import keep_letter, own_letter, own_letters


def operations(context: Context) -> list[tuple[int, str, str]]:
    with context.database.read() as connection:
        return [
            tuple(row)
            for row in connection.exec_driver_sql(
                "SELECT number, kind, words FROM journal_operations ORDER BY number"
            )
        ]


def test_a_text_is_kept_and_taken_away_again(office: Context) -> None:
    assert keep_letter(office, "letter", "行文", "甲")
    assert own_letters(office) == {"letter": "甲"}
    assert not keep_letter(office, "letter", "行文", "甲"), "nothing changed, nothing is written"
    number, kind, words = operations(office)[-1]
    assert (kind, words) == ("letter.edit", "修改公文模板：行文")
    assert keep_letter(office, "letter", "行文", None)
    assert own_letters(office) == {}
    assert operations(office)[-1][2] == "恢复公文模板原文：行文"
    undo(office, number=number + 1)
    assert own_letters(office) == {"letter": "甲"}
    undo(office, number=number)
    with office.database.read() as connection:
        assert own_letter(connection, "letter") is None
