"""push:// is up as long as the application calls; it is looked at only when a call is overdue."""

from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import PUSH, Form, Scheme
from registry_tray.phrases import remark
from registry_tray.wire.strategy import Strategy, plain


async def check_push(ask: Ask) -> Answer:
    """Always too late: a heartbeat puts the look off."""
    raise ProbeError(Result.TIMEOUT, remark("No heartbeat in time"))


STRATEGY = Strategy(
    name="push",
    doc="The application calls `PUT /api/job/:id/heartbeat` within every interval; one call makes it up again.",
    schemes=(Scheme(PUSH, form=Form.NOTHING),),
    example="push://",
    open=plain(check_push),
)
