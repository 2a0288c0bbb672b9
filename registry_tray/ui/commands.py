"""What a user can have done: durations become moments, and nothing is waited for."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Clock
from registry_tray.core.status import Registration
from registry_tray.ui import texts
from registry_tray.ui.job_commands import JobCommands
from registry_tray.ui.run_commands import RunCommands
from registry_tray.ui.wishes import Wishes


class Commands:
    """Each starts at once; what fails is told through the bridge."""

    def __init__(
        self,
        wishes: Wishes,
        clock: Clock,
        run: Callable[[Coroutine[Any, Any, None]], None],
        on_settings: Callable[[], None],
    ) -> None:
        self.jobs = JobCommands(wishes, run)
        self.runs = RunCommands(wishes, run)
        self._wishes = wishes
        self._clock = clock
        self._run = run
        self._on_settings = on_settings

    def check_now(self, instance_id: InstanceId | None = None) -> None:
        """Check one instance, or all of them."""
        self._wishes.check_now(instance_id)

    def mute(self, instance_id: InstanceId, duration: timedelta | None) -> None:
        """No popups for this instance for so long; None ends it, and `UNTIL_RECOVERY` lasts until its next recovery."""
        until_recovery = duration == texts.UNTIL_RECOVERY
        until = self._clock.now() + duration if duration else None
        self._run(self._wishes.mute(instance_id, until, until_recovery=until_recovery))

    def acknowledge(self, instance_id: InstanceId, note: str | None) -> None:
        """The user knows of the outage: no more popups of it. None takes that back."""
        self._run(self._wishes.acknowledge(instance_id, note))

    def archive(self, instance_id: InstanceId) -> None:
        """Put away what no longer runs."""
        self._run(self._wishes.archive(instance_id))

    def bring_back(self, instance_id: InstanceId, how: Registration) -> None:
        """Take it out of the archive, as it was before."""
        self._run(self._wishes.bring_back(instance_id, how))

    def pin(self, instance_id: InstanceId, *, pinned: bool) -> None:
        """Keep it in the list whatever its age, or no more."""
        self._run(self._wishes.pin(instance_id, pinned=pinned))

    def ask_port_owner(self, port: int, answer: Callable[[str], None]) -> None:
        """Who listens on a port of this machine; empty where nobody is known to."""

        async def ask() -> None:
            answer(await self._wishes.port_owner(port))

        self._run(ask())

    def pause_alerts(self, duration: timedelta | None) -> None:
        """No popups at all for so long; None ends it."""
        self._run(self._wishes.pause_alerts(self._clock.now() + duration if duration else None))

    def change_setting(self, path: str, value: Any) -> None:
        """Apply and save a setting."""

        async def change() -> None:
            await self._wishes.change_setting(path, value)
            self._on_settings()

        self._run(change())

    def quit(self) -> None:
        """End the program."""
        self._wishes.quit()
