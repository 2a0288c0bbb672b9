"""What the window says of alerts: why nothing pops up, or when it did."""

from datetime import datetime, timedelta

from registry_tray.core.alert import Why, sentence
from registry_tray.core.status import AlertState
from registry_tray.ui.board import Row
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say
from registry_tray.ui.texts import clock_time, state_text

_DISTANT = timedelta(days=3650)  # who mutes for longer means for ever


def note(row: Row, now: datetime, paused_until: datetime | None, *, short: bool = False) -> str:
    """Why no popup shows for it, where one might be expected; `short`: in few words."""
    if row.is_muted and row.instance.muted_until is not None:
        if row.instance.mute_ends_on_recovery:
            return tr("muted until it recovers")
        return muted_text(row.instance.muted_until, now)
    if row.is_acknowledged:
        return tr("acknowledged")
    if paused_until is not None and paused_until > now and row.is_troubled:
        return paused_text(paused_until, now)
    if row.alert is not None and (row.alert.state is not AlertState.OPEN or row.alert.why is Why.OTHERS):
        return tr("unstable") if short and row.alert.state is AlertState.FLAPPING else say(sentence(row.alert, now))
    return tr("unstable") if any(job.unstable for job in row.jobs) else ""


def notes(row: Row, now: datetime, paused_until: datetime | None) -> str:
    """All that a person has ordered for it, and why nothing pops up or when it did; a line for each.

    What was held keeps its line when it is told, so that nothing moves under the pointer at that moment.
    """
    why = note(row, now, paused_until)
    if not why and row.alert is not None and row.alert.state is AlertState.OPEN:
        why = say(sentence(row.alert, now))
    lines = [why]
    known = row.instance.acknowledged
    if row.is_acknowledged and known is not None:
        said = tr("acknowledged: {0}").format(known.note) if known.note else tr("acknowledged")
        lines = [*(line for line in lines if line != tr("acknowledged")), said]
    if row.instance.is_pinned and not row.is_active:
        lines.append(tr("pinned"))
    name = row.alert.root_name if row.alert is not None else ""
    return "\n".join(line if name and line.startswith(name) else line[:1].upper() + line[1:] for line in lines if line)


def paused_text(until: datetime, now: datetime) -> str:
    """`alerts paused until 14:00`, or `alerts paused` where that has no end."""
    if until - now > _DISTANT:
        return tr("alerts paused")
    return tr("alerts paused until {0}").format(clock_time(until, now))


def muted_text(until: datetime, now: datetime) -> str:
    """`muted until 14:00`, or `muted` where that has no end."""
    if until - now > _DISTANT:
        return tr("muted")
    return tr("muted until {0}").format(clock_time(until, now))


def spoken_row(row: Row, now: datetime, paused_until: datetime | None = None) -> str:
    """A row as a screen reader says it: `payments, down for 3 min, connection refused on localhost:8080`."""
    sentence = state_text(row, now)
    parts = [row.instance.name, sentence[:1].lower() + sentence[1:], row.reason, note(row, now, paused_until)]
    return ", ".join(part for part in parts if part)
