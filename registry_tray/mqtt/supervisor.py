"""Begins and ends the bridge as the settings say, also while the program runs."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from registry_tray.broker_address import parse_broker_url
from registry_tray.config import Mqtt
from registry_tray.core.errors import ConfigError
from registry_tray.mqtt.parts import Parts
from registry_tray.options import SettingsHolder
from registry_tray.phrases import phrase

if TYPE_CHECKING:
    from registry_tray.mqtt.bridge import Bridge

logger = logging.getLogger(__name__)

HOME = "mqtt://127.0.0.1:1883"
AGAIN = 30.0  # seconds after which what could not begin is tried again


class Supervisor:
    """Costs nothing while no broker is configured."""

    def __init__(self, holder: SettingsHolder, parts: Parts, report: Callable[[str], None]) -> None:
        self._holder = holder
        self._parts = parts
        self._tell = report
        self._problem = ""
        self._bridge: Bridge | None = None

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection to a broker."""
        return self._bridge is not None and self._bridge.is_connected

    @property
    def state(self) -> str:
        """`off`, `ok`, `connecting`, or what is wrong."""
        settings = self._holder.settings.mqtt
        if not (settings.url or settings.embedded):
            return "off"
        return self._problem or ("ok" if self.is_connected else "connecting")

    async def run(self) -> None:
        """Until cancelled."""
        changed = asyncio.Event()
        unsubscribe = self._holder.subscribe(changed.set)
        try:
            while True:
                wanted = self._holder.settings.mqtt
                bridge = asyncio.create_task(self._keep(wanted), name="mqtt bridge")
                try:
                    while self._holder.settings.mqtt == wanted:
                        await changed.wait()
                        changed.clear()
                finally:
                    bridge.cancel()
                    await asyncio.wait([bridge])
                self._report("")
        finally:
            unsubscribe()

    async def _keep(self, wanted: Mqtt) -> None:
        if not (wanted.url or wanted.embedded):
            return
        while True:
            try:
                await self._live(wanted)
            except ConfigError as error:
                if self._problem != str(error):
                    logger.warning("%s", error)
                self._report(str(error))
            except Exception:  # the program must go on without it
                logger.exception("the MQTT bridge failed")
                self._report(phrase("The MQTT bridge failed, and begins anew; the log says why."))
            await asyncio.sleep(AGAIN)

    async def _live(self, wanted: Mqtt) -> None:
        from registry_tray.mqtt.bridge import Bridge

        address = parse_broker_url(wanted.url or HOME)
        async with AsyncExitStack() as stack:
            if wanted.embedded:
                from registry_tray.mqtt.embedded import embedded_broker

                await stack.enter_async_context(embedded_broker(address))
                address = replace(address, host="127.0.0.1")
            self._bridge = Bridge(self._parts, address, wanted.prefix, self._report)
            try:
                await self._bridge.run()
            finally:
                self._bridge = None

    def _report(self, words: str) -> None:
        self._problem = words
        self._tell(words)
