"""What a user can have done with the commands that we run."""

from collections.abc import Callable, Coroutine
from typing import Any

from registry_tray.core.models import InstanceId
from registry_tray.core.run import Run
from registry_tray.ui.wishes import Wishes


class RunCommands:
    """Each starts at once; what fails is told through the bridge."""

    def __init__(self, wishes: Wishes, run: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._wishes = wishes
        self._run = run

    def look(self, instance_id: InstanceId, answer: Callable[[Run | None], None]) -> None:
        """The last output, and whether it runs; None where it was never run by us."""

        async def ask() -> None:
            answer(await self._wishes.runs.look(instance_id))

        self._run(ask())

    def stop(self, instance_id: InstanceId) -> None:
        """Ask it to end."""
        self._run(self._wishes.runs.stop(instance_id))

    def restart(self, instance_id: InstanceId) -> None:
        """Have it ended and started anew."""
        self._run(self._wishes.runs.restart(instance_id))
