"""The office's own texts of its letters: rows of the settings, one a kind (`letter.KIND`).

What a text may say is known a floor above (`papers.letter_template`); here it is kept, and taken
away again when the shipped text is to hold. Both are operations that can be undone.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from .context import Context
from .service import get_setting, put_setting

PREFIX = "letter."


def own_letter(connection: Connection, code: str) -> str | None:
    """The office's own text of a letter; None where the shipped one holds."""
    return get_setting(connection, PREFIX + code)


def own_letters(context: Context) -> Mapping[str, str]:
    """All own texts by the code of their letter."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT key, value FROM settings WHERE key LIKE 'letter.%' AND value IS NOT NULL"
        )
        return {key.removeprefix(PREFIX): value for key, value in rows}


def keep_letter(context: Context, code: str, title: str, text: str | None) -> bool:
    """Keeps an own text, or takes it away (None); False where nothing changes."""
    with context.database.read() as connection:
        if own_letter(connection, code) == text:
            return False
    words = f"修改公文模板：{title}" if text is not None else f"恢复公文模板原文：{title}"
    with context.database.write(context.operation("letter.edit", words)) as writing:
        put_setting(writing.connection, PREFIX + code, text)
    return True
