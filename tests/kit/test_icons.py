"""Icons: all there, tinted, crisp, following the theme."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tuanji_desktop.core.paths import resource_dir
from tuanji_desktop.kit.icons import DESK_ICONS, icon, pixmap
from tuanji_desktop.kit.style import DARK, LIGHT, apply_style


def inks(image: QImage) -> set[str]:
    """Colours of the fully painted pixels."""
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def close(one: str, other: str) -> bool:
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return all(abs(a - b) <= 2 for a, b in pairs)


@pytest.mark.parametrize("name", DESK_ICONS)
def test_every_desk_has_its_icon(dressed: QApplication, name: str) -> None:
    assert not icon(name).isNull()


def test_every_drawing_can_be_tinted() -> None:
    folder = resource_dir() / "icons"
    plain = [
        one.name
        for one in folder.glob("*.svg")
        if "currentColor" not in one.read_text(encoding="utf-8")
        and not one.name.startswith("fixed-")
    ]
    assert plain == []
    assert "ISC License" in (folder / "LICENSE").read_text(encoding="utf-8")


def test_an_icon_takes_its_colour_from_the_theme_when_it_is_painted(dressed: QApplication) -> None:
    one = icon("print", "accent")
    light = inks(one.pixmap(QSize(64, 64)).toImage())
    try:
        apply_style(dressed, theme="dark", scale=1.0)
        dark = inks(one.pixmap(QSize(64, 64)).toImage())
    finally:
        apply_style(dressed, theme="light", scale=1.0)
    assert light
    assert all(close(ink, LIGHT.accent) for ink in light)
    assert all(close(ink, DARK.accent) for ink in dark)


def test_a_dense_screen_gets_more_pixels_not_bigger_ones(dressed: QApplication) -> None:
    picture = icon("search").pixmap(QSize(20, 20), 2.0)
    assert picture.width() == 40
    assert picture.devicePixelRatio() == 2.0
    assert pixmap("search", "text", 16, 2.0).width() == 32


def test_a_name_or_colour_we_do_not_have_is_a_bug(dressed: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("unicorn")
    with pytest.raises(ValueError, match="no such token"):
        icon("search", "pink")
