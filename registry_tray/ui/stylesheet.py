"""The style sheet, generated from the tokens: the only place where a widget's look is described."""

from registry_tray.core.status import Status
from registry_tray.ui.files import resource
from registry_tray.ui.tokens import CAPTION, HEADLINE, ICON, LEAD, LINE, RADIUS, RADIUS_LARGE, TITLE, Colours

_ARROW = 0.75  # of an icon
_SCALED = "* { font-size: @base; }\n"
_SHEET = """
* { outline: none; }
QMainWindow { background: @window; }
QAbstractButton, QLineEdit, QMenu { icon-size: @icon; }
QWidget#page { background: @surface; }
QWidget#page[ground="window"] { background: @window; }
QToolTip { background: @raised; color: @text; border: 1px solid @buttonborder; padding: 4px 8px; }

QLabel { background: transparent; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="caption"] { color: @muted; font-size: @caption; }
QLabel[role="section"] { color: @muted; font-size: @caption; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="lead"] { font-size: @lead; font-weight: 600; }
QLabel[role="title"] { font-size: @title; font-weight: 600; }
QLabel[role="headline"] { font-size: @headline; font-weight: 600; }
QLabel[role="headline-danger"] { font-size: @headline; font-weight: 600; color: @danger; }
QLabel[role="danger"] { color: @danger; font-weight: 600; }
QLabel[role="tag"] {
    color: @text; font-size: @caption; background: @hover; border: 1px solid @border; border-radius: @radius; padding: 1px 7px;
}
QLabel[role="key"] {
    color: @text; font-size: @caption; font-weight: 600; background: @hover; border: 1px solid @buttonborder;
    border-bottom-width: 2px; border-radius: 4px; padding: 1px 6px;
}
QLabel[role="good"] { color: @good; font-size: @caption; }
QLabel[role="error"] { color: @danger; font-size: @caption; }

QWidget#sidebar { background: @sidebar; border-right: 1px solid @border; }
QWidget#sidebar QPushButton, QWidget#sidebar QPushButton:pressed {
    background: transparent; border: 2px solid transparent; border-radius: @radius; padding: 0;
}
QWidget#sidebar QPushButton:hover { background: @hover; }
QWidget#sidebar QPushButton:checked { background: @selected; }
QWidget#sidebar QPushButton:focus { border-color: @accent; padding: 0; }

QPushButton, QToolButton[kind="button"] {
    background: @buttonground; color: @text; border: 1px solid @buttonborder; border-radius: @radius; padding: 6px 12px;
    min-height: @line;
}
QPushButton:hover, QToolButton[kind="button"]:hover { background: @hover; }
QPushButton:pressed, QToolButton[kind="button"]:pressed { background: @selected; }
QPushButton:focus, QToolButton[kind="button"]:focus { border: 2px solid @accent; padding: 5px 11px; }
QPushButton:disabled, QToolButton[kind="button"]:disabled { color: @muted; border-color: @border; }
QBalloonTip QPushButton { padding: 0; border: none; background: transparent; min-height: 0; }
QPushButton[kind="primary"] { background: @accentground; color: @onaccent; border-color: @accentground; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accenthover; border-color: @accenthover; }
QPushButton[kind="primary"]:disabled { background: @hover; color: @muted; border-color: @border; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="link"] {
    background: transparent; color: @accent; border: 0 solid transparent; border-top-width: 2px; border-bottom-width: 2px;
    border-radius: 0; padding: 0; min-height: @line; text-align: left; /* nothing at its sides: it begins where text does */
}
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:disabled { color: @muted; text-decoration: none; }
QPushButton[kind="link"]:focus { background: @selected; border-bottom-color: @accent; padding: 0; }
QToolButton[kind="button"]::menu-indicator { image: none; width: 0; }
QPushButton::menu-indicator {
    image: url(@chevron); width: @arrow; height: @arrow; subcontrol-origin: padding; subcontrol-position: center right;
    right: 8px;
}
QPushButton[compact="true"] { padding: 6px 4px; }
QPushButton[compact="true"]:focus { padding: 5px 3px; }
QPushButton[kind="link"][compact="true"]:focus { padding: 6px 4px; }
QPushButton[menu="true"] { padding-@start: 6px; padding-@end: @beyond; }
QPushButton[menu="true"]:focus { padding-@start: 5px; padding-@end: @beyondfocus; }
QPushButton[kind="tile"] {
    background: @surface; border: 1px solid @border; border-radius: @radiuslarge; padding: 0; text-align: left;
}
QPushButton[kind="tile"]:hover { background: @hover; }
QPushButton[kind="tile"]:focus { border: 2px solid @accent; padding: 0; }
QToolButton[kind="icon"], QPushButton[kind="icon"] {
    background: transparent; border: 2px solid transparent; border-radius: @radius; padding: 4px; min-height: 0;
}
QPushButton[kind="icon"] { padding: 1px; }
QToolButton[kind="icon"]:hover, QPushButton[kind="icon"]:hover { background: @hover; }
QToolButton[kind="icon"]:focus, QPushButton[kind="icon"]:focus { border-color: @accent; }

QPushButton[kind="section"] {
    background: transparent; color: @muted; border: 2px solid transparent; text-align: left;
    padding: 5px 12px 5px 6px; /* logical: Qt mirrors it where the text is aligned */
}
QPushButton[kind="section"]:hover { background: @hover; color: @text; }
QPushButton[kind="section"]:checked { background: @selected; color: @text; font-weight: 600; }
QPushButton[kind="section"]:focus { border-color: @accent; padding: 5px 12px 5px 6px; }

QPushButton[kind="chip"] {
    background: transparent; color: @muted; border: 1px solid @border; border-radius: 13px; padding: 3px 10px; min-height: @line;
}
QPushButton[kind="chip"]:hover { background: @hover; color: @text; }
QPushButton[kind="chip"]:checked { background: @selected; color: @accent; border-color: @accent; font-weight: 600; }
QPushButton[kind="chip"]:focus { border: 2px solid @accent; padding: 2px 9px; }
QPushButton[kind="chip"][menu="true"] { padding-@start: 4px; padding-@end: @beyond; }
QPushButton[kind="chip"][menu="true"]:focus { padding-@start: 3px; padding-@end: @beyondfocus; }

QLineEdit, QComboBox, QSpinBox {
    background: @field; color: @text; border: 1px solid @control; border-radius: @radius; padding: 6px 8px; min-height: @line;
    selection-background-color: @accentground; selection-color: @onaccent;
}
QPlainTextEdit {
    background: @field; color: @text; border: 1px solid @control; border-radius: @radius; padding: 4px 4px;
    selection-background-color: @accentground; selection-color: @onaccent;
}
QPlainTextEdit:focus { border: 2px solid @accent; padding: 3px 3px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid @accent; padding: 5px 7px; }
QLineEdit[invalid="true"] { border: 2px solid @danger; padding: 5px 7px; }
QPlainTextEdit[look="value"], QPlainTextEdit[look="value"]:focus { background: transparent; border: none; padding: 0; }
QLineEdit[look="plain"], QLineEdit[look="plain"]:focus {
    background: transparent; border: none; padding: 4px 0; font-size: @lead;
}
QPlainTextEdit[look="code"] { font-family: "DejaVu Sans Mono", "SF Mono", "Cascadia Mono", monospace; font-size: @caption; }
QComboBox::drop-down { border: none; width: @dropdown; }
QComboBox::down-arrow { image: url(@chevron); width: @arrow; height: @arrow; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView {
    background: @raised; color: @text; border: 1px solid @buttonborder; selection-background-color: @selected;
    selection-color: @text; padding: 3px;
}
QComboBox QAbstractItemView::item { padding: 6px 8px; border-radius: 4px; min-height: @line; }
QComboBox QAbstractItemView::item:selected { background: @selected; color: @text; }

QCheckBox { spacing: 8px; }
QCheckBox[bare="true"] { spacing: 0; }
QCheckBox::indicator { width: @icon; height: @icon; border: 1px solid @control; border-radius: 4px; background: @field; }
QCheckBox::indicator:checked { background: @accentground; border-color: @accentground; image: url(@tick); }
QCheckBox::indicator:focus { border: 2px solid @accent; width: @boxfocus; height: @boxfocus; }

QWidget#toast QListView { background: transparent; }
QTableView, QListView {
    background: @surface; color: @text; border: none; selection-background-color: @selected; selection-color: @text;
    gridline-color: transparent;
}
QScrollArea, QListView#journal, QTableView[kind="report"] { border: none; border-top: 1px solid transparent; }
QScrollArea[reached="true"], QListView#journal:focus, QTableView[kind="report"]:focus { border-top-color: @accent; }
QScrollArea#banners { border: none; }
QProgressBar { background: @border; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QWidget#card { background: @surface; border: 1px solid @border; border-radius: @radiuslarge; }
QFrame#rule { background: @border; border: none; max-height: 1px; min-height: 1px; }
QWidget#details { background: @surface; border-left: 1px solid @border; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section {
    background: @surface; color: @muted; border: none; border-bottom: 1px solid @border; padding: 6px 12px;
    font-size: @caption; font-weight: 600;
}
QHeaderView::section:@outermost { padding-@start: 24px; }
QHeaderView::section:@innermost { padding-@end: 16px; }
QTableView[kind="report"]::item { padding: 0 9px; border-bottom: 1px solid @border; }
QTableView[kind="report"]::item:first { padding-@start: 21px; }
QTableView[kind="report"]::item:last { padding-@end: 13px; }
QTableView[kind="report"]::item:selected { background: @selected; color: @text; }
QHeaderView::section:hover { color: @text; }
QHeaderView::down-arrow {
    image: url(@chevron); width: @sortarrow; height: @sortarrow; subcontrol-position: center right; subcontrol-origin: padding;
    right: 2px;
}
QHeaderView::up-arrow {
    image: url(@chevronup); width: @sortarrow; height: @sortarrow; subcontrol-position: center right; subcontrol-origin: padding;
    right: 2px;
}

QWidget#banner { background: @warning; border-bottom: 1px solid @border; }
QWidget#banner[tone="danger"] { background: @dangerground; }
QWidget#banner[tone="notice"] { background: @selected; }

QWidget#toast { background: @raised; border: 1px solid @buttonborder; border-radius: @radiuslarge; }
QWidget#selection { background: @surface; border-top: 1px solid @border; }

QTabBar { background: transparent; border-bottom: 1px solid @border; }
QTabBar::tab {
    background: transparent; color: @muted; border: 2px solid transparent; border-bottom: 2px solid transparent;
    padding: 0; margin: 0;
}
QTabBar::tab:@outermost { margin-@start: 9px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @accent; border-bottom-color: @accent; }
QTabBar::tab:focus { border-color: @accent; border-radius: 4px; }
QTabBar::scroller { width: 48px; }
QTabBar QToolButton { background: @surface; border: 2px solid @surface; border-radius: 4px; }
QTabBar QToolButton:hover { background: @hover; }
QTabBar QToolButton::right-arrow { image: url(@chevronright); width: 14px; height: 14px; }
QTabBar QToolButton::left-arrow { image: url(@chevronleft); width: 14px; height: 14px; }
QTabBar QToolButton::right-arrow:disabled, QTabBar QToolButton::left-arrow:disabled { image: none; }

QMenu { background: @raised; color: @text; border: 1px solid @buttonborder; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::icon { padding-left: 10px; }
QMenu::indicator { width: @icon; height: @icon; margin-left: 8px; }
QMenu::indicator:checked { image: url(@check); }
QMenu::right-arrow { image: url(@chevronright); width: @arrow; height: @arrow; right: 8px; }
QMenu::left-arrow { image: url(@chevronleft); width: @arrow; height: @arrow; left: 8px; }

QSplitter::handle { background: transparent; width: 8px; }
QSplitter::handle:hover { background: @border; }
QScrollArea { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QWidget#scrolled { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @buttonborder; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def style_sheet(colours: Colours, base: float, icon: int, *, is_scaled: bool = False, is_mirrored: bool = False) -> str:
    """The sheet for these colours; `base` is the size of text in points, from which all others follow, `icon` that of icons.

    `is_scaled` is whether it is another one than the system's, whose platforms give some widgets fonts of their own;
    `is_mirrored` whether the window is read from right to left.
    """
    tone = "dark" if colours.is_dark else "light"
    arrow = round(icon * _ARROW)
    values = {
        "window": colours.window, "surface": colours.surface, "raised": colours.raised,
        "sidebar": colours.sidebar, "field": colours.field, "hover": colours.hover, "selected": colours.selected,
        "border": colours.border, "control": colours.control_border, "buttonground": colours.button,
        "buttonborder": colours.button_border,
        "text": colours.text, "muted": colours.muted, "accent": colours.accent, "accentground": colours.accent_ground,
        "accenthover": colours.accent_hover, "onaccent": colours.on_accent, "warning": colours.warning_ground,
        "dangerground": colours.danger_ground, "danger": next(iter(colours.status.values())), "good": colours.status[Status.UP],
        "start": "right" if is_mirrored else "left", "end": "left" if is_mirrored else "right",
        "outermost": "last" if is_mirrored else "first", "innermost": "first" if is_mirrored else "last",
        "base": f"{base:.2f}pt", "icon": f"{icon}px", "line": f"{round(icon * LINE / ICON)}px", "boxfocus": f"{icon - 2}px",
        "arrow": f"{arrow}px", "sortarrow": f"{arrow - 2}px", "dropdown": f"{arrow + 12}px",
        "beyond": f"{arrow + 10}px", "beyondfocus": f"{arrow + 9}px",
        "caption": f"{base * CAPTION:.2f}pt", "lead": f"{base * LEAD:.2f}pt", "title": f"{base * TITLE:.2f}pt",
        "headline": f"{base * HEADLINE:.2f}pt", "radius": f"{RADIUS}px", "radiuslarge": f"{RADIUS_LARGE}px",
        "tick": resource("icons/sheet-tick.svg").as_posix(),
        "check": resource(f"icons/sheet-check-{tone}.svg").as_posix(),
        "chevron": resource(f"icons/sheet-chevron-{tone}.svg").as_posix(),
    }  # fmt: skip
    for side in ("up", "left", "right"):
        values[f"chevron{side}"] = resource(f"icons/sheet-chevron-{side}-{tone}.svg").as_posix()
    sheet = _SCALED + _SHEET if is_scaled else _SHEET
    for name in sorted(values, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", values[name])
    return sheet
