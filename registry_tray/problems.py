"""What of our own does not work at this moment, in words, by component."""

from collections.abc import Callable

from registry_tray.core.events import EventBus, ProblemChanged


class Problems:
    """Each is told on the bus when it comes, changes and goes."""

    def __init__(self, bus: EventBus) -> None:
        self._bus = bus
        self._standing: dict[str, str] = {}

    def standing(self) -> dict[str, str]:
        """The words, by component."""
        return dict(self._standing)

    def report(self, component: str, message: str) -> None:
        """Something that we depend on does not work, or works again (no message)."""
        if message == self._standing.get(component, ""):
            return
        if message:
            self._standing[component] = message
        else:
            del self._standing[component]
        self._bus.publish(ProblemChanged(component, message))

    def reporter(self, component: str) -> Callable[[str], None]:
        """What one component reports with."""
        return lambda message: self.report(component, message)
