"""What a row of the list is sorted, grouped and searched by."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from registry_tray.core.status import Status
from registry_tray.ui.board import Row


class Column(IntEnum):
    """From left to right, until a person moves them. The numbers are remembered: never renumber."""

    STATUS = 0
    NAME = 1
    HOST = 2
    SINCE = 3
    LATENCY = 4
    BEATS = 5
    UPTIME = 6
    ENVIRONMENT = 7
    TAGS = 8
    TARGET = 9


RIGHT = (Column.LATENCY, Column.UPTIME)
"""Columns of numbers, which line up at their end."""


class Group(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    FAILING = "failing"
    DEGRADED = "degraded"
    STARTING = "starting"
    UP = "up"
    STOPPED = "stopped"
    MUTED = "muted"
    ARCHIVED = "archived"


GROUPS = {
    Status.CRASHED: Group.FAILING, Status.DOWN: Group.FAILING, Status.LOST: Group.FAILING, Status.RECOVERING: Group.FAILING,
    Status.SUSPECT: Group.UP, Status.DEGRADED: Group.DEGRADED, Status.UP: Group.UP,
    Status.STARTING: Group.STARTING, Status.UNKNOWN: Group.STARTING,
    Status.PAUSED: Group.STOPPED, Status.STOPPED: Group.STOPPED,
}  # fmt: skip
"""A suspect counts as up until it is proven down, and what recovers as failing until it is proven up."""


class Entry:
    """A row with what sorting and searching need of it, made once for each change."""

    __slots__ = ("group", "haystack", "order", "row")

    def __init__(self, row: Row) -> None:
        instance, job = row.instance, row.job
        self.row = row
        self.group = Group.ARCHIVED if row.is_archived else GROUPS[row.status]
        self.order = (row.is_muted, row.status.rank, instance.name.casefold(), instance.identifier)
        self.haystack = "\n".join(
            (
                instance.name,
                instance.identifier,
                instance.hostname,
                instance.environment or "",
                job.endpoint if job else "",
                *instance.tags,
            )
        ).casefold()

    def key(self, column: Column, *, is_reversed: bool = False) -> Any:
        """What this column is sorted by; ties by name. What is unknown comes last, also where the order is reversed."""
        row, instance, name = self.row, self.row.instance, self.order[2]
        match column:
            case Column.STATUS:
                return self.order
            case Column.HOST:
                return instance.hostname.casefold(), name
            case Column.SINCE:
                return row.since, name
            case Column.LATENCY:
                latency = row.job.latency if row.job else None
                return (latency is None) is not is_reversed, latency.total_seconds() if latency else 0.0, name
            case Column.ENVIRONMENT:
                return (not instance.environment) is not is_reversed, (instance.environment or "").casefold(), name
            case Column.TAGS:
                return (not instance.tags) is not is_reversed, ",".join(instance.tags).casefold(), name
            case Column.TARGET:
                return row.job.target if row.job else "", name
            case Column.BEATS | Column.UPTIME:
                return (row.uptime is None) is not is_reversed, row.uptime or 0.0, name
        return name, self.order


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to. Of several environments, and of several tags, one is enough."""

    group: Group = Group.ALL
    needle: str = ""
    environments: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it lists all but what was put away."""
        return self == Filter()

    def fits(self, entry: Entry) -> bool:
        """Whether it is of the group and has all the words. What was put away shows only among its like."""
        instance = entry.row.instance
        match self.group:
            case Group.ALL:
                listed = entry.group is not Group.ARCHIVED
            case Group.MUTED:
                listed = entry.row.is_muted and entry.group is not Group.ARCHIVED
            case _:
                listed = entry.group is self.group
        if not listed or (self.environments and (instance.environment or "") not in self.environments):
            return False
        if self.tags and self.tags.isdisjoint(instance.tags):
            return False
        return not self.needle or all(word in entry.haystack for word in self.needle.split())
