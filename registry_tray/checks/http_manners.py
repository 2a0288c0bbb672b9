"""How http and ws ask: what they say of themselves, and how little they take at once."""

import socket
from typing import TYPE_CHECKING

from registry_tray import __version__

if TYPE_CHECKING:
    from aiohappyeyeballs import AddrInfoType

HEADERS = {
    "User-Agent": f"registry-tray/{__version__}",
    "Accept": "application/json, */*;q=0.5",
    "Accept-Encoding": "identity",
}

AT_ONCE = 8192  # bytes; the system doubles it


def small_socket(address: "AddrInfoType") -> socket.socket:
    """What comes at once is parsed in one go: little, so that a flood of it holds nobody up."""
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, AT_ONCE)
    return made
