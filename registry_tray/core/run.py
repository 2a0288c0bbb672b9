"""A command that was started by `registry-tray run`."""

from dataclasses import dataclass

RUNNER = "registry-tray run"
"""What a registration that comes from it says of itself, as `runner`."""


@dataclass(frozen=True, slots=True)
class Run:
    """Its last output, and whether it can be stopped and restarted now."""

    log: str
    is_running: bool
