"""Signs of life that core.io clients publish, by the names that they call themselves."""

from collections.abc import Callable, Iterator
from typing import Any

from registry_tray.core.errors import NotFoundError
from registry_tray.core.events import InstanceRegistered, InstanceRemoved
from registry_tray.core.models import AppId, Instance, InstanceId
from registry_tray.core.status import Registration
from registry_tray.mqtt.parts import Parts

LIVING = (Registration.ACTIVE, Registration.LOST)  # what was stopped on purpose does not come back by a late beat
NAMES = ("client", "clientId", "clientid")


class Presence:
    """Who is meant by a client id: an instance's identifier or id, the client id that it registered with, or its
    application where that has one living instance.
    """

    def __init__(self, parts: Parts) -> None:
        self._registry = parts.registry
        self._catalog = parts.catalog
        self._clients: dict[str, InstanceId] = {}
        self._names: dict[InstanceId, tuple[str, ...]] = {}
        for instance in parts.catalog.instances():
            self._note(instance)
        self._subscriptions: list[Callable[[], None]] = [
            parts.bus.subscribe(InstanceRegistered, lambda event: self._note(event.instance)),
            parts.bus.subscribe(InstanceRemoved, lambda event: self._drop(event.instance.id)),
        ]

    async def beat(self, payload: Any) -> None:
        """A sign of life; StoreError. Of a client that is not registered, it means nothing."""
        client = payload.get("client") if isinstance(payload, dict) else None
        instance = self._find(client) if isinstance(client, str) else None
        if instance is None:
            return
        try:
            await self._registry.heartbeat(instance.id)
        except NotFoundError:  # deleted meanwhile
            return

    def close(self) -> None:
        """Follow the bus no more."""
        for unsubscribe in self._subscriptions:
            unsubscribe()

    def _find(self, client: str) -> Instance | None:
        found = self._catalog.find(client) or self._catalog.find(self._clients.get(client, ""))
        if found is not None:
            return found if found.registration in LIVING else None
        living = [each for each in self._catalog.siblings(AppId(client)) if each.registration in LIVING]
        return living[0] if len(living) == 1 else None

    def _note(self, instance: Instance) -> None:
        self._drop(instance.id)
        names = tuple(_client_ids(instance.data))
        for name in names:
            self._clients[name] = instance.id
        if names:
            self._names[instance.id] = names

    def _drop(self, instance_id: InstanceId) -> None:
        for name in self._names.pop(instance_id, ()):
            if self._clients.get(name) == instance_id:
                del self._clients[name]


def _client_ids(data: dict[str, Any]) -> Iterator[str]:
    for section in (data, data.get("pubsub"), data.get("mqtt")):
        if isinstance(section, dict):
            yield from (section[key] for key in NAMES if isinstance(section.get(key), str) and section[key])
