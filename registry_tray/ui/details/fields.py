"""A field of the form of a job: what it is called, what is typed, and what is wrong with it."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from registry_tray.durations import compact, parse_duration
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say
from registry_tray.ui.tokens import GAP_TINY
from registry_tray.ui.widgets import narrow_label

DURATION = "duration"


class FormField(QWidget):
    """`kind` is duration, text, number, flag, choice, list, map or any. An empty field stands for the default."""

    edited = Signal()

    def __init__(self, name: str, title: str, kind: str, doc: str = "", choices: Sequence[str] = (), hint: str = "") -> None:
        super().__init__()
        self.name = name
        self._kind = kind
        self.editor = self._make_editor(title, doc, choices, hint)
        self.fault = narrow_label("", "error")
        self.fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_TINY)
        self._caption = narrow_label(title, "caption")
        if kind != "flag":
            layout.addWidget(self._caption)
        layout.addWidget(self.editor)
        if doc:
            about = narrow_label(doc[:1].upper() + doc[1:], "caption")
            layout.addWidget(about)
        layout.addWidget(self.fault)

    def lay_into(self, grid: QGridLayout, row: int, column: int) -> None:
        """Into three rows that fields beside it share, so that what is typed stays in one line whatever is said of it."""
        grid.addWidget(self._caption, row, column, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.editor, row + 1, column)
        grid.addWidget(self.fault, row + 2, column, Qt.AlignmentFlag.AlignTop)

    def show_fault(self, text: str) -> None:
        """Say what is wrong; nothing where the text is empty."""
        self.fault.setText(text[:1].upper() + text[1:])
        self.fault.setVisible(bool(text))
        if isinstance(self.editor, QLineEdit):
            self.editor.setProperty("invalid", "true" if text else "false")
            self.editor.style().polish(self.editor)

    def value(self) -> Any:
        """What is typed, as JSON; None for the default. ValueError says what is expected."""
        match self.editor:
            case QCheckBox():
                return self.editor.isChecked()
            case QComboBox():
                return self.editor.currentText()
            case QPlainTextEdit():
                return _map(self.editor.toPlainText())
            case QLineEdit():
                return self._from_text(self.editor.text().strip())
        return None

    def fill(self, value: Any) -> None:
        """Show this value."""
        match self.editor:
            case QCheckBox():
                self.editor.setChecked(bool(value))
            case QComboBox():
                self.editor.setCurrentText(str(value))
            case QPlainTextEdit():
                lines = value.items() if isinstance(value, dict) else ()
                self.editor.setPlainText("\n".join(f"{name}: {item}" for name, item in lines))
            case QLineEdit():
                self.editor.setText(self._as_text(value))

    def _make_editor(self, title: str, doc: str, choices: Sequence[str], hint: str) -> QWidget:
        made: QWidget
        match self._kind:
            case "flag":
                check = QCheckBox(title)
                check.toggled.connect(self.edited)
                made = check
            case "choice":
                box = QComboBox()
                box.addItems(list(choices))
                box.currentTextChanged.connect(self.edited)
                made = box
            case "map":
                area = QPlainTextEdit()
                area.setPlaceholderText(self.tr("Name: value, a line each"))
                area.setTabChangesFocus(True)
                area.setFixedHeight(area.fontMetrics().lineSpacing() * 3 + 16)
                area.textChanged.connect(self.edited)
                made = area
            case _:
                line = QLineEdit()
                line.setPlaceholderText(hint)
                line.setMinimumWidth(96)
                line.textEdited.connect(self.edited)
                made = line
        made.setAccessibleName(title)
        made.setAccessibleDescription(doc or title)
        return made

    def _from_text(self, text: str) -> Any:
        if not text:
            return None
        match self._kind:
            case "duration":
                try:
                    return round(parse_duration(text) / timedelta(milliseconds=1))
                except ValueError as error:
                    raise ValueError(tr("is not {0}").format(say(str(error)))) from None
            case "number":
                try:
                    return float(text) if "." in text else int(text)
                except ValueError:
                    raise ValueError(tr("is not a number")) from None
            case "list":
                return [part.strip() for part in text.split(",") if part.strip()]
            case "any":
                try:
                    return json.loads(text)
                except ValueError:
                    return text
        return text

    def _as_text(self, value: Any) -> str:
        match value:
            case None:
                return ""
            case timedelta():
                return compact(value)
            case list() | tuple():
                return ", ".join(map(str, value))
            case str():
                return value
        return json.dumps(value)


def _map(text: str) -> dict[str, str] | None:
    pairs = [line.partition(":") for line in text.splitlines() if line.strip()]
    if any(not sign for _, sign, _ in pairs):
        raise ValueError(tr("needs a colon between name and value in every line"))
    return {name.strip(): value.strip() for name, _, value in pairs} or None
