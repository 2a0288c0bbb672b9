"""From an outage to a notification: held back, delivered once, replaced by the recovery, taken back when it is void."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import NotifierError, StoreError
from registry_tray.core.events import (
    AlertChanged,
    AlertsPaused,
    EventBus,
    InstanceChanged,
    InstanceRegistered,
    InstanceUnregistered,
    StatusChanged,
)
from registry_tray.core.models import FOR_EVER, Alert, Instance, InstanceId
from registry_tray.core.notices import lifecycle, outage, recovery
from registry_tray.core.ports import Clock, Notice, Notifier, Store
from registry_tray.core.status import AlertState, Health, Registration
from registry_tray.core.trouble import Trouble, find_trouble

logger = logging.getLogger(__name__)

RETRIES = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30))


class Alerts:
    """Tells the user of outages and recoveries: each outage once, after its hold, and its end where its beginning was told."""

    def __init__(
        self,
        catalog: Catalog,
        store: Store,
        notifier: Notifier,
        bus: EventBus,
        clock: Clock,
        alerts: Iterable[Alert] = (),
        lifecycle: Callable[[], bool] = lambda: False,
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._notifier = notifier
        self._bus = bus
        self._clock = clock
        self._lifecycle = lifecycle
        self._alerts = {alert.instance_id: alert for alert in alerts}
        self._attempts: dict[InstanceId, int] = {}
        self._touched: dict[InstanceId, None] = {}
        self._messages: list[Notice] = []
        self._wake = asyncio.Event()
        self.paused_until: datetime | None = None
        self._subscriptions = [
            bus.subscribe(StatusChanged, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(InstanceRegistered, self._on_registered),
            bus.subscribe(InstanceUnregistered, self._on_unregistered),
            bus.subscribe(InstanceChanged, lambda event: self._touch(event.instance.id)),
        ]

    def alert(self, instance_id: InstanceId) -> Alert | None:
        """Where the outage of an instance stands, None where there is none."""
        return self._alerts.get(instance_id)

    def pause(self, until: datetime | None) -> None:
        """Hold all popups back until then; None lets them through."""
        self.paused_until = until
        self._bus.publish(AlertsPaused(until))
        for instance_id in self._alerts:
            self._touch(instance_id)

    async def run(self) -> None:
        """Deliver what is due, one after the other, until cancelled."""
        for instance_id in self._alerts:
            self._touch(instance_id)
        for instance in self._catalog.instances():
            self._touch(instance.id)
        try:
            while True:
                self._wake.clear()
                await self._round()
                await self._sleep()
        finally:
            for unsubscribe in self._subscriptions:
                unsubscribe()

    async def _round(self) -> None:
        now = self._clock.now()
        due = [alert.instance_id for alert in self._waiting() if self._due(alert) <= now]
        touched, self._touched = dict.fromkeys((*self._touched, *due)), {}
        for instance_id in touched:
            try:
                await self._settle(instance_id)
            except Exception:  # the others must be told all the same
                logger.exception("the alert of %s failed", instance_id)
                alert = self._alerts.get(instance_id)
                if alert is not None:
                    self._alerts[instance_id] = replace(alert, due=now + RETRIES[-1])
                    self._attempts.setdefault(instance_id, 0)
        await self._tell_messages()

    async def _sleep(self) -> None:
        if self._touched or self._messages:
            return
        held = [self._due(alert) for alert in self._waiting()]
        # A wall clock that is set back must not make an alert wait for hours: look again once a minute.
        pause = min(60.0, max(0.0, (min(held) - self._clock.now()).total_seconds())) if held else None
        try:
            async with asyncio.timeout(pause):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _settle(self, instance_id: InstanceId) -> None:
        """Bring what the user has been told into line with how the instance stands."""
        instance = self._catalog.find(instance_id)
        alert = self._alerts.get(instance_id)
        if instance is None or instance.registration in (Registration.STOPPED, Registration.ARCHIVED):
            await self._drop(alert)
            return
        jobs = self._catalog.jobs_of(instance_id)
        trouble = find_trouble(instance, jobs)
        starting = any(job.health is Health.STARTING for job in jobs)
        if alert is not None and alert.state is AlertState.OPEN and (trouble is not None or starting):
            self._attempts.pop(instance_id, None)  # of a recovery that is none any more
        if trouble is None:
            # A new life ends what was only held; what was told ends when the new life has answered.
            if alert is not None and (alert.state is AlertState.HELD or not starting):
                await self._recover(instance, alert)
            return
        if alert is None:
            alert = Alert(instance_id, AlertState.HELD, trouble.since, trouble.due, trouble.reason)
            await self._keep(alert)
        if alert.state is AlertState.HELD and self._due(alert) <= self._clock.now():
            await self._announce(instance, alert, trouble)

    def _waiting(self) -> list[Alert]:
        """What is to be told at its time: outages, and recoveries that could not be told yet."""
        return [alert for alert in self._alerts.values() if alert.state is AlertState.HELD or alert.instance_id in self._attempts]

    def _due(self, alert: Alert) -> datetime:
        """When it may be told: after its hold, its mute, the pause of all alerts, and what a failed delivery costs."""
        if alert.state is AlertState.OPEN:
            return alert.due
        instance = self._catalog.find(alert.instance_id)
        until = [alert.due, self.paused_until]
        if instance is not None:
            until.append(instance.muted_until)
            if instance.acknowledged is not None and instance.acknowledged.at >= alert.since:
                until.append(FOR_EVER)
        return max(moment for moment in until if moment is not None)

    async def _announce(self, instance: Instance, alert: Alert, trouble: Trouble) -> None:
        try:
            await self._notifier.notify(outage(instance, trouble.what, trouble.reason, alert.since))
        except NotifierError as error:
            await self._keep(replace(alert, due=self._next_attempt(instance.id, error), reason=str(error)))
            return
        self._attempts.pop(instance.id, None)
        await self._keep(replace(alert, state=AlertState.OPEN, reason=trouble.reason))

    async def _recover(self, instance: Instance, alert: Alert) -> None:
        """End an outage. Its end is told where its beginning was."""
        if alert.state is AlertState.OPEN:
            try:
                await self._notifier.notify(recovery(instance, self._clock.now() - alert.since))
            except NotifierError as error:
                # What is on the screen says that it is down, until this can be told.
                await self._keep(replace(alert, due=self._next_attempt(instance.id, error)))
                return
        await self._keep(replace(alert, state=AlertState.QUIET))

    def _next_attempt(self, instance_id: InstanceId, error: NotifierError) -> datetime:
        attempt = self._attempts.get(instance_id, 0)
        self._attempts[instance_id] = attempt + 1
        instance = self._catalog.find(instance_id)
        name = instance.identifier if instance else instance_id
        logger.log(logging.WARNING if attempt == 0 else logging.DEBUG, "%s could not be told: %s", name, error)
        return self._clock.now() + RETRIES[min(attempt, len(RETRIES) - 1)]

    async def _drop(self, alert: Alert | None) -> None:
        """Take back what has become void: the instance was stopped on purpose."""
        if alert is None:
            return
        if alert.state is AlertState.OPEN:
            try:
                await self._notifier.withdraw(alert.instance_id)
            except NotifierError as error:
                await self._keep(replace(alert, due=self._next_attempt(alert.instance_id, error)))
                return
        await self._keep(replace(alert, state=AlertState.QUIET))

    async def _keep(self, alert: Alert) -> None:
        if alert.state is AlertState.QUIET:
            self._alerts.pop(alert.instance_id, None)
            self._attempts.pop(alert.instance_id, None)
        else:
            self._alerts[alert.instance_id] = alert
        try:
            await self._store.save(alert)
        except StoreError as error:
            logger.warning("an alert could not be kept: %s", error)
        self._bus.publish(AlertChanged(alert))

    async def _tell_messages(self) -> None:
        messages, self._messages = self._messages, []
        for notice in messages:
            if self.paused_until is not None and self._clock.now() < self.paused_until:
                continue
            try:
                await self._notifier.notify(notice)
            except NotifierError as error:
                logger.warning("%s could not be told: %s", notice.title, error)

    def _on_registered(self, event: InstanceRegistered) -> None:
        self._touch(event.instance.id)
        if self._lifecycle() and event.instance.id not in self._alerts:
            self._messages.append(lifecycle(event.instance, "registered"))

    def _on_unregistered(self, event: InstanceUnregistered) -> None:
        self._touch(event.instance.id)
        if self._lifecycle():
            self._messages.append(lifecycle(event.instance, "unregistered"))

    def _touch(self, instance_id: InstanceId) -> None:
        self._touched[instance_id] = None
        self._wake.set()
