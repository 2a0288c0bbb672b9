"""The form of what a person sets for all instances of an application, whatever they ask for themselves."""

from PySide6.QtWidgets import QVBoxLayout

from registry_tray.core.models import AppId
from registry_tray.core.spec import Wishes
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.fields import FormField
from registry_tray.ui.details.form import Form
from registry_tray.ui.details.policy_fields import attribute, in_pairs, policy_fields
from registry_tray.ui.tokens import GAP
from registry_tray.ui.widgets import narrow_label


class TuningForm(Form):
    """An empty field is as each instance asks. What the registry refuses is said at the field."""

    def __init__(self, bridge: Bridge, app_id: AppId, own: Wishes) -> None:
        super().__init__()
        self._bridge = bridge
        self._app_id = app_id
        self.fields = {field.name: field for field in policy_fields(self.tr("as it asks"))}
        self._lay_out()
        for name, field in self.fields.items():
            field.fill(getattr(own, attribute(name)))
        self.saves_with_enter(self.fields.values())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self.head(self.tr("For all of {0}").format(self._app_id)))
        about = self.tr("Counts for every instance, also after it registers anew, and more than what it asks for.")
        column.addWidget(narrow_label(about, "caption"))
        column.addWidget(self.outcome)
        column.addLayout(in_pairs(self.fields))

    def on_save(self) -> None:
        found = self.collect(self.fields.values())
        if found is not None:
            self._bridge.commands.jobs.tune(self._app_id, found, self.closed.emit, self.on_refused)

    def field(self, path: str) -> FormField | None:
        return self.fields.get(path)
