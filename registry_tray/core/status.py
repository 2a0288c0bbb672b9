"""The closed sets of the domain: what may be said of an instance, of a check, of an alert."""

from enum import IntEnum, StrEnum


class Registration(StrEnum):
    """Whether an instance says that it runs."""

    ACTIVE = "active"
    STOPPED = "stopped"
    CRASHED = "crashed"
    LOST = "lost"
    ARCHIVED = "archived"


class Health(StrEnum):
    """What the checks of a job have shown."""

    UNKNOWN = "unknown"
    STARTING = "starting"
    UP = "up"
    SUSPECT = "suspect"
    DOWN = "down"
    RECOVERING = "recovering"


class Status(StrEnum):
    """What is shown for an instance, worst first: registration and health in one word."""

    CRASHED = "crashed"
    DOWN = "down"
    LOST = "lost"
    SUSPECT = "suspect"
    RECOVERING = "recovering"
    DEGRADED = "degraded"
    STARTING = "starting"
    UNKNOWN = "unknown"
    PAUSED = "paused"
    UP = "up"
    STOPPED = "stopped"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]

    @property
    def is_failing(self) -> bool:
        """Whether it needs a person now."""
        return self in (Status.CRASHED, Status.DOWN, Status.LOST)


_RANKS = {status: rank for rank, status in enumerate(Status)}


class Result(IntEnum):
    """What one check has shown. The numbers are stored: never renumber."""

    OK = 0
    WARN = 1
    REFUSED = 2
    TIMEOUT = 3
    STATUS = 4
    TLS = 5
    BODY = 6
    INCONCLUSIVE = 7

    @property
    def is_up(self) -> bool:
        """Whether the target answered as it should."""
        return self in (Result.OK, Result.WARN)

    @property
    def is_failure(self) -> bool:
        """Whether it counts against the target."""
        return self not in (Result.OK, Result.WARN, Result.INCONCLUSIVE)


class EventKind(StrEnum):
    """A row of the journal."""

    REGISTER = "register"
    RESTART = "restart"
    UNREGISTER = "unregister"
    UP = "up"
    DOWN = "down"
    MUTE = "mute"
    UNMUTE = "unmute"
    CRASH = "crash"
    LOST = "lost"
    RETURN = "return"
    ERROR = "error"
    ACKNOWLEDGE = "acknowledge"
    UNACKNOWLEDGE = "unacknowledge"
    PAUSE = "pause"
    RESUME = "resume"
    ARCHIVE = "archive"
    SLEEP = "sleep"
    DELETE = "delete"


class AlertState(StrEnum):
    """Where an outage stands on its way to the user."""

    QUIET = "quiet"
    HELD = "held"
    OPEN = "open"
    FLAPPING = "flapping"
    SUPPRESSED = "suppressed"
    MUTED = "muted"
    ACKED = "acked"
