"""The words of the notifications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry_tray.core.models import Instance, InstanceId
from registry_tray.core.ports import Notice
from registry_tray.core.run import RUNNER
from registry_tray.core.status import Registration
from registry_tray.durations import spoken
from registry_tray.phrases import Phrase, Phrases, phrase

OPEN, CHECK, MUTE, RESTART = "open", "check", "mute", "restart"
DOWN, LOST, CRASHED, REGISTERED = "is down", "is lost", "has crashed", "registered"
FLAPS, CRASHES = "keeps going down", "has crashed again"
MUTE_FOR = timedelta(hours=1)
ACTIONS = ((OPEN, phrase("Open")), (CHECK, phrase("Check now")), (MUTE, phrase("Mute 1 h")))
RUN_ACTIONS = (ACTIONS[0], (RESTART, phrase("Restart")), ACTIONS[2])  # more than three are not shown everywhere
UNCHECKED_ACTIONS = (ACTIONS[0], ACTIONS[2])  # of what has ended, and no runner is left to start it anew, or only calls itself
ONLY_OPEN = (ACTIONS[0],)
NAMED = 4  # names in one notification; of the others, how many there are
MASS = 5  # at least so many at once, and more than half of all, are perhaps the fault of this computer


@dataclass(frozen=True, slots=True)
class Entry:
    """An outage among others: "is down", "has crashed"; how many depend on it."""

    name: str
    what: str
    affected: int = 0


def outage(
    instance: Instance, what: str, reason: str, since: datetime, affected: Sequence[str] = (), *, can_check: bool = True
) -> Notice:
    """What broke, why, since when by the user's own clock, and what cannot work without it. `what`: "is down", "has crashed".

    `can_check` is whether it has a job that can be asked.
    """
    title, body = _broken(instance.name, what), phrase("{0}, since {1}", reason or phrase("No answer"), _time(since))
    actions = _actions(instance, can_check=can_check)
    if not affected:
        return Notice(instance.id, title, body, actions)
    one = len(affected) == 1
    title = phrase("{0}, 1 service affected", title) if one else phrase("{0}, {1} services affected", title, len(affected))
    return Notice(instance.id, title, Phrases("\n", body, phrase("Affected: {0}", listed(affected))), actions)


def outages(notice_id: InstanceId, entries: Sequence[Entry], since: datetime, watched: int) -> Notice:
    """Several outages at once; where they are most of what runs here, a word on what that may mean."""
    total = len(entries)
    everything = total == watched >= MASS
    title = phrase("All {0} applications are down", total) if everything else phrase("{0} applications are down", total)
    if all(entry.what in (FLAPS, CRASHES) for entry in entries):
        title = phrase("{0} applications keep going down", total)
    body = [phrase("{0}, since {1}", _told(entries), _time(since))]
    if total >= MASS and total * 2 > watched:
        body.append(phrase("Perhaps it is this computer: its network, containers or memory"))
    return Notice(notice_id, title, Phrases("\n", *body), ONLY_OPEN)


def flapping(instance: Instance, what: str, reason: str, since: datetime, *, can_check: bool = True) -> Notice:
    """That it goes down and comes back, and that this is the last word for a while. `what`: "is down", "has crashed"."""
    why = reason or phrase("No answer")
    body = phrase("{0}, last at {1}. You are told again when it is steady.", why, _time(since))
    return Notice(instance.id, _broken(instance.name, again(what)), body, _actions(instance, can_check=can_check))


def recovery(instance: Instance, downtime: timedelta, notice_id: InstanceId | None = None) -> Notice:
    """That it is over, and how long it lasted."""
    title, body = phrase("{0} is back", instance.name), phrase("after {0}", spoken(downtime))
    return Notice(notice_id or instance.id, title, body, ONLY_OPEN, is_recovery=True)


def recoveries(notice_id: InstanceId, names: Sequence[str], downtime: timedelta | None = None) -> Notice:
    """That several outages are over."""
    body = phrase("{0}, after {1}", listed(names), spoken(downtime)) if downtime is not None else listed(names)
    return Notice(notice_id, phrase("{0} applications are back", len(names)), body, ONLY_OPEN, is_recovery=True)


def partial_recovery(notice_id: InstanceId, back: Sequence[str], left: Sequence[str], unsteady: Sequence[str] = ()) -> Notice:
    """What of several outages is over, and what is not. `unsteady` are up, but have gone down too often to be called back."""
    rest = [
        phrase("Still down: {0}", listed(left)) if left else "",
        phrase("Up, but not for long yet: {0}", listed(unsteady)) if unsteady else "",
    ]
    back_line = phrase("Back: {0}", listed(back)) if len(back) > 1 else ""
    body = Phrases("\n", *filter(None, (back_line, *rest)))
    return Notice(notice_id, _part(back, left, unsteady), body, ONLY_OPEN, is_recovery=True, lasts=True)


def digest(
    notice_id: InstanceId,
    down: Sequence[Entry],
    back: Sequence[str],
    left: Sequence[str] = (),
    unsteady: Sequence[str] = (),
) -> Notice:
    """What happened beyond the notifications of a minute; `left` were told before, and are down still, or up again and again."""
    parts = [phrase("{0} more down", len(down)) if down else "", _returned(back) if back else ""]
    lines = [
        phrase("Down: {0}", _told(down)) if down else "",
        phrase("Back: {0}", listed(back)) if back else "",
        phrase("Still down: {0}", listed(left)) if left else "",
        phrase("Up, but not for long yet: {0}", listed(unsteady)) if unsteady else "",
    ]
    body = Phrases("\n", *filter(None, lines)) or phrase("What was stopped is listed no more")
    title = Phrases(", ", *filter(None, parts)) or phrase("Some applications were stopped")
    return Notice(notice_id, title, body, ONLY_OPEN, is_recovery=not down, lasts=bool(left or unsteady))


def _returned(back: Sequence[str]) -> str:
    return phrase("{0} is back", back[0]) if len(back) == 1 else phrase("{0} back", len(back))


def lifecycle(instance: Instance, what: str) -> Notice:
    """That an application has registered or unregistered, for those who want to know."""
    title = phrase("{0} registered", instance.name) if what == REGISTERED else phrase("{0} unregistered", instance.name)
    return Notice(instance.id, title, instance.identifier, ONLY_OPEN, is_recovery=True)


def lifecycles(notices: Sequence[Notice]) -> Notice:
    """Several of them as one."""
    title = phrase("{0} applications came or went", len(notices))
    return Notice(InstanceId("lifecycle"), title, listed([notice.title for notice in notices]), ONLY_OPEN, is_recovery=True)


def listed(names: Sequence[str]) -> str:
    """`a, b and c`; `a, b, c, d and 6 more`."""
    if len(names) > NAMED:
        return phrase("{0} and {1} more", Phrases(", ", *names[:NAMED]), len(names) - NAMED)
    return phrase("{0} and {1}", Phrases(", ", *names[:-1]), names[-1]) if len(names) > 1 else Phrases("", *names)


def _part(back: Sequence[str], left: Sequence[str], unsteady: Sequence[str]) -> str:
    if back:
        return phrase("{0} is back", back[0]) if len(back) == 1 else phrase("{0} applications are back", len(back))
    if left:
        one = len(left) == 1
        return phrase("{0} is still down", left[0]) if one else phrase("{0} applications are still down", len(left))
    one = len(unsteady) == 1
    return phrase("{0} keeps going down", unsteady[0]) if one else phrase("{0} applications keep going down", len(unsteady))


def again(what: str) -> str:
    """What it does again and again; of a crash it is certain that it is one."""
    return CRASHES if what == CRASHED else FLAPS


def _told(entries: Sequence[Entry]) -> str:
    """`cart, orders and search; payments has crashed`: only what is not plainly down is said. Who is lost is down."""
    plain = [_name(entry) for entry in entries if entry.what in (DOWN, LOST)]
    others = [_broken(_name(entry), entry.what) for entry in entries if entry.what not in (DOWN, LOST)]
    return Phrases("; ", *(listed(part) for part in (plain, others) if part))


def _name(entry: Entry) -> str:
    if entry.affected == 1:
        return phrase("{0} (1 service affected)", entry.name)
    return phrase("{0} ({1} services affected)", entry.name, entry.affected) if entry.affected else entry.name


def _broken(name: str, what: str) -> Phrase:
    match what:
        case "has crashed":
            return phrase("{0} has crashed", name)
        case "has crashed again":
            return phrase("{0} has crashed again", name)
        case "keeps going down":
            return phrase("{0} keeps going down", name)
    return phrase("{0} is down", name)


def _time(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M:%S}"


def _actions(instance: Instance, *, can_check: bool) -> tuple[tuple[str, str], ...]:
    """What runs by `registry-tray run` says so; whether that is true is looked at when the button is pressed."""
    if instance.registration is not Registration.ACTIVE:
        return UNCHECKED_ACTIONS
    if instance.data.get("runner") == RUNNER:
        return RUN_ACTIONS
    return ACTIONS if can_check else UNCHECKED_ACTIONS
