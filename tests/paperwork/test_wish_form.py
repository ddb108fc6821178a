"""What a paper is told."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs, office, still, workplace
from tests.paperwork.archive_helpers import fill
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.papers.kinds import MadePaper, Need, PaperKind, PaperWish
from tuanji_desktop.paperwork import sources
from tuanji_desktop.paperwork.pick_field import PickField
from tuanji_desktop.paperwork.sources import Choice
from tuanji_desktop.paperwork.wish_form import WishForm

__all__ = ["dressed", "jobs", "office", "workplace"]
Opened = Callable[..., WishForm]


def kind(*needs: tuple[Need, ...], may: tuple[str, ...] = (), code: str = "x") -> PaperKind:
    def make(_context: Context, _wish: PaperWish) -> MadePaper:
        raise AssertionError

    return PaperKind(code, "纸件", needs, make, may=may)


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace) -> Iterator[Opened]:
    def open_form(wish: PaperWish = PaperWish()) -> WishForm:  # noqa: B008
        made = WishForm(workplace, wish)
        qtbot.addWidget(made)
        made.begin(sources.named(workplace.context, wish))
        made.show()
        return made

    yield open_form


def test_each_need_has_its_field(qtbot: QtBot, opened: Opened, workplace: Workplace) -> None:
    form = opened(PaperWish(member=2, org=3))
    form.show_kind(
        kind(("member", "change"), ("year",), may=("document_number", "masked", "unknown"))
    )
    assert list(form.fields) == ["member", "year", "document_number", "masked"]
    for name, sort in (
        ("member", PickField), ("year", QSpinBox), ("document_number", QLineEdit),
        ("masked", QCheckBox),
    ):  # fmt: skip
        assert isinstance(form.fields[name], sort)
        assert form.fields[name].objectName()
    number = form.fields["document_number"]
    assert isinstance(number, QLineEdit)
    with qtbot.waitSignal(form.changed):
        number.setText(" 青团字〔2018〕1号 ")
        number.textEdited.emit(number.text())
    assert form.wish == PaperWish(
        member=2, org=3, year=2018, document_number="青团字〔2018〕1号", masked=False
    )


def test_what_was_said_is_kept_for_the_next_kind(opened: Opened) -> None:
    form = opened(PaperWish(member=2))
    form.show_kind(kind(("member",), may=("cause",)))
    cause = form.fields["cause"]
    assert isinstance(cause, QLineEdit)
    cause.setText("看错了")
    picked = form.fields["member"]
    assert isinstance(picked, PickField)
    picked.show_choice(Choice(4, "单雄"))
    form.show_kind(kind())
    assert not form.isVisible()
    form.show_kind(kind(("member",), may=("cause",)))
    assert (form.wish.member, form.wish.cause) == (4, "看错了")


def test_a_change_is_of_whom_it_is(opened: Opened) -> None:
    form = opened(PaperWish(change=12, member=2))
    form.show_kind(kind(("member", "change")))
    assert (form.wish.change, form.wish.member) == (12, None)
    picked = form.fields["member"]
    assert isinstance(picked, PickField)
    picked.show_choice(Choice(4, "单雄"))
    assert (form.wish.change, form.wish.member) == (None, 4)


@pytest.mark.parametrize("usual", [False, True])
def test_stars_as_the_kind_has_them_unless_told(opened: Opened, usual: bool) -> None:
    form = opened()
    form.show_kind(replace(kind(may=("masked",)), masked=usual))
    box = form.fields["masked"]
    assert isinstance(box, QCheckBox)
    assert form.wish.masked is usual
    box.click()
    assert form.wish.masked is not usual
    form.show_kind(replace(kind(may=("masked",)), masked=usual))
    assert form.wish.masked is usual


def test_batches_are_offered(qtbot: QtBot, opened: Opened, workplace: Workplace) -> None:
    form = opened()
    form.show_kind(kind(("batch",), code="deletion-guangdong"))
    still(qtbot, workplace.jobs)
    assert form.wish.batch == ""
    fill(workplace.context)
    form.show_kind(kind(("batch",), code="deletion-guangdong"))
    with qtbot.waitSignal(form.changed):
        still(qtbot, workplace.jobs)
    box = form.fields["batch"]
    assert isinstance(box, QComboBox)
    assert form.wish.batch == "SC2018-001"


def test_stars_are_as_the_kind_has_them_and_taking_them_away_stays_with_it(
    qtbot: QtBot, opened: Opened
) -> None:
    file = replace(kind(("member",), may=("masked",), code="file"), masked=True)
    roster = kind(("org",), may=("masked",), code="roster")
    form = opened(PaperWish(member=1, org=3))
    form.show_kind(file)
    assert form.wish.masked is True
    box = form.fields["masked"]
    assert isinstance(box, QCheckBox)
    box.setChecked(False)
    assert form.wish.masked is False
    form.show_kind(roster)
    assert form.wish.masked is False  # its own usual
    form.show_kind(file)
    assert form.wish.masked is True
    form.show_kind(kind(("member",)))
    assert form.wish.masked is None


def test_our_next_number_is_put_in(qtbot: QtBot, opened: Opened, workplace: Workplace) -> None:
    save_settings(workplace.context, [("office.document_series", "青团字〔年〕号")])
    form = opened()
    form.show_kind(kind(may=("document_number",)))
    button = form.findChild(QPushButton, "make_document_number_next")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(form.changed, timeout=5_000):
        button.click()
    still(qtbot, workplace.jobs)
    assert form.wish.document_number == "青团字〔2018〕1号"
