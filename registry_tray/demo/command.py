"""The command `demo`."""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress

from registry_tray.client.call import RefusedError
from registry_tray.demo.sample import Sample
from registry_tray.process import quit_on_signals, say

BEHAVED = ("shop", "orders", "mailer")
FAILING = "payments"
HOLD = 2000  # milliseconds


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
    async with AsyncExitStack() as stack:
        for name in BEHAVED:
            await stack.enter_async_context(Sample(registry, f"demo-{name}", label=f"Demo {name}", tags=["demo"]))
        needs = [f"demo-{BEHAVED[1]}"]
        failing = Sample(
            registry, f"demo-{FAILING}", label=f"Demo {FAILING}", tags=["demo"], dependsOn=needs, health={"hold": HOLD}
        )
        await stack.enter_async_context(failing)
        say(f"{len(BEHAVED) + 1} sample applications are registered at {registry}; demo-{FAILING} will break. Ctrl+C ends them.")
        while not await _passed(stopped, period):
            await failing.break_down()
            say(f"demo-{FAILING} is broken: a notification comes within seconds.")
            if await _passed(stopped, period):
                break
            await failing.mend()
            say(f"demo-{FAILING} answers again: the notification says so.")
    say("The samples are unregistered.")


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
