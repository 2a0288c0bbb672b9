"""What nobody waits for happens, and what fails of it is said once."""

import asyncio

import pytest

from registry_tray.core.errors import StoreError
from registry_tray.errands import Errands


async def test_many_that_fail_alike_are_warned_of_once_until_one_is_done(caplog: pytest.LogCaptureFixture) -> None:
    errands = Errands()

    async def work(error: str) -> None:
        if error:
            raise StoreError(error)

    for error in ("the disk is full", "the disk is full", "it is locked", "it is locked", "", "it is locked"):
        errands.run(work(error))
        await asyncio.sleep(0)
    await errands.stop()
    assert [record.message for record in caplog.records] == ["the disk is full", "it is locked", "it is locked"]
