"""The whole program sees who listens: long before the next check it knows of an end, and of a return."""

import sys
from pathlib import Path

import pytest

from tests.fakes import Target, until
from tests.features.program import running

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who listens")


@linux
async def test_an_application_that_dies_and_returns_is_seen_long_before_its_next_check(tmp_path: Path) -> None:
    health = {"interval": 3_600_000, "failures": 1, "successes": 1, "hold": 0}
    async with Target() as shop, running(tmp_path / "data") as told:
        await told.ask("/api/register", {"appId": "shop", "health": {**health, "url": shop.url}})
        status = ""

        async def become(wanted: str) -> None:
            nonlocal status
            while status != wanted:
                (record,) = await told.ask("/api/application")
                status = record["status"]

        await until(lambda: shop.asked >= 1, "the first check")
        await become("up")
        await shop.die()
        await become("down")
        asked = shop.asked
        await shop.live()
        await become("up")
        assert shop.asked > asked
