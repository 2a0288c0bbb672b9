"""What a row of the list is sorted, grouped and searched by."""

from enum import IntEnum, StrEnum
from typing import Any

from registry_tray.core.status import Status
from registry_tray.ui.board import Row


class Column(IntEnum):
    """From left to right."""

    STATUS = 0
    NAME = 1
    HOST = 2
    SINCE = 3
    LATENCY = 4
    BEATS = 5
    UPTIME = 6


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

    def fits(self, group: Group, words: list[str]) -> bool:
        """Whether it is of the group and has all the words. What was put away shows only among its like."""
        if group is Group.ALL:
            listed = self.group is not Group.ARCHIVED
        elif group is Group.MUTED:
            listed = self.row.is_muted and self.group is not Group.ARCHIVED
        else:
            listed = self.group is group
        return listed and all(word in self.haystack for word in words)

    def key(self, column: Column, *, is_reversed: bool = False) -> Any:
        """What this column is sorted by; ties by name. What is unknown comes last, also where the order is reversed."""
        row, name = self.row, self.order[2]
        match column:
            case Column.STATUS:
                return self.order
            case Column.HOST:
                return row.instance.hostname.casefold(), name
            case Column.SINCE:
                return row.since, name
            case Column.LATENCY:
                latency = row.job.latency if row.job else None
                return (latency is None) is not is_reversed, latency.total_seconds() if latency else 0.0, name
            case Column.BEATS | Column.UPTIME:
                return (row.uptime is None) is not is_reversed, row.uptime or 0.0, name
        return name, self.order
