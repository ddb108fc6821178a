"""The file is open elsewhere: it is shown, nothing can be changed, and the window says why."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import Clerk

HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from tuanji_desktop.office.service import open_office
held = open_office(Path(sys.argv[1]), clock=lambda: datetime.now().astimezone())
print(held.database.read_only, flush=True)
sys.stdin.read()
held.database.close()
"""


@pytest.fixture
def held_office(small_office: Path) -> Iterator[Path]:
    """Another process has the file."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(small_office)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline().strip() == "False"
        yield small_office
        other.stdin.close()
        other.wait(timeout=20)


def test_the_second_only_reads(open_office_file: Callable[..., Clerk], held_office: Path) -> None:
    clerk = open_office_file(held_office)
    window = clerk.window
    assert "只读" in clerk.texts(window.statusBar())
    assert window.banner.isVisible()
    names = {action.objectName() for action in window.commands()}
    assert "command_find" in names
    assert not names & {"command_add_member", "command_import_roster", "command_undo"}
    assert clerk.search("zs") == [1]
    page: Any = window.desk
    page.table.choose([1])
    clerk.wait()
    assert "张三" in clerk.texts(window.card)
    clerk.command("open_member")
    dialog: Any = clerk.dialog("member_dialog")
    assert not dialog.sheet.save.isEnabled()
    dialog.reject()
    for key in ("review", "graduates", "deletion", "history", "settings", "home"):
        clerk.desk(key)
