"""Tells when the addresses of this computer change: another network, a cable, a VPN. On Linux the kernel says when to look."""

import asyncio
import logging
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

logger = logging.getLogger(__name__)

LOOK = 5.0  # seconds between two looks where the system does not tell
SETTLE = 0.5  # seconds in which the messages of one change come
_GROUPS = 0x1 | 0x10 | 0x100  # RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR
_ONLY_HERE = ("lo", "docker", "br-", "veth", "virbr", "vnet", "cni", "podman")  # networks within this computer

Addresses = frozenset[tuple[str, str]]


class NetworkWatcher:
    """Calls `on_change` when the addresses that lead out of this computer are others. `addresses` reads them."""

    def __init__(self, on_change: Callable[[], None], addresses: Callable[[], Addresses] | None = None) -> None:
        self._on_change = on_change
        self._addresses = addresses or outward_addresses
        self._told = asyncio.Event()

    async def run(self) -> None:
        """Watch until cancelled."""
        known = await asyncio.to_thread(self._addresses)
        with suppress(OSError):
            link = self._open()
            try:
                while True:
                    await self._wait(told=link is not None)
                    found = await asyncio.to_thread(self._addresses)
                    if found != known:
                        logger.info("the network has changed")
                        known = found
                        self._on_change()
            finally:
                if link is not None:
                    asyncio.get_running_loop().remove_reader(link)
                    link.close()

    def look(self) -> None:
        """Look now."""
        self._told.set()

    async def _wait(self, *, told: bool) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(None if told else LOOK):
                await self._told.wait()
                await asyncio.sleep(SETTLE)
        self._told.clear()

    def _open(self) -> socket.socket | None:
        """The kernel's messages about links and addresses, where there are any."""
        if sys.platform != "linux":
            return None
        link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.NETLINK_ROUTE)
        try:
            link.bind((0, _GROUPS))
            asyncio.get_running_loop().add_reader(link, self._on_message, link)
        except (OSError, NotImplementedError):
            link.close()
            return None
        return link

    def _on_message(self, link: socket.socket) -> None:
        with suppress(OSError):  # too many messages at once are one change as well
            while link.recv(65536):
                pass
        self._told.set()


def outward_addresses() -> Addresses:
    """The interfaces that lead out of this computer, with their addresses; temporary ones of IPv6 too."""
    import psutil

    families = (socket.AF_INET, socket.AF_INET6)
    return frozenset(
        (name, address.address)
        for name, addresses in psutil.net_if_addrs().items()
        if not name.startswith(_ONLY_HERE)
        for address in addresses
        if address.family in families
    )
