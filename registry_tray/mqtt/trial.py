"""Tries a broker before it is chosen."""

import asyncio
import time
from typing import Any
from uuid import uuid4

from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from registry_tray.broker_address import BrokerAddress, parse_broker_url
from registry_tray.mqtt.words import Words

PATIENCE = 4.0  # seconds
_STEP = 0.1


async def try_broker(url: str) -> str:
    """Connects, and leaves again. Empty where the broker let us in, else what is wrong and the fix."""
    return await asyncio.to_thread(_try, parse_broker_url(url))


def _try(address: BrokerAddress) -> str:
    words = Words(address, retries=False)
    client = Client(CallbackAPIVersion.VERSION2, f"registry-tray-{uuid4().hex[:12]}", protocol=MQTTv311)
    client.connect_timeout = PATIENCE
    answers: list[Any] = []
    client.on_connect = lambda _client, _data, _flags, reason, _properties: answers.append(reason)
    if address.user is not None:
        client.username_pw_set(address.user, address.password)
    try:
        if address.is_tls:
            client.tls_set()
        client.connect(address.host, address.port)
    except OSError as error:
        return words.unreachable(error)
    deadline = time.monotonic() + PATIENCE
    state = MQTTErrorCode.MQTT_ERR_SUCCESS
    while not answers and state is MQTTErrorCode.MQTT_ERR_SUCCESS and time.monotonic() < deadline:
        state = client.loop(_STEP)
    client.disconnect()
    if not answers:
        return words.silent()
    return words.refused(str(answers[0])) if answers[0].is_failure else ""
