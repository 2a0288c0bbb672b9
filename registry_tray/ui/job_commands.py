"""What a user can have done with the jobs of instances; nothing is waited for."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from registry_tray.core.models import JobId
from registry_tray.ui.wishes import Wishes


class JobCommands:
    """Each starts at once; what fails is told through the bridge."""

    def __init__(self, wishes: Wishes, run: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._wishes = wishes
        self._run = run

    def pause(self, job_ids: Iterable[JobId]) -> None:
        """Check these no more until they are resumed."""
        for job_id in job_ids:
            self._run(_ignore(self._wishes.jobs.pause(job_id)))

    def resume(self, job_ids: Iterable[JobId]) -> None:
        """Check these again."""
        for job_id in job_ids:
            self._run(_ignore(self._wishes.jobs.resume(job_id)))


async def _ignore(wish: Coroutine[Any, Any, object]) -> None:
    await wish
