"""When garbage is searched for."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from registry_tray import garbage


class Ring:
    """Garbage that only a search finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    enabled = gc.isenabled()
    yield
    garbage.put_off()
    gc.set_threshold(*threshold)
    gc.unfreeze()
    if enabled:
        gc.enable()


def test_nothing_is_searched_for_while_the_program_starts_and_what_is_there_then_never_is() -> None:
    garbage.put_off()
    assert not gc.isenabled()
    garbage.settle()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[2] == garbage.NEVER


async def test_what_has_grown_old_is_found_in_a_while() -> None:
    garbage.put_off()
    garbage.settle()
    ring = Ring()
    gc.collect(1)
    known = weakref.ref(ring)
    del ring
    sweeping = asyncio.create_task(garbage.sweep(0.0))
    async with asyncio.timeout(5):
        while known() is not None:  # noqa: ASYNC110 # a search is made without a word
            await asyncio.sleep(0)
    sweeping.cancel()


def test_by_hand_it_is_searched_for_on_the_thread_that_tidies_and_on_no_other() -> None:
    garbage.put_off()
    garbage.settle(by_hand=True)
    found_on: list[int] = []

    def look() -> None:
        ring = Ring()
        weakref.finalize(ring, lambda: found_on.append(threading.get_ident()))

    def make_much() -> None:
        look()
        kept.extend([] for _ in range(3 * garbage.YOUNG))

    kept: list[list[object]] = []
    thread = threading.Thread(target=make_much)
    thread.start()
    thread.join()
    assert found_on == []
    garbage.tidy()
    assert found_on == [threading.get_ident()]


def test_by_hand_it_is_searched_for_often_also_where_as_many_go_as_come(monkeypatch: pytest.MonkeyPatch) -> None:
    garbage.put_off()
    kept = [[object()] for _ in range(100)]
    garbage.settle(by_hand=True)
    garbage.tidy()
    searches: list[int] = []
    gc.callbacks.append(note := lambda phase, info: searches.append(info["generation"]))
    try:
        kept[:] = [[object()] for _ in range(100)]
        garbage.tidy()
        assert searches == []
        monkeypatch.setattr(garbage, "_due", 0.0)
        garbage.tidy()
        assert searches
        ring = Ring()
        known = weakref.ref(ring)
        del ring
        monkeypatch.setattr(garbage, "_due", 0.0)
        garbage.tidy()
        assert known() is None
    finally:
        gc.callbacks.remove(note)


def test_to_tidy_is_nothing_where_python_searches_itself_or_nothing_has_come() -> None:
    garbage.put_off()
    searches: list[int] = []
    gc.callbacks.append(note := lambda phase, info: searches.append(info["generation"]))
    try:
        kept: list[list[object]] = [[] for _ in range(3 * garbage.YOUNG)]
        garbage.tidy()
        assert searches == []
        garbage.settle(by_hand=True)
        gc.collect(0)
        searches.clear()
        garbage.tidy()
        assert searches == []
    finally:
        gc.callbacks.remove(note)
    assert kept
