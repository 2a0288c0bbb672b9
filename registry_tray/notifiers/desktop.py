"""Notifications of macOS and Windows, through the desktop-notifier library."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry_tray.core.errors import NotifierError
from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice
from registry_tray.notifiers.text import fit
from registry_tray.phrases import phrase

if TYPE_CHECKING:
    import desktop_notifier

APP_NAME = "Registry Tray"


class DesktopNotifier:
    """Shows notices through the platform's notification centre. `on_action` gets the notice's id and the button's key.

    The library never raises: a notice is delivered when its `on_dispatched` has been called, and why it was not is only logged.
    """

    def __init__(
        self,
        on_action: Callable[[InstanceId, str], None],
        *,
        icon: Path | None = None,
        sound: Callable[[], bool] = lambda: False,
        timeout: timedelta = timedelta(seconds=5),
    ) -> None:
        self._on_action = on_action
        self._icon = icon
        self._sound = sound
        self._timeout = timeout
        self._lock = asyncio.Lock()
        self._center: desktop_notifier.DesktopNotifier | None = None

    async def notify(self, notice: Notice) -> None:
        """Show it in the place of the one with the same id; returns when the platform has accepted it."""
        async with self._turn():
            reason = await self._send(notice)
            if reason:  # a connection that was lost is not mended by the library: the second time it is a new one
                await self._drop()
                reason = await self._send(notice)
        if reason:
            raise NotifierError(phrase("The desktop has not taken the notification: {0}.", reason))

    async def withdraw(self, notice_id: InstanceId) -> None:
        """Take it back; nothing happens where it is no longer shown."""
        async with self._turn():
            if self._center is not None:
                await _clear(self._center, notice_id)

    async def warm_up(self) -> None:
        """Find out whether notifications can be shown at all, and ask the user for leave where the platform wants that."""
        async with self._turn():
            await self._open()

    async def capabilities(self) -> frozenset[str]:
        """What the platform's centre can do. Raises NotifierError."""
        from desktop_notifier import Capability

        names = {Capability.BUTTONS: "actions", Capability.MESSAGE: "body", Capability.SOUND: "sound"}
        async with self._turn():
            center = await self._open()
            return frozenset(names[each] for each in await center.get_capabilities() if each in names)

    async def close(self) -> None:
        """Let go of the platform's centre. What is shown stays."""
        await self._drop()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """One at a time, since each first use would open a connection of its own, and all of it within the timeout."""
        try:
            async with asyncio.timeout(self._timeout.total_seconds()), self._lock:
                yield
        except TimeoutError:
            await self._drop()
            raise NotifierError(phrase("The desktop has not answered for {0} s.", f"{self._timeout.total_seconds():g}")) from None

    async def _send(self, notice: Notice) -> str:
        """Why it was not delivered; empty when it was."""
        from desktop_notifier import DEFAULT_SOUND, Button, Notification, Urgency

        center = await self._open()
        if sys.platform == "linux":  # elsewhere the same identifier replaces
            await _clear(center, notice.id)
        delivered: list[bool] = []
        title, body = fit(notice.title, notice.body)
        notification = Notification(
            title,
            body,
            urgency=Urgency.Low if notice.is_recovery else Urgency.Normal,
            buttons=tuple(Button(label, identifier=key) for key, label in notice.actions),
            sound=DEFAULT_SOUND if self._sound() and not notice.is_recovery else None,
            on_dispatched=lambda: delivered.append(True),
            identifier=notice.id,
        )
        with _Failure() as failure:
            await center.send_notification(notification)
        return "" if delivered else failure.reason

    async def _open(self) -> "desktop_notifier.DesktopNotifier":
        if self._center is not None and not _is_lost(self._center):
            return self._center
        self._center = None
        from desktop_notifier import DesktopNotifier as Center
        from desktop_notifier import Icon

        # Without an icon the library shows Python's.
        center = Center(APP_NAME, Icon(path=self._icon.absolute()) if self._icon else Icon(name="registry-tray"))
        center.on_clicked = lambda notice_id: self._on_action(InstanceId(notice_id), "open")
        center.on_button_pressed = lambda notice_id, key: self._on_action(InstanceId(notice_id), key)
        try:
            await _probe(center)
        except BaseException:
            await _disconnect(center)
            raise
        self._center = center
        return center

    async def _drop(self) -> None:
        center, self._center = self._center, None
        if center is not None:
            await _disconnect(center)


async def _probe(center: "desktop_notifier.DesktopNotifier") -> None:
    try:
        capabilities = await center.get_capabilities()
    except Exception as error:  # the library lets through whatever its platform raises
        raise NotifierError(phrase("This desktop shows no notifications: {0}.", str(error) or type(error).__name__)) from error
    if not capabilities:  # the library then takes everything and shows nothing
        raise NotifierError(phrase("This desktop shows notifications of installed programs only."))
    if not await center.request_authorisation():
        raise NotifierError(phrase("Notifications of Registry Tray are switched off in the settings of this system."))


async def _clear(center: "desktop_notifier.DesktopNotifier", notice_id: InstanceId) -> None:
    if notice_id in await center.get_current_notifications():
        with suppress(KeyError):  # closed by the user in the meantime
            await center.clear(notice_id)


def _bus_of(center: "desktop_notifier.DesktopNotifier") -> Any:
    """On Linux the library opens a bus connection; it has no way to close it, and does not notice that it is lost."""
    return getattr(getattr(center, "_backend", None), "bus", None)


def _is_lost(center: "desktop_notifier.DesktopNotifier") -> bool:
    bus = _bus_of(center)
    return bus is not None and not bus.connected


async def _disconnect(center: "desktop_notifier.DesktopNotifier") -> None:
    bus = _bus_of(center)
    if bus is not None and bus.connected:
        bus.disconnect()
        await bus.wait_for_disconnect()


class _Failure(logging.Filter):
    """Catches the reason of a failed delivery, which the library writes into its log with a traceback, and nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        self.reason: str = phrase("no reason given")
        self._logger = logging.getLogger("desktop_notifier.backends.base")

    def __enter__(self) -> "_Failure":
        self._logger.addFilter(self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._logger.removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            self.reason = str(record.exc_info[1]) or type(record.exc_info[1]).__name__
            return False
        return True
