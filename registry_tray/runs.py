"""What `registry-tray run` leaves in the data folder: the last lines of the output, and which process it is."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from registry_tray.processes import started_at

LINES, SIZE = 1000, 256 * 1024  # what is kept of the output: so many lines, so many bytes
_CONTROLS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])|[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST = 100  # characters of an identifier in the name of a file


class Runs:
    """The commands that run, or have run, by the identifiers of their instances. Files that only their owner can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "runs"

    def open_log(self, identifier: str) -> IO[bytes]:
        """An empty log in the place of that of an earlier run. OSError."""
        return self._open(self._file(identifier, "log"))

    def note(self, identifier: str) -> None:
        """Say that this process runs the instance. OSError."""
        file = self._file(identifier, "json")
        new = file.with_suffix(f".{os.getpid()}")
        with self._open(new) as written:
            written.write(json.dumps({"pid": os.getpid(), "started": started_at(os.getpid())}).encode())
        new.replace(file)

    @contextmanager
    def choosing(self) -> Iterator[None]:
        """One process at a time, so that no two choose the same identifier. All at once where files cannot be locked. OSError."""
        try:
            import fcntl
        except ImportError:
            yield
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def forget(self, identifier: str) -> None:
        """This process runs it no more; the log stays."""
        if _pid(self._noted(identifier)) == os.getpid():
            with suppress(OSError):
                self._file(identifier, "json").unlink(missing_ok=True)

    def runner(self, identifier: str) -> tuple[int, float] | None:
        """The process that runs the instance now, by pid and start; None where there is none, or another one has its pid."""
        noted = self._noted(identifier)
        pid, started = _pid(noted), noted.get("started")
        return (pid, started) if pid is not None and isinstance(started, float) and started_at(pid) == started else None

    def tail(self, identifier: str) -> str | None:
        """The last lines of the output as a terminal without colours shows them; None where it was never run by us."""
        try:
            with self._file(identifier, "log").open("rb") as log:
                size = log.seek(0, os.SEEK_END)
                log.seek(max(0, size - SIZE))
                text = log.read(SIZE).decode("utf-8", "replace")
        except OSError:
            return None
        return "\n".join(plain_lines(text)[-LINES - 1 :])

    def _noted(self, identifier: str) -> dict[str, Any]:
        try:
            noted = json.loads(self._file(identifier, "json").read_bytes())
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}

    def _file(self, identifier: str, kind: str) -> Path:
        name = quote(identifier, safe="@")
        if len(name) > _LONGEST:
            name = f"{name[:_LONGEST]}-{hashlib.sha256(identifier.encode()).hexdigest()[:16]}"
        return self._folder / f"{name}.{kind}"

    def _open(self, file: Path) -> IO[bytes]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.unlink(missing_ok=True)
        return os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b", buffering=0)


def plain_lines(text: str) -> list[str]:
    """As a terminal without colours shows them."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [_CONTROLS.sub("", line.rstrip("\r").rpartition("\r")[2]) for line in lines]


def _pid(noted: dict[str, Any]) -> int | None:
    pid = noted.get("pid")
    return pid if type(pid) is int and pid > 1 else None
