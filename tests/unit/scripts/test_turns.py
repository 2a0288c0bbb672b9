"""Tests side by side, and one that is alone."""

import fcntl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from tests.desktop.desktop import wait_until
from tests.turns import Turns


def test_who_wants_to_be_alone_waits_for_those_inside_and_all_later_ones_wait_for_him(tmp_path: Path) -> None:
    door, room = tmp_path / "door", tmp_path / "room"
    for file in (door, room):
        file.touch()
    turns = Turns(door, room)
    done: list[str] = []
    inside, beside, leave = Event(), Event(), Event()

    def first() -> None:
        with turns.taken(alone=False):
            inside.set()
            assert leave.wait(10)
            done.append("first")

    def second() -> None:
        assert inside.wait(10)
        with turns.taken(alone=False):
            beside.set()

    def lone() -> None:
        with turns.taken(alone=True):
            done.append("alone")

    def later() -> None:
        with turns.taken(alone=False):
            done.append("later")

    def is_closed() -> bool:
        with door.open() as tried:
            try:
                fcntl.flock(tried, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    with ThreadPoolExecutor(4) as threads:
        going = [threads.submit(first), threads.submit(second)]
        assert beside.wait(10)
        going[1].result(10)
        going.append(threads.submit(lone))
        wait_until(is_closed, "one waits to be alone")
        going.append(threads.submit(later))
        leave.set()
        for each in going:
            each.result(10)
    assert done == ["first", "alone", "later"]
