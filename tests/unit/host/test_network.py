"""Another network is noticed; what only this computer sees is none."""

import asyncio
import socket

import psutil
import pytest

from registry_tray.host.network import Addresses, NetworkWatcher, outward_addresses
from tests.fakes import until

HOME: Addresses = frozenset({("wlan0", "192.168.1.7")})
CAFE: Addresses = frozenset({("wlan0", "10.3.0.9")})


async def test_other_addresses_are_a_change_and_the_same_ones_are_none() -> None:
    found, changes, looks = [HOME], [0], 0

    def addresses() -> Addresses:
        nonlocal looks
        looks += 1
        return found[0]

    watcher = NetworkWatcher(lambda: changes.append(1), addresses)
    task = asyncio.create_task(watcher.run())
    await until(lambda: looks == 1, "the first look")
    watcher.look()
    await until(lambda: looks == 2, "the second look")
    assert changes == [0]
    found[0] = CAFE
    watcher.look()
    await until(lambda: changes == [0, 1], "the change")
    task.cancel()
    await asyncio.wait([task])


def test_networks_within_this_computer_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def address(text: str, family: socket.AddressFamily = socket.AF_INET) -> object:
        return type("Address", (), {"family": family, "address": text})()

    interfaces = {
        "lo": [address("127.0.0.1")],
        "docker0": [address("172.17.0.1")],
        "veth12ab": [address("fe80::1", socket.AF_INET6)],
        "wlan0": [address("192.168.1.7"), address("fe80::2", socket.AF_INET6), address("aa:bb", psutil.AF_LINK)],
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: interfaces)
    assert outward_addresses() == {("wlan0", "192.168.1.7"), ("wlan0", "fe80::2")}


def test_the_addresses_of_this_computer_can_be_read() -> None:
    assert all(name and address for name, address in outward_addresses())
