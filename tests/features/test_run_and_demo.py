"""A command that is run is registered for as long as it lives, and the demo comes and goes."""

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from registry_tray.demo.story import Pace, Scene, tell_story
from tests.features.program import ROOT, Program, clean_environment, running

SILENT = "http://127.0.0.1:9"  # nobody listens there


async def start(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "registry_tray", *arguments,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=ROOT,
        env=clean_environment(folder, {"REGISTRY_TRAY_DATA_DIR": str(folder)}),
    )  # fmt: skip


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, out.decode(), err.decode()


async def until(program: Program, condition: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
    """The records by their application, when the condition holds for them."""
    records: dict[str, Any] = {}
    for _ in range(600):
        records = {record["appId"]: record for record in await program.ask("/api/application")}
        if condition(records):
            return records
        await asyncio.sleep(0.05)
    raise AssertionError(f"not {what}: {records}")


def script(text: str) -> tuple[str, ...]:
    return ("--", sys.executable, "-c", text)


async def test_a_command_is_registered_with_its_pid_and_its_good_end_is_a_stop(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        text = "import os; print(os.getpid(), flush=True); input()"
        process = await start(tmp_path, "run", "--name", "worker", "--registry", program.address, *script(text))
        assert process.stdin is not None
        assert process.stdout is not None
        pid = int(await asyncio.wait_for(process.stdout.readline(), 20))
        await until(program, lambda records: "worker" in records, "registered")
        [session] = await program.ask("/api/application/worker@localhost/sessions")
        assert session["pid"] == pid
        process.stdin.write(b"\n")
        assert (await ended(process))[0] == 0
        records = await until(program, lambda records: records["worker"]["registration"] == "stopped", "stopped")
        assert not records["worker"]["online"]


async def test_two_that_run_under_one_name_are_two_instances(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        runs = []
        for number in (1, 2):
            runs.append(await start(tmp_path, "run", "--name", "worker", "--registry", program.address, *script("input()")))
            for _ in range(600):
                records = await program.ask("/api/application")
                if len(records) == number and len(list((tmp_path / "runs").glob("*.json"))) == number:
                    break
                await asyncio.sleep(0.05)
        assert {record["identifier"] for record in records} == {"worker@localhost", "worker@localhost#2"}
        assert all(record["online"] for record in records)
        for process in runs:
            assert process.stdin is not None
            process.stdin.write(b"\n")
            assert (await ended(process))[0] == 0
        assert {record["registration"] for record in await program.ask("/api/application")} == {"stopped"}


async def test_those_that_are_started_in_one_moment_under_one_name_are_as_many_instances(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        command = ("run", "--name", "worker", "--registry", program.address, *script("input()"))
        runs = await asyncio.gather(*(start(tmp_path, *command) for _ in range(4)))
        for _ in range(600):
            records = await program.ask("/api/application")
            if len(records) == len(runs):
                break
            await asyncio.sleep(0.05)
        assert {record["identifier"] for record in records} == {"worker@localhost", *(f"worker@localhost#{n}" for n in (2, 3, 4))}
        for process in runs:
            assert process.stdin is not None
            process.stdin.write(b"\n")
            assert (await ended(process))[0] == 0
        assert not list((tmp_path / "runs").glob("*.json"))


async def test_an_exit_status_is_passed_on_and_is_a_crash(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        text = "import sys; print('out'); print('bad luck', file=sys.stderr); sys.exit(3)"
        process = await start(tmp_path, "run", "--name", "worker", "--registry", program.address, *script(text))
        status, out, err = await ended(process)
        assert (status, out.strip(), err.strip()) == (3, "out", "bad luck")
        await until(program, lambda records: records.get("worker", {}).get("registration") == "crashed", "crashed")
        [error] = await program.ask("/api/application/worker@localhost/errors")
        assert (error["exitCode"], error["message"]) == (3, "bad luck")
        (record,) = await program.ask("/api/application")
        assert record["ending"] == "bad luck (exit code 3)"  # what the popup quotes


async def test_a_signal_reaches_the_command_and_its_end_was_asked_for(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        text = "import time; print('ready', flush=True); time.sleep(60)"
        process = await start(tmp_path, "run", "--name", "worker", "--registry", program.address, *script(text))
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 20) == b"ready\n"
        await until(program, lambda records: "worker" in records, "registered")
        process.send_signal(signal.SIGTERM)
        assert (await ended(process))[0] == 128 + signal.SIGTERM
        await until(program, lambda records: records["worker"]["registration"] == "stopped", "stopped")


COUNT = """
import signal
asked = []
signal.signal(signal.SIGTERM, lambda *_: (asked.append(1), print("asked", flush=True)))
print("ready", flush=True)
while len(asked) < 3: signal.pause()
"""


async def test_every_sigterm_reaches_the_command_and_it_decides_itself_when_it_ends(tmp_path: Path) -> None:
    process = await start(tmp_path, "run", "--registry", SILENT, *script(COUNT))
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 20) == b"ready\n"
    for _ in range(3):
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.stdout.readline(), 20) == b"asked\n"
    assert (await ended(process))[0] == 0


async def test_a_command_that_is_killed_has_crashed(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        text = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        process = await start(tmp_path, "run", "--name", "worker", "--registry", program.address, *script(text))
        assert (await ended(process))[0] == 128 + signal.SIGKILL
        records = await until(program, lambda records: records.get("worker", {}).get("registration") == "crashed", "crashed")
        assert records["worker"]["status"] == "crashed"


async def test_without_a_registry_the_command_runs_all_the_same(tmp_path: Path) -> None:
    process = await start(tmp_path, "run", "--registry", SILENT, *script("print('here')"))
    assert (await ended(process))[:2] == (0, "here\n")


async def test_a_command_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    process = await start(tmp_path, "run", "--registry", SILENT, "--", "no-such-command")
    assert await ended(process) == (127, "", "registry-tray: there is no command 'no-such-command'.\n")
    process = await start(tmp_path, "run")
    status, _, err = await ended(process)
    assert status == 2
    assert "name the command to run" in err


async def told(folder: Path, program: Program, times: int) -> None:
    """A run of the demo in which so many outages and recoveries are told, and which leaves nothing behind."""
    process = await start(folder, "demo", "--registry", program.address, "--period", "7")
    await until(program, lambda records: len(records) == 4, "all registered")
    for _ in range(times):
        for state in ("open", "quiet"):
            await until(program, lambda records: alert_of(records) == state, state)  # noqa: B023 # waited for here
    process.send_signal(signal.SIGINT)
    status, _, err = await ended(process)
    assert status == 0
    assert "The samples are unregistered, and forgotten." in err
    assert await program.ask("/api/application") == []


def alert_of(records: dict[str, Any]) -> str:
    record = records.get("demo-payments")
    return record["alert"]["state"] if record is not None and record["alert"] else "quiet"


async def test_the_demo_tells_every_outage_and_its_end_however_often_it_runs_and_leaves_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        await told(tmp_path, program, 1)
        await told(tmp_path, program, 3)


async def test_what_a_demo_that_was_killed_leaves_is_forgotten_by_the_next_one(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        process = await start(tmp_path, "demo", "--registry", program.address)
        left = await until(program, lambda records: len(records) == 4, "all registered")
        process.kill()
        await ended(process)
        await until(program, lambda records: not any(each["online"] for each in records.values()), "lost")
        process = await start(tmp_path, "demo", "--registry", program.address)
        new = await until(
            program, lambda records: len(records) == 4 and all(each["online"] for each in records.values()), "all anew"
        )
        assert {each["id"] for each in left.values()}.isdisjoint(each["id"] for each in new.values())
        assert len(await program.ask("/api/application")) == 4
        process.send_signal(signal.SIGINT)
        await ended(process)


async def test_the_demo_says_where_no_registry_answers(tmp_path: Path) -> None:
    process = await start(tmp_path, "demo", "--registry", SILENT)
    status, _, err = await ended(process)
    assert status == 1
    assert err == f"registry-tray demo: no registry answers at {SILENT}. Start it first: registry-tray\n"


async def test_the_story_of_the_welcome_has_an_outage_and_an_end(tmp_path: Path) -> None:
    scenes: list[Scene] = []
    async with running(tmp_path) as program:
        story = asyncio.create_task(tell_story(program.address, scenes.append, Pace(1.0, 6.0, 1.0, 0)))
        await until(program, lambda records: records.get("sample", {}).get("status") == "down", "down")
        await asyncio.wait_for(story, 30)
        assert await program.ask("/api/application") == []
    assert scenes == [Scene.WELL, Scene.BROKEN, Scene.BACK, Scene.OVER]
