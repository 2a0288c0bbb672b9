"""What is in force for an instance, where it comes from, and what a person sets for all instances of an application."""

from typing import Any

import pytest

from registry_tray.service import Service
from tests.unit.api.client import Client

URL = "http://127.0.0.1:1/"
SETTINGS = "/api/application/x@localhost/settings"


def by_name(rows: list[dict[str, Any]]) -> dict[str, tuple[Any, str]]:
    return {row["setting"]: (row["value"], row["source"]) for row in rows}


async def test_all_that_is_in_force_says_where_it_comes_from(client: Client) -> None:
    health = {"url": URL, "interval": 4000, "crashHold": 500, "status": "2xx", "headers": {"Authorization": "Bearer hunter2"}}
    await client.post("/api/register", {"appId": "x", "ttl": 30_000, "health": health})
    rows = by_name(await client.get(SETTINGS))
    assert {name: rows[name] for name in ("endpoint", "interval", "crashHold", "status", "ttl")} == {
        "endpoint": (URL, "registration"),
        "interval": (4000, "registration"),
        "crashHold": (500, "registration"),
        "status": ("2xx", "registration"),
        "ttl": (30_000, "registration"),
    }
    assert {name: rows[name] for name in ("timeout", "failures", "successes", "hold", "grace", "restartWindow")} == {
        "timeout": (3000, "settings"),
        "failures": (None, "settings"),
        "successes": (2, "settings"),
        "hold": (10_000, "settings"),
        "grace": (60_000, "settings"),
        "restartWindow": (30_000, "settings"),
    }
    assert {name: value for name, (value, source) in rows.items() if name.startswith(("resume", "network", "archive"))} == {
        "resumeGrace": 20_000,
        "networkGrace": 15_000,
        "archiveStopped": 86_400_000,
        "archiveCrashed": 604_800_000,
        "archiveLost": 604_800_000,
    }
    assert rows["headers"] == ({"Authorization": "***"}, "registration")
    assert rows["method"] == ("GET", "default")
    (http,) = [each for each in await client.get("/api/strategy") if each["name"] == "http"]
    assert {option["name"] for option in http["options"]} <= set(rows)


async def test_one_success_is_enough_for_what_calls_whatever_the_settings_say_and_that_is_said(client: Client) -> None:
    health = {"url": "push://", "interval": 60_000}
    await client.post("/api/register", {"appId": "x", "health": health})
    assert by_name(await client.get(SETTINGS))["successes"] == (1, "default")
    await client.post("/api/register", {"appId": "x", "health": {**health, "successes": 2}})
    assert by_name(await client.get(SETTINGS))["successes"] == (2, "registration")


async def test_a_person_sets_something_for_all_instances_and_takes_it_back(client: Client, service: Service) -> None:
    for port in (1, 2):
        server = {"port": port}
        await client.post("/api/register", {"appId": "x", "server": server, "health": {"url": URL, "hold": 0}})
    status, answer = await client.ask("PATCH", SETTINGS, {"hold": 60_000, "restartWindow": 0, "failures": 5})
    assert status == 200
    rows = by_name(answer["value"])
    assert rows["hold"] == (60_000, "application")
    assert rows["restartWindow"] == (0, "application")
    assert rows["failures"] == (5, "application")
    assert by_name(await client.get("/api/application/x@localhost:2/settings"))["hold"] == (60_000, "application")
    await client.post("/api/register", {"appId": "x", "server": {"port": 1}, "health": {"url": URL, "hold": 0}})
    assert by_name(await client.get(SETTINGS))["hold"] == (60_000, "application")
    _, answer = await client.ask("PATCH", SETTINGS, {"hold": None})
    rows = by_name(answer["value"])
    assert (rows["hold"], rows["failures"]) == ((0, "registration"), (5, "application"))


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"hold": -1}, "hold", "a whole number from 0 to 900000"),
        ({"restartWindow": "soon"}, "restartWindow", "a whole number from 0 to 900000"),
        ({"url": URL}, "url", "is not known here"),
        ({"interval": 2000, "timeout": 3000}, "timeout", "must be shorter than the interval"),
    ],
)
async def test_what_makes_no_sense_is_named_and_changes_nothing(
    client: Client, sent: dict[str, Any], field: str, words: str
) -> None:
    await client.post("/api/register", {"appId": "x", "health": URL})
    before = await client.get(SETTINGS)
    status, faults = await client.refusal("PATCH", SETTINGS, sent)
    assert status == 422
    assert list(faults) == [field]
    assert words in str(faults[field])
    assert await client.get(SETTINGS) == before
    assert (await client.ask("PATCH", "/api/application/nobody/settings", {}))[0] == 404
