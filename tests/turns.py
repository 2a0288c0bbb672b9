"""A test that measures time runs alone, though others run side by side."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turns:
    """Where several processes may be at once, or one alone. Two files that exist are its locks, and are left as they are."""

    def __init__(self, door: Path, room: Path) -> None:
        self._door = door
        self._room = room

    @contextmanager
    def taken(self, *, alone: bool) -> Iterator[None]:
        """Waits for its turn; who wants to be alone waits for those inside, and all who come later for him."""
        import fcntl

        with self._door.open() as door, self._room.open() as room:
            fcntl.flock(door, fcntl.LOCK_EX)
            fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            if not alone:
                fcntl.flock(door, fcntl.LOCK_UN)
            yield


def of_this_run() -> Turns | None:
    """None where nothing runs beside."""
    if "PYTEST_XDIST_WORKER" not in os.environ or os.name == "nt":
        return None
    return Turns(Path(__file__), Path(__file__).with_name("conftest.py"))
