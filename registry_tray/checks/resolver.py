"""Looks names up, and refuses those that lead where a health check has no business."""

import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from registry_tray.core.targets import refuse_address
from registry_tray.phrases import remark


class GuardedResolver(AbstractResolver):
    """The system's resolver. A name of which one address is forbidden is refused whole: none is chosen by luck."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        """The addresses of `host`; OSError where it has none, or a forbidden one."""
        found = await self._resolver.resolve(host, port, family)
        try:
            for each in found:
                refuse_address(each["host"])
        except ValueError as error:
            raise OSError(remark("its address {0}", error)) from None
        return found

    async def close(self) -> None:
        """Let go of the system's resolver."""
        await self._resolver.close()
