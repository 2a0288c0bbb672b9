"""The token for other machines, shown in the one start in which it was made."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from registry_tray.ui.direction import margins
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import BODY, GAP, GAP_HUGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import CopyButton, label


class TokenCard(QWidget):
    """Gone for good when it is dismissed."""

    dismissed = Signal()

    def __init__(self, theme: Theme, token: str, kept_in: str) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("tone", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Token for other machines"))
        self._theme = theme
        self._sign = QLabel()
        self._sign.setAccessibleName(self.tr("Token"))
        self.line = QLineEdit(token)
        self.line.setReadOnly(True)
        self.line.setFont(theme.font(BODY, mono=True))
        self.line.setCursorPosition(0)
        self.line.setAccessibleName(self.tr("Token"))
        self.line.setMaximumWidth(640)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.copy = CopyButton(theme, self.line.text, kind="primary")
        self.copy.setAccessibleDescription(self.tr("Copies the token"))
        self.dismiss = QToolButton()
        self.dismiss.setProperty("kind", "icon")
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dismiss.setAccessibleName(self.tr("Dismiss"))
        self.dismiss.setToolTip(self.tr("Dismiss; the token is not shown again"))
        self.dismiss.clicked.connect(self._on_dismissed)
        self.help = label(
            self.tr("Other machines must send it as “Authorization: Bearer {0}…”. It is shown this once and kept in {1}.").format(
                token[:4], kept_in
            ),
            wrap=True,
            selectable=True,
        )
        self._lay_out()
        theme.changed.connect(self._tint)
        self._tint()

    def _lay_out(self) -> None:
        value = QHBoxLayout()
        value.setSpacing(GAP_SMALL)
        value.addWidget(self.line, 1)
        value.addWidget(self.copy)
        value.addStretch()
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY + 2)
        words.addWidget(label(self.tr("Token for other machines"), "strong"))
        words.addWidget(self.help)
        words.addLayout(value)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margins(GAP_HUGE, GAP, GAP, GAP))
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)

    def _on_dismissed(self) -> None:
        self.line.clear()
        self.hide()
        self.dismissed.emit()
        self.deleteLater()

    def _tint(self) -> None:
        self._sign.setPixmap(self._theme.pixmap("key", self._theme.colours.text))
        self.dismiss.setIcon(self._theme.icon("close"))
