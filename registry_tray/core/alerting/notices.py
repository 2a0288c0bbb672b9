"""The words of the notifications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry_tray.core.models import Instance, InstanceId
from registry_tray.core.ports import Notice
from registry_tray.durations import spoken

OPEN, CHECK, MUTE = "open", "check", "mute"
MUTE_FOR = timedelta(hours=1)
ACTIONS = ((OPEN, "Open"), (CHECK, "Check now"), (MUTE, "Mute 1 h"))
ONLY_OPEN = ((OPEN, "Open"),)
NAMED = 4  # names in one notification; of the others, how many there are
MASS = 5  # at least so many at once, and more than half of all, are perhaps the fault of this computer


@dataclass(frozen=True, slots=True)
class Entry:
    """An outage among others: "is down", "has crashed"; how many depend on it."""

    name: str
    what: str
    affected: int = 0


def outage(instance: Instance, what: str, reason: str, since: datetime, affected: Sequence[str] = ()) -> Notice:
    """What broke, why, since when by the user's own clock, and what cannot work without it. `what`: "is down", "has crashed"."""
    title, body = f"{instance.name} {what}", f"{reason or 'No answer'}, since {_time(since)}"
    if affected:
        title += f", {_services(len(affected))} affected"
        body += f"\nAffected: {listed(affected)}"
    return Notice(instance.id, title, body, ACTIONS)


def outages(notice_id: InstanceId, entries: Sequence[Entry], since: datetime, watched: int) -> Notice:
    """Several outages at once; where they are most of what runs here, a word on what that may mean."""
    total = len(entries)
    title = f"All {total} applications are down" if total == watched >= MASS else f"{total} applications are down"
    body = f"{_told(entries)}, since {_time(since)}"
    if total >= MASS and total * 2 > watched:
        body += "\nPerhaps it is this computer: its network, containers or memory"
    return Notice(notice_id, title, body, ONLY_OPEN)


def flapping(instance: Instance, reason: str, since: datetime) -> Notice:
    """That it goes down and comes back, and that this is the last word for a while."""
    body = f"{reason or 'No answer'}, last at {_time(since)}. You are told again when it is steady."
    return Notice(instance.id, f"{instance.name} keeps going down", body, ACTIONS)


def recovery(instance: Instance, downtime: timedelta, notice_id: InstanceId | None = None) -> Notice:
    """That it is over, and how long it lasted."""
    return Notice(notice_id or instance.id, f"{instance.name} is back", f"after {spoken(downtime)}", ONLY_OPEN, is_recovery=True)


def recoveries(notice_id: InstanceId, names: Sequence[str], downtime: timedelta | None = None) -> Notice:
    """That several outages are over."""
    body = listed(names) + (f", after {spoken(downtime)}" if downtime is not None else "")
    return Notice(notice_id, f"{len(names)} applications are back", body, ONLY_OPEN, is_recovery=True)


def partial_recovery(notice_id: InstanceId, back: Sequence[str], left: Sequence[str]) -> Notice:
    """What of several outages is over, and what is not."""
    down = f"Still down: {listed(left)}"
    if not back:
        title = f"{left[0]} is still down" if len(left) == 1 else f"{len(left)} applications are still down"
        return Notice(notice_id, title, down, ONLY_OPEN, is_recovery=True)
    title = f"{back[0]} is back" if len(back) == 1 else f"{len(back)} applications are back"
    body = down if len(back) == 1 else f"Back: {listed(back)}\n{down}"
    return Notice(notice_id, title, body, ONLY_OPEN, is_recovery=True)


def digest(notice_id: InstanceId, down: Sequence[Entry], back: Sequence[str], left: Sequence[str] = ()) -> Notice:
    """What happened beyond the notifications of a minute; `left` were told before, and are down still."""
    parts = [f"{len(down)} more down" if down else "", f"{len(back)} back" if back else ""]
    lines = [
        f"Down: {_told(down)}" if down else "",
        f"Back: {listed(back)}" if back else "",
        f"Still down: {listed(left)}" if left else "",
    ]
    body = "\n".join(line for line in lines if line) or "What was stopped is listed no more"
    title = ", ".join(part for part in parts if part) or "Some applications were stopped"
    return Notice(notice_id, title[:1].upper() + title[1:], body, ONLY_OPEN, is_recovery=not down)


def lifecycle(instance: Instance, what: str) -> Notice:
    """That an application has registered or unregistered, for those who want to know."""
    return Notice(instance.id, f"{instance.name} {what}", instance.identifier, ONLY_OPEN, is_recovery=True)


def lifecycles(notices: Sequence[Notice]) -> Notice:
    """Several of them as one."""
    title = f"{len(notices)} applications came or went"
    return Notice(InstanceId("lifecycle"), title, listed([notice.title for notice in notices]), ONLY_OPEN, is_recovery=True)


def listed(names: Sequence[str]) -> str:
    """`a, b and c`; `a, b, c, d and 6 more`."""
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _told(entries: Sequence[Entry]) -> str:
    """`cart, orders and search; payments has crashed`: only what is not plainly down is said."""
    plain = [_name(entry) for entry in entries if entry.what == "is down"]
    others = [f"{_name(entry)} {entry.what}" for entry in entries if entry.what != "is down"]
    return "; ".join([listed(part) for part in (plain, others) if part])


def _name(entry: Entry) -> str:
    return f"{entry.name} ({_services(entry.affected)} affected)" if entry.affected else entry.name


def _services(count: int) -> str:
    return "1 service" if count == 1 else f"{count} services"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M:%S}"
