"""Where an outage stands on its way to the user, and why nothing pops up."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from registry_tray.core.ids import InstanceId, JobId
from registry_tray.core.status import AlertState
from registry_tray.durations import spoken
from registry_tray.phrases import Phrase, phrase

_DISTANT = timedelta(days=3650)  # who mutes for longer means for ever


class Why(StrEnum):
    """What an alert waits for."""

    HOLD = "hold"
    PAUSED = "paused"
    QUIET_HOURS = "quietHours"
    DELIVERY = "delivery"
    RATE = "rate"
    OTHERS = "others"
    ANSWERS = "answers"
    ROOT_DOWN = "rootDown"
    ROOT_STARTING = "rootStarting"
    ROOT_SUSPECT = "rootSuspect"
    ROOT_BACK = "rootBack"


@dataclass(frozen=True, slots=True)
class Alert:
    """What the user has been told, or is about to be told, of one instance.

    `since` is the first failure, `due` the end of the hold, `floor` a moment before which nothing is told. `until` is when it
    is looked at again, `why` what it waits for, `root` the dependency to blame. `told_at` and `notice` say when and by which
    notification the outage was told. While FLAPPING, `failing` since `changed` tells how it stood last. `job` is the one that
    has shown the outage, None where its process or itself has told of it.
    """

    instance_id: InstanceId
    state: AlertState
    since: datetime
    due: datetime
    reason: str = ""
    what: str = "is down"
    until: datetime | None = None
    why: Why | None = None
    root: InstanceId | None = None
    root_name: str = ""
    told_at: datetime | None = None
    notice: InstanceId | None = None
    floor: datetime | None = None
    failing: bool = True
    changed: datetime | None = None
    job: JobId | None = None

    @property
    def is_told(self) -> bool:
        """Whether a notification of it was accepted, and is not over."""
        return self.told_at is not None or self.state in (AlertState.OPEN, AlertState.FLAPPING)

    @property
    def card(self) -> InstanceId:
        """The notification that tells of it."""
        return self.notice or self.instance_id

    @property
    def counts_down(self) -> bool:
        """Whether what is said of it is another sentence every second."""
        return self.why is Why.OTHERS or (self.state is AlertState.HELD and (self.why is None or self.why in _TIMED))

    def moved(self, by: timedelta, floor: datetime | None = None) -> "Alert":
        """The alert after a gap of so long in which nobody looked: what is waited for comes later, `floor` at the earliest."""
        due = self.due + by
        if floor is not None and not self.is_told:
            due = max(due, floor)
        return replace(
            self,
            due=due,
            floor=due if floor is not None else self.floor and self.floor + by,
            changed=self.changed and self.changed + by,
            until=self.until and (max(self.until + by, due) if self.why is Why.HOLD else self.until + by),
        )

    def because(self, reason: str) -> "Alert":
        """The alert with another reason."""
        return replace(self, reason=reason)

    def quiet(self) -> "Alert":
        """The alert when it is over."""
        return replace(self, state=AlertState.QUIET, until=None, why=None)

    def reset_clock(self, by: timedelta) -> "Alert":
        """The alert after the wall clock was set: all that it knows moves with it."""
        moved = self.moved(by)
        return replace(moved, since=self.since + by, told_at=self.told_at and self.told_at + by)


def sentence(alert: Alert, now: datetime) -> str:
    """Why nothing pops up, or what was told; empty for a quiet one: "popup in 9 s", "redis is down", "muted until 14:00"."""
    match alert.state:
        case AlertState.MUTED:
            return _until(_MUTED, alert.until, now)
        case AlertState.OPEN | AlertState.ACKED | AlertState.FLAPPING if alert.why is Why.OTHERS:
            return Phrase(_TIMED[Why.OTHERS], _left((alert.until or now) - now))
        case AlertState.OPEN:
            return phrase("told at {0}", clock(alert.told_at or alert.due, now))
        case AlertState.HELD | AlertState.SUPPRESSED:
            return _waits(alert, now)
    return _PLAIN[alert.state]


_PLAIN = {
    AlertState.QUIET: "",
    AlertState.ACKED: phrase("acknowledged"),
    AlertState.FLAPPING: phrase("keeps going up and down"),
}
_TIMED = {
    Why.HOLD: phrase("popup in {0}"),
    Why.DELIVERY: phrase("popup could not be shown, again in {0}"),
    Why.RATE: phrase("too many popups, told in {0}"),
    Why.OTHERS: phrase("back, told with the others in {0}"),
}
_BLAMED = {
    Why.ROOT_DOWN: phrase("{0} is down"),
    Why.ROOT_STARTING: phrase("{0} is starting"),
    Why.ROOT_SUSPECT: phrase("{0} does not answer"),
    Why.ROOT_BACK: phrase("{0} has just come back"),
}
# Without an end, and with one.
_MUTED = (phrase("muted"), phrase("muted until {0}"))
_PAUSED = (phrase("alerts paused"), phrase("alerts paused until {0}"))
_QUIET_HOURS = (phrase("quiet hours"), phrase("quiet hours until {0}"))


def _waits(alert: Alert, now: datetime) -> str:
    match alert.why:
        case Why.PAUSED:
            return _until(_PAUSED, alert.until, now)
        case Why.QUIET_HOURS:
            return _until(_QUIET_HOURS, alert.until, now)
        case Why.ANSWERS:
            return phrase("answers again, to be seen once more")
        case Why() if alert.why in _BLAMED:
            return Phrase(_BLAMED[alert.why], alert.root_name)
    until = alert.until or alert.due
    return Phrase(_TIMED[alert.why or Why.HOLD], _left(until - now)) if until > now else phrase("popup now")


def _until(said: tuple[str, str], until: datetime | None, now: datetime) -> str:
    ever, ends = said
    return ever if until is None or until - now > _DISTANT else Phrase(ends, clock(until, now))


def _left(time: timedelta) -> str:
    return spoken(timedelta(seconds=ceil(max(0.0, time.total_seconds()))))


def clock(moment: datetime, now: datetime) -> str:
    """The local time of day, with the day where it is not today."""
    local = moment.astimezone()
    return f"{local:%H:%M}" if local.date() == now.astimezone().date() else f"{local:%a %H:%M}"
