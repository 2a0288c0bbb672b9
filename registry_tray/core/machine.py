"""What there is to know of the computer that the registry runs on."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Machine:
    """As it was when it was asked. `cpu` is the share of all cores in use, 0 to 1; memory is in bytes; `addresses` are those
    that lead out of this computer, (network interface, address).
    """

    hostname: str
    system: str
    booted_at: datetime
    cpu: float
    cores: int
    memory_used: int
    memory: int
    addresses: tuple[tuple[str, str], ...] = ()
