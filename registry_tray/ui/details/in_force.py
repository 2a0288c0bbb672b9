"""The settings in force for the checks of an instance, and where each of them came from."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from registry_tray.core.models import AppId, Job
from registry_tray.core.spec import NO_WISHES, Wishes
from registry_tray.core.tuning import Source, source_of
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.form_section import FormSection
from registry_tray.ui.details.section import Rows
from registry_tray.ui.details.tuning_form import TuningForm
from registry_tray.ui.sayings import spoken
from registry_tray.ui.widgets import button


class InForce(FormSection[TuningForm]):
    """Gone where nothing is checked. What counts for all instances of the application is set here."""

    form_opened = Signal(QWidget)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(self.tr("Settings in force"))
        self._bridge = bridge
        self._app_id: AppId | None = None
        self.rows = Rows(("caption", "", "caption"), stretch=1, named=True)
        self.change = button("", self.open_form, kind="link")
        self.body.addWidget(self.rows)
        self.body.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)

    def show_row(self, row: Row) -> None:
        """Show those of all jobs; where there are several, each is named first."""
        self.setVisible(bool(row.jobs))
        if row.instance.app_id != self._app_id:
            self.close_form()
            self._app_id = row.instance.app_id
            self.change.setText(self.tr("Set for all of {0} …").format(self._app_id))
            self.change.setAccessibleName(self.change.text())
        rows: list[tuple[str, str, str]] = []
        for job in row.jobs:
            if len(row.jobs) > 1:
                rows.append((self.tr("Check"), job.asked.label or job.name, ""))
            rows += self._settings(job)
        self.rows.show_rows([*rows, *self._of_instance(row)])

    def open_form(self) -> None:
        """Set something for all instances of the application."""
        if self._app_id is None:
            return
        form = TuningForm(self._bridge, self._app_id, self._own())
        self.put_form(form, self.rows, self.change)
        self.form_opened.emit(form)
        form.fields["interval"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _own(self) -> Wishes:
        known = self._bridge.catalog.applications.get(self._app_id) if self._app_id is not None else None
        return known.own if known is not None else NO_WISHES

    def _settings(self, job: Job) -> Iterator[tuple[str, str, str]]:
        policy = job.policy
        several = self.tr("{0} successes in a row").format(policy.successes)
        successes = several if policy.successes > 1 else self.tr("the first success")
        failures = self.tr("2 refused or 3 other failures in a row")
        if policy.failures is not None:
            failures = self.tr("{0} failures in a row").format(policy.failures)
        for title, value, name in (
            (self.tr("Interval"), spoken(job.interval), "interval"),
            (self.tr("Timeout"), spoken(job.timeout), "timeout"),
            (self.tr("Down after"), failures, "failures"),
            (self.tr("Up after"), successes, "successes"),
            (self.tr("Popup after"), spoken(policy.hold), "hold"),
            (self.tr("Crash popup after"), spoken(policy.crash_hold), "crash_hold"),
            (self.tr("Time to start"), spoken(policy.grace), "grace"),
            (self.tr("Time to restart"), spoken(policy.restart_window), "restart_window"),
        ):
            yield title, value, self._origin(source_of(job, name))

    def _of_instance(self, row: Row) -> Iterator[tuple[str, str, str]]:
        alerts = self._bridge.settings.alerts
        if row.instance.ttl is not None:
            yield self.tr("Sign of life within"), spoken(row.instance.ttl), self.tr("from its registration")
        patience = self.tr("{0} after sleep, {1} after a change of network")
        graces = patience.format(spoken(alerts.resume_grace), spoken(alerts.network_grace))
        yield self.tr("Patience"), graces, self._origin(Source.SETTINGS)

    def _origin(self, source: Source) -> str:
        match source:
            case Source.APPLICATION:
                return self.tr("set for {0}").format(self._app_id)
            case Source.REGISTRATION:
                return self.tr("set for this check")
            case Source.DEFAULT:
                return self.tr("from its kind of check")
        return self.tr("from Settings")
