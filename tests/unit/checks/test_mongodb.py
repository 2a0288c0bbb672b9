"""Checks of MongoDB, of which there is no server to install: one of ours speaks as it does, which MongoDB's own client takes."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import bson
import pymongo
import pytest
from bson import Binary, Int64, ObjectId

from registry_tray.checks.bson import read_document, write_document
from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.unit.checks.mongod import WELL, mongod
from tests.unit.checks.support import Authority, checked


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-256", "SCRAM-SHA-1"])
async def test_the_server_of_these_tests_is_one_to_the_client_of_mongodb(mechanism: str) -> None:
    def ping(port: int, password: str) -> object:
        more = {"authMechanism": mechanism, "serverSelectionTimeoutMS": 5000, "directConnection": True}
        with pymongo.MongoClient("127.0.0.1", port, username="app", password=password, **more) as client:  # type: ignore[arg-type,var-annotated]
            return client.admin.command("ping")["ok"]

    async with mongod() as server:
        assert await asyncio.to_thread(ping, server.port, "hunter2") == 1.0
        with pytest.raises(pymongo.errors.OperationFailure, match="Authentication failed"):
            await asyncio.to_thread(ping, server.port, "wrong")


async def test_mongodb_answers_hello_to_everybody(probes: dict[str, Probe], authority: Authority) -> None:
    async with mongod() as server:
        assert (await checked(probes, f"mongodb://localhost:{server.port}/shop", primary=True)).error == ""
        assert server.asked == [{"hello": 1, "$db": "admin"}]
    async with mongod({**WELL, "isWritablePrimary": False}) as server:
        assert (await checked(probes, f"mongodb://127.0.0.1:{server.port}")).result is Result.OK
        check = await checked(probes, f"mongodb://127.0.0.1:{server.port}", primary=True)
        assert check.error == f"MongoDB at 127.0.0.1:{server.port} takes no writes: it is no primary"
    async with mongod({"ok": 0.0, "errmsg": "shutting down", "code": 91}) as server:
        check = await checked(probes, f"mongodb://127.0.0.1:{server.port}")
        assert (check.result, check.error) == (Result.BODY, f"MongoDB at 127.0.0.1:{server.port} says: shutting down")
    async with mongod(context=authority.context("localhost")) as server:
        assert (await checked(probes, f"mongodb://localhost:{server.port}", tls=True, ca=authority.ca)).error == ""
        check = await checked(probes, f"mongodb://localhost:{server.port}")
        assert check.result.is_failure


@pytest.mark.parametrize("mechanisms", [("SCRAM-SHA-1", "SCRAM-SHA-256"), ("SCRAM-SHA-1",), ("SCRAM-SHA-256",), ()])
@pytest.mark.parametrize("extra_step", [False, True])
async def test_mongodb_lets_in_whoever_has_the_password(
    probes: dict[str, Probe], mechanisms: tuple[str, ...], extra_step: bool
) -> None:
    async with mongod(mechanisms=mechanisms, extra_step=extra_step) as server:
        at = f"127.0.0.1:{server.port}"
        assert (await checked(probes, f"mongodb://app:hunter2@{at}")).error == ""
        assert (await checked(probes, f"mongodb://{at}/shop?authSource=admin", username="app", password="hunter2")).error == ""
        used = {command["mechanism"] for command in server.asked if "saslStart" in command}
        assert used == {"SCRAM-SHA-256" if "SCRAM-SHA-256" in mechanisms else "SCRAM-SHA-1"}
        for user in ("app:wrong", "nobody:hunter2"):
            check = await checked(probes, f"mongodb://{user}@{at}")
            name = user.partition(":")[0]
            assert (check.result, check.error) == (
                Result.BODY, f"MongoDB at {at} refuses user {name} of admin: Authentication failed.",
            )  # fmt: skip
        check = await checked(probes, f"mongodb://app:hunter2@{at}/shop")
        assert check.error == f"MongoDB at {at} refuses user app of shop: Authentication failed."


async def test_how_to_log_in_may_be_named(probes: dict[str, Probe]) -> None:
    async with mongod() as server:
        url = f"mongodb://app:hunter2@127.0.0.1:{server.port}/?authMechanism=SCRAM-SHA-1"
        assert (await checked(probes, url)).error == ""
        assert server.asked[1]["mechanism"] == "SCRAM-SHA-1"


def test_a_document_is_read_and_written_as_mongodb_does() -> None:
    values: dict[str, Any] = {"hello": 1, "yes": True, "no": False, "text": "grün", "bytes": b"\0\1", "inner": {"skip": True}}
    assert bson.decode(write_document(values)) == values
    whole = {"d": 1.5, "i": 7, "l": Int64(2**40), "s": "grün", "b": True, "n": None, "bin": b"\0\1", "sub": Binary(b"x", 4),
             "oid": ObjectId(), "at": datetime(2026, 1, 1, tzinfo=UTC), "list": ["a", "b"], "in": {"a": 1}}  # fmt: skip
    found = read_document(bson.encode(whole))
    kept = {name: found[name] for name in ("d", "i", "l", "s", "b", "n", "bin")}
    assert kept == {name: whole[name] for name in kept}
    assert read_document(found["list"]) == {"0": "a", "1": "b"}  # type: ignore[arg-type]
    assert read_document(found["in"]) == {"a": 1}  # type: ignore[arg-type]


@pytest.mark.parametrize("cut", range(40))
def test_a_document_that_breaks_off_is_none(cut: int) -> None:
    whole = bson.encode({"a": {"b": 1}, "c": "text", "d": True, "e": 1.5, "f": 2})
    assert read_document(whole)["c"] == "text"
    with pytest.raises(ValueError, match=r"breaks off|document|type|found"):
        read_document(whole[:cut])
