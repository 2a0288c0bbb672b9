"""The log-in of MongoDB: SCRAM, as scramp computes it, in MongoDB's commands."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from registry_tray.checks.bson import Value
from registry_tray.phrases import remark

MECHANISMS = ("SCRAM-SHA-256", "SCRAM-SHA-1")
MOST_ROUNDS = 1_000_000  # of hashing a password: a server may ask for any number, and each takes a microsecond
MOST_STEPS = 5

Tell = Callable[[Mapping[str, Any]], Awaitable[dict[str, Value]]]


class LoginError(Exception):
    """The server refuses, or says something that is no log-in; in words."""


async def log_in(tell: Tell, source: str, user: str, password: str, mechanism: str) -> None:
    """Prove to know the password of a user of the database `source`, and let the server prove it. LoginError."""
    from scramp import ScramClient, ScramException

    secret = password if mechanism != "SCRAM-SHA-1" else hashlib.md5(f"{user}:mongo:{password}".encode()).hexdigest()
    try:
        client = ScramClient([mechanism], user, secret)
        first = {"saslStart": 1, "mechanism": mechanism, "payload": client.get_client_first().encode(),
                 "options": {"skipEmptyExchange": True}, "$db": source}  # fmt: skip
        answer = await _told(tell, first)
        client.set_server_first(_payload(answer))
        if int(client.iterations) > MOST_ROUNDS:
            raise LoginError(remark("it asks for {0} rounds of hashing, which is too many", int(client.iterations)))
        proof = await asyncio.to_thread(client.get_client_final)
        answer = await _told(tell, _next(answer, proof.encode(), source))
        client.set_server_final(_payload(answer))
    except ScramException as error:
        raise LoginError(remark("its log-in is wrong: {0}", error)) from None
    for _ in range(MOST_STEPS):
        if answer.get("done"):
            return
        answer = await _told(tell, _next(answer, b"", source))
    raise LoginError(remark("its log-in does not end"))


async def _told(tell: Tell, command: Mapping[str, Any]) -> dict[str, Value]:
    answer = await tell(command)
    if answer.get("ok") != 1:
        raise LoginError(str(answer.get("errmsg", remark("not ok"))))
    return answer


def _next(answer: dict[str, Value], payload: bytes, source: str) -> dict[str, Any]:
    conversation = answer.get("conversationId")
    if not isinstance(conversation, int) or not -(2**31) <= conversation < 2**31:
        raise LoginError(remark("its log-in has no number"))
    return {"saslContinue": 1, "conversationId": conversation, "payload": payload, "$db": source}


def _payload(answer: dict[str, Value]) -> str:
    payload = answer.get("payload")
    if not isinstance(payload, bytes):
        raise LoginError(remark("its log-in is empty"))
    return payload.decode("utf-8", "replace")
