"""Looks whether what a server sends are messages of PostgreSQL: asyncpg never ends where one has no type."""

HEADER = 5  # bytes: the type, and the length with itself
SHORTEST = 4


class Messages:
    """What has come so far."""

    def __init__(self) -> None:
        self._header = b""
        self._body = 0  # bytes that are still to come

    def fit(self, data: bytes) -> bool:
        """Whether the next bytes go on as messages do."""
        while data:
            skipped = min(self._body, len(data))
            self._body, data = self._body - skipped, data[skipped:]
            missing = HEADER - len(self._header)
            self._header, data = self._header + data[:missing], data[missing:]
            if self._header and not self._header[:1].isalnum():
                return False
            if len(self._header) == HEADER:
                length = int.from_bytes(self._header[1:], "big", signed=True)
                if length < SHORTEST:
                    return False
                self._header, self._body = b"", length - SHORTEST
        return True
