"""What forms in the details have in common."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from registry_tray.core.errors import InvalidPayloadError, RegistryError
from registry_tray.ui.details.fields import FormField
from registry_tray.ui.escapable import Escapable
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say
from registry_tray.ui.tokens import GAP_SMALL
from registry_tray.ui.widgets import button, label, narrow_label


class Form(Escapable):
    """Fields that are saved together. What is refused is said at its field, all else in `outcome`."""

    closed = Signal()

    def __init__(self, outcome: str = "error") -> None:
        """`outcome` is how what comes of it looks."""
        super().__init__()
        self.outcome = narrow_label("", outcome)
        self.outcome.hide()
        self.save = button(tr("Save"), self.on_save, kind="primary")
        self.cancel = button(tr("Cancel"), self.closed.emit)
        self.escaped.connect(self.closed)

    def on_save(self) -> None:
        """Have it saved."""
        raise NotImplementedError

    def field(self, path: str) -> FormField | None:
        """The field that a fault is about, where there is one."""
        raise NotImplementedError

    def saves_with_enter(self, fields: Iterable[FormField]) -> None:
        """Enter in one of these saves."""
        for field in fields:
            if isinstance(field.editor, QLineEdit):
                field.editor.returnPressed.connect(self.on_save)

    def head(self, title: str) -> QHBoxLayout:
        """The line at the top."""
        line = QHBoxLayout()
        line.setSpacing(GAP_SMALL)
        line.addWidget(label(title, "lead"), 1)
        line.addWidget(self.cancel)
        line.addWidget(self.save)
        return line

    def collect(self, fields: Iterable[FormField]) -> dict[str, Any] | None:
        """What is typed; None where a field makes no sense, which is said there. What was said before is not true any more."""
        self.show_outcome("")
        found: dict[str, Any] = {}
        clear = True
        for field in fields:
            try:
                found[field.name] = field.value()
                field.show_fault("")
            except ValueError as error:
                field.show_fault(str(error))
                clear = False
        return found if clear else None

    def show_outcome(self, text: str) -> None:
        """What has come of it; nothing where the text is empty."""
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))

    def on_refused(self, error: RegistryError) -> None:
        """Say why, where it can be mended."""
        rest = [] if isinstance(error, InvalidPayloadError) else [say(str(error))]
        for fault in error.faults if isinstance(error, InvalidPayloadError) else ():
            field = self.field(fault.path)
            if field is not None:
                field.show_fault(say(fault.message))
            else:
                rest.append(say(str(fault)))
        self.show_outcome("\n".join(rest))
