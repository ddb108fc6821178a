"""The look: tokens, and what they become – one palette, one style sheet, one font.

Everything coloured in the program takes its colour from a token; no widget names a colour itself.
The deep red is kept for the league's name and for incomplete records, so that it still means
something at four in the afternoon.
"""

from dataclasses import dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from tuanji_desktop.core.paths import resource_dir

BASE_PIXELS = 14
GRID = 4
ROW_PIXELS = {"compact": 28, "comfortable": 36}
FONT_FAMILIES = ("Noto Sans SC", "Microsoft YaHei UI", "Source Han Sans SC", "WenQuanYi Micro Hei")
_THEME_PROPERTY = "tuanji_theme"
_SCALE_PROPERTY = "tuanji_font_scale"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by what they are for. `*_tint` are grounds for text of the same name."""

    name: str
    window: str
    """Ground of the window and its panes."""
    side: str
    """Rail, headings of tables, status bar."""
    surface: str
    """Paper: tables, fields, cards."""
    hairline: str
    border: str
    """Edge of a field or a button."""
    hover: str
    text: str
    muted: str
    """Labels, hints, times."""
    disabled: str
    action: str
    """Words and icons one can press; the focus ring."""
    action_fill: str
    """Ground of the one main button."""
    action_fill_hover: str
    on_action: str
    selection: str
    accent: str
    """The league's name, incomplete records. Nothing else."""
    accent_tint: str
    error: str
    """What is wrong or was refused; rust, so that the red keeps its one meaning."""
    error_tint: str
    warning: str
    warning_tint: str
    good: str
    good_tint: str
    info_tint: str


LIGHT = Tokens(
    name="light",
    window="#FAFAF8",
    side="#F2F2EF",
    surface="#FFFFFF",
    hairline="#E6E6E1",
    border="#CBCBC5",
    hover="#ECECE8",
    text="#1F1F1D",
    muted="#62625D",
    disabled="#9A9A94",
    action="#1D5A9E",
    action_fill="#1D5A9E",
    action_fill_hover="#174A84",
    on_action="#FFFFFF",
    selection="#DBE7F5",
    accent="#B3261E",
    accent_tint="#FBEBE9",
    error="#974405",
    error_tint="#FCEEE3",
    warning="#7F5300",
    warning_tint="#FDF3DC",
    good="#27653A",
    good_tint="#E7F3EA",
    info_tint="#E9F0F8",
)

DARK = Tokens(
    name="dark",
    window="#1D1D1B",
    side="#191917",
    surface="#242422",
    hairline="#363633",
    border="#4D4D49",
    hover="#2E2E2B",
    text="#EBEBE6",
    muted="#ABABA5",
    disabled="#70706B",
    action="#8DB9EE",
    action_fill="#2C67AB",
    action_fill_hover="#3A78C0",
    on_action="#FFFFFF",
    selection="#2A415E",
    accent="#F28B82",
    accent_tint="#3C2523",
    error="#F0A56B",
    error_tint="#3A2A1D",
    warning="#E6B85C",
    warning_tint="#38301E",
    good="#83C798",
    good_tint="#22332A",
    info_tint="#24303E",
)

READ_ON = (
    (
        "text",
        "window side surface hover selection accent_tint error_tint warning_tint good_tint info_tint",
    ),
    ("muted", "window side surface hover"),
    ("action", "window side surface hover info_tint error_tint warning_tint good_tint"),
    ("on_action", "action_fill action_fill_hover"),
    ("accent", "window side surface accent_tint"),
    ("error", "window side surface error_tint"),
    ("warning", "window side surface warning_tint"),
    ("good", "window side surface good_tint"),
)
"""Which token is ever written on which grounds; each pair has a contrast of at least 4.5:1."""


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2: 1 (equal) to 21 (black on white)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def apply_style(app: QApplication, *, theme: str, scale: float) -> Tokens:
    """Dresses the whole program; may be called again at any time, nothing needs a restart.

    `theme` is light, dark or system (then the desktop's own choice counts); `scale` multiplies
    the font, 1.0 being 14 px.
    """
    tokens = _tokens_for(theme)
    app.setProperty(_THEME_PROPERTY, tokens.name)
    app.setProperty(_SCALE_PROPERTY, scale)
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(_font(scale))
    app.setPalette(_palette(tokens))
    app.setStyleSheet(_sheet(tokens, scale))
    return tokens


