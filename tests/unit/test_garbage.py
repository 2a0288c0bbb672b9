"""When garbage is searched for."""

import asyncio
import gc
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
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()
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
