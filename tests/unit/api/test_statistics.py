"""What the API tells of the past of a job, an application and the whole registry."""

from datetime import timedelta

import pytest

from registry_tray.core.ids import JobId
from registry_tray.core.outages import Outage
from registry_tray.core.rollup import Period, Rollup
from registry_tray.service import Service
from tests.fakes import seconds
from tests.unit.api.client import Client


@pytest.fixture
async def job(service: Service, client: Client) -> str:
    """A job that nobody checks, but that was: 10 minutes up two hours ago, with one of them down."""
    record = await client.post("/api/register", {"appId": "shop"})
    (made,) = await client.get(f"/api/application/{record['id']}/jobs")
    now = service.clock.now()
    first = Period.MINUTE.number(now - timedelta(hours=2))
    minutes = [Rollup(made["id"], Period.MINUTE, first + number, 60, 0 if number == 4 else 60) for number in range(10)]
    hours: dict[int, Rollup] = {}
    for number, minute in enumerate(minutes):
        hour = hours.setdefault(minute.start // 60, Rollup(minute.job_id, Period.HOUR, minute.start // 60))
        hour.observed, hour.up = hour.observed + minute.observed, hour.up + minute.up
        for each in (minute, hour) if number != 4 else ():
            each.latencies.add(seconds(0.010 + 0.001 * number))
    began = Period.MINUTE.begin(first + 4)
    await service.store.save(*minutes, *hours.values(), Outage(JobId(made["id"]), began, began + seconds(61.5), "HTTP 503"))
    return str(made["id"])


async def test_windows_have_uptime_latencies_and_outages(client: Client, job: str) -> None:
    stats = await client.get(f"/api/job/{job}/stats")
    assert (stats["hour"]["uptime"], stats["hour"]["observed"], stats["hour"]["latency"]["count"]) == (None, 0, 0)
    for window in ("day", "week", "month"):
        found = stats[window]
        assert (found["uptime"], found["observed"]) == (0.9, 600_000)
        latency = found["latency"]
        assert (latency["count"], latency["min"], latency["max"]) == (9, 10, 19)
        assert latency["mean"] == pytest.approx((145 - 14) / 9, abs=0.001)
        assert latency["p50"] == pytest.approx(15, rel=0.05)
        assert latency["p95"] == latency["p99"] == pytest.approx(19, rel=0.05)
    (outage,) = stats["outages"]
    assert (outage["downtime"], outage["reason"]) == (61_500, "HTTP 503")
    assert outage["since"] < outage["until"]


async def test_the_series_has_no_point_where_nothing_was_observed(client: Client, job: str) -> None:
    stats = await client.get(f"/api/job/{job}/stats?window=day")
    assert stats["step"] == 15 * 60 * 1000
    assert 1 <= len(stats["series"]) <= 2
    assert sum(point["checks"] for point in stats["series"]) == 9
    assert all(point["p50"] <= point["p95"] for point in stats["series"] if point["checks"])
    assert (await client.get(f"/api/job/{job}/stats?window=hour"))["series"] == []
    assert (await client.refusal("GET", f"/api/job/{job}/stats?window=year"))[0] == 422


async def test_an_application_and_the_registry_have_the_same_figures(client: Client, job: str) -> None:
    stats = await client.get("/api/application/shop@localhost/stats?window=week")
    assert [each["job"] for each in stats["jobs"]] == [job]
    assert stats["jobs"][0]["week"]["uptime"] == 0.9
    assert (await client.get("/api/stats"))["uptimes"] == {"hour": None, "day": 0.9, "week": 0.9, "month": 0.9}


async def test_a_deleted_application_leaves_a_row_in_the_journal(client: Client, job: str) -> None:
    await client.post("/api/unregister", {"identifier": "shop@localhost"})
    await client.ask("DELETE", "/api/application/shop@localhost?confirm=shop@localhost")
    (row,) = await client.get("/api/event")
    assert (row["label"], row["description"]) == ("delete", "shop@localhost")
    assert (await client.ask("GET", f"/api/job/{job}/stats"))[0] == 404
