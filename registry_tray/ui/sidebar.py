"""The way from page to page."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from registry_tray.ui import assets
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_LARGE, GAP_SMALL, GAP_TINY, SIDEBAR_SLIM, SIDEBAR_WIDTH

_ICON = 16


class Sidebar(QWidget):
    """A button for each page."""

    page_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(SIDEBAR_WIDTH)
        self._theme = theme
        self._buttons: dict[str, QToolButton] = {}
        self._icons: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._group = QButtonGroup(self)
        self._is_slim = False
        self._name = QLabel("Registry Tray")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(GAP, GAP_LARGE, GAP, GAP)
        self._layout.setSpacing(GAP_TINY)
        self._layout.addLayout(self._make_brand())
        self._layout.addSpacing(GAP_LARGE)
        self._layout.addStretch()
        theme.changed.connect(self._tint)
        theme.changed.connect(self._fit)

    def add(self, name: str, label: str, icon: str) -> None:
        """Offer one more page; they are numbered by their order."""
        button = QToolButton()
        button.setText(f"  {label}")  # no style sheet sets the gap after the icon
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        number = len(self._buttons) + 1
        shortcut = QKeySequence(f"Ctrl+{number}")
        # Not the button's own shortcut: that one animates a click, and the page would come late.
        QShortcut(shortcut, self).activated.connect(lambda: self.page_chosen.emit(name))
        button.setToolTip(f"{label} ({shortcut.toString(QKeySequence.SequenceFormat.NativeText)})")
        button.setAccessibleName(label)
        button.setAccessibleDescription(self.tr("Shows the page {0}").format(label))
        button.clicked.connect(lambda: self.page_chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name], self._icons[name], self._labels[name] = button, icon, label
        self._layout.insertWidget(self._layout.count() - 1, button)
        self._fit()
        self._tint()

    def set_slim(self, slim: bool) -> None:
        """Show icons only, where the window is narrow."""
        if slim == self._is_slim:
            return
        self._is_slim = slim
        self._name.setVisible(not slim)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if slim else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._buttons.values():
            button.setToolButtonStyle(style)
        self._fit()

    def show_count(self, name: str, count: int) -> None:
        """Say beside the page's name how much is new there; 0 is nothing."""
        button, label = self._buttons[name], self._labels[name]
        button.setText(f"  {label}   {count}" if count else f"  {label}")
        button.setAccessibleName(self.tr("{0}, {1} new").format(label, count) if count else label)
        self._counts[name] = count
        self._tint()

    def mark(self, name: str) -> None:
        """Show which page is open."""
        self._buttons[name].setChecked(True)
        self._tint()

    def _fit(self) -> None:
        """As wide as its labels, however large the text is."""
        labels = (button.sizeHint().width() for button in self._buttons.values())
        wide = max((SIDEBAR_WIDTH, *(width + 2 * GAP for width in labels)))
        self.setFixedWidth(SIDEBAR_SLIM if self._is_slim else wide)

    def _make_brand(self) -> QHBoxLayout:
        mark = QLabel()
        mark.setPixmap(assets.pixmap("program", 20, self._theme.colours.accent_ground, "#ffffff", 2.0))
        mark.setAccessibleName(self.tr("Program icon"))
        self._name.setProperty("role", "strong")
        layout = QHBoxLayout()
        layout.setContentsMargins(GAP_SMALL, 0, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(mark)
        layout.addWidget(self._name, 1)
        return layout

    def _tint(self) -> None:
        colours = self._theme.colours
        for name, button in self._buttons.items():
            icon = self._theme.icon(self._icons[name], colours.accent if button.isChecked() else colours.muted)
            button.setIcon(_dotted(icon, colours.accent) if self._counts.get(name) else icon)


def _dotted(icon: QIcon, ink: str) -> QIcon:
    """With a dot in its corner: something is new, also where the sidebar shows icons only."""
    made = QIcon()
    for scale in (1, 2, 3):
        picture = icon.pixmap(QSize(_ICON, _ICON), float(scale))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawEllipse(QRectF(_ICON - 6, 0, 6, 6))
        painter.end()
        made.addPixmap(picture)
    return made
