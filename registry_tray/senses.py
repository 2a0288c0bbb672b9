"""What the system tells of this computer, brought to the parts that listen: sleep, other networks, who listens on which port."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Protocol

from registry_tray.core.catalog import Catalog
from registry_tray.core.events import EventBus
from registry_tray.core.interruptions import Interruptions
from registry_tray.core.listening import PortWatch
from registry_tray.core.models import JobId
from registry_tray.core.ports import Clock
from registry_tray.host import NetworkWatcher, SleepWatcher, SystemListeners


class Sense(Protocol):
    """Something that looks on."""

    async def run(self) -> None:
        """Until cancelled, or until there is nothing to be seen here."""


def build_senses(
    stack: AsyncExitStack,
    interruptions: Interruptions,
    catalog: Catalog,
    bus: EventBus,
    clock: Clock,
    wake: Callable[[JobId], None],
) -> tuple[Sense, ...]:
    """All of them; `wake` has a job checked at once. What they hold is let go with the stack."""
    listeners = SystemListeners()
    stack.callback(listeners.close)
    return (
        SleepWatcher(interruptions.on_sleep_signal),
        NetworkWatcher(interruptions.on_network_change),
        PortWatch(catalog, bus, clock, listeners, wake),
    )
