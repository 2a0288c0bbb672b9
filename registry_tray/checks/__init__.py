"""Health strategies: one module each, which declares its schemes and options; one line each here."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from importlib.util import find_spec
from types import ModuleType

from registry_tray.core.ports import Probe
from registry_tray.wire.strategies import Strategies
from registry_tray.wire.strategy import Strategy


def modules() -> tuple[ModuleType, ...]:
    """The strategies' modules, each with its STRATEGY. Imported here, since aiohttp is not needed before the API is."""
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


async def build_probes(stack: AsyncExitStack, commands: Mapping[str, str] | None = None) -> dict[str, Probe]:
    """The probes by scheme; `stack` ends what they hold. `commands` are those of the settings file, by name."""
    from registry_tray.checks.command import check_exec

    probes: dict[str, Probe] = {}
    for module in modules():
        strategy: Strategy = module.STRATEGY
        probe = await stack.enter_async_context(strategy.open())
        probes |= {scheme.name: probe for scheme in strategy.schemes}
    probes["exec"] = partial(check_exec, commands or {})
    return probes


def _missing() -> frozenset[str]:
    return frozenset(each.name for each in declared() if any(find_spec(module) is None for module in each.modules))
