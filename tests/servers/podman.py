"""Podman as a test starts it: Docker's API on a socket, and containers of one program, made without any image."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.servers.process import ServerProcess, missing, need, run_once

# Where the limits of this process are lower than those that podman knows, it may not raise them.
ALONE = ("--network", "none", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000")


class Podman(ServerProcess):
    """Serves Docker's API. Its containers hold busybox, and are gone with it."""

    name = "podman"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.socket = str(folder / "docker.sock")
        self._root = folder / "root"

    @property
    def environment(self) -> Mapping[str, str]:
        """Who is not root needs a folder for what runs."""
        return {"XDG_RUNTIME_DIR": str(self.folder)} | os.environ

    async def prepare(self) -> None:
        """The files that all containers see."""
        for name in ("bin", "dev", "etc", "proc", "sys", "tmp"):
            (self._root / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(need("busybox"), self._root / "bin" / "busybox")
        (self._root / "bin" / "sh").symlink_to("busybox")

    def invocation(self) -> list[str | Path]:
        """podman system service, until it is ended."""
        return self._podman("system", "service", "--time=0", f"unix://{self.socket}")

    async def answers(self) -> bool:
        """Whether its socket takes a connection."""
        _, writer = await asyncio.open_unix_connection(self.socket)
        writer.close()
        return True

    async def run(self, name: str, *, health: str = "") -> None:
        """A container that does nothing. `health` is the command of its health check, which `look` runs."""
        options = ("--health-cmd", health, "--health-interval=disable", "--health-retries=1") if health else ()
        program = ("--rootfs", self._root, "/bin/busybox", "sleep", "1000")
        try:
            await self.tell("run", "-d", "--name", name, *ALONE, *options, *program)
        except AssertionError as error:
            missing(f"podman cannot start a container here: {error}")

    async def tell(self, *words: str | Path) -> None:
        """Any other command of podman."""
        await run_once(*self._podman(*words), env=self.environment)

    async def look(self, name: str) -> None:
        """Run the health check of a container once, whatever comes of it."""
        process = await asyncio.create_subprocess_exec(
            *self._podman("healthcheck", "run", name), env=self.environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await process.wait()

    def _podman(self, *words: str | Path) -> list[str | Path]:
        folders = {"--root": "storage", "--runroot": "run", "--tmpdir": "tmp"}
        places = [part for option, name in folders.items() for part in (option, self.folder / name)]
        drivers = ("--runtime", "runc", "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs")
        return [need("podman"), *places, *drivers, *words]


@asynccontextmanager
async def podman() -> AsyncIterator[Podman]:
    """One that is ended with the block, with all of its containers; in a folder whose name is short enough for a socket."""
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="podman-"))
    server = Podman(folder)
    try:
        await server.start()
        yield server
    finally:
        await server.kill()
        await server.tell("rm", "-f", "-a", "-t", "0")
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
