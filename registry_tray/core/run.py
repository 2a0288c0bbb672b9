"""A command that was started by `registry-tray run`."""

from dataclasses import dataclass

RUNNER = "registry-tray run"
"""What a registration that comes from it says of itself, as `runner`."""

ORDER = "SIGURG"
"""What it is told by the tray alone: start the command anew, or end it by force where it was asked to end. A runner that does not
listen yet ignores it, and no program sends it for anything else.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Its last output, and whether it can be stopped and restarted now."""

    log: str
    is_running: bool
