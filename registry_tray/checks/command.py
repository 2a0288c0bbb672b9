"""exec:// is up when a command of the settings file ends with 0. Nothing that comes over the API names a command."""

import asyncio
import os
import shlex
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process, SubprocessStreamProtocol
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

from registry_tray.checks.connection import waiting_for
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Form, Scheme
from registry_tray.phrases import phrase, remark
from registry_tray.wire.strategy import Strategy, plain, said

MOST = 64 * 1024
LEAVING = 1.0  # seconds for the system to take away what was killed


async def check_exec(commands: Mapping[str, str], ask: Ask) -> Answer:
    """Run it without a shell, and look at its exit code; where time runs out, it is killed with all that it has started."""
    name = urlsplit(ask.endpoint).netloc
    command = commands.get(name)
    if command is None:
        raise ProbeError(Result.INCONCLUSIVE, remark("The settings file has no command {0} in its section [exec]", name))
    words = shlex.split(command)
    loop = asyncio.get_running_loop()
    try:
        transport, protocol = await loop.subprocess_exec(
            partial(SubprocessStreamProtocol, MOST, loop), *words, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise ProbeError(
            Result.INCONCLUSIVE, remark("The command {0} cannot be started: {1}", words[0], error.strerror)
        ) from error
    process = Process(transport, protocol, loop)
    try:
        with waiting_for(remark("The command {0} did not end", words[0])):
            output = await _output(process)
            code = await process.wait()
    finally:
        _kill(process)
        transport.close()  # one that got away may still hold the other end of the pipe
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVING):
                await process.wait()
    if code:
        last = said(output.decode("utf-8", "replace").strip().rpartition("\n")[2])
        ended = remark("{0} ended with {1}: {2}", words[0], code, last) if last else remark("{0} ended with {1}", words[0], code)
        raise ProbeError(Result.STATUS, ended, code)
    return Answer()


async def _output(process: Process) -> bytes:
    """The end of what it says."""
    assert process.stdout is not None
    output = b""
    while chunk := await process.stdout.read(MOST):
        output = (output + chunk)[-MOST:]
    return output


def _kill(process: Process) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        elif process.returncode is None:
            process.kill()


STRATEGY = Strategy(
    name="exec",
    doc='A command of the settings file ends with exit code 0: `[exec]`, then `backup = "check_backup --fast"`, a line each.',
    schemes=(Scheme("exec", form=Form.NAME),),
    example="exec://backup",
    open=plain(lambda ask: check_exec({}, ask)),
    refusal=phrase("names a command, which only the settings file may: write it into its section [exec]"),
)
