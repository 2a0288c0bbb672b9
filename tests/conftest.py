"""What holds for every test: nobody blocks the loop, and nobody logs a warning that the test does not expect."""

import gc
import itertools
import logging
import os
from collections.abc import Generator, Iterator
from contextlib import nullcontext

import pytest
from blockbuster import BlockBuster, blockbuster_ctx
from hypothesis import settings

from tests.turns import of_this_run

# On a developer's machine every run tries new scripts; the gate tries the same ones each time.
settings.register_profile("gate", derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "default")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
gc.disable()  # a search on a thread beside the tests, such as pytest-xdist's, would destroy Qt's objects there
_tests = itertools.count(1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: much of the time of the tests goes into waiting for other programs."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What measures time has the machine for itself."""
    turns = of_this_run()
    with turns.taken(alone=item.get_closest_marker("alone") is not None) if turns else nullcontext():
        return (yield)


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """A call of ours that blocks the event loop fails; what is imported where it is first needed may read its files."""
    with blockbuster_ctx(scanned_modules=["registry_tray"]) as found:
        for function in found.functions.values():
            function.can_block_in("<frozen importlib._bootstrap>", "_find_and_load")
            function.can_block_in("shibokensupport/signature/loader.py", "feature_imported")
        yield found


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """It is searched for between two tests, and everywhere after every hundredth."""
    yield
    gc.collect(1 if next(_tests) % 100 else 2)


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def unexpected_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning of ours fails a test that has not asked for `caplog`."""
    kept, ours = _Kept(), logging.getLogger("registry_tray")
    ours.addHandler(kept)
    yield
    ours.removeHandler(kept)
    if kept.lines and "caplog" not in request.fixturenames:
        pytest.fail("logged without being expected:\n" + "\n".join(kept.lines))
