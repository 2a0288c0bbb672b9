"""logind's word that this computer goes to sleep, and that it is awake again. The clocks show it as well, but later."""

import asyncio
import logging
import sys
from collections.abc import Callable
from contextlib import suppress

logger = logging.getLogger(__name__)

PATH = "/org/freedesktop/login1"
INTERFACE = "org.freedesktop.login1.Manager"
BUS = "org.freedesktop.DBus"
RULE = f"type='signal',path='{PATH}',interface='{INTERFACE}',member='PrepareForSleep'"
AGAIN = 60.0  # seconds after which a bus that went away is looked for again


class SleepWatcher:
    """Calls `on_signal` with True before this computer sleeps, and with False when it is awake again."""

    def __init__(self, on_signal: Callable[[bool], None], bus_address: str | None = None) -> None:
        self._on_signal = on_signal
        self._address = bus_address
        self.is_listening = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled; where there is no logind, nothing ever comes."""
        if sys.platform != "linux":
            return
        while True:
            try:
                await self._listen()
            except (OSError, EOFError, ConnectionError) as error:
                logger.debug("logind cannot be heard: %s", error)
            self.is_listening.clear()
            await asyncio.sleep(AGAIN)

    async def _listen(self) -> None:
        from dbus_fast import BusType, DBusFastError, Message, MessageType
        from dbus_fast.aio import MessageBus

        def on_message(message: Message) -> None:
            if message.message_type is MessageType.SIGNAL and message.member == "PrepareForSleep" and message.path == PATH:
                self._on_signal(bool(message.body[0]))

        try:
            bus = await MessageBus(bus_address=self._address, bus_type=BusType.SYSTEM).connect()
        except DBusFastError as error:
            raise ConnectionError(str(error)) from error
        try:
            bus.add_message_handler(on_message)
            rule = Message(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", signature="s", body=[RULE])
            await bus.call(rule)
            self.is_listening.set()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        finally:
            if bus.connected:
                bus.disconnect()
                with suppress(OSError, EOFError):
                    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
