"""The form of what a person sets for all instances of an application, whatever they ask for themselves."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from registry_tray.core.errors import InvalidPayloadError, RegistryError
from registry_tray.core.models import AppId
from registry_tray.core.spec import Wishes
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.form import Form
from registry_tray.ui.details.policy_fields import PAIRS, attribute, policy_fields
from registry_tray.ui.sayings import say
from registry_tray.ui.tokens import GAP, GAP_SMALL
from registry_tray.ui.widgets import button, label, narrow_label


class TuningForm(Form):
    """An empty field is as each instance asks. What the registry refuses is said at the field."""

    def __init__(self, bridge: Bridge, app_id: AppId, own: Wishes) -> None:
        super().__init__()
        self._bridge = bridge
        self._app_id = app_id
        self.fields = {field.name: field for field in policy_fields(self.tr("as it asks"))}
        self.outcome = narrow_label("", "error")
        self.outcome.hide()
        self.save = button(self.tr("Save"), self._on_save, kind="primary")
        self.cancel = button(self.tr("Cancel"), self.closed.emit)
        self._lay_out()
        for name, field in self.fields.items():
            field.fill(getattr(own, attribute(name)))
            if isinstance(field.editor, QLineEdit):
                field.editor.returnPressed.connect(self._on_save)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_SMALL)
        head.addWidget(label(self.tr("For all of {0}").format(self._app_id), "lead"), 1)
        head.addWidget(self.cancel)
        head.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        about = self.tr("Counts for every instance, also after it registers anew, and more than what it asks for.")
        column.addWidget(narrow_label(about, "caption"))
        column.addWidget(self.outcome)
        for names in PAIRS:
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for name in names:
                line.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(line)

    def _on_save(self) -> None:
        found: dict[str, Any] = {}
        clear = True
        for name, field in self.fields.items():
            try:
                found[name] = field.value()
                field.show_fault("")
            except ValueError as error:
                field.show_fault(str(error))
                clear = False
        if clear:
            self._bridge.commands.jobs.tune(self._app_id, found, self.closed.emit, self._on_refused)

    def _on_refused(self, error: RegistryError) -> None:
        rest = [] if isinstance(error, InvalidPayloadError) else [say(str(error))]
        for fault in error.faults if isinstance(error, InvalidPayloadError) else ():
            if fault.path in self.fields:
                self.fields[fault.path].show_fault(say(fault.message))
            else:
                rest.append(say(str(fault)))
        self.outcome.setText("\n".join(rest))
        self.outcome.setVisible(bool(rest))
