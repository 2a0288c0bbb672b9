"""What the window says: statuses, times and reasons in words."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP

from registry_tray.core.models import NOTHING_TO_CHECK
from registry_tray.core.quiet import next_moment
from registry_tray.core.status import Status
from registry_tray.ui.board import Row, Summary
from registry_tray.ui.language import date_text, figure, tr
from registry_tray.ui.sayings import spoken

FOR_EVER = timedelta(days=36500)
UNTIL_RECOVERY = FOR_EVER + timedelta(days=1)  # stands for a mute that the next recovery ends
NOTHING = "\N{EN DASH}"

_UNWELL = frozenset(Status) - {Status.PAUSED, Status.UP, Status.STOPPED}
_KINDS, _WORST = 5, 3  # so many kinds of status are named in a summary; else of the worst so many, and what is up

_WORDS = {
    Status.CRASHED: QT_TRANSLATE_NOOP("", "Crashed"),
    Status.DOWN: QT_TRANSLATE_NOOP("", "Down"),
    Status.LOST: QT_TRANSLATE_NOOP("", "Lost"),
    Status.SUSPECT: QT_TRANSLATE_NOOP("", "Suspect"),
    Status.RECOVERING: QT_TRANSLATE_NOOP("", "Recovering"),
    Status.DEGRADED: QT_TRANSLATE_NOOP("", "Degraded"),
    Status.STARTING: QT_TRANSLATE_NOOP("", "Starting"),
    Status.UNKNOWN: QT_TRANSLATE_NOOP("", "Unknown"),
    Status.PAUSED: QT_TRANSLATE_NOOP("", "Paused"),
    Status.UP: QT_TRANSLATE_NOOP("", "Up"),
    Status.STOPPED: QT_TRANSLATE_NOOP("", "Stopped"),
}


_COUNTED: dict[Status, Callable[[int], str]] = {
    Status.CRASHED: lambda count: tr("%n crashed", "", count),
    Status.DOWN: lambda count: tr("%n down", "", count),
    Status.LOST: lambda count: tr("%n lost", "", count),
    Status.SUSPECT: lambda count: tr("%n suspect", "", count),
    Status.RECOVERING: lambda count: tr("%n recovering", "", count),
    Status.DEGRADED: lambda count: tr("%n degraded", "", count),
    Status.STARTING: lambda count: tr("%n starting", "", count),
    Status.UNKNOWN: lambda count: tr("%n unknown", "", count),
    Status.PAUSED: lambda count: tr("%n paused", "", count),
    Status.UP: lambda count: tr("%n up", "", count),
    Status.STOPPED: lambda count: tr("%n stopped", "", count),
}


def for_how_long(duration: timedelta) -> str:
    """`For 15 minutes`, `For 1 hour`, `For 2 days`; what is no whole number of any in short: `For 90 s`."""
    for size, one, many in (
        (timedelta(days=1), tr("For 1 day"), tr("For {0} days")),
        (timedelta(hours=1), tr("For 1 hour"), tr("For {0} hours")),
        (timedelta(minutes=1), tr("For 1 minute"), tr("For {0} minutes")),
    ):
        count, rest = divmod(duration, size)
        if count and not rest:
            return one if count == 1 else many.format(count)
    return tr("For {0}").format(spoken(duration))


def word(status: Status) -> str:
    """One word for a status."""
    return tr(str(_WORDS[status]))


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in one unit: `now`, `42 s`, `4 min`, `3 h`, `5 days`."""
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 1:
        return tr("now")
    if seconds < 60:
        return tr("{0} s").format(seconds)
    if seconds < 3600:
        return tr("{0} min").format(seconds // 60)
    if seconds < 86400:
        return tr("{0} h").format(seconds // 3600)
    days = seconds // 86400
    return tr("1 day") if days == 1 else tr("{0} days").format(days)


def clock_time(moment: datetime, now: datetime) -> str:
    """The local time of day, with the day where it is not today."""
    local, today = moment.astimezone(), now.astimezone()
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return date_text(local, "ddd HH:mm" if abs((local - today).days) < 6 else "dd MMM yyyy")


def latency(value: timedelta | None) -> str:
    """`0.8 ms`, `42 ms`, `1.2 s`; a dash where nothing was measured."""
    if value is None:
        return NOTHING
    milliseconds = value.total_seconds() * 1000
    if milliseconds < 10:
        return f"{figure(milliseconds, 1)} ms"
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{figure(milliseconds / 1000, 1)} s"


def percent(share: float | None) -> str:
    """`100 %`, `99.98 %`; never rounded up to 100."""
    if share is None:
        return NOTHING
    value = share * 100
    text = figure(int(value * 100) / 100, 2) if value >= 99 else figure(value, 1)
    return ("100" if value >= 100 else text) + " %"


def until_morning(now: datetime) -> timedelta:
    """The time until tomorrow, nine o'clock, where the user is."""
    return next_moment(now.astimezone().date() + timedelta(days=1), time(9), now) - now


def summary_text(summary: Summary) -> str:
    """`1 down, 1 starting, 7 up`; where there are many kinds, the worst and what is up."""
    counts = [(status, summary.counts[status]) for status in Status if summary.counts[status]]
    if not counts:
        return tr("No applications registered")
    told = counts if len(counts) <= _KINDS else [pair for pair in counts if pair[0] is Status.UP or pair in counts[:_WORST]]
    words = [_COUNTED[status](count) for status, count in told]
    rest = sum(count for _, count in counts) - sum(count for _, count in told)
    return ", ".join([*words, tr("%n more", "", rest)] if rest else words)


def second_line(row: Row) -> str:
    """Why it is not well, then where it runs: what the name and the other columns of a row do not say."""
    reason = row.reason if row.status in _UNWELL else ""
    return f"{reason} · {origin(row)}" if reason else origin(row)


def origin(row: Row) -> str:
    """Where it runs, as far as it is not told elsewhere in a row."""
    parts = [row.instance.environment or "", f":{row.instance.port}" if row.instance.port else ""]
    return " · ".join([str(row.instance.identifier), *(part for part in parts if part and part not in row.instance.identifier)])


def name_among_siblings(row: Row) -> str:
    """What an instance is called under its application's name: its own name, or what tells its identifier from theirs."""
    instance = row.instance
    if instance.name != instance.app_id:
        return instance.name
    return instance.identifier.removeprefix(instance.app_id).lstrip("@.") or instance.name


def failure_text(row: Row) -> str:
    """`payments is down`, `payments has crashed`."""
    match row.status:
        case Status.CRASHED:
            text = tr("{0} has crashed")
        case Status.LOST:
            text = tr("{0} is lost")
        case _:
            text = tr("{0} is down")
    return text.format(row.instance.name)


def since_text(row: Row, now: datetime) -> str:
    """`Down for 4 min 12 s`."""
    return tr("{0} for {1}").format(word(row.status), spoken(_passed(row, now)))


def _passed(row: Row, now: datetime) -> timedelta:
    """In whole seconds, as a clock that runs shows it."""
    passed = max(now - row.since, timedelta())
    return passed - passed % timedelta(seconds=1)


def status_word(row: Row) -> str:
    """One word for an instance; what was put away has one of its own."""
    return tr("Archived") if row.is_archived else word(row.status)


def state_text(row: Row, now: datetime) -> str:
    """`Down for 4 min 12 s` while it runs, `Crashed 2 min ago` after its end."""
    if row.is_active:
        return since_text(row, now)
    passed = _passed(row, now)
    if row.is_archived:
        return tr("Archived, ended {0} ago").format(spoken(passed))
    return tr("{0} {1} ago").format(word(row.status), spoken(passed))


def state_sentence(row: Row, now: datetime) -> str:
    """`Down for 4 min 12 s: connection refused on localhost:8080`."""
    if row.is_active and row.status is Status.UNKNOWN and (row.job is None or row.job.reason == NOTHING_TO_CHECK):
        return tr("{0}: it gave no health address to check").format(state_text(row, now))
    return f"{state_text(row, now)}: {row.reason}" if row.reason else state_text(row, now)


def times(count: int) -> str:
    """`once`, `3 times`."""
    return tr("once") if count == 1 else tr("{0} times").format(figure(count))


def registration_command(address: str) -> str:
    """A line for a shell that registers an application."""
    body = '{"appId": "my-app", "health": {"url": "http://localhost:8000/"}}'
    return f"curl -X POST {address}/api/register -H 'Content-Type: application/json' -d '{body}'"


def run_command(address: str) -> str:
    """A line for a shell that starts a program and registers it while it runs."""
    elsewhere = "" if address == "http://127.0.0.1:7331" else f"--registry {address} "
    return f"registry-tray run {elsewhere}--port 8000 -- node server.js"


def moment(then: datetime, now: datetime) -> str:
    """`14:02, 3 h ago`; `14:02, now`."""
    text = tr("{0}, {1} ago") if now - then >= timedelta(seconds=1) else tr("{0}, {1}")
    return text.format(clock_time(then, now), ago(then, now))


def precise_time(then: datetime, now: datetime) -> str:
    """The time of day to the second, with the day where it is not today."""
    local = then.astimezone()
    return date_text(local, "HH:mm:ss" if local.date() == now.astimezone().date() else "dd MMM HH:mm")


def full_time(then: datetime) -> str:
    """`Wednesday, 04 March 2026, 12:00:00`."""
    return date_text(then, tr("dddd, dd MMMM yyyy, HH:mm:ss"))
