"""The settings in force for the checks of an instance, and where each of them came from."""

from collections.abc import Iterator, Sequence

from registry_tray.core.models import Job
from registry_tray.ui.details.section import Rows, Section
from registry_tray.ui.sayings import spoken


class InForce(Section):
    """Gone where nothing is checked."""

    def __init__(self) -> None:
        super().__init__(self.tr("Settings in force"))
        self.rows = Rows(("caption", "", "caption"), stretch=1)
        self.body.addWidget(self.rows)

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show those of all jobs; where there are several, each is named first."""
        self.setVisible(bool(jobs))
        rows: list[tuple[str, str, str]] = []
        for job in jobs:
            if len(jobs) > 1:
                rows.append((self.tr("Check"), job.asked.label or job.name, ""))
            rows += self._settings(job)
        self.rows.show_rows(rows)

    def _settings(self, job: Job) -> Iterator[tuple[str, str, str]]:
        asked, policy = job.asked, job.policy
        failures = str(policy.failures) if policy.failures is not None else self.tr("2 refused, 3 other")
        for name, value, given in (
            (self.tr("Interval"), spoken(job.interval), asked.interval),
            (self.tr("Timeout"), spoken(job.timeout), asked.timeout),
            (self.tr("Down after"), self.tr("{0} failures in a row").format(failures), asked.failures),
            (self.tr("Up after"), self.tr("{0} successes in a row").format(policy.successes), asked.successes),
            (self.tr("Popup after"), spoken(policy.hold), asked.hold),
            (self.tr("Time to start"), spoken(policy.grace), asked.grace),
        ):
            yield name, value, self.tr("from Settings") if given is None else self.tr("set for this check")
