"""A command that was started by `registry-tray run`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Its last output, and whether it can be stopped and restarted now."""

    log: str
    is_running: bool
