"""What the window asks of the rest of the program."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from registry_tray.config import Settings
from registry_tray.core.machine import Machine
from registry_tray.core.models import Alert, AppId, Application, Check, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.run import Run
from registry_tray.core.status import Registration
from registry_tray.core.summary import Series
from registry_tray.wire.records import StrategyRecord


class History(Protocol):
    """The past, read on demand."""

    async def checks(self, job_id: JobId, limit: int, before: datetime | None = None) -> list[Check]:
        """Newest first."""

    async def events(
        self,
        limit: int,
        *,
        instance_id: InstanceId | None = None,
        job_id: JobId | None = None,
        before: int | None = None,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[StatusEvent]:
        """Newest first."""

    async def observed(self, period: Period, since: datetime) -> tuple[float, float]:
        """Of all jobs together: observed and up in seconds, in all periods that begin from `since` on."""

    async def rollups(self, job_id: JobId, period: Period, since: datetime, until: datetime | None = None) -> list[Rollup]:
        """Of a job, the oldest first: those that begin from `since` until before `until`."""

    async def outages(self, job_id: JobId, limit: int, since: datetime | None = None) -> list[Outage]:
        """Of a job, the newest first: those that last, or ended after `since`."""

    async def errors(self, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
        """Newest first."""

    async def sessions(self, instance_id: InstanceId, limit: int) -> list[Session]:
        """Newest first."""


class JobWishes(Protocol):
    """What the user can ask for of single jobs. All raise RegistryError."""

    async def pause(self, job_id: str) -> Job:
        """Check it no more until it is resumed."""

    async def resume(self, job_id: str) -> Job:
        """Check it again."""

    def strategies(self) -> list[StrategyRecord]:
        """The kinds of checks, with their options."""

    async def add(self, instance_id: InstanceId, fields: Mapping[str, Any]) -> Job:
        """One more job of an instance, with the fields that the API takes."""

    async def edit(self, job_id: str, fields: Mapping[str, Any]) -> Job:
        """Ask for this in the place of what was asked for; a masked secret is the present one."""

    async def tune(self, app_id: AppId, fields: Mapping[str, Any]) -> Application:
        """Set these fields of the API for all instances of an application; None takes one back."""

    async def series(self, job_id: JobId, window: str) -> Series:
        """What a chart of it shows: the last `hour`, `day`, `week` or `month`."""

    async def remove(self, job_id: str) -> Job:
        """Forget it and its checks."""

    async def bring_back(self, job: Job) -> Job:
        """Ask again for what a job asked for that was removed."""

    async def try_out(self, instance_id: InstanceId, job_id: str | None, fields: Mapping[str, Any]) -> Check:
        """What a check shows that is made once, and kept nowhere."""


class RunWishes(Protocol):
    """What the user can ask for of commands that we run. All raise RegistryError."""

    async def look(self, instance_id: InstanceId) -> Run | None:
        """The last output, and whether it runs; None where it was never run by us."""

    async def stop(self, instance_id: InstanceId) -> None:
        """Ask it to end."""

    async def restart(self, instance_id: InstanceId) -> None:
        """Have it ended and started anew."""


class Wishes(Protocol):
    """What the user can ask for. All raise RegistryError."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    @property
    def paused_until(self) -> datetime | None:
        """Until when no popups are shown; None where they are."""

    @property
    def jobs(self) -> JobWishes:
        """What can be asked for of single jobs."""

    @property
    def runs(self) -> RunWishes:
        """What can be asked for of commands that we run."""

    def alert(self, instance_id: InstanceId) -> Alert | None:
        """What has been told, or is about to be told, of an instance."""

    def check_now(self, instance_id: InstanceId | None) -> None:
        """Check one instance, or all of them."""

    async def mute(self, instance_id: InstanceId, until: datetime | None, *, until_recovery: bool = False) -> None:
        """No popups for this instance until then, or until its next recovery; None ends it."""

    async def acknowledge(self, instance_id: InstanceId, note: str | None) -> None:
        """The user knows of the outage: no more popups of it."""

    async def archive(self, instance_id: InstanceId) -> None:
        """Put away what no longer runs."""

    async def bring_back(self, instance_id: InstanceId, how: Registration) -> None:
        """Take it out of the archive, as it was before."""

    async def pin(self, instance_id: InstanceId, *, pinned: bool) -> None:
        """Keep it in the list whatever its age, or no more."""

    async def port_owner(self, port: int) -> str:
        """Who listens on a port of this machine; empty where nobody is known to."""

    async def pause_alerts(self, until: datetime | None) -> None:
        """No popups at all until then; None ends it."""

    async def change_setting(self, path: str, value: Any) -> None:
        """Apply and save a setting."""

    def quit(self) -> None:
        """End the program."""


class Program(Protocol):
    """What the user can ask of the program itself. All raise RegistryError."""

    async def machine(self) -> Machine:
        """What there is to know of this computer."""

    async def starts_at_login(self) -> bool:
        """Whether the system starts us when the user logs in."""

    async def start_at_login(self, *, on: bool) -> bool:
        """Have us started, or no more; whether we are now."""

    async def notification_abilities(self) -> frozenset[str]:
        """What notifications can do here, in the words of the freedesktop specification; empty where none are shown."""

    async def try_notification(self, title: str, body: str) -> str:
        """Show a notification that means nothing. Empty where it was accepted, else why not."""

    async def try_store(self, url: str, prefix: str) -> str:
        """Empty where this Redis could keep everything, else what is wrong, with the fix."""

    async def try_broker(self, url: str) -> str:
        """Empty where this MQTT broker lets us in, else what is wrong, with the fix."""

    async def token(self) -> str:
        """The token that other machines must send."""

    async def renew_token(self) -> str:
        """A new token in the place of the old one, which is worth nothing from now on."""

    async def export_settings(self, file: Path) -> None:
        """Write the settings file to another place."""

    async def import_settings(self, file: Path) -> None:
        """Take over another settings file, after all of it was found right."""

    async def write_files(self, files: Mapping[str, bytes]) -> None:
        """Write these, by their paths."""

    async def show_sample(self, on_scene: Callable[[str], None]) -> None:
        """Register a sample that breaks and comes back; `on_scene` gets `well`, `broken`, `back`, `over` as they begin."""
