"""What is shown while nothing is registered: how to register the first application."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

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
        self.line = QLineEdit(texts.registration_command(bridge.address), readOnly=True)
        self.line.setProperty("look", "code")
        self.line.setCursorPosition(0)
        self.line.setAccessibleName(self.tr("Command that registers an application"))
        self.copy = CopyButton(theme, self.line.text, kind="primary")
        self.copy.setAccessibleDescription(self.tr("Copies the command that registers an application"))
        row = QHBoxLayout(command)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        row.addWidget(self.line, 1)
        row.addWidget(self.copy)
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
