"""What is checked for the instance, how often, and with what success."""

from collections.abc import Sequence

from registry_tray.core.models import Job, job_status
from registry_tray.durations import spoken
from registry_tray.ui import texts
from registry_tray.ui.details.section import Rows, Section
from registry_tray.ui.theme import Theme
from registry_tray.ui.widgets import label


class Jobs(Section):
    """Three lines a job: where, how often, how it went."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.tr("Health checks"))
        self._theme = theme
        self._none = label(self.tr("Nothing is checked: the registration named no health address."), "muted", wrap=True)
        self.rows = Rows(("", ""), stretch=1)
        self.body.addWidget(self._none)
        self.body.addWidget(self.rows)

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show these."""
        self._none.setVisible(not jobs)
        self.rows.setVisible(bool(jobs))
        ink = self._theme.colours.status
        self.rows.show_rows(
            [
                (self._theme.icon(f"status-{job_status(job)}", ink[job_status(job)]).pixmap(16, 16), self._describe(job))
                for job in jobs
            ],
            [texts.word(job_status(job)) for job in jobs],
        )

    def _describe(self, job: Job) -> str:
        counters = [self.tr("{0} checks").format(f"{job.ping_count:,}"), self.tr("{0} failed").format(f"{job.error_count:,}")]
        if job.timeout_count:
            counters.append(self.tr("{0} timed out").format(f"{job.timeout_count:,}"))
        pace = self.tr("{0} · every {1} · timeout {2}").format(job.type, spoken(job.interval), spoken(job.timeout))
        return "\n".join((job.target or self.tr("Nothing to ask"), pace, " · ".join((texts.word(job_status(job)), *counters))))
