"""The connection to the broker: paho's client on a network thread of its own, which never holds up the loop."""

import asyncio
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import uuid4

from paho.mqtt.client import Client, MQTTMessage, MQTTMessageInfo, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from registry_tray.broker_address import BrokerAddress
from registry_tray.mqtt.envelope import service_news
from registry_tray.mqtt.inbox import Inbox, Message
from registry_tray.mqtt.topics import Topics
from registry_tray.mqtt.words import Words

KEEP_ALIVE = 15  # seconds of silence after which the broker is asked whether it lives
LONGEST_PAUSE = 30  # seconds between two tries to connect
UNSENT = 200  # messages that may be on their way to the broker
UNSENT_BYTES = 8 * 1024 * 1024
FAREWELL = 1.0  # seconds that the broker has to take our good-bye


class Connection:
    """Connects, and connects again for ever. `on_change` is called on the loop: with words where it does not work, else "".

    What paho calls (`_on_...`) runs on the network thread; everything else on the loop.
    """

    def __init__(
        self,
        address: BrokerAddress,
        topics: Topics,
        inbox: Inbox,
        now: Callable[[], datetime],
        on_change: Callable[[str], None],
        keep_alive: int = KEEP_ALIVE,
        longest_pause: int = LONGEST_PAUSE,
    ) -> None:
        self._address = address
        self._topics = topics
        self._inbox = inbox
        self._now = now
        self._on_change = on_change
        self._keep_alive = keep_alive
        self._words = Words(address)
        self._loop = asyncio.get_running_loop()
        self._unsent: deque[tuple[MQTTMessageInfo, int]] = deque()
        self._unsent_bytes = 0
        self._has_answered = False
        self._wanted = (*topics.requests, topics.states)
        self._is_closing = False
        self._is_refused = False
        self._begun: asyncio.Future[None] | None = None
        self.is_connected = False
        client = self._client = Client(CallbackAPIVersion.VERSION2, f"registry-tray-{uuid4().hex[:12]}", protocol=MQTTv311)
        client.suppress_exceptions = True  # the thread must go on
        client.reconnect_delay_set(1, longest_pause)
        client.max_inflight_messages_set(UNSENT)
        client.max_queued_messages_set(2 * UNSENT)
        client.on_pre_connect = self._on_pre_connect
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_disconnect = self._on_disconnect
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message

    async def open(self) -> None:
        """Begin; returns before there is a connection."""
        self._begun = self._loop.run_in_executor(None, self._begin)
        await asyncio.shield(self._begun)

    def _begin(self) -> None:
        if self._address.user is not None:
            self._client.username_pw_set(self._address.user, self._address.password)
        if self._address.is_tls:
            self._client.tls_set()  # reads the certificates that this machine trusts
        if not self._is_closing:
            self._client.connect_async(self._address.host, self._address.port, self._keep_alive)
            self._client.loop_start()

    @property
    def has_room(self) -> bool:
        """Whether more may be sent at this moment."""
        while self._unsent and _is_done(self._unsent[0][0]):
            self._unsent_bytes -= self._unsent.popleft()[1]
        return self.is_connected and len(self._unsent) < UNSENT and self._unsent_bytes < UNSENT_BYTES

    def send(self, topic: str, payload: bytes, *, retain: bool = False, surely: bool = False) -> bool:
        """Publish; whether it is on its way. `surely` sends it again where the connection breaks before it has arrived."""
        if not self.has_room:
            return False
        info = self._client.publish(topic, payload, qos=1 if surely else 0, retain=retain)
        if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            # What is to arrive surely is kept by the client where only the connection has gone.
            return surely and info.rc == MQTTErrorCode.MQTT_ERR_NO_CONN
        self._unsent.append((info, len(payload)))
        self._unsent_bytes += len(payload)
        return True

    def ignore_states(self) -> None:
        """What was retained has come; hear no more of it."""
        if self.is_connected:
            self._client.unsubscribe(self._topics.states)

    async def close(self) -> None:
        """Say good-bye, and end within two seconds whatever the broker does."""
        self._is_closing = True
        if self._begun is not None:
            await asyncio.wait([self._begun])
        if self.is_connected:
            self._client.publish(self._topics.down, service_news("down", self._now()))
        self._client.disconnect()
        ended = asyncio.Event()
        # A broker that hangs may hold the network thread up, so it is not waited for on the loop.
        threading.Thread(target=self._stop, args=(ended,), name="mqtt-end", daemon=True).start()
        for hurry in (False, True):
            connection: Any = self._client.socket()
            if hurry and connection is not None:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL / 2 if hurry else FAREWELL):
                    await ended.wait()
                return

    def _stop(self, ended: asyncio.Event) -> None:
        self._client.loop_stop()
        self._client._reset_sockets()  # noqa: SLF001 # paho leaves the pair that wakes its thread open until it is collected
        self._tell(ended.set)

    def _on_pre_connect(self, client: Client, _: Any) -> None:
        self._is_refused = self._has_answered = False
        client.will_set(self._topics.down, service_news("down", self._now()))

    def _on_connect(self, client: Client, _: Any, __: Any, reason: Any, ___: Any) -> None:
        self._has_answered = True
        if reason.is_failure:
            self._is_refused = True
            self._change(connected=False, words=self._words.refused(str(reason)))
            return
        client.subscribe([(topic, 0) for topic in self._wanted])

    def _on_connect_fail(self, _: Client, __: Any) -> None:
        self._change(connected=False, words=self._words.unreachable(sys.exc_info()[1]))

    def _on_disconnect(self, _: Client, __: Any, ___: Any, reason: Any, ____: Any) -> None:
        if not self._is_refused:
            self._change(connected=False, words=self._words.closed(str(reason), has_answered=self._has_answered))

    def _on_subscribe(self, client: Client, _: Any, __: int, reasons: list[Any], ___: Any) -> None:
        # Who hears that we are up asks at once, so it is said when questions are heard.
        client.publish(self._topics.up, service_news("up", self._now()))
        forbidden = [topic for topic, reason in zip(self._wanted, reasons, strict=False) if reason.is_failure]
        self._change(connected=True, words=self._words.forbidden(forbidden) if forbidden else "")

    def _on_message(self, _: Client, __: Any, message: MQTTMessage) -> None:
        self._inbox.put(Message(message.topic, bytes(message.payload), message.retain))

    def _change(self, *, connected: bool, words: str) -> None:
        self._tell(self._changed, connected, words)

    def _changed(self, connected: bool, words: str) -> None:
        if not self._is_closing:
            self.is_connected = connected
            self._on_change(words)

    def _tell(self, callback: Callable[..., None], *arguments: Any) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(callback, *arguments)


def _is_done(info: MQTTMessageInfo) -> bool:
    try:
        return info.is_published()
    except (RuntimeError, ValueError):  # the connection has gone
        return True
