"""How much the user has been told of late: what a restart must not forget."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from registry_tray.core.ids import InstanceId


@dataclass(frozen=True, slots=True)
class Tally:
    """When notifications were `sent` within the last minute, when the last `digest` was, and when outages of instances were
    `announced` of late, the oldest first.
    """

    sent: tuple[datetime, ...] = ()
    digest: datetime | None = None
    announced: Mapping[InstanceId, tuple[datetime, ...]] = field(default_factory=dict)
