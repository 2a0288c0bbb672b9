"""A server that speaks MongoDB's wire as far as a client needs to log in, with the BSON and SCRAM of other people's making."""

import asyncio
import hashlib
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from ssl import SSLContext
from typing import Any

import bson
import bson.errors
import scramp

USER, PASSWORD = "app", "hunter2"
WELL = {"helloOk": True, "isWritablePrimary": True, "lastWrite": {"majority": 1}, "maxWireVersion": 21, "minWireVersion": 0,
        "maxBsonObjectSize": 1 << 24, "maxMessageSizeBytes": 48_000_000, "maxWriteBatchSize": 100_000, "ok": 1.0}  # fmt: skip
REFUSED = {"ok": 0.0, "errmsg": "Authentication failed.", "code": 18, "codeName": "AuthenticationFailed"}


class Mongod:
    """Knows the user `app` of the database admin, with the password `hunter2`. `asked` are the commands it has heard."""

    def __init__(self, state: Mapping[str, object], mechanisms: tuple[str, ...], extra_step: bool) -> None:
        self.port = 0
        self.asked: list[dict[str, Any]] = []
        self._state = state
        self._mechanisms = mechanisms
        self._extra_step = extra_step

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        login: Any = None
        try:
            while True:
                length, number, _, kind = struct.unpack("<iiii", await reader.readexactly(16))
                body = await reader.readexactly(length - 16)
                # Drivers still say hello in the message of old where they don't know the server yet.
                legacy = kind == 2004
                command = bson.decode(body[body.index(b"\0", 4) + 9 :] if legacy else body[5:])
                self.asked.append(command)
                if "saslStart" in command:
                    login = self._login(command["mechanism"])
                answer = bson.encode(self._answer(command, login))
                head = struct.pack("<iqii", 8, 0, 0, 1) if legacy else b"\0" * 5
                size = 16 + len(head) + len(answer)
                writer.write(struct.pack("<iiii", size, 7, number, 1 if legacy else 2013) + head + answer)
        except (asyncio.IncompleteReadError, ConnectionError, ValueError, KeyError, StopIteration, bson.errors.BSONError):
            pass  # who comes is no client of MongoDB, or goes
        finally:
            writer.transport.abort()

    def _login(self, mechanism: str) -> Any:
        password = PASSWORD
        if mechanism == "SCRAM-SHA-1":
            password = hashlib.md5(f"{USER}:mongo:{PASSWORD}".encode()).hexdigest()
        secret = scramp.ScramMechanism(mechanism).make_auth_info(password, iteration_count=15000)
        return scramp.ScramMechanism(mechanism).make_server(lambda name: secret if name == USER else None)

    def _answer(self, command: dict[str, Any], login: Any) -> Mapping[str, object]:
        match next(iter(command)).lower():
            case "hello" | "ismaster":
                known = command.get("saslSupportedMechs") == f"admin.{USER}"
                return {**self._state, **({"saslSupportedMechs": list(self._mechanisms)} if known else {})}
            case "saslstart" | "saslcontinue" if command["$db"] != "admin":
                return REFUSED
            case "saslstart":
                try:
                    login.set_client_first(command["payload"].decode())
                    return self._step(login.get_server_first(), done=False)
                except (scramp.ScramException, TypeError):
                    return REFUSED
            case "saslcontinue" if not command["payload"]:
                return self._step("", done=True)
            case "saslcontinue":
                try:
                    login.set_client_final(command["payload"].decode())
                except scramp.ScramException:
                    return REFUSED
                return self._step(login.get_server_final(), done=not self._extra_step)
        return {"ok": 1.0}

    def _step(self, payload: str, *, done: bool) -> Mapping[str, object]:
        return {"conversationId": 1, "done": done, "payload": payload.encode(), "ok": 1.0}


@asynccontextmanager
async def mongod(
    state: Mapping[str, object] = WELL, mechanisms: tuple[str, ...] = ("SCRAM-SHA-1", "SCRAM-SHA-256"), *,
    extra_step: bool = False, context: SSLContext | None = None,
) -> AsyncIterator[Mongod]:  # fmt: skip
    """One that is ended with the block."""
    server = Mongod(state, mechanisms, extra_step)
    async with await asyncio.start_server(server.handle, "127.0.0.1", 0, ssl=context) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        yield server
