"""The tray icon's own message: where nothing better answers."""

from collections.abc import Callable

from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice
from registry_tray.notifiers.text import fit


class TrayNotifier:
    """Shows title and body, without buttons.

    `show_message` raises NotifierError where there is no tray that shows any, and `can_show` says so beforehand.
    """

    def __init__(self, show_message: Callable[[str, str], None], can_show: Callable[[], bool] = lambda: True) -> None:
        self._show_message = show_message
        self._can_show = can_show

    async def notify(self, notice: Notice) -> None:
        """Show it; the one before it goes away by itself."""
        self._show_message(*fit(notice.title, notice.body))

    async def withdraw(self, notice_id: InstanceId) -> None:
        """A tray's message cannot be taken back; it goes away by itself."""

    async def warm_up(self) -> None:
        """There is nothing to prepare."""

    async def capabilities(self) -> frozenset[str]:
        """A title and a body, where anything."""
        return frozenset({"body"}) if self._can_show() else frozenset()

    async def close(self) -> None:
        """There is nothing to close."""
