"""Who listens on this machine, as the kernel tells it, and as its tables do."""

import asyncio
import socket
import sys
from pathlib import Path

import pytest

from registry_tray.host.listeners import SystemListeners

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who listens")
TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 66252 1 0 100 0 0 10 0
   1: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 496 1 0 100 0 0 10 0
   2: 0501A8C0:1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 497 1 0 100 0 0 10 0
   3: 0100007F:1F93 0100007F:C068 06 00000000:00000000 03:00000238 00000000     0        0 0 3 0
"""
TABLE6 = """  sl  local_address                         remote_address                        st
   0: 00000000000000000000000001000000:1F94 00000000000000000000000000000000:0000 0A 00000000:00000000
   1: 0000000000000000FFFF00000100007F:1F95 00000000000000000000000000000000:0000 0A 00000000:00000000
   2: 000080FE00000000FF005450B6AD1DFE:1F96 00000000000000000000000000000000:0000 0A 00000000:00000000
"""


class Refused(SystemListeners):
    """Of a kernel that does not list its sockets."""

    def _ask(self) -> object:  # type: ignore[override]
        raise PermissionError(1, "Operation not permitted")


def listening(host: str) -> socket.socket:
    """On a free port."""
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    found.bind((host, 0))
    found.listen()
    return found


@linux
@pytest.mark.parametrize("kind", [SystemListeners, Refused])
async def test_a_port_is_told_while_somebody_listens_on_it(kind: type[SystemListeners]) -> None:
    listeners = kind()
    with listening("127.0.0.1") as near, listening("0.0.0.0") as everywhere, listening("::1") as six, socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with socket.create_connection(near.getsockname()) as connection:
            found = await listeners.ports()
            assert found is not None
            assert {each.getsockname()[1] for each in (near, everywhere, six)} <= found
            assert found.isdisjoint({connection.getsockname()[1], bound.getsockname()[1]})
        port = near.getsockname()[1]
    later = await listeners.ports()
    assert later is not None
    assert port not in later
    listeners.close()


@linux
async def test_what_is_not_reached_by_loopback_is_left_out(tmp_path: Path) -> None:
    tables = (tmp_path / "tcp", tmp_path / "tcp6")
    tables[0].write_text(TABLE)
    assert await Refused(tables).ports() == frozenset({8080, 8081})
    tables[1].write_text(TABLE6)
    assert await Refused(tables).ports() == frozenset({8080, 8081, 8084, 8085})


@linux
async def test_many_listeners_are_told_in_several_answers() -> None:
    sockets = [listening("127.0.0.1") for _ in range(600)]
    listeners = SystemListeners()
    found = await listeners.ports()
    for each in sockets:
        port = each.getsockname()[1]
        each.close()
        assert found is not None
        assert port in found
    listeners.close()


async def test_nothing_is_told_where_the_system_has_no_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await Refused((tmp_path / "tcp", tmp_path / "tcp6")).ports() is None
    monkeypatch.setattr(sys, "platform", "darwin")
    assert await SystemListeners().ports() is None
    assert asyncio.all_tasks() == {asyncio.current_task()}
