"""What is typed is written down every ten seconds, and only then."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from tests.members.helpers import select, settle
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.draft_keeper import KEEP_EVERY_MS, DraftKeeper
from tuanji_desktop.members.drafts import Draft, keep_draft
from tuanji_desktop.office.context import Context


class Form(QObject):
    """Stands for the dialog: something typed, and somebody who owns the jobs."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: Mapping[str, str] = {}


@pytest.fixture
def form(workplace: Workplace) -> Form:
    return Form()


@pytest.fixture
def keeper(form: Form, workplace: Workplace) -> DraftKeeper:
    made = DraftKeeper(workplace, lambda: form.typed, form)
    made.begin(1, None)
    return made


def drafts(office: Context) -> list[str]:
    return [content for (content,) in select(office, "SELECT content FROM drafts")]


def test_at_most_every_ten_seconds(
    qtbot: QtBot, form: Form, keeper: DraftKeeper, workplace: Workplace, office: Context
) -> None:
    timer = keeper.findChild(QTimer)
    assert timer is not None
    assert (timer.interval(), timer.isActive()) == (KEEP_EVERY_MS, False)
    keeper.touched(None)
    assert timer.isActive()
    form.typed = {"qq": "10001"}
    timer.timeout.emit()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == ['{"qq": "10001"}']
    assert not timer.isActive()
    form.typed = {}
    keeper.keep_now()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == ['{"qq": "10001"}']
    keeper.discard()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == []


def test_nothing_kept_nothing_to_discard(
    qtbot: QtBot, keeper: DraftKeeper, workplace: Workplace, office: Context
) -> None:
    keeper.discard()
    settle(qtbot, workplace.jobs)
    assert select(office, "SELECT * FROM journal_operations WHERE kind LIKE 'draft.%'") == []


def test_an_offer_stays_until_it_is_taken(
    qtbot: QtBot, form: Form, keeper: DraftKeeper, workplace: Workplace, office: Context
) -> None:
    keeper.begin(1, Draft({"address": "旧"}, "2018-08-01"))
    form.typed = {"qq": "10001"}
    keeper.keep_now()
    keeper.discard()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == ['{"address": "旧"}']
    keeper.begin(1, Draft({"address": "旧"}, "2018-08-01"))
    taken = keeper.take()
    assert taken is not None
    assert keeper.take() is None
    keeper.discard()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == []


def test_what_the_service_kept_is_not_lost_by_closing(keeper: DraftKeeper) -> None:
    assert keeper.holds({})
    assert not keeper.holds({"qq": "10001"})
    keeper.was_kept({"qq": "10001"})
    assert keeper.holds({"qq": "10001"})
    assert not keeper.holds({"qq": "10002"})
    keeper.begin(2, None)
    assert not keeper.holds({"qq": "10001"})


def test_a_draft_that_was_taken_stays_until_it_is_saved_or_dropped(
    qtbot: QtBot, form: Form, keeper: DraftKeeper, workplace: Workplace, office: Context
) -> None:
    keep_draft(office, member_id=1, branch_id=None, content={"address": "旧"})
    keeper.begin(1, Draft({"address": "旧"}, "2018-08-01"))
    keeper.take()
    form.typed = {"address": "旧"}
    keeper.settle(form.typed)
    assert keeper.holds(form.typed)
    keeper.discard()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == ['{"address": "旧"}']
    form.typed = {"address": "旧", "qq": "10001"}
    keeper.keep_now()
    keeper.discard()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == ['{"address": "旧"}'], "only what was typed since is thrown away"
    done: list[bool] = []
    keeper.drop(lambda: done.append(True))
    settle(qtbot, workplace.jobs)
    assert (drafts(office), done) == ([], [True])


def test_an_offer_not_taken_lies_beside_what_the_service_kept(
    qtbot: QtBot, form: Form, keeper: DraftKeeper, workplace: Workplace, office: Context
) -> None:
    keeper.begin(1, Draft({"address": "旧"}, "2018-08-01"))
    keeper.was_kept({"qq": "10001"})
    form.typed = {"qq": "10002"}
    keeper.keep_now()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == ['{"address": "旧", "qq": "10002"}']
    keeper.discard()
    settle(qtbot, workplace.jobs)
    assert drafts(office) == ['{"address": "旧", "qq": "10001"}']
