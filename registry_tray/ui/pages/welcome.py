"""What is shown while nothing is registered: how to register the first application."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from registry_tray.ui import texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import CopyButton, EmptyState, label


class Welcome(QWidget):
    """A friendly word, and a line to paste into a shell."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        command = QWidget()
        command.setMaximumWidth(720)
        command.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line = QPlainTextEdit(texts.registration_command(bridge.address))
        self.line.setReadOnly(True)
        self.line.setTabChangesFocus(True)
        self.line.setProperty("look", "code")
        self.line.setFixedHeight(self.line.fontMetrics().lineSpacing() * 3 + GAP_SMALL)
        self.line.setAccessibleName(self.tr("Command that registers an application"))
        self.copy = CopyButton(theme, self.line.toPlainText, kind="primary")
        self.copy.setAccessibleDescription(self.tr("Copies the command that registers an application"))
        row = QHBoxLayout(command)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        row.addWidget(self.line, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        more = label(self.tr("Listening on {0}").format(bridge.address), "caption", selectable=True)
        more.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.state = EmptyState(
            theme, "register", self.tr("No applications yet"),
            self.tr("Register the first one from a terminal, and it shows up here at once."),
            command, more,
        )  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_LARGE * 2, 0, GAP_LARGE * 2, 0)
        layout.addWidget(self.state)
