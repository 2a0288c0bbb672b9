"""The command `demo`."""

import argparse
import asyncio
import os
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from typing import Any

from registry_tray.client.call import RefusedError
from registry_tray.demo.sample import Sample, forget_left
from registry_tray.process import quit_on_signals, say

BEHAVED = ("shop", "orders", "mailer")
FAILING = "payments"
HOLD = 2000  # milliseconds
TAG = "demo"


def run_demo(arguments: Sequence[str], registry: str) -> int:
    """Until a signal comes; the exit status: 1 where no registry answers."""
    parsed = _parser().parse_args(arguments)
    address = parsed.registry or registry
    try:
        asyncio.run(_run(address, parsed.period))
    except OSError:
        say(f"registry-tray demo: no registry answers at {address}. Start it first: registry-tray")
        return 1
    except RefusedError as error:
        say(f"registry-tray demo: {error}")
        return 1
    return 0


async def _run(registry: str, period: float) -> None:
    stopped = asyncio.Event()
    quit_on_signals(stopped.set)
    await forget_left(registry, TAG)
    async with AsyncExitStack() as stack:
        for name in BEHAVED:
            await stack.enter_async_context(_sample(registry, name))
        say(f"{len(BEHAVED) + 1} sample applications register at {registry}; demo-{FAILING} will break. Ctrl+C ends them.")
        while not stopped.is_set():
            # What goes down again and again is told as just that, and then no more for a while: so it is a new one each time.
            async with _sample(registry, FAILING, dependsOn=[f"demo-{BEHAVED[1]}"], health={"hold": HOLD}) as failing:
                await _break_once(failing, period, stopped)
    say("The samples are unregistered, and forgotten.")


def _sample(registry: str, name: str, **more: Any) -> Sample:
    return Sample(registry, f"demo-{name}", label=f"Demo {name}", tags=[TAG], pid=os.getpid(), **more)


async def _break_once(failing: Sample, period: float, stopped: asyncio.Event) -> None:
    if await _passed(stopped, period):
        return
    await failing.break_down()
    say(f"{failing.name} is broken: a notification comes within seconds.")
    if await _passed(stopped, period):
        return
    await failing.mend()
    say(f"{failing.name} answers again: the notification says so.")
    await _passed(stopped, period)


async def _passed(stopped: asyncio.Event, seconds: float) -> bool:
    """Whether the end was asked for before the time was over."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopped.wait()
    return stopped.is_set()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "registry-tray demo",
        description="Registers a few sample applications, one of which breaks and comes back again and again.",
    )
    parser.add_argument("--registry", metavar="URL", help="where the registry is, else REGISTRY_TRAY_URL, else this machine")
    parser.add_argument(
        "--period", metavar="S", type=float, default=15.0, help="seconds from one change to the next (default 15)"
    )
    return parser
