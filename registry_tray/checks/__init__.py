"""Health strategies: one module each, which declares its schemes and options; one line each here."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from importlib.util import find_spec
from types import ModuleType
from typing import Self

from registry_tray.core.ports import Answer, Ask, Probe
from registry_tray.wire.strategies import Strategies
from registry_tray.wire.strategy import Strategy


def modules() -> tuple[ModuleType, ...]:
    """The strategies' modules, each with its STRATEGY. What they check with is imported when it is needed."""
    from registry_tray.checks import (
        amqp,
        command,
        dns,
        docker,
        grpc,
        http,
        mongodb,
        mqtt,
        mysql,
        postgres,
        process,
        push,
        redis,
        tcp,
        tls,
        ws,
    )

    return (http, tcp, tls, ws, grpc, mqtt, amqp, redis, postgres, mysql, mongodb, dns, process, docker, command, push)


def declared() -> tuple[Strategy, ...]:
    """All strategies, whether they can run here or not."""
    return tuple(module.STRATEGY for module in modules())


async def build_strategies() -> Strategies:
    """All of them, after a look at which of the optional packages are installed."""
    return Strategies(declared(), await asyncio.to_thread(_missing))


class Probes(dict[str, Probe]):
    """The probes by scheme. Until `open` has made them ready, each waits for that.

    `commands` are those of the settings file, by name.
    """

    def __init__(self, commands: Mapping[str, str] | None = None) -> None:
        super().__init__((scheme.name, partial(self._later, scheme.name)) for each in declared() for scheme in each.schemes)
        self._commands = commands or {}
        self._opened = asyncio.Event()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def open(self) -> None:
        """Make them ready; after the API answers, since an import of a client takes longer than all else."""
        from registry_tray.checks.command import check_exec

        for strategy in declared():
            probe = await self._stack.enter_async_context(strategy.open())
            self.update((scheme.name, probe) for scheme in strategy.schemes)
        self["exec"] = partial(check_exec, self._commands)
        self._opened.set()

    async def _later(self, scheme: str, ask: Ask) -> Answer:
        await self._opened.wait()
        return await self[scheme](ask)


def _missing() -> frozenset[str]:
    return frozenset(each.name for each in declared() if any(find_spec(module) is None for module in each.modules))
