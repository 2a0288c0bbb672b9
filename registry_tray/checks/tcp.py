"""tcp://host:port is up when it takes a connection."""

from registry_tray.checks.connection import connect
from registry_tray.core.ports import Answer, Ask
from registry_tray.core.targets import Scheme
from registry_tray.wire.strategy import Strategy, plain


async def check_tcp(ask: Ask) -> Answer:
    """Connect, and close again. OSError where nothing listens."""
    async with connect(ask.endpoint):
        return Answer()


STRATEGY = Strategy(
    name="tcp",
    doc="The port takes a connection.",
    schemes=(Scheme("tcp"),),
    example="tcp://localhost:5432",
    open=plain(check_tcp),
)
