"""What of the journal is listed: of which kind, of whom, since when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from registry_tray.core.catalog import Catalog
from registry_tray.core.models import InstanceId, StatusEvent
from registry_tray.core.status import EventKind


class Topic(StrEnum):
    """Kinds of events that a person looks for together."""

    ALL = "all"
    OUTAGES = "outages"
    RECOVERIES = "recoveries"
    ERRORS = "errors"
    LIVES = "lives"
    ACTIONS = "actions"


TOPICS = {
    EventKind.DOWN: Topic.OUTAGES, EventKind.CRASH: Topic.OUTAGES, EventKind.LOST: Topic.OUTAGES,
    EventKind.UP: Topic.RECOVERIES, EventKind.ERROR: Topic.ERRORS, EventKind.REGISTER: Topic.LIVES,
    EventKind.RESTART: Topic.LIVES, EventKind.RETURN: Topic.LIVES, EventKind.UNREGISTER: Topic.LIVES,
}  # fmt: skip
"""All others are what a person, or this computer, has done."""

TROUBLE = frozenset({Topic.OUTAGES, Topic.ERRORS})
"""What a person should not miss."""


def topic(event: StatusEvent) -> Topic:
    """Which topic an event belongs to."""
    return TOPICS.get(event.kind, Topic.ACTIONS)


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """`words` are looked for in names and identifiers, without regard to case; `since` None is all that is kept."""

    topic: Topic = Topic.ALL
    words: str = ""
    since: datetime | None = None

    def instances(self, catalog: Catalog) -> frozenset[InstanceId] | None:
        """Whose events fit; None where those of all do."""
        words = self.words.casefold().split()
        if not words:
            return None
        found = (
            instance.id
            for instance in catalog.instances()
            if all(word in f"{instance.name}\n{instance.identifier}".casefold() for word in words)
        )
        return frozenset(found)

    def fits(self, event: StatusEvent, instances: frozenset[InstanceId] | None) -> bool:
        """Whether the event is listed."""
        return (
            self.topic in (Topic.ALL, topic(event))
            and (instances is None or event.instance_id in instances)
            and (self.since is None or event.at >= self.since)
        )
