"""What becomes of an alert: a pure function of the alert, of how its instance stands, and of the time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from registry_tray.core.alert import Alert, Why
from registry_tray.core.alerting.trouble import Trouble
from registry_tray.core.models import InstanceId, JobId
from registry_tray.core.status import AlertState

FLAPS = 3  # announced outages ...
FLAPPING_WITHIN = timedelta(minutes=10)  # ... within this time are flapping ...
STEADY = timedelta(seconds=180)  # ... until nothing has changed for so long


class News(Enum):
    """What the user is to be told."""

    OUTAGE = auto()
    FLAPPING = auto()
    RECOVERY = auto()
    WITHDRAW = auto()


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why nothing is told now. `until` is None where that is not known; `root` is the dependency to blame."""

    why: Why
    until: datetime | None = None
    root: InstanceId | None = None
    root_name: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an instance stands at this moment. `is_gone`: stopped on purpose, put away or deleted.

    `pause` holds for all instances; `blame` is a dependency that is not well; `announced` are the last announced outages;
    `asked` are the jobs that run.
    """

    instance_id: InstanceId
    trouble: Trouble | None = None
    is_starting: bool = False
    is_gone: bool = False
    muted_until: datetime | None = None
    acknowledged_at: datetime | None = None
    pause: Hindrance | None = None
    blame: Hindrance | None = None
    announced: tuple[datetime, ...] = ()
    asked: frozenset[JobId] = frozenset()


def settle(alert: Alert | None, standing: Standing, now: datetime) -> tuple[Alert | None, News | None]:
    """The alert as it stands now, None where there is none, and what is to be told of it."""
    if standing.is_gone:
        return (alert, News.WITHDRAW) if alert is not None and alert.is_told else (None, None)
    if alert is not None and alert.state is AlertState.FLAPPING:
        return _flapping(alert, standing, now)
    trouble = standing.trouble
    if trouble is None:
        # A new life ends what was only held; what was told ends when the new life has answered.
        if alert is None or not alert.is_told:
            return None, None
        return (replace(alert, until=None, why=None), None) if standing.is_starting else (alert, _over(alert, standing))
    if alert is not None and alert.is_told:
        state = AlertState.ACKED if _is_acknowledged(alert, standing) else AlertState.OPEN
        return replace(alert, state=state, until=None, why=None, reason=trouble.reason, job=trouble.job), None
    return _untold(alert, trouble, standing, now)


def told(alert: Alert, news: News, notice: InstanceId, now: datetime) -> Alert | None:
    """The alert after its news has been accepted for showing, as part of the notification `notice`."""
    match news:
        case News.OUTAGE:
            state = AlertState.OPEN
        case News.FLAPPING:
            state = AlertState.FLAPPING
        case _:
            return None
    until = now + STEADY if news is News.FLAPPING else None
    return replace(
        alert, state=state, told_at=now, notice=notice, until=until, why=None, root=None, root_name="", changed=now, failing=True
    )  # fmt: skip


def waiting(alert: Alert, why: Why, until: datetime) -> Alert:
    """The alert whose news could not be told yet."""
    if alert.is_told:
        return replace(alert, why=why, until=until)
    return replace(alert, state=AlertState.HELD, why=why, until=until, root=None, root_name="")


def _untold(alert: Alert | None, trouble: Trouble, standing: Standing, now: datetime) -> tuple[Alert, News | None]:
    if alert is None:
        alert = Alert(standing.instance_id, AlertState.HELD, trouble.since, trouble.due, why=Why.HOLD)
    due = min(alert.due, trouble.due)
    if alert.floor is not None:
        due = max(due, alert.floor)
    since = min(alert.since, trouble.since)
    alert = replace(
        alert, since=since, due=due, reason=trouble.reason, what=trouble.what, job=trouble.job, root=None, root_name=""
    )  # fmt: skip
    if standing.muted_until is not None and standing.muted_until > now:
        return replace(alert, state=AlertState.MUTED, why=None, until=standing.muted_until), None
    if _is_acknowledged(alert, standing):
        return replace(alert, state=AlertState.ACKED, why=None, until=None), None
    if standing.pause is not None:
        return replace(alert, state=AlertState.HELD, why=standing.pause.why, until=standing.pause.until), None
    blame = standing.blame or _kept_blame(alert, now)
    if blame is not None:
        suppressed = replace(alert, state=AlertState.SUPPRESSED, why=blame.why, until=blame.until)
        return replace(suppressed, root=blame.root, root_name=blame.root_name), None
    if due > now:
        return replace(alert, state=AlertState.HELD, why=Why.HOLD, until=due), None
    if trouble.is_ending:
        return replace(alert, state=AlertState.HELD, why=Why.ANSWERS, until=None), None
    recent = [each for each in standing.announced if now - each < FLAPPING_WITHIN]
    news = News.FLAPPING if len(recent) >= FLAPS - 1 else News.OUTAGE
    if alert.state is AlertState.HELD and alert.why in (Why.RATE, Why.DELIVERY):
        return alert, news
    return replace(alert, state=AlertState.HELD, why=None, until=None), news


def _flapping(alert: Alert, standing: Standing, now: datetime) -> tuple[Alert, News | None]:
    trouble = standing.trouble
    failing = trouble is not None
    if trouble is not None and trouble.job != alert.job:
        alert = replace(alert, job=trouble.job)
    if failing is not alert.failing and (failing or not standing.is_starting):
        alert = replace(alert, failing=failing, changed=now)
    steady = (alert.changed or alert.since) + STEADY
    if now < steady:
        return replace(alert, until=steady, why=None), None
    if trouble is None:
        return (replace(alert, until=None, why=None), None) if standing.is_starting else (alert, _over(alert, standing))
    if alert.card != alert.instance_id:  # told among others, as one that is down again and again: that is true still
        return replace(alert, state=AlertState.OPEN, until=None, why=None), None
    muted = standing.muted_until if standing.muted_until is not None and standing.muted_until > now else None
    if muted or _is_acknowledged(alert, standing) or standing.pause is not None:
        return replace(alert, until=muted or (standing.pause.until if standing.pause else None)), None
    alert = replace(alert, since=trouble.since, reason=trouble.reason, what=trouble.what)
    return replace(alert, until=None, why=None), News.OUTAGE


def _over(alert: Alert, standing: Standing) -> News:
    """That it is back is only said where it was seen: nobody knows it of one whose check was paused or removed."""
    return News.RECOVERY if alert.job is None or alert.job in standing.asked else News.WITHDRAW


def _is_acknowledged(alert: Alert, standing: Standing) -> bool:
    return standing.acknowledged_at is not None and standing.acknowledged_at >= alert.since


def _kept_blame(alert: Alert, now: datetime) -> Hindrance | None:
    """A dependency that came back shortly before the registry was started anew."""
    if alert.state is AlertState.SUPPRESSED and alert.why is Why.ROOT_BACK and alert.until is not None and alert.until > now:
        return Hindrance(Why.ROOT_BACK, alert.until, alert.root, alert.root_name)
    return None
