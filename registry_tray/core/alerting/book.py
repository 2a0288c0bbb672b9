"""The alerts that are not quiet, kept in the store and shown in the catalog."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from registry_tray.core.alert import Alert, Why
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import StoreError
from registry_tray.core.events import AlertChanged, EventBus
from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Store
from registry_tray.core.status import AlertState
from registry_tray.core.tally import Tally

logger = logging.getLogger(__name__)


class Book:
    """One alert an instance. Nobody is kept from hearing of an outage by a store that fails."""

    def __init__(self, catalog: Catalog, store: Store, bus: EventBus, alerts: Iterable[Alert]) -> None:
        self._catalog = catalog
        self._store = store
        self._bus = bus
        self._alerts = {alert.instance_id: alert for alert in alerts}
        for alert in self._alerts.values():
            catalog.put_alert(alert)

    def __iter__(self) -> Iterator[Alert]:
        return iter(tuple(self._alerts.values()))

    def find(self, instance_id: InstanceId) -> Alert | None:
        """The alert of an instance, None where it is quiet."""
        return self._alerts.get(instance_id)

    def due(self, now: datetime) -> list[InstanceId]:
        """Whose alert is to be looked at again by now."""
        return [alert.instance_id for alert in self if alert.until is not None and alert.until <= now]

    def untold_dependants(self) -> list[InstanceId]:
        """Whose outage was not told, and who may have another to blame for it."""
        found = [(alert.instance_id, self._catalog.find(alert.instance_id)) for alert in self if not alert.is_told]
        return [instance_id for instance_id, instance in found if instance is not None and instance.depends_on]

    def holds(self) -> list[datetime]:
        """When the holds end that only wait for their time."""
        return [alert.due for alert in self if alert.state is AlertState.HELD and alert.why is Why.HOLD]

    async def keep(self, alert: Alert) -> None:
        """Take it in; one that is quiet is forgotten."""
        if self._alerts.get(alert.instance_id) == alert:
            return
        self.put(alert)
        try:
            await self._store.keep(alert)
        except StoreError as error:
            # The store has said itself, once, that it does not keep things.
            logger.debug("an alert could not be kept: %s", error)
        self._bus.publish(AlertChanged(alert))

    async def keep_tally(self, tally: Tally) -> None:
        """So that a restart goes on counting."""
        try:
            await self._store.keep(tally)
        except StoreError as error:
            logger.debug("how much was told could not be kept: %s", error)

    def put(self, alert: Alert) -> None:
        """Take it in for now only: the store gets it with its next change."""
        self._alerts.pop(alert.instance_id, None)
        if alert.state is not AlertState.QUIET:
            self._alerts[alert.instance_id] = alert
        self._catalog.put_alert(alert)

    def move(self, change: Callable[[Alert], Alert]) -> list[InstanceId]:
        """Change all of them for now."""
        for alert in self:
            self.put(change(alert))
        return list(self._alerts)
