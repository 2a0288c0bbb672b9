"""What is checked for the instance, how often, with what success; and the form that adds and edits it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from registry_tray.core.models import InstanceId, Job, JobId, job_status
from registry_tray.ui import texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.form_section import FormSection
from registry_tray.ui.details.job_form import JobForm
from registry_tray.ui.language import figure
from registry_tray.ui.sayings import spoken
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_LARGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.undo import Undo
from registry_tray.ui.widgets import button, label, narrow_label


class Jobs(FormSection[JobForm]):
    """An entry a job. While a form is open, nothing under it moves."""

    def __init__(self, bridge: Bridge, theme: Theme, undo: Undo) -> None:
        super().__init__(self.tr("Health checks"))
        self._bridge = bridge
        self._theme = theme
        self._undo = undo
        self._instance_id: InstanceId | None = None
        self.entries: dict[JobId, JobEntry] = {}
        self._none = label(self.tr("Nothing is checked: the registration named no health address."), "muted", wrap=True)
        self.add_button = button(self.tr("Add check"), lambda: self.open_form(None))
        self._entries = QWidget()
        self._list = QVBoxLayout(self._entries)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch()
        self.body.addWidget(self._none)
        self.body.addWidget(self._entries)
        self.body.addLayout(foot)
        theme.changed.connect(self._tint)
        self._tint()

    def show_jobs(self, instance_id: InstanceId, jobs: Sequence[Job]) -> None:
        """Show these; of another instance, a form that was open is closed."""
        if instance_id != self._instance_id:
            self.close_form()
            self._instance_id = instance_id
        self._none.setVisible(not jobs)
        wanted = {job.id for job in jobs}
        for job_id in [known for known in self.entries if known not in wanted]:
            gone = self.entries.pop(job_id)
            gone.hide()
            gone.deleteLater()
        for job in jobs:
            if job.id not in self.entries:
                self.entries[job.id] = entry = JobEntry(self, self._theme)
                self._list.addWidget(entry)
            self.entries[job.id].show_job(job)

    def open_form(self, job: Job | None) -> None:
        """Add a job, or edit this one."""
        if self._instance_id is None:
            return
        form = JobForm(self._bridge, self._instance_id, job)
        self.put_form(form, self.heading, self.add_button, self._entries)
        form.fields["endpoint"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self, job: Job) -> None:
        """Forget it, unless that is taken back."""
        self._bridge.commands.jobs.remove(job.id)
        taken_back = replace(job)
        self._undo.push(
            self.tr("{0} is no longer checked").format(job.target or job.name),
            lambda: self._bridge.commands.jobs.bring_back(taken_back),
        )

    def toggle_pause(self, job: Job) -> None:
        """Pause it, or resume it."""
        jobs, which = self._bridge.commands.jobs, [job.id]
        name = job.target or job.name
        if job.is_paused:
            jobs.resume(which)
            self._undo.push(self.tr("{0} is checked again").format(name), lambda: jobs.pause(which))
        else:
            jobs.pause(which)
            self._undo.push(self.tr("{0} is no longer checked").format(name), lambda: jobs.resume(which))

    def _tint(self) -> None:
        self.add_button.setIcon(self._theme.icon("register"))


class JobEntry(QWidget):
    """Where, how often, how it went, and what can be done about it."""

    def __init__(self, jobs: Jobs, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._job: Job | None = None
        self._glyph = QLabel()
        self.text = narrow_label()
        self.counts = narrow_label("", "caption")
        self.edit = button(self.tr("Edit"), lambda: self._with_job(jobs.open_form), kind="link")
        self.pause = button(self.tr("Pause"), lambda: self._with_job(jobs.toggle_pause), kind="link")
        self.delete = button(self.tr("Delete"), lambda: self._with_job(jobs.remove), kind="link")
        links = QHBoxLayout()
        links.setSpacing(GAP_LARGE)
        for each in (self.edit, self.pause, self.delete):
            links.addWidget(each)
        links.addStretch()
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY)
        words.addWidget(self.text)
        words.addWidget(self.counts)
        words.addLayout(links)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def show_job(self, job: Job) -> None:
        """Show it as it stands."""
        self._job = job
        status = job_status(job)
        self._glyph.setPixmap(self._theme.pixmap(f"status-{status}", self._theme.colours.status[status]))
        self._glyph.setAccessibleName(texts.word(status))
        name = job.asked.label or job.name
        pace = self.tr("{0} · every {1} · timeout {2}").format(job.type, spoken(job.interval), spoken(job.timeout))
        head = job.target or self.tr("Nothing to ask")
        _set(self.text, "\n".join((head, pace if name == "health" else f"{name} · {pace}")))
        checks = self.tr("1 check") if job.ping_count == 1 else self.tr("{0} checks").format(figure(job.ping_count))
        counters = [checks, self.tr("{0} failed").format(figure(job.error_count))]
        if job.timeout_count:
            counters.append(self.tr("{0} timed out").format(figure(job.timeout_count)))
        _set(self.counts, " · ".join((texts.word(status), *counters)))
        self.pause.setText(self.tr("Resume") if job.is_paused else self.tr("Pause"))
        self.pause.setVisible(job.active or job.is_paused)
        for each in (self.edit, self.pause, self.delete):
            each.setAccessibleName(f"{each.text()} {job.target or name}")

    def _with_job(self, act: Callable[[Job], None]) -> None:
        if self._job is not None:
            act(self._job)


def _set(shown: QLabel, text: str) -> None:
    if shown.text() != text:  # setting it anew would lose what the user has selected
        shown.setText(text)
