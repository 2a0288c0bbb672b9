"""Checks, and what they have made of jobs and roll-ups, until they are written."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from registry_tray.core.models import Check, Job, JobId
from registry_tray.core.rollup import Period, Rollup

PORTION = 100  # checks that are written without waiting for more: to make many ready at once holds up the loop
MOST = 200_000  # checks kept in memory while nothing can be written


@dataclass(slots=True)
class Pending:
    """The newest state of each job and roll-up, and every check."""

    jobs: dict[JobId, Job] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    rollups: dict[tuple[JobId, Period, int], Rollup] = field(default_factory=dict)

    def add(self, job: Job, check: Check, rollups: Sequence[Rollup]) -> bool:
        """Take it in; whether there is a portion now."""
        self.jobs[job.id] = job
        if len(self.checks) < MOST:
            self.checks.append(check)
        for rollup in rollups:
            self.rollups[rollup.job_id, rollup.period, rollup.start] = rollup
        return len(self.checks) >= PORTION

    def forget_state(self, saved: Job) -> None:
        """What a job was is not to be written over what it was saved as since."""
        known = self.jobs.get(saved.id)
        if known is not None and known.epoch <= saved.epoch:
            del self.jobs[saved.id]

    def before(self, later: "Pending") -> "Pending":
        """All of it, with what came later."""
        checks = (self.checks + later.checks)[-MOST:]
        return Pending(self.jobs | later.jobs, checks, self.rollups | later.rollups)

    def without(self, gone: set[JobId]) -> "Pending":
        """What is left when these jobs are forgotten."""
        return Pending(
            {job_id: job for job_id, job in self.jobs.items() if job_id not in gone},
            [check for check in self.checks if check.job_id not in gone],
            {key: rollup for key, rollup in self.rollups.items() if key[0] not in gone},
        )
