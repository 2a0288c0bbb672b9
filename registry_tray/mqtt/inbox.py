"""What came in on the network thread and waits for the loop."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import NamedTuple

BATCH = 50
MOST = 5000
MOST_BYTES = 8 * 1024 * 1024
LARGEST = 256 * 1024  # as over HTTP


class Message(NamedTuple):
    """One publish of somebody."""

    topic: str
    payload: bytes
    is_retained: bool = False


class Inbox:
    """Handed over in batches. What is too large, or more than may wait, is dropped and counted.

    `put` runs on the network thread, everything else on the loop; each number has only one thread that writes it.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._loop = loop
        self._most = most
        self._most_bytes = most_bytes
        self._waiting: deque[Message] = deque()
        self._bytes_in = 0
        self._bytes_out = 0
        self._is_told = False
        self._filled = asyncio.Event()
        self.received = 0
        self.dropped = 0

    def put(self, message: Message) -> None:
        """Take a message in, on the network thread."""
        self.received += 1
        size = len(message.payload)
        is_full = len(self._waiting) >= self._most or self._bytes_in - self._bytes_out + size > self._most_bytes
        if size > LARGEST or is_full:
            self.dropped += 1
        else:
            self._bytes_in += size
            self._waiting.append(message)
        if not self._is_told:
            self._is_told = True
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(self._filled.set)

    async def take(self) -> list[Message]:
        """The next messages; waits for them. May be none, where all were dropped."""
        await self._filled.wait()
        self._filled.clear()
        self._is_told = False
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        self._bytes_out += sum(len(message.payload) for message in batch)
        if self._waiting:
            self._filled.set()
        return batch
