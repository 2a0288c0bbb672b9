"""A command that `registry-tray run` has started is stopped and restarted by the registry."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from registry_tray.core.events import NoticeActivated
from registry_tray.core.models import InstanceId
from registry_tray.core.status import EventKind, Registration
from registry_tray.service import Service
from tests.fakes import RecordingNotifier, until
from tests.features.program import ROOT, clean_environment
from tests.unit.api.client import program

LIFE = "import os, signal, time; print('life', os.getpid(), flush=True); time.sleep(60)"
STUBBORN = LIFE.replace("; ", "; signal.signal(signal.SIGTERM, signal.SIG_IGN); ", 1)


async def start(folder: Path, service: Service, text: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "registry_tray", "run", "--name", "worker", "--registry", service.address,
        "--", sys.executable, "-c", text, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
        env=clean_environment(folder, {"REGISTRY_TRAY_DATA_DIR": str(folder)}),
    )  # fmt: skip


async def life(process: asyncio.subprocess.Process) -> int:
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    return int(line.split()[1])


def pid_of(service: Service) -> int | None:
    instance = service.catalog.find("worker@localhost")
    session = service.catalog.sessions.get(instance.id) if instance is not None else None
    return session.pid if session is not None else None


async def running_run(service: Service) -> InstanceId:
    await until(lambda: service.catalog.find("worker@localhost"), "it is registered")
    instance_id = service.catalog.instance("worker@localhost").id
    for _ in range(600):
        run = await service.desk.runs.look(instance_id)
        if run is not None and run.is_running:
            return instance_id
        await asyncio.sleep(0.05)
    raise AssertionError("no runner")


async def test_a_restart_is_one_row_and_no_popup_and_a_stop_is_a_stop(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with program(tmp_path, notifier) as (service, _):
        process = await start(tmp_path, service, LIFE)
        first = await life(process)
        instance_id = await running_run(service)
        await service.desk.runs.restart(instance_id)
        second = await life(process)
        assert second != first
        await until(lambda: pid_of(service) == second, "the new process is registered")
        events = await service.store.events(10)
        assert [event.kind for event in events] == [EventKind.RESTART, EventKind.REGISTER]
        service.bus.publish(NoticeActivated(instance_id, "restart"))
        third = await life(process)
        await until(lambda: pid_of(service) == third, "the button of the notification does the same")
        run = await service.desk.runs.look(instance_id)
        assert run is not None
        assert run.log.split() == ["life", str(first), "life", str(second), "life", str(third)]
        await service.desk.runs.stop(instance_id)
        assert await asyncio.wait_for(process.wait(), 30) == 128 + signal.SIGTERM
        await until(lambda: service.catalog.instance(instance_id).registration is Registration.STOPPED, "it is stopped")
        run = await service.desk.runs.look(instance_id)
        assert run is not None
        assert not run.is_running
        assert notifier.titles == []


async def test_what_does_not_stop_when_asked_is_stopped_by_force(tmp_path: Path) -> None:
    notifier = RecordingNotifier()
    async with program(tmp_path, notifier) as (service, _):
        process = await start(tmp_path, service, STUBBORN)
        await life(process)
        instance_id = await running_run(service)
        service.desk.runs.patience = 1
        await service.desk.runs.stop(instance_id)
        assert await asyncio.wait_for(process.wait(), 30) == 128 + signal.SIGKILL
        await until(lambda: service.catalog.instance(instance_id).registration is Registration.STOPPED, "it is stopped")
        assert notifier.titles == []


async def test_what_does_not_end_when_asked_is_ended_and_started_anew(tmp_path: Path) -> None:
    async with program(tmp_path, RecordingNotifier()) as (service, _):
        process = await start(tmp_path, service, STUBBORN)
        first = await life(process)
        instance_id = await running_run(service)
        await service.desk.runs.restart(instance_id)
        second = await life(process)
        assert second != first
        os.kill(second, signal.SIGKILL)
        assert await asyncio.wait_for(process.wait(), 30) == 128 + signal.SIGKILL
