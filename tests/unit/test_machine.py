"""What is told of this computer is what its system says."""

import socket
from datetime import UTC, datetime

from registry_tray.host import read_machine


def test_the_facts_are_those_of_this_computer() -> None:
    machine = read_machine()
    assert machine.hostname == socket.gethostname()
    assert machine.system
    assert machine.booted_at < datetime.now(UTC)
    assert 0 <= machine.cpu <= 1
    assert machine.cores >= 1
    assert 0 < machine.memory_used < machine.memory
    assert all(interface and address for interface, address in machine.addresses)