def load_fonts() -> list[str]:
    """Makes the shipped screen font known to Qt; returns the families found (none is no harm)."""
    known: set[str] = set()
    for file in sorted((resource_dir() / "fonts").glob("NotoSansSC*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        known.update(QFontDatabase.applicationFontFamilies(number) if number >= 0 else [])
    return sorted(known)


def current_tokens() -> Tokens:
    """The tokens the program is dressed in now (light before `apply_style`)."""
    app = QGuiApplication.instance()
    return DARK if app is not None and app.property(_THEME_PROPERTY) == DARK.name else LIGHT


def scaled(pixels: int) -> int:
    """A length that grows with the font setting, in device-independent pixels."""
    app = QGuiApplication.instance()
    scale = app.property(_SCALE_PROPERTY) if app is not None else None
    return round(pixels * scale) if isinstance(scale, float | int) else pixels


def row_height(density: str) -> int:
    """Height of a table row for `compact` or `comfortable`, in device-independent pixels."""
    return scaled(ROW_PIXELS.get(density, ROW_PIXELS["compact"]))


def number_font() -> QFont:
    """The screen font with figures of one width, for columns of numbers."""
    font = QGuiApplication.font()
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _tokens_for(theme: str) -> Tokens:
    if theme == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if theme == "dark" else LIGHT


def _font(scale: float) -> QFont:
    font = QFont()
    font.setFamilies([*FONT_FAMILIES, "sans-serif"])
    font.setPixelSize(round(BASE_PIXELS * scale))
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for one, colour in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.window),
        (role.Text, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.ToolTipBase, tokens.surface),
        (role.ToolTipText, tokens.text),
        (role.Highlight, tokens.selection),
        (role.HighlightedText, tokens.text),
        (role.Link, tokens.action),
        (role.LinkVisited, tokens.action),
        (role.Accent, tokens.action_fill),
        (role.BrightText, tokens.accent),
        (role.Mid, tokens.border),
        (role.Dark, tokens.border),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.hairline),
        (role.Shadow, tokens.border),
    ):
        palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens.disabled))
    return palette


def _sheet(tokens: Tokens, scale: float) -> str:
    values = {one: getattr(tokens, one) for one in Tokens.__dataclass_fields__}
    for name, pixels in (("small", 12), ("large", 18)):
        values[f"{name}_px"] = f"{round(pixels * scale)}px"
    values["icons"] = (resource_dir() / "icons").as_posix()
    return Template(_QSS).substitute(values)


