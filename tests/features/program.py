"""The whole program as a process of its own."""

import asyncio
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
READY = re.compile(r"Registry ready at (http://127\.0\.0\.1:\d+)\n")


class Program:
    """A running registry."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.address = ""

    async def ready(self) -> None:
        """Wait for the one line on stdout."""
        assert self.process.stdout is not None
        line = (await asyncio.wait_for(self.process.stdout.readline(), 30)).decode()
        found = READY.fullmatch(line)
        assert found, line
        self.address = found[1]

    async def ask(self, path: str, body: Any = None, method: str | None = None) -> Any:
        """The value that it answers."""
        return (await self.ask_all(path, body, method)).get("value")

    async def ask_all(self, path: str, body: Any = None, method: str | None = None) -> Any:
        """All that it answers."""

        def ask() -> Any:
            data = json.dumps(body).encode() if body is not None else None
            request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)

        return await asyncio.to_thread(ask)

    async def ended(self) -> tuple[int, str, str]:
        """Exit status, and what it said after its first line."""
        out, err = await asyncio.wait_for(self.process.communicate(), 20)
        assert self.process.returncode is not None
        return self.process.returncode, out.decode(), err.decode()


def launch(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A launch that ends by itself."""
    command = [sys.executable, "-m", "registry_tray", "--headless", "--data-dir", str(folder), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=30, cwd=ROOT, env=clean_environment(folder, environment), check=False
    )


@asynccontextmanager
async def running(folder: Path, *arguments: str, **environment: str) -> AsyncIterator[Program]:
    command = ("-m", "registry_tray", "--headless", "--port", "0", "--data-dir", str(folder), *arguments)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=clean_environment(folder, {"REGISTRY_TRAY_ALERTS_HOLD": "0s", **environment}),
    )
    program = Program(process)
    try:
        await program.ready()
        yield program
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def clean_environment(folder: Path, more: dict[str, str]) -> dict[str, str]:
    """Without settings of the person who runs the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_TRAY_")}
    return clean | {"XDG_CONFIG_HOME": str(folder.parent), "PYTHONWARNINGS": "error"} | more
