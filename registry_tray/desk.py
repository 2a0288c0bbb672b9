"""What a person can ask of the running registry, from the window or from a notification."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

from registry_tray.config import Settings
from registry_tray.configuration import save_setting
from registry_tray.core.alerting.notices import CHECK, MUTE, MUTE_FOR, RESTART
from registry_tray.core.alerts import Alerts
from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import NoticeActivated
from registry_tray.core.jobs import can_be_asked
from registry_tray.core.models import Alert, InstanceId
from registry_tray.core.ports import Clock
from registry_tray.core.scheduler import Scheduler
from registry_tray.core.status import Registration
from registry_tray.core.tuning import Tuning
from registry_tray.host.ports import owner_of
from registry_tray.job_desk import JobDesk
from registry_tray.options import SettingsHolder
from registry_tray.phrases import phrase
from registry_tray.run_desk import RunDesk


class Desk:
    """Fulfils wishes. All raise RegistryError."""

    def __init__(
        self,
        holder: SettingsHolder,
        settings_file: Path,
        catalog: Catalog,
        tuning: Tuning,
        care: Care,
        jobs: JobDesk,
        runs: RunDesk,
        alerts: Alerts,
        scheduler: Scheduler,
        clock: Clock,
        stop: asyncio.Event,
    ) -> None:
        self._holder = holder
        self._settings_file = settings_file
        self._catalog = catalog
        self._tuning = tuning
        self._care = care
        self.jobs = jobs
        self.runs = runs
        self._alerts = alerts
        self._scheduler = scheduler
        self._clock = clock
        self._stop = stop

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._holder.settings

    @property
    def paused_until(self) -> datetime | None:
        """Until when no popups are shown."""
        until = self._alerts.paused_until
        return until if until and until > self._clock.now() else None

    def alert(self, instance_id: InstanceId) -> Alert | None:
        """What has been told, or is about to be told, of an instance."""
        return self._alerts.alert(instance_id)

    def check_now(self, instance_id: InstanceId | None) -> None:
        """Check one instance, or all of them."""
        if instance_id is None:
            self._scheduler.wake_all()
        else:
            self.ask(instance_id)

    def ask(self, instance_id: InstanceId) -> bool:
        """Have the jobs of an instance checked at once; whether there are any."""
        jobs = [job for job in self._catalog.jobs_of(instance_id) if can_be_asked(job)]
        for job in jobs:
            self._scheduler.wake(job.id)
        return bool(jobs)

    async def mute(self, instance_id: InstanceId, until: datetime | None, *, until_recovery: bool = False) -> None:
        """No popups for this instance until then; with `until_recovery` its next recovery ends it before."""
        await self._care.mute(instance_id, until, until_recovery=until_recovery)

    async def acknowledge(self, instance_id: InstanceId, note: str | None) -> None:
        """A person knows of the outage: no more popups of it. None takes that back."""
        await (self._care.unacknowledge(instance_id) if note is None else self._care.acknowledge(instance_id, note))

    async def archive(self, instance_id: InstanceId) -> None:
        """Put away an instance that no longer runs."""
        await self._care.archive(instance_id)

    async def bring_back(self, instance_id: InstanceId, how: Registration) -> None:
        """Take it out of the archive, as it was before."""
        await self._care.bring_back(instance_id, how)

    async def pin(self, instance_id: InstanceId, *, pinned: bool) -> None:
        """Keep it in the list whatever its age, or no more."""
        await self._care.pin(instance_id, pinned=pinned)

    async def port_owner(self, port: int) -> str:
        """Who listens on a port of this machine; empty where nobody is known to."""
        return await asyncio.to_thread(owner_of, port)

    async def pause_alerts(self, until: datetime | None) -> None:
        """No popups at all until then."""
        self._alerts.pause(until)

    async def change_setting(self, path: str, value: Any) -> None:
        """Apply and save a setting. Raises ConfigError, StoreError; nothing is changed then."""
        settings = self._holder.settings.with_value(path, value, phrase("the settings page"))
        await asyncio.to_thread(save_setting, self._settings_file, path, settings.get(path))
        await self.apply(settings)

    async def apply(self, settings: Settings) -> None:
        """Go on with these settings, which were saved. Raises StoreError."""
        self._holder.settings = settings
        self._scheduler.places.concurrency = settings.checks.concurrency
        await self._tuning.reconfigure()

    async def act(self, event: NoticeActivated) -> None:
        """What a button of a notification asks for; Open is for the window."""
        if self._catalog.find(event.instance_id) is None:
            return
        if event.action == CHECK:
            self.check_now(event.instance_id)
        elif event.action == RESTART:
            await self.runs.restart(event.instance_id)
        elif event.action == MUTE:
            await self.mute(event.instance_id, self._clock.now() + MUTE_FOR)

    def quit(self) -> None:
        """End the program."""
        self._stop.set()
