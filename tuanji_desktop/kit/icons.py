"""Icons of the one set in `resources/icons`, in the colours of the theme."""

from functools import lru_cache
from typing import ClassVar

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from tuanji_desktop.core.paths import resource_dir
from tuanji_desktop.kit.style import Tokens, current_tokens

DESK_ICONS = {
    "home": "首页",
    "roster": "花名册",
    "quality": "数据质量",
    "review": "待审核",
    "transfers": "转接",
    "graduates": "毕业生",
    "deletion": "删除申请",
    "retention": "团籍保留",
    "campaigns": "信息核对",
    "comparison": "名单比对",
    "board": "统计",
    "history": "操作日志",
    "settings": "设置",
}
"""The rail: icon name and the desk it stands for."""


def icon(name: str, color_role: str = "text") -> QIcon:
    """The icon `name` in the colour of a token; it follows the theme and every screen's density.

    Raises `FileNotFoundError` for a name the set does not have.
    """
    _drawing(name)
    if color_role not in Tokens.__dataclass_fields__:
        raise ValueError(f"no such token: {color_role}")
    return QIcon(_TintedEngine(name, color_role))


def pixmap(name: str, color_role: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a picture of `size` device-independent pixels, kept in Qt's picture cache."""
    return _pixmap(name, getattr(current_tokens(), color_role), round(size * ratio), ratio)


class _TintedEngine(QIconEngine):
    """Asks for the colour when it paints, so that a change of theme needs no new icons."""

    _copies: ClassVar[list[QIconEngine]] = []

    def __init__(self, name: str, color_role: str) -> None:
        super().__init__()
        self._name = name
        self._role = color_role

    def clone(self) -> QIconEngine:
        # Qt takes the copy for its own, PySide lets go of it: somebody has to hold it. Qt copies
        # only where an icon is added to, which nobody does.
        copy = _TintedEngine(self._name, self._role)
        _TintedEngine._copies.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        size = min(rect.width(), rect.height())
        picture = self._picture(round(size * ratio), ratio, mode)
        left = rect.x() + (rect.width() - size) // 2
        painter.drawPixmap(QPoint(left, rect.y() + (rect.height() - size) // 2), picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._picture(min(size.width(), size.height()), 1.0, mode)

    def scaledPixmap(  # noqa: N802 (the name is Qt's)
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._picture(round(min(size.width(), size.height()) * scale), scale, mode)

    def _picture(self, pixels: int, ratio: float, mode: QIcon.Mode) -> QPixmap:
        tokens = current_tokens()
        disabled = mode == QIcon.Mode.Disabled
        colour = tokens.disabled if disabled else getattr(tokens, self._role)
        return _pixmap(self._name, colour, pixels, ratio)


def _pixmap(name: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    key = f"tuanji:{name}:{colour}:{pixels}:{ratio}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = QPixmap(max(pixels, 1), max(pixels, 1))
    picture.fill(Qt.GlobalColor.transparent)
    svg = _drawing(name).replace("currentColor", colour)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return (resource_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
