"""What the instance has reported: each error once, with how often it came."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from registry_tray.core.reports import ErrorReport
from registry_tray.ui import texts
from registry_tray.ui.details.section import Section
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP_LARGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import CopyButton, button, label, narrow_label

READ = 8
_TALLEST = 12  # lines of a stack that show at once
_FRAME = 5  # pixels: what the style sheet puts around the text


class Errors(Section):
    """Entries are kept, so that an open stack stays open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.tr("Errors"))
        self._theme = theme
        self.entries: dict[str, ErrorEntry] = {}
        self.none = label(self.tr("It has reported no errors."), "muted", wrap=True)
        self.body.addWidget(self.none)

    def show_errors(self, errors: Sequence[ErrorReport], now: datetime) -> None:
        """Newest first."""
        self.none.setVisible(not errors)
        wanted = {error.fingerprint for error in errors}
        for fingerprint in [known for known in self.entries if known not in wanted]:
            gone = self.entries.pop(fingerprint)
            gone.hide()
            gone.deleteLater()
        for place, error in enumerate(errors, 1):  # the heading is the first
            entry = self.entries.get(error.fingerprint)
            if entry is None:
                entry = self.entries[error.fingerprint] = ErrorEntry(self._theme)
            if self.body.indexOf(entry) != place:
                self.body.insertWidget(place, entry)
            entry.show_error(error, now)


class ErrorEntry(QWidget):
    """Type, how often and when, the message, and the stack behind a button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.kind = narrow_label("", "danger")
        self.times = narrow_label("", "caption")
        self.message = narrow_label()
        self.stack = QPlainTextEdit()
        self.stack.setReadOnly(True)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # else it spreads the lines above
        self.stack.setTabChangesFocus(True)
        self.stack.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.stack.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # code begins at the left in every language
        self.stack.setProperty("look", "code")
        self.stack.setFont(theme.font(CAPTION, mono=True))
        self.stack.setAccessibleName(self.tr("Stack"))
        self.stack.hide()
        self.toggle = button(self.tr("Show stack"), self._on_toggle, kind="link")
        self.copy = CopyButton(theme, self._text, kind="link")
        self.copy.setAccessibleDescription(self.tr("Copies the error with its stack"))
        links = QHBoxLayout()
        links.setSpacing(GAP_LARGE)
        links.addWidget(self.toggle)
        links.addWidget(self.copy)
        links.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, GAP_SMALL)
        layout.setSpacing(GAP_TINY)
        for part in (self.kind, self.message, self.times):
            layout.addWidget(part)
        layout.addLayout(links)
        layout.addWidget(self.stack)

    def show_error(self, error: ErrorReport, now: datetime) -> None:
        """Show this error."""
        last, first = texts.moment(error.last_at, now), texts.clock_time(error.first_at, now)
        said = [texts.times(error.count), self.tr("last {0}").format(last) if error.count > 1 else last]
        if error.count > 1:
            said.append(self.tr("first {0}").format(first))
        if error.exit_code is not None:
            said.append(self.tr("exit code {0}").format(error.exit_code))
        for shown, text in (
            (self.kind, error.type or self.tr("Error")), (self.message, error.message), (self.times, " · ".join(said)),
        ):  # fmt: skip
            if shown.text() != text:
                shown.setText(text)
        self.kind.setVisible(bool(error.type) or not error.message)
        self.message.setVisible(bool(error.message))
        self.toggle.setVisible(bool(error.stack))
        if self.stack.toPlainText() != error.stack:
            self.stack.setPlainText(error.stack)
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """As high as the stack, up to a limit, with room for the scroll bar below it."""
        lines = min(_TALLEST, self.stack.blockCount())
        margin = round(self.stack.document().documentMargin())
        around = 2 * (margin + _FRAME) + margin + 1  # the last of it is what Qt keeps free before it says that a line is cut
        bar = self.stack.horizontalScrollBar().sizeHint().height()
        self.stack.setFixedHeight(ceil(QFontMetricsF(self.stack.font()).lineSpacing()) * lines + bar + around)

    def _text(self) -> str:
        head = ": ".join(part for part in (self.kind.text(), self.message.text()) if part)
        return "\n".join(part for part in (head, self.stack.toPlainText()) if part)

    def _on_toggle(self) -> None:
        is_open = self.stack.isHidden()
        self._fit()
        self.stack.setVisible(is_open)
        text = self.tr("Hide stack") if is_open else self.tr("Show stack")
        self.toggle.setText(text)
        self.toggle.setAccessibleName(text)
        if is_open:
            self.stack.setFocus(Qt.FocusReason.OtherFocusReason)
