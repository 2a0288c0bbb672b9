"""What the system tells of this computer: since when it runs, how busy it is, where it can be reached."""

import platform
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address

from registry_tray.core.machine import Machine
from registry_tray.host.network import outward_addresses

_LOOK = 0.2  # seconds over which the use of the processor is measured


def read_machine() -> Machine:
    """Takes a fifth of a second, and may wait for the disk: not for the event loop."""
    import psutil

    memory = psutil.virtual_memory()
    return Machine(
        hostname=socket.gethostname(),
        system=" ".join(_system()),
        booted_at=datetime.fromtimestamp(psutil.boot_time(), UTC),
        cpu=psutil.cpu_percent(_LOOK) / 100,
        cores=psutil.cpu_count() or 1,
        memory_used=memory.total - memory.available,
        memory=memory.total,
        addresses=tuple(sorted(filter(_is_wide, outward_addresses()), key=lambda pair: (":" in pair[1], pair))),
    )


def _is_wide(pair: tuple[str, str]) -> bool:
    """Whether an address means something beyond its own cable."""
    return not ip_address(pair[1].partition("%")[0]).is_link_local


def _system() -> Iterator[str]:
    """`Debian GNU/Linux 12 (bookworm)`, `macOS 15.1`, `Windows 11`."""
    if platform.system() == "Darwin":
        yield from ("macOS", platform.mac_ver()[0])
        return
    try:
        yield platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        yield from (platform.system(), platform.release())
