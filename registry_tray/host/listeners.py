"""The ports of this machine on which somebody listens. On Linux the kernel tells in 40 µs; elsewhere nothing does cheaply."""

import asyncio
import logging
import socket
import struct
import sys
from collections.abc import Iterator
from ipaddress import IPv6Address
from pathlib import Path

logger = logging.getLogger(__name__)

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_SOCK_DIAG, _BY_FAMILY = 4, 20  # NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY
_DUMP = 0x301  # NLM_F_REQUEST | NLM_F_DUMP
_ERROR, _DONE = 2, 3
_LISTEN = 10
_HEADER = struct.Struct("=IHHII")  # length, type, flags, sequence, pid
_REQUEST = struct.Struct("=BBBxI48x")  # family, protocol, extensions, states, no address
_FOUND = struct.Struct("=BBxx2sxx4s12s")  # family, state, port, address
_ANY4, _ANY6, _ONE6, _MAPPED = bytes(4), bytes(16), IPv6Address("::1").packed, bytes(10) + b"\xff\xff"


class SystemListeners:
    """Asks the kernel for its listening sockets alone (sock_diag), which is as quick however many connections there are.

    Where it does not answer that, its tables in /proc are read, off the loop: with all connections, some milliseconds.
    """

    def __init__(self, tables: tuple[Path, ...] = TABLES) -> None:
        self._tables = tables
        self._diag: socket.socket | None = None
        self._is_refused = False

    async def ports(self) -> frozenset[int] | None:
        """Those that can be reached by loopback; None where the system does not tell."""
        if sys.platform != "linux":
            return None
        if not self._is_refused:
            try:
                return frozenset(self._ask())
            except (OSError, struct.error) as error:
                logger.info("the kernel does not list what listens, its tables are read: %s", error)
                self._is_refused = True
                self.close()
        try:
            return await asyncio.to_thread(_read, self._tables)
        except (OSError, ValueError, IndexError) as error:
            logger.info("nothing tells which ports are listened on: %s", error)
            return None

    def close(self) -> None:
        """Ask no more."""
        if self._diag is not None:
            self._diag.close()
            self._diag = None

    def _ask(self) -> Iterator[int]:
        if self._diag is None:
            self._diag = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, _SOCK_DIAG)
        for family in (socket.AF_INET, socket.AF_INET6):
            body = _REQUEST.pack(family, socket.IPPROTO_TCP, 0, 1 << _LISTEN)
            self._diag.send(_HEADER.pack(_HEADER.size + len(body), _BY_FAMILY, _DUMP, 1, 0) + body)
            yield from self._answers()

    def _answers(self) -> Iterator[int]:
        """The kernel has answered when `send` returns: nothing is waited for."""
        assert self._diag is not None
        while True:
            data, at = self._diag.recv(1 << 17), 0
            while at + _HEADER.size <= len(data):
                length, kind, *_ = _HEADER.unpack_from(data, at)
                if kind == _DONE:
                    return
                if kind == _ERROR or length < _HEADER.size:
                    raise OSError(-struct.unpack_from("=i", data, at + _HEADER.size)[0], "sock_diag")
                family, _, port, head, tail = _FOUND.unpack_from(data, at + _HEADER.size)
                if _is_near(head if family == socket.AF_INET else head + tail):
                    yield int.from_bytes(port)
                at += (length + 3) & ~3


def _read(tables: tuple[Path, ...]) -> frozenset[int]:
    """The second table is missing where there is no IPv6."""
    return frozenset(port for table in tables if table is tables[0] or table.exists() for port in _listening(table))


def _listening(table: Path) -> Iterator[int]:
    with table.open() as lines:
        next(lines, None)
        rows = (line.split(maxsplit=4) for line in lines)
        for local in (row[1] for row in rows if int(row[3], 16) == _LISTEN):
            address, port = local.split(":")
            words = (int(address[at : at + 8], 16) for at in range(0, len(address), 8))
            if _is_near(b"".join(struct.pack("=I", word) for word in words)):
                yield int(port, 16)


def _is_near(address: bytes) -> bool:
    """Whether who connects to loopback gets there."""
    plain = address[12:] if address[:12] == _MAPPED else address
    return plain in (_ANY4, _ANY6, _ONE6) or (len(plain) == 4 and plain[0] == 127)
