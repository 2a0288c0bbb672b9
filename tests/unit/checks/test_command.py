"""Commands of the settings file as checks, and that nothing else can be one."""

import asyncio
import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from registry_tray.checks.command import check_exec
from registry_tray.configuration import load_commands, load_settings
from registry_tray.core.errors import ConfigError
from registry_tray.core.models import Check
from registry_tray.core.status import Health, Registration, Result
from registry_tray.data_folder import DataFolder
from registry_tray.service import Service
from tests.fakes import RecordingNotifier, until
from tests.unit.api.client import Client, make_service
from tests.unit.checks.support import checked


async def run(code: str, timeout: float = 5) -> Check:
    """What a check of a Python program shows."""
    commands = {"it": f'{sys.executable} -c "{code}"'}
    return await checked({"exec": partial(check_exec, commands)}, "exec://it", timeout=timeout)


async def test_the_exit_code_decides() -> None:
    assert (await run("print(1)")).result is Result.OK
    check = await run("print('first'); print('disk is full'); raise SystemExit(3)")
    assert (check.result, check.code) == (Result.STATUS, 3)
    assert check.error == f"{sys.executable} ended with 3: disk is full"


async def test_a_command_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    code = f"import subprocess; p = subprocess.Popen(['sleep', '60']); open('{noted}', 'w').write(str(p.pid)); p.wait()"
    check = await run(code, timeout=1)
    assert check.result is Result.TIMEOUT
    assert check.error == f"The command {sys.executable} did not end within 1 s"
    child = int(await asyncio.to_thread(noted.read_text))

    def is_running() -> bool:
        try:
            return Path(f"/proc/{child}/stat").read_text().split()[2] != "Z"
        except OSError:
            return False

    async with asyncio.timeout(5):
        while await asyncio.to_thread(is_running):
            pass


async def test_a_child_that_gets_away_with_the_output_leaves_nothing_open_here(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    start = "p = subprocess.Popen(['sleep', '60'], start_new_session=True)"
    code = f"import subprocess; {start}; open('{noted}', 'w').write(str(p.pid))"

    def files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = files()
    try:
        check = await run(code, timeout=1)
        assert (check.result, check.error) == (Result.TIMEOUT, f"The command {sys.executable} did not end within 1 s")
        await until(lambda: files() <= before, "its output is closed")
    finally:
        os.kill(int(await asyncio.to_thread(noted.read_text)), signal.SIGKILL)


async def test_what_cannot_be_started_is_no_fault_of_a_target(tmp_path: Path) -> None:
    check = await checked({"exec": partial(check_exec, {"it": "/no/such/program"})}, "exec://it")
    assert (check.result, check.error) == (
        Result.INCONCLUSIVE, "The command /no/such/program cannot be started: No such file or directory",
    )  # fmt: skip
    assert (await checked({"exec": partial(check_exec, {})}, "exec://it")).result is Result.INCONCLUSIVE


async def test_no_shell_reads_a_command(tmp_path: Path) -> None:
    made = tmp_path / "made"
    await checked({"exec": partial(check_exec, {"it": f"echo a; touch {made} && $(touch {made})"})}, "exec://it")
    assert not await asyncio.to_thread(made.exists)


@pytest.mark.parametrize("line", ["backup = 5", 'backup = ""', 'backup = "echo \'a"', '"a b" = "true"', 'backup = ["a"]'])
def test_a_command_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"[exec]\n{line}\n")
    for load in (load_commands, load_settings):
        with pytest.raises(ConfigError, match=r"exec\..* a name and a command are needed"):
            load(file)


async def opened(folder: Path, commands: str) -> tuple[Service, DataFolder]:
    data = DataFolder(folder)
    await asyncio.to_thread(data.acquire)
    await asyncio.to_thread((data.path / "config.toml").write_text, f"[exec]\n{commands}\n")
    return make_service(data, RecordingNotifier()), data


async def test_a_command_of_the_settings_file_is_an_application_until_it_is_taken_out(tmp_path: Path) -> None:
    service, data = await opened(tmp_path, 'backup = "true"')
    async with service:
        running = asyncio.create_task(service.run())
        async with asyncio.timeout(10):
            while next(service.catalog.jobs()).health is not Health.UP:  # noqa: ASYNC110 - nobody tells more
                await asyncio.sleep(0.01)
        first = service.catalog.instance("backup@exec")
        service.desk.quit()
        await running
    data.release()
    service, data = await opened(tmp_path, 'backup = "false"')
    async with service:
        assert service.catalog.instance("backup@exec").registered_at == first.registered_at
    data.release()
    service, data = await opened(tmp_path, "")
    async with service:
        assert service.catalog.instance("backup@exec").registration is Registration.STOPPED
    data.release()


async def test_nothing_over_the_api_names_a_command(tmp_path: Path) -> None:
    service, data = await opened(tmp_path, 'backup = "true"')
    words = "names a command, which only the settings file may"
    async with service, Client(service.address) as client:
        status, faults = await client.refusal("POST", "/api/register", {"appId": "x", "health": {"url": "exec://backup"}})
        assert status == 422
        assert words in faults["health.url"]
        body = {"application": "backup@exec", "endpoint": "exec://backup"}
        status, faults = await client.refusal("POST", "/api/job", body)
        assert words in faults["endpoint"]
        job = (await client.get("/api/application/backup@exec/jobs"))[0]
        status, faults = await client.refusal("PATCH", f"/api/job/{job['id']}", {"endpoint": "exec://other"})
        assert words in faults["endpoint"]
        listed = {each["name"]: each for each in await client.get("/api/strategy")}
        assert (listed["exec"]["available"], words in listed["exec"]["fix"]) == (False, True)
    data.release()
