"""The end of a process that is not our child is seen."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from registry_tray.core.models import InstanceId
from registry_tray.processes import ProcessWatcher
from registry_tray.processes.watcher import process_started
from tests.fakes import until

ID = InstanceId("one")


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


@pytest.fixture(params=["told", "asked"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without a system that tells of an end."""
    monkeypatch.setattr("registry_tray.processes.watcher.LOOK", 0.02)
    if request.param == "asked":
        monkeypatch.delattr(os, "pidfd_open", raising=False)


@pytest.mark.usefixtures("_both_ways")
async def test_an_end_is_seen_once(child: subprocess.Popen[bytes]) -> None:
    ended: list[tuple[str, int]] = []
    watcher = ProcessWatcher(lambda instance_id, pid: ended.append((instance_id, pid)))
    started = await process_started(child.pid)
    assert started is not None
    await watcher.watch(ID, child.pid, started)
    await asyncio.to_thread(child.communicate, b"")
    await until(lambda: ended, "its end is seen")
    assert ended == [(ID, child.pid)]
    await watcher.close()


@pytest.mark.usefixtures("_both_ways")
async def test_another_process_under_the_same_number_is_not_taken_for_it(child: subprocess.Popen[bytes]) -> None:
    ended: list[int] = []
    watcher = ProcessWatcher(lambda _, pid: ended.append(pid))
    await watcher.watch(ID, child.pid, 12345.0)
    await until(lambda: ended, "it is seen to have ended long ago")
    await watcher.close()


@pytest.mark.usefixtures("_both_ways")
async def test_what_is_forgotten_is_not_told(child: subprocess.Popen[bytes]) -> None:
    ended: list[str] = []
    watcher = ProcessWatcher(lambda instance_id, _: ended.append(instance_id))
    started = await process_started(child.pid)
    assert started is not None
    await watcher.watch(ID, child.pid, started)
    await watcher.watch(InstanceId("two"), child.pid, started)
    watcher.forget(ID)
    watcher.forget(ID)
    child.kill()
    await until(lambda: ended, "its end is seen")
    assert ended == ["two"]
    await watcher.close()


async def test_a_process_that_is_not_there_began_never() -> None:
    assert await process_started(2**31 - 1) is None
    assert await process_started(os.getpid()) is not None
