"""The list of all applications tells at every moment what the single record tells."""

from dataclasses import replace
from pathlib import Path

from registry_tray.core.alert import Alert, Why
from registry_tray.core.status import AlertState
from tests.fakes import FakeClock, RecordingNotifier, seconds
from tests.unit.api.client import Client, program


async def _message(client: Client) -> str | None:
    (listed,) = await client.get("/api/application")
    assert listed == await client.get(f"/api/application/{listed['id']}")
    return listed["alert"] and str(listed["alert"]["message"])


async def test_an_alert_counts_down_in_the_list_is_told_there_and_is_over_there(tmp_path: Path) -> None:
    clock = FakeClock()
    async with program(tmp_path / "data", RecordingNotifier(), clock=clock) as (service, client):
        record = await client.post("/api/register", {"appId": "a"})
        now = clock.now()
        held = Alert(record["id"], AlertState.HELD, now, now + seconds(9), until=now + seconds(9), why=Why.HOLD)
        assert await _message(client) is None
        service.catalog.put_alert(held)
        assert await _message(client) == "popup in 9 s"
        clock.advance(5)
        assert await _message(client) == "popup in 4 s"
        clock.advance(5)
        service.catalog.put_alert(replace(held, state=AlertState.OPEN, why=None, until=None, told_at=clock.now()))
        assert str(await _message(client)).startswith("told at ")
        service.catalog.put_alert(held.quiet())
        assert await _message(client) is None
