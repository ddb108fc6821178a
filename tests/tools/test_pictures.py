"""The camera sees what a clerk should never see; the papers are drawn page by page."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.conftest import dressed
from tools.pictures.camera import save_small
from tools.pictures.defects import defects
from tools.pictures.papers import take_papers

__all__ = ["dressed"]


@pytest.mark.usefixtures("dressed")
def test_cut_words_and_english_are_found(qtbot: QtBot) -> None:
    window = QWidget()
    window.setObjectName("window")
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for words in ("保存", "团员花名册导入完成", "Error"):
        column.addWidget(QLabel(words, window))
    button = QPushButton("全部退回这些申请", window)
    button.setObjectName("narrow")
    button.setMaximumWidth(40)
    column.addWidget(button)
    window.resize(300, 200)
    window.show()
    found = defects(window)
    assert any("English: ['Error']" in words for words in found)
    assert any(words.startswith("narrow: cut") for words in found)
    assert len(found) == 2


def test_pictures_are_small_and_as_wide_as_wished(tmp_path: Path) -> None:
    image = QImage(400, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#1D5A9E"))
    save_small(image, tmp_path / "a.png", width=200)
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (200, 50)
        assert picture.mode == "P"
        assert picture.convert("RGB").getpixel((10, 10)) == (0x1D, 0x5A, 0x9E)


def test_every_page_of_every_paper(tmp_path: Path) -> None:
    names = take_papers(tmp_path)
    assert {name.rpartition("-page-")[0] for name in names} == {
        f"{form}-{size}"
        for form in ("guangdong", "qilu")
        for size in ("empty", "1-row", "40-rows", "rare-names")
    }
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(names)
