"""How much is told at once: notices of two seconds are gathered, three or more become one, and too many become a digest.

What was told by one notification is told back by one, if all of it is back within a minute.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from registry_tray.core.alert import Alert, Why
from registry_tray.core.alerting import notices
from registry_tray.core.alerting.budget import Outbox
from registry_tray.core.alerting.standing import News
from registry_tray.core.models import Instance, InstanceId
from registry_tray.core.ports import Notice
from registry_tray.core.status import AlertState

GATHER = timedelta(seconds=2)
MANY = 3  # notices at once become one
TOGETHER = timedelta(minutes=1)  # for so long the return of some waits for that of the others who were told with them


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be told of one instance, and since when that has been so. `affected` are the names of its dependants;
    `can_check` is whether it has a job that can be asked.
    """

    instance: Instance
    alert: Alert
    news: News
    ready: datetime
    affected: tuple[str, ...] = ()
    can_check: bool = True

    @property
    def over(self) -> datetime:
        """When an outage was over: of what kept going down that is told later, once it has been steady."""
        changed = self.alert.changed if self.alert.state is AlertState.FLAPPING else None
        return changed or self.ready


@dataclass(frozen=True, slots=True)
class Card:
    """A notification, the lines that it tells, and the notifications that it makes void. Without a notice they only go.

    `moved` are outages told before that it tells of from now on.
    """

    notice: Notice | None
    lines: tuple[Line, ...]
    void: tuple[InstanceId, ...] = ()
    is_digest: bool = False
    moved: tuple[InstanceId, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A line that is not told now."""

    line: Line
    why: Why
    until: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent now; what waits, why and until when; when to plan again."""

    cards: tuple[Card, ...] = ()
    waiting: tuple[Wait, ...] = ()
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else goes on: who is told of by which notification, by name; the ends of other holds; whether others recover, and
    how many are suspect.

    `watched` is how many instances run; `unsteady` are those of the told that go up and down, and are up now.
    """

    members: Mapping[InstanceId, Mapping[InstanceId, str]] = field(default_factory=dict)
    holds: Sequence[datetime] = ()
    recovering: bool = False
    suspects: int = 0
    watched: int = 0
    unsteady: frozenset[InstanceId] = frozenset()


def plan(lines: Sequence[Line], outbox: Outbox, around: Surroundings, now: datetime) -> Plan:
    """The cards to send now."""
    outages = [line for line in lines if line.news in (News.OUTAGE, News.FLAPPING)]
    endings = [line for line in lines if line.news in (News.RECOVERY, News.WITHDRAW)]
    again: list[datetime] = []
    if outages:
        first = min(line.ready for line in outages)
        soon = [due for due in around.holds if now < due <= first + GATHER]
        if around.suspects and len(outages) + around.suspects >= MANY and now < first + GATHER:
            soon.append(first + GATHER)  # they are perhaps about to follow
        if soon:
            again.append(max(soon))
            outages = []
    if any(line.news is News.RECOVERY for line in endings) and around.recovering:
        limit = min(line.ready for line in endings if line.news is News.RECOVERY) + GATHER
        if now < limit:
            again.append(limit)
            endings = [
                line for line in endings if line.news is News.WITHDRAW and len(around.members.get(line.alert.card, ())) < 2
            ]
    gathered = [wait for ended in _by_card(endings).values() for wait in _gathered(ended, around, now)]
    again += [wait.until for wait in gathered]
    gathering = {wait.line.instance.id for wait in gathered}
    endings = [line for line in endings if line.instance.id not in gathering]
    cards = [*_outage_cards(outages, around, now), *_ending_cards(endings, around, now)]
    sent, rest = _within(cards, outbox, around, now)
    if rest:
        again.append(outbox.frees(now) if not sent else now + GATHER)
    soonest = min(again, default=None)
    waiting = [*gathered, *(Wait(line, Why.RATE, soonest or now) for line in rest)]
    return Plan(tuple(sent), tuple(waiting), soonest)


def _outage_cards(lines: Sequence[Line], around: Surroundings, now: datetime) -> list[Card]:
    if len(lines) >= MANY:
        group = _id("group", now)
        entries = [_entry(line) for line in lines]
        notice = notices.outages(group, entries, min(line.alert.since for line in lines), around.watched)
        return [Card(notice, tuple(lines), _emptied(lines, around, group))]
    return [Card(_outage(line), (line,), _emptied([line], around, line.instance.id)) for line in lines]


def _outage(line: Line) -> Notice:
    alert = line.alert
    if line.news is News.FLAPPING:
        return notices.flapping(line.instance, alert.what, alert.reason, alert.since, can_check=line.can_check)
    return notices.outage(line.instance, alert.what, alert.reason, alert.since, line.affected, can_check=line.can_check)


def _by_card(lines: Sequence[Line]) -> dict[InstanceId, list[Line]]:
    by_card: dict[InstanceId, list[Line]] = {}
    for line in lines:
        by_card.setdefault(line.alert.card, []).append(line)
    return by_card


def _left(card: InstanceId, ended: Sequence[Line], around: Surroundings) -> dict[InstanceId, str]:
    """The names of those who were told by a notification, but for those who have ended."""
    own = {line.instance.id for line in ended}
    return {each: name for each, name in around.members.get(card, {}).items() if each not in own}


def _parted(left: Mapping[InstanceId, str], around: Surroundings) -> tuple[list[str], list[str]]:
    """Who is down still, and who is up for now."""
    down = [name for each, name in left.items() if each not in around.unsteady]
    return down, [name for each, name in left.items() if each in around.unsteady]


def _gathered(ended: Sequence[Line], around: Surroundings, now: datetime) -> list[Wait]:
    """The endings of one notification, where the others that it tells of get time to end as well.

    What is only taken back is so at once: it must not be called down by a notification any longer.
    """
    until = min(line.ready for line in ended) + TOGETHER
    if now >= until or all(line.news is News.WITHDRAW for line in ended) or not _left(ended[0].alert.card, ended, around):
        return []
    return [Wait(line, Why.OTHERS, until) for line in ended]


def _ending_cards(lines: Sequence[Line], around: Surroundings, now: datetime) -> list[Card]:
    cards: list[Card] = []
    whole: list[tuple[InstanceId, list[Line]]] = []
    for card, ended in _by_card(lines).items():
        left = _left(card, ended, around)
        back = [line for line in ended if line.news is News.RECOVERY]
        if left:
            names = [line.instance.name for line in back]
            cards.append(Card(notices.partial_recovery(card, names, *_parted(left, around)), tuple(ended)))
        elif back:
            whole.append((card, ended))
        else:
            cards.append(Card(None, tuple(ended), (card,)))
    if len(whole) >= MANY:
        merged = [line for _, ended in whole for line in ended]
        names = [line.instance.name for line in merged if line.news is News.RECOVERY]
        cards.append(Card(notices.recoveries(_id("group", now), names), tuple(merged), tuple(card for card, _ in whole)))
        return cards
    for card, ended in whole:
        back = [line for line in ended if line.news is News.RECOVERY]
        if len(back) == 1:
            (line,) = back
            notice = notices.recovery(line.instance, line.over - line.alert.since, card)
        else:
            longest = max(line.over - line.alert.since for line in back)
            notice = notices.recoveries(card, [line.instance.name for line in back], longest)
        cards.append(Card(notice, tuple(ended)))
    return cards


def _within(cards: Sequence[Card], outbox: Outbox, around: Surroundings, now: datetime) -> tuple[list[Card], list[Line]]:
    """What may be sent now, and the lines that must wait. Taking back costs nothing."""
    loud = [card for card in cards if card.notice is not None]
    quiet = [card for card in cards if card.notice is None]
    room = outbox.room(now)
    sent, rest = loud[:room], loud[room:]
    lines = [line for card in rest for line in card.lines]
    if not rest or not outbox.may_digest(now):
        return quiet + sent, lines
    digest = _id("digest", now)
    down = [_entry(line) for line in lines if line.news in (News.OUTAGE, News.FLAPPING)]
    back = [line.instance.name for line in lines if line.news is News.RECOVERY]
    void = {line.alert.card for line in lines if line.alert.is_told}
    left = {each: name for card in void for each, name in _left(card, lines, around).items()}
    notice = notices.digest(digest, down, back, *_parted(left, around))
    return [*quiet, *sent, Card(notice, tuple(lines), tuple(sorted(void)), is_digest=True, moved=tuple(left))], []


def _emptied(lines: Sequence[Line], around: Surroundings, but: InstanceId) -> tuple[InstanceId, ...]:
    own = {line.instance.id for line in lines}
    cards = {line.alert.card for line in lines if line.alert.is_told} - {but}
    return tuple(sorted(card for card in cards if own >= set(around.members.get(card, ()))))


def _entry(line: Line) -> notices.Entry:
    what = notices.again(line.alert.what) if line.news is News.FLAPPING else line.alert.what
    return notices.Entry(line.instance.name, what, len(line.affected))


def _id(kind: str, now: datetime) -> InstanceId:
    return InstanceId(f"{kind}-{now.timestamp():.6f}")
