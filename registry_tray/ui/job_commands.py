"""What a user can have done with the jobs of instances; nothing is waited for."""

from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

from registry_tray.core.models import AppId, Check, InstanceId, Job, JobId
from registry_tray.core.summary import Series
from registry_tray.ui.answers import Refused, tell
from registry_tray.ui.wishes import Wishes
from registry_tray.wire.records import StrategyRecord


class JobCommands:
    """Each starts at once; what fails is told through the bridge, or to the form that asked."""

    def __init__(self, wishes: Wishes, run: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._wishes = wishes
        self._run = run

    def strategies(self) -> list[StrategyRecord]:
        """The kinds of checks, with their options."""
        return self._wishes.jobs.strategies()

    def pause(self, job_ids: Iterable[JobId]) -> None:
        """Check these no more until they are resumed."""
        for job_id in job_ids:
            self._run(_ignore(self._wishes.jobs.pause(job_id)))

    def resume(self, job_ids: Iterable[JobId]) -> None:
        """Check these again."""
        for job_id in job_ids:
            self._run(_ignore(self._wishes.jobs.resume(job_id)))

    def save(
        self,
        instance_id: InstanceId,
        job: Job | None,
        fields: Mapping[str, Any],
        done: Callable[[], None],
        refused: Refused,
    ) -> None:
        """Add a job with these fields, or edit the one that is given."""
        jobs = self._wishes.jobs
        wish = jobs.edit(job.id, fields) if job is not None else jobs.add(instance_id, fields)
        self._run(tell(wish, lambda _: done(), refused))

    def tune(self, app_id: AppId, fields: Mapping[str, Any], done: Callable[[], None], refused: Refused) -> None:
        """Set these for all instances of an application."""
        self._run(tell(self._wishes.jobs.tune(app_id, fields), lambda _: done(), refused))

    def try_out(
        self,
        instance_id: InstanceId,
        job_id: JobId | None,
        fields: Mapping[str, Any],
        answer: Callable[[Check], None],
        refused: Refused,
    ) -> None:
        """Check once with these fields, and keep nothing."""
        self._run(tell(self._wishes.jobs.try_out(instance_id, job_id, fields), answer, refused))

    def ask_series(self, job_id: JobId, window: str, answer: Callable[[Series], None]) -> None:
        """The latency and the outages of a job: `hour`, `day`, `week` or `month`."""
        self._run(tell(self._wishes.jobs.series(job_id, window), answer))

    def remove(self, job_id: JobId) -> None:
        """Forget a job and its checks."""
        self._run(_ignore(self._wishes.jobs.remove(job_id)))

    def bring_back(self, job: Job) -> None:
        """Ask again for what a job asked for that was removed."""
        self._run(_ignore(self._wishes.jobs.bring_back(job)))


async def _ignore(wish: Coroutine[Any, Any, object]) -> None:
    await wish
