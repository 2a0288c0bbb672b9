"""The few packets of MQTT 3.1.1 that a check needs. paho-mqtt would need a thread a check, and looks names up by itself."""

import asyncio
from dataclasses import dataclass

from registry_tray.phrases import remark

CONNACK, PUBLISH, SUBACK = 2, 3, 9
DISCONNECT = b"\xe0\x00"
MOST = 1 << 20  # bytes of a packet

REFUSALS = {
    1: remark("The MQTT broker at {0} does not speak MQTT 3.1.1"),
    2: remark("The MQTT broker at {0} refuses the client id"),
    3: remark("The MQTT broker at {0} is not available"),
    4: remark("The MQTT broker at {0} refuses the user name or the password"),
    5: remark("The MQTT broker at {0} refuses the log-in: not authorized"),
}
OTHER_REFUSAL = remark("The MQTT broker at {0} refuses with code {1}")


@dataclass(frozen=True, slots=True)
class Packet:
    """One that has come in."""

    kind: int
    flags: int
    body: bytes

    @property
    def message(self) -> tuple[str, bytes]:
        """Topic and payload of a PUBLISH."""
        length = int.from_bytes(self.body[:2], "big")
        start = 2 + length + (2 if self.flags & 0x06 else 0)
        return self.body[2 : 2 + length].decode("utf-8", "replace"), self.body[start:]


def connect(client_id: str, user: str, password: str) -> bytes:
    """CONNECT with a clean session and no keep-alive."""
    flags = 0x02 | (0x80 if user else 0) | (0x40 if user and password else 0)
    payload = _text(client_id) + (_text(user) if user else b"") + (_text(password) if user and password else b"")
    return _packet(0x10, _text("MQTT") + bytes((4, flags)) + b"\x00\x00" + payload)


def subscribe(topic: str) -> bytes:
    """SUBSCRIBE to one topic, at most once."""
    return _packet(0x82, b"\x00\x01" + _text(topic) + b"\x00")


async def read_packet(reader: asyncio.StreamReader) -> Packet:
    """The next packet; ValueError where it is none."""
    (first,) = await reader.readexactly(1)
    if first >> 4 not in (CONNACK, PUBLISH, SUBACK):
        raise ValueError("not an MQTT packet that comes from a broker")
    length = 0
    for place in range(4):
        (byte,) = await reader.readexactly(1)
        length |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    else:
        raise ValueError("a length of more than four bytes")
    if length > MOST:
        raise ValueError("too long")
    return Packet(first >> 4, first & 0x0F, await reader.readexactly(length))


def _packet(first: int, body: bytes) -> bytes:
    length, encoded = len(body), b""
    while True:
        length, byte = length >> 7, length & 0x7F
        encoded += bytes((byte | (0x80 if length else 0),))
        if not length:
            return bytes((first,)) + encoded + body


def _text(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(2, "big") + data
