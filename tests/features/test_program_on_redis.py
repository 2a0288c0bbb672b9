"""The whole program on a Redis: the main job, cuts in the middle of it, and what is said of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.fakes import Target, until
from tests.features.program import Program, launch, running
from tests.servers.redis import RedisServer, redis_server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RedisServer]:
    async with redis_server(tmp_path) as made:
        yield made


async def until_said(program: Program, words: str) -> dict[str, Any]:
    """Wait for words in what the registry says of its store; the whole of what it says."""
    async with asyncio.timeout(20):
        while True:
            health: dict[str, Any] = await program.ask_all("/api/health")
            if words in health["store"]:
                return health
            await asyncio.sleep(0.05)


async def until_shown(program: Program, instance_id: str, status: str) -> None:
    """Wait for the one word for an instance."""
    async with asyncio.timeout(20):
        while (await program.ask(f"/api/application/{instance_id}"))["status"] != status:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def application(name: str, target: Target) -> dict[str, Any]:
    return {"appId": name, "health": {"url": target.url, "interval": 1000}}


async def test_the_main_job_survives_cuts_kills_and_restarts_with_nothing_lost_and_no_false_alarm(
    tmp_path: Path, server: RedisServer
) -> None:
    async with Target() as target:
        async with running(tmp_path / "data", "--store", server.url) as program:
            assert (await until_said(program, "ok"))["status"] == "pass"
            names = [f"app{number}" for number in range(40)]
            for number, name in enumerate(names):
                match number:
                    case 10:
                        await server.kill()
                    case 20:
                        said = await until_said(program, f"Redis at {server.address} refuses connections")
                        assert said["status"] == "warn"
                        await server.start()
                        await until_said(program, "ok")
                    case 25:
                        server.pause()
                    case 35:
                        await until_said(program, f"Redis at {server.address} does not answer")
                await program.ask("/api/register", application(name, target))
            asked = target.asked
            await until(lambda: target.asked > asked + 40, "checks go on")
            server.resume()
            await until_said(program, "ok")
            await until(lambda: target.asked > asked + 80, "checks go on")
            assert not (tmp_path / "data" / "registry.db").exists()
            kinds = {event["label"] for event in await program.ask("/api/event?limit=1000")}
            assert kinds == {"register"}
            program.process.kill()
            await program.process.wait()
        async with running(tmp_path / "data", "--store", server.url) as program:
            records = await program.ask("/api/application")
            assert [record["appId"] for record in records] == names
            assert len(await program.ask("/api/job")) == len(names)
            kinds = {event["label"] for event in await program.ask("/api/event?limit=1000")}
            assert kinds == {"register"}
            await target.die()
            await until_shown(program, records[0]["id"], "down")


async def test_a_redis_that_was_away_at_the_start_brings_back_what_it_held(tmp_path: Path, server: RedisServer) -> None:
    async with Target() as target:
        async with running(tmp_path / "data", "--store", server.url) as program:
            old = await program.ask("/api/register", application("old", target))
            both = await program.ask("/api/register", application("both", target))
            left = await program.ask("/api/register", application("left", target))
            await program.ask(f"/api/application/{both['id']}/mute", {"duration": 36_000_000})
            await program.ask(f"/api/application/{both['id']}/settings", {"hold": 77_000}, "PATCH")
            await until_shown(program, old["id"], "up")
            await program.ask("/api/unregister", {"identifier": both["identifier"]})
        await server.kill()
        async with running(tmp_path / "data", "--store", server.url) as program:
            await until_said(program, f"Redis at {server.address} refuses connections; jobs are kept in memory until it answers")
            assert await program.ask("/api/application") == []
            again = await program.ask("/api/register", application("both", target))
            new = await program.ask("/api/register", application("new", target))
            assert (again["id"], again["identifier"]) == (both["id"], both["identifier"])
            with pytest.raises(HTTPError, match="404"):
                await program.ask("/api/unregister", {"identifier": left["identifier"]})
            await server.start()
            await until_said(program, "ok")
            records = {record["appId"]: record for record in await program.ask("/api/application")}
            assert set(records) == {"old", "both", "new", "left"}
            assert (records["left"]["status"], records["left"]["online"]) == ("stopped", False)
            assert records["both"]["createdAt"] == both["createdAt"]
            assert records["both"]["online"] is True
            settings = {row["setting"]: row for row in await program.ask(f"/api/application/{both['id']}/settings")}
            assert (settings["hold"]["value"], settings["hold"]["source"]) == (77_000, "application")
            assert len(await program.ask("/api/job")) == 4
            asked = target.asked
            await until(lambda: target.asked > asked + 6, "all three are checked")
            labels = [event["label"] for event in await program.ask(f"/api/event?application={both['id']}&limit=100")]
            assert labels.count("register") == 2
            program.process.terminate()
            status, _, said = await program.ended()
            assert status == 0
            assert f"Redis at {server.address} refuses connections; jobs are kept in memory until it answers. Start it" in said
        async with running(tmp_path / "data", "--store", server.url) as program:
            assert {record["appId"] for record in await program.ask("/api/application")} == {"old", "both", "new", "left"}
            assert (await program.ask(f"/api/application/{new['id']}"))["identifier"] == new["identifier"]


def test_a_url_that_is_none_is_said_and_shows_no_password(tmp_path: Path) -> None:
    done = launch(tmp_path / "data", "--store", "redi://tray:secret@host")
    assert done.returncode == 1
    assert "store.url in the argument --store: 'redi://tray:***@host' is not a Redis URL such as redis://" in done.stderr
    assert "secret" not in done.stderr
