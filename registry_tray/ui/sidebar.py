"""The way from page to page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from registry_tray.ui import assets
from registry_tray.ui.language import key_text
from registry_tray.ui.page_button import PageButton
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_LARGE, GAP_SMALL, GAP_TINY, SIDEBAR_SLIM, SIDEBAR_WIDTH

_MARK = 20


class Sidebar(QWidget):
    """A button for each page."""

    page_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._buttons: dict[str, PageButton] = {}
        self._group = QButtonGroup(self)
        self._is_slim = False
        self._mark = QLabel()
        self._mark.setAccessibleName(self.tr("Program icon"))
        self._name = QLabel("Registry Tray")
        self._name.setProperty("role", "strong")
        self._brand = QHBoxLayout()
        self._brand.setSpacing(GAP_SMALL)
        self._brand.addWidget(self._mark)
        self._brand.addWidget(self._name, 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(GAP, GAP_LARGE, GAP, GAP)
        self._layout.setSpacing(GAP_TINY)
        self._layout.addLayout(self._brand)
        self._layout.addSpacing(GAP_LARGE)
        self._layout.addStretch()
        theme.changed.connect(self._fit)
        self._fit()

    def add(self, name: str, label: str, icon: str) -> None:
        """Offer one more page; they are numbered by their order."""
        button = PageButton(self._theme, label, icon)
        number = len(self._buttons) + 1
        shortcut = QKeySequence(f"Ctrl+{number}")
        # Not the button's own shortcut: that one animates a click, and the page would come late.
        QShortcut(shortcut, self).activated.connect(lambda: self.page_chosen.emit(name))
        button.setToolTip(f"{label} ({key_text(shortcut.toString())})")
        button.clicked.connect(lambda: self.page_chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = button
        self._layout.insertWidget(self._layout.count() - 1, button)
        self._fit()

    def set_slim(self, slim: bool) -> None:
        """Show icons only, where the window is narrow."""
        if slim == self._is_slim:
            return
        self._is_slim = slim
        self._name.setVisible(not slim)
        for button in self._buttons.values():
            button.set_slim(slim)
        self._fit()

    def show_count(self, name: str, count: int) -> None:
        """Say beside the page's name how much is new there; 0 is nothing."""
        self._buttons[name].show_count(count)
        self._fit()

    def mark(self, name: str) -> None:
        """Show which page is open."""
        self._buttons[name].setChecked(True)

    def _fit(self) -> None:
        """As wide as its labels, however large the text is."""
        size = self._theme.size(_MARK)
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(assets.pixmap("program", size, self._theme.colours.accent_ground, "#ffffff", ratio))
        brand = 0 if self._is_slim else size + GAP_SMALL + self._name.sizeHint().width() + 2 * GAP
        widest = max(brand, *(button.sizeHint().width() for button in self._buttons.values()), 0) + 2 * GAP
        width = max(SIDEBAR_SLIM if self._is_slim else SIDEBAR_WIDTH, widest)
        self.setFixedWidth(width)
        side = (width - size) // 2 - GAP if self._is_slim else GAP - 2
        self._brand.setContentsMargins(side, 0, side, 0)
