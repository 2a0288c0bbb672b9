"""mqtt:// and mqtts:// are up when the broker takes the connection; with a topic, when a message comes, or one is retained."""

import asyncio
from collections.abc import Mapping
from secrets import token_hex
from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Meta

from registry_tray.checks.connection import connect, credentials, speaking, waiting_for
from registry_tray.checks.mqtt_packets import (
    CONNACK,
    DISCONNECT,
    OTHER_REFUSAL,
    PUBLISH,
    REFUSALS,
    SUBACK,
    Packet,
    read_packet,
    subscribe,
)
from registry_tray.checks.mqtt_packets import connect as connect_packet
from registry_tray.checks.tls_options import TlsOptions, judge_certificate, peer_certificate, tls_context
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import phrase, remark
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Strategy, plain, said

FAILURE = 0x80

Topic = Annotated[
    str,
    Meta(max_length=1000, pattern=f.PLAIN, description="a message must come on this topic, wildcards allowed, within the timeout",
         examples=["machines/+/alive"]),
]  # fmt: skip
Retained = Annotated[bool, Meta(description="only a retained message on the topic counts: a presence that is kept by the broker")]
Payload = Annotated[f.Needle, Meta(description="text that the message must contain, such as `online`")]


class MqttOptions(TlsOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Who logs in, and what is waited for."""

    username: f.User = ""
    password: f.Password = ""
    topic: Topic = ""
    retained: Retained = False
    contains: Payload = ""


async def check_mqtt(ask: Ask) -> Answer:
    """CONNECT, and where a topic is given, SUBSCRIBE and the first message."""
    options = MqttOptions.of(ask)
    address = address_of(ask.endpoint)
    user, password = credentials(ask.endpoint)
    tls = await tls_context(options) if urlsplit(ask.endpoint).scheme == "mqtts" else None
    async with connect(ask.endpoint, tls) as streams:
        reader, writer = streams
        async with speaking(remark("an MQTT broker"), ask.endpoint, streams, "mqtts://"):
            client = f"registry-tray-{token_hex(6)}"
            writer.write(connect_packet(client, options.username or user, options.password or password))
            greeting = await read_packet(reader)
            if greeting.kind != CONNACK or len(greeting.body) != 2:
                raise ValueError("not a greeting")
            if code := greeting.body[1]:
                raise ProbeError(Result.BODY, REFUSALS.get(code, OTHER_REFUSAL).format(address, code))
            if options.topic:
                with waiting_for(_missing(address, options)):
                    await _message(reader, writer, options, address)
            writer.write(DISCONNECT)
        return judge_certificate(peer_certificate(writer), options.expiry_days)


def find_fault(endpoint: str, options: Mapping[str, Any]) -> Mapping[str, str]:
    """What MQTT 3.1.1 cannot send, or what would be waited for in vain."""
    user, password = credentials(endpoint)
    if (options.get("password") or password) and not (options.get("username") or user):
        return {
            "endpoint": phrase("has a password without a user, which MQTT cannot send: name the user, in the URL or as username")
        }
    if not options.get("topic"):
        waiting = [name for name in ("retained", "contains") if options.get(name)]
        return dict.fromkeys(waiting, phrase("is about a message: name the topic that it comes on, too"))
    return {}


async def _message(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, options: MqttOptions, address: str) -> None:
    """Returns when the message has come; ProbeError where it is not as it should be."""
    writer.write(subscribe(options.topic))
    while True:
        packet: Packet = await read_packet(reader)
        await asyncio.sleep(0)  # a flood comes from a buffer, and would let nobody else run
        if packet.kind == SUBACK and packet.body[-1:] == bytes((FAILURE,)):
            raise ProbeError(Result.BODY, remark("The MQTT broker at {0} does not let us read {1}", address, options.topic))
        if packet.kind != PUBLISH or (options.retained and not packet.flags & 1):
            continue
        topic, payload = packet.message
        text = payload.decode("utf-8", "replace")
        if options.contains and options.contains not in text:
            raise ProbeError(
                Result.BODY, remark('The message on {0} is "{1}", without "{2}"', said(topic), said(text), said(options.contains))
            )
        return


def _missing(address: str, options: MqttOptions) -> str:
    if options.retained:
        return remark("The MQTT broker at {0} answers, but nothing is retained on {1},", address, options.topic)
    return remark("The MQTT broker at {0} answers, but no message came on {1}", address, options.topic)


STRATEGY = Strategy(
    name="mqtt",
    doc="The MQTT broker takes the connection; with a topic, a message comes within the timeout.",
    schemes=(Scheme("mqtt", 1883), Scheme("mqtts", 8883)),
    example="mqtt://localhost:1883",
    open=plain(check_mqtt),
    options=MqttOptions,
    logs_in=True,
    find_fault=find_fault,
)