_QSS = """
QMainWindow, QDialog { background: $window; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 4px 8px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit {
    background: $surface; color: $text; border: 1px solid $border; border-radius: 6px;
    padding: 2px 8px; selection-background-color: $selection; selection-color: $text; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus,
QDoubleSpinBox:focus, QDateEdit:focus {
    border: 2px solid $action; padding: 1px 7px; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $side; border-color: $hairline; }
QLineEdit:read-only:focus, QPlainTextEdit:read-only:focus { border-color: $action; }
QLineEdit:disabled, QComboBox:disabled { color: $disabled; background: $side; }
QLineEdit[level="error"], QComboBox[level="error"] { border-color: $error; }
QLineEdit[level="warning"], QComboBox[level="warning"] { border-color: $warning; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$icons/fixed-down-$name.svg"); width: 16px; height: 16px; }
QSpinBox::up-button, QSpinBox::down-button, QDateEdit::up-button, QDateEdit::down-button,
QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
    border: none; background: transparent; width: 20px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QDateEdit::up-arrow {
    image: url("$icons/fixed-up-$name.svg"); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QDateEdit::down-arrow {
    image: url("$icons/fixed-down-$name.svg"); width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator, QTreeView::indicator,
QListView::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 3px;
    background: $surface; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked,
QListView::indicator:checked { background: $action_fill; border-color: $action_fill;
    image: url("$icons/fixed-tick.svg"); }
QCheckBox::indicator:indeterminate { background: $action_fill; border-color: $action_fill; }
QRadioButton::indicator:checked { background: $action_fill; border-color: $action_fill;
    image: url("$icons/fixed-dot.svg"); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $action;
    width: 12px; height: 12px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $disabled; }
QCheckBox:focus, QRadioButton:focus { color: $action; }
QComboBox QLineEdit, QComboBox QLineEdit:focus {
    border: none; padding: 0; background: transparent; min-height: 0; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; outline: none;
    selection-background-color: $selection; selection-color: $text; }

QPushButton { outline: none;
    background: $surface; color: $text; border: 1px solid $border; border-radius: 6px;
    padding: 3px 12px; min-height: 20px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $selection; }
QPushButton:checked { border-color: $action; }
QPushButton:focus { border: 2px solid $action; padding: 2px 11px; }
QPushButton:disabled { color: $disabled; border-color: $hairline; }
QPushButton[main="true"] { background: $action_fill; color: $on_action; border-color: $action_fill; }
QPushButton[main="true"]:hover { background: $action_fill_hover; }
QPushButton[main="true"]:focus { border: 2px solid $text; }
QPushButton[main="true"]:disabled { background: $hover; color: $disabled; border-color: $hover; }
QPushButton[link="true"] { background: transparent; border: 1px solid transparent; color: $action;
    padding: 3px 6px; }
QPushButton[link="true"]:disabled { color: $disabled; }
QPushButton[link="true"]:hover { background: $hover; }
QPushButton[link="true"]:focus { border: 2px solid $action; padding: 2px 5px; }
QPushButton[rail="true"] { text-align: left; color: $muted; }
QPushButton[rail="true"]:hover { color: $text; }
QPushButton[rail="true"][missing="true"] { color: $accent; }

QPushButton[role="filter"] { background: transparent; border-color: transparent; color: $muted; }
QPushButton[role="filter"]:hover { background: $hover; }
QPushButton[role="filter"]:checked { background: $selection; color: $text; }
QPushButton[role="filter"]:focus { border-color: $action; }

QToolButton { background: transparent; color: $text; border: 2px solid transparent;
    border-radius: 6px; padding: 2px 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border-color: $action; }
QToolButton:disabled { color: $disabled; }
QToolButton[role="corner"] { background: $side; border: none; border-left: 1px solid $hairline;
    border-radius: 0; padding: 0; }
QToolButton[role="corner"]:hover { background: $hover; }
QToolButton::menu-indicator { image: none; }

QTableView, QTreeView, QListView { background: $surface; border: none; gridline-color: $hairline;
    outline: 1px solid $action; selection-background-color: $selection; selection-color: $text; }
QTableView { outline: none; } /* its delegate draws the frame */
QTableView:focus, QTreeView:focus, QListView:focus { border: none; }
QHeaderView { background: $side; border: none; }
QHeaderView::section { background: $side; color: $muted; border: none;
    border-right: 1px solid $hairline; border-bottom: 1px solid $hairline; padding: 4px 8px; }
QHeaderView::section:hover { color: $text; background: $hover; }
QTableCornerButton::section { background: $side; border: none; }

QMenuBar { background: $window; }
QMenuBar::item { padding: 4px 10px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QToolBar { background: $window; border: none; border-bottom: 1px solid $hairline; spacing: 4px;
    padding: 4px 8px; }
QToolBar::separator { background: $hairline; width: 1px; margin: 4px; }
QStatusBar { background: $side; color: $muted; border-top: 1px solid $hairline; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 2px 8px; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QDialogButtonBox { button-layout: 3; } /* the main button is the last one, as everywhere */
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $hairline; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $action_fill; border-radius: 3px; }
QTabWidget::pane { border: none; border-top: 1px solid $hairline; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px;
    border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $action; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $action; }

QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: $small_px; }
QLabel[role="section"] { color: $muted; font-size: $small_px; font-weight: 600; }
QLabel[role="title"] { font-size: $large_px; font-weight: 600; }
QLabel[role="league"] { color: $accent; font-weight: 600; }
QLabel[role="missing"], QLabel[red="true"] { color: $accent; }
QLabel[role="incomplete"] { color: $accent; font-size: $small_px; }
QLabel[role="error"] { color: $error; font-size: $small_px; }
QLabel[role="likely"] { color: $action; font-size: $small_px; }
QLabel[role="warning"] { color: $warning; font-size: $small_px; }
QLabel[compared="equal"] { background: $good_tint; }
QLabel[compared="different"] { background: $warning_tint; }
QFrame[role="card"] { background: $surface; border: 1px solid $hairline; border-radius: 6px; }
QFrame[role="card"][press="true"]:hover { background: $hover; }
QFrame[role="card"][press="true"]:focus { border: 2px solid $action; }
QFrame[role="hairline"] { background: $hairline; border: none; max-height: 1px; }
QFrame[role="popup"] { background: $surface; border: 1px solid $border; }
QFrame[role="chip"] { background: $hover; border: none; border-radius: 6px; }
QFrame[role="banner"] { border: none; border-radius: 6px; background: $info_tint; }
QFrame[role="banner"][level="good"] { background: $good_tint; }
QFrame[role="banner"][level="warning"] { background: $warning_tint; }
QFrame[role="banner"][level="error"] { background: $error_tint; }
"""
