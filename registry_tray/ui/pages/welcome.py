"""What is shown while nothing is registered: how to register the first application."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from registry_tray.ui import texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP_LARGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.whole_text import WholeText
from registry_tray.ui.widgets import CopyButton, EmptyState, button, label

_WIDEST = 632  # pixels


class Welcome(QWidget):
    """A friendly word, lines to paste into a shell, and a sample that shows what the program does."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        register, self.line, self.copy = self._command(theme, texts.registration_command(bridge.address), "primary")
        run, self.run_line, self.copy_run = self._command(theme, texts.run_command(bridge.address))
        self.example = button(
            self.tr("Show me with a sample"), description=self.tr("Registers a sample that breaks and comes back")
        )
        theme.changed.connect(self._fit)
        self._fit()
        more = label(self.tr("Listening on {0}").format(bridge.address), "caption", selectable=True)
        more.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        either = label(self.tr("Or have a program registered for as long as it runs:"), "muted")
        either.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.state = EmptyState(
            theme, "register", self.tr("No applications yet"),
            self.tr("Register the first one from a terminal, and it shows up here at once."),
            register, GAP_SMALL, either, run, GAP_LARGE, self.example, more,
        )  # fmt: skip
        self.state.setContentsMargins(GAP_LARGE, 0, GAP_LARGE, 0)
        area = QScrollArea(widgetResizable=True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.state)
        self.state.setObjectName("scrolled")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_LARGE, 0, GAP_LARGE, 0)
        layout.addWidget(area)

    def _fit(self) -> None:
        """Buttons as wide as each other, whatever their kind, so that the lines beside them are so, too."""
        buttons = (self.copy, self.copy_run)
        for each in buttons:
            each.setMinimumWidth(0)
            each.ensurePolished()
        widest = max(each.sizeHint().width() for each in buttons)
        for each in buttons:
            each.setMinimumWidth(widest)

    def _command(self, theme: Theme, command: str, kind: str = "") -> tuple[QWidget, WholeText, CopyButton]:
        """A row with the command and its copy button."""
        row = QWidget()
        row.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = WholeText(command, "code", GAP_TINY)
        line.setFont(theme.font(CAPTION, mono=True))
        line.setMaximumWidth(theme.size(_WIDEST))
        line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.setAccessibleName(self.tr("Command that registers an application"))
        copy = CopyButton(theme, line.toPlainText, kind=kind)
        copy.setAccessibleDescription(self.tr("Copies the command that registers an application"))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addStretch(1)
        layout.addWidget(line, 100)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        layout.addStretch(1)
        return row, line, copy
