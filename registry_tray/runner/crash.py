"""What is told of a command that has crashed: how it ended, and its last words."""

import re
import signal
from contextlib import suppress
from typing import Any

from registry_tray.core.reports import EXIT
from registry_tray.runs import plain_lines

_NOISE = re.compile(
    r"\s|$|[\W_]+$|Node\.js v\d|Emitted '|note: run with|Caused by:$|exit status \d|npm (ERR!|error)|error Command failed"
)
_NAMED = re.compile(r"(?:Uncaught )?(?P<type>(?:[A-Za-z_][\w.]*)?(?:Error|Exception|Exit|Interrupt)|panic): (?P<message>.*)")
_LONGEST = 300


def crash(status: int, errors: bytes) -> dict[str, Any]:
    """The error of a registration that ends. `errors` is the end of what it said on stderr."""
    error: dict[str, Any] = {"type": EXIT, "message": "", "exitCode": status}
    said = _last_words(errors)
    if status > 128:
        with suppress(ValueError):  # a program may end with such a status by itself
            ended = signal.Signals(status - 128)
            # Who is killed had no time to say why.
            error["message"] = f"ended by {ended.name}" + (f": {said}" if said and ended.name != "SIGKILL" else "")
            return error
    named = _NAMED.fullmatch(said)
    return error | ({"type": named["type"], "message": named["message"]} if named else {"message": said})


def _last_words(errors: bytes) -> str:
    """The last line that says what is wrong: no frame of a stack, and nothing of what runtimes and launchers add."""
    lines = plain_lines(errors.decode("utf-8", "replace"))
    panics = [line for line in lines if line.startswith("panic: ")]
    said = panics or [line for line in lines if not _NOISE.match(line)]
    return said[-1].strip()[:_LONGEST] if said else ""
