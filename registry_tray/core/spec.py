"""What is asked for when something is to be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from registry_tray.core.status import Result

RESTART_SLACK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Policy:
    """When a job speaks of failure.

    `failures` in a row before DOWN (None: 2 where the connection was refused, else 3), `successes` in a row before UP again,
    `hold` from the first failure to the popup, `crash_hold` from a certain crash to the popup, `grace` for the start; who is
    back within the `restart_window` has restarted.
    """

    failures: int | None = None
    successes: int = 2
    hold: timedelta = timedelta(seconds=10)
    grace: timedelta = timedelta(seconds=60)
    crash_hold: timedelta = timedelta(seconds=2)
    restart_window: timedelta = timedelta(seconds=30)

    def threshold(self, result: Result) -> int:
        """How many failures in a row, the last of them being `result`, make a job DOWN."""
        return self.failures if self.failures is not None else 2 if result is Result.REFUSED else 3

    def held(self, hold: timedelta, restart_time: timedelta | None) -> timedelta:
        """The hold, longer for who is known to be back by itself within the restart window. No hold stays none."""
        if restart_time is None or not hold:
            return hold
        return max(hold, min(self.restart_window, restart_time * 1.5 + RESTART_SLACK))


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the jobs of an application are to run and to speak of failure, whatever it asks for itself; None is as it asks."""

    interval: timedelta | None = None
    timeout: timedelta | None = None
    failures: int | None = None
    successes: int | None = None
    hold: timedelta | None = None
    grace: timedelta | None = None
    crash_hold: timedelta | None = None
    restart_window: timedelta | None = None


NO_WISHES = Wishes()

_NOTHING: Mapping[str, Any] = {}  # one for all: most ask for no options


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A job as it was asked for. What is None takes the default; `endpoint` is "" where there is nothing to ask.

    `options` are those of its strategy, valid, by the names that its declaration gives them; what is secret of them is
    masked there, and stands in `secrets`, which only its check reads.
    """

    type: str
    endpoint: str
    interval: timedelta | None = None
    timeout: timedelta | None = None
    failures: int | None = None
    successes: int | None = None
    hold: timedelta | None = None
    grace: timedelta | None = None
    crash_hold: timedelta | None = None
    restart_window: timedelta | None = None
    name: str = "health"
    label: str = ""
    description: str = ""
    options: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    secrets: Mapping[str, Any] = field(default_factory=lambda: _NOTHING, repr=False)

    @property
    def all_options(self) -> dict[str, Any]:
        """The options as the check needs them."""
        return {**self.options, **self.secrets}
