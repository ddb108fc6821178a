"""The look, as far as it can be computed."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from tuanji_desktop.kit.style import (
    DARK,
    LIGHT,
    READ_ON,
    Tokens,
    apply_style,
    contrast,
    current_tokens,
    load_fonts,
    row_height,
    scaled,
)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda one: one.name)
@pytest.mark.parametrize(("ink", "grounds"), READ_ON, ids=lambda one: one.split(" ")[0])
def test_whatever_is_written_can_be_read(tokens: Tokens, ink: str, grounds: str) -> None:
    found = {one: contrast(getattr(tokens, ink), getattr(tokens, one)) for one in grounds.split()}
    assert {one: round(ratio, 2) for one, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda one: one.name)
def test_the_focus_ring_stands_out(tokens: Tokens) -> None:
    assert contrast(tokens.action, tokens.surface) >= 3
    assert contrast(tokens.action, tokens.window) >= 3


def test_contrast_agrees_with_the_known_ends() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


def test_the_whole_program_changes_its_dress_at_once(dressed: QApplication) -> None:
    try:
        assert apply_style(dressed, theme="dark", scale=1.5) is DARK
        assert current_tokens() is DARK
        assert dressed.palette().color(QPalette.ColorRole.Base) == QColor(DARK.surface)
        assert dressed.font().pixelSize() == 21
        assert scaled(10) == 15
        assert row_height("compact") == 42
        assert row_height("comfortable") == 54
    finally:
        apply_style(dressed, theme="light", scale=1.0)
    assert row_height("unheard of") == 28
    assert current_tokens() is LIGHT


def test_the_desktops_own_choice_is_one_of_the_two(dressed: QApplication) -> None:
    try:
        assert apply_style(dressed, theme="system", scale=1.0) in (LIGHT, DARK)
    finally:
        apply_style(dressed, theme="light", scale=1.0)


def test_fonts_not_shipped_yet_are_no_failure(
    dressed: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr("tuanji_desktop.kit.style.resource_dir", lambda: tmp_path)
    assert load_fonts() == []
