"""The last output of a command that we run, as it comes."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QPlainTextEdit

from registry_tray.core.run import Run
from registry_tray.ui.details.section import Section
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION
from registry_tray.ui.widgets import CopyButton, label

_LEAST = 10  # lines


class Log(Section):
    """Stays at the end while it is there; where a person has scrolled back, it stays where they read."""

    def __init__(self, theme: Theme) -> None:
        self.copy = CopyButton(theme, lambda: self.text.toPlainText(), kind="link")
        self.copy.setAccessibleDescription(QCoreApplication.translate("Log", "Copies the last output"))
        super().__init__(QCoreApplication.translate("Log", "Log"), self.copy)
        self._run: Run | None = None
        self.none = label(self.tr("It has said nothing yet."), "muted", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # output begins at the left in every language
        self.text.setProperty("look", "code")
        self.text.setFont(theme.font(CAPTION, mono=True))
        self.text.setAccessibleName(self.tr("Last output"))
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LEAST)
        self.body.addWidget(self.none)
        self.body.addWidget(self.text, 1)
        self.show_run(None)

    def show_run(self, run: Run | None) -> None:
        """Show this; None for what we have not started."""
        if run is not None and self._run is not None and run.log == self._run.log:
            return
        self._run = run
        has_said = run is not None and bool(run.log.strip())
        self.none.setVisible(not has_said)
        self.copy.setVisible(has_said)
        self.text.setVisible(has_said)
        bar = self.text.verticalScrollBar()
        before, at_end = bar.value(), bar.value() >= bar.maximum()
        self.text.setPlainText(run.log.rstrip("\n") if run is not None else "")
        bar.setValue(bar.maximum() if at_end else before)
