"""Notifications where there is no screen: lines in the log."""

import logging

from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice
from registry_tray.notifiers.text import fit

logger = logging.getLogger(__name__)


class LogNotifier:
    """An outage is a warning, a recovery is for information."""

    async def notify(self, notice: Notice) -> None:
        """One line each."""
        title, body = fit(notice.title, notice.body)
        logger.log(logging.INFO if notice.is_recovery else logging.WARNING, "%s: %s", title, "; ".join(body.splitlines()))

    async def withdraw(self, notice_id: InstanceId) -> None:
        """What was written stays."""

    async def warm_up(self) -> None:
        """There is nothing to prepare."""

    async def capabilities(self) -> frozenset[str]:
        """It has lines and nothing else."""
        return frozenset()

    async def close(self) -> None:
        """There is nothing to close."""
