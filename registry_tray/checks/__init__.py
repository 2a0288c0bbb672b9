"""Health strategies by URL scheme: one line each."""

from contextlib import AsyncExitStack

from registry_tray.core.ports import Probe

SCHEMES = frozenset({"http", "https", "push", "tcp"})


async def build_probes(stack: AsyncExitStack) -> dict[str, Probe]:
    """The strategies by scheme; `stack` ends what they hold."""
    from registry_tray.checks.http import HttpProbe
    from registry_tray.checks.push import check_push
    from registry_tray.checks.tcp import check_tcp

    http = await stack.enter_async_context(HttpProbe())
    return {"http": http, "https": http, "push": check_push, "tcp": check_tcp}
