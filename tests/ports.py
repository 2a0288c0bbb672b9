"""Ports on which nobody listens, and which nobody else is given: neither by the system nor in a test run beside this one."""

import itertools
import os
import socket
from collections.abc import Iterator
from random import SystemRandom

# Below those that systems give away by themselves (32768 on Linux, 49152 elsewhere): what has ended can come back on its port.
_FIRST = 20_000
_A_WORKER = 1_000  # ports
_WORKERS = 12


def _walk() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _WORKERS
    start = SystemRandom().randrange(_A_WORKER)  # another run has the same workers
    return (_FIRST + worker * _A_WORKER + (start + step) % _A_WORKER for step in itertools.count())


_ports = _walk()


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    for port in itertools.islice(_ports, _A_WORKER):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")
