"""A Python application registers in one line, and is never hurt by the registry."""

import asyncio
import subprocess
import sys
from pathlib import Path

from tests.features.program import ROOT, Program, running


async def play(program: Program | None, script: str) -> tuple[int, str]:
    """Run an application of a few lines; its exit status and what it said."""
    address = program.address if program is not None else "http://127.0.0.1:9"
    code = f"import registry_tray.client as registry\nURL = {address!r}\n{script}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    out, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode is not None
    return process.returncode, out.decode()


async def test_one_line_registers_and_the_end_of_the_process_unregisters(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        status, said = await play(program, "print(registry.register('app', port=1, version='2.1', registry=URL).identifier)")
        assert (status, said) == (0, "app@localhost\n")
        [record] = await program.ask("/api/application")
        assert (record["registration"], record["data"]["server"]["port"]) == ("stopped", 1)
        [session] = await program.ask("/api/application/app@localhost/sessions")
        assert session["version"] == "2.1"


async def test_an_error_that_nobody_catches_is_a_crash_with_its_stack(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        script = "registry.register('app', registry=URL)\ndef pay(): raise LookupError('no account')\npay()"
        status, said = await play(program, script)
        assert status == 1
        assert "LookupError: no account" in said
        [record] = await program.ask("/api/application")
        assert record["registration"] == "crashed"
        [error] = await program.ask("/api/application/app@localhost/errors")
        assert (error["type"], error["message"], error["exitCode"]) == ("LookupError", "no account", 1)
        assert error["stack"].splitlines()[0].endswith("in pay")


async def test_an_error_can_be_reported_without_ending(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        status, _ = await play(program, "with registry.register('app', registry=URL) as me: me.report(ValueError('odd'))")
        assert status == 0
        [error] = await program.ask("/api/application/app@localhost/errors")
        assert (error["type"], error["exitCode"]) == ("ValueError", None)


async def test_an_exit_with_a_code_within_the_block_is_a_crash(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        status, _ = await play(program, "with registry.register('app', registry=URL): raise SystemExit(3)")
        assert status == 3
        [error] = await program.ask("/api/application/app@localhost/errors")
        assert (error["type"], error["exitCode"]) == ("SystemExit", 3)
        assert (await program.ask("/api/application"))[0]["registration"] == "crashed"


async def test_an_application_runs_on_where_no_registry_does() -> None:
    status, said = await play(None, "print(registry.register('app', registry=URL).identifier)")
    assert (status, said) == (0, "None\n")


async def test_what_the_registry_refuses_is_said_with_its_field(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        status, said = await play(program, "registry.register('app', health='gopher://x', registry=URL)")
        assert status == 0
        assert "the registry refuses app: health.url: " in said
        assert await program.ask("/api/application") == []


async def test_a_registry_that_comes_later_is_found(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        address = program.address
    port = address.rpartition(":")[2]
    wait = "import time\nwhile me.identifier is None: time.sleep(0.05)"
    waiting = asyncio.ensure_future(play(program, f"me = registry.register('late', registry=URL)\n{wait}"))
    async with running(tmp_path / "data", "--port", port) as again:
        assert await waiting == (0, "")
        assert [each["appId"] for each in await again.ask("/api/application")] == ["late"]
