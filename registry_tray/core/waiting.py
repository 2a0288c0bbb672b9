"""To wait for a word, but not longer than until something is due."""

import asyncio
from contextlib import suppress


async def woken(word: asyncio.Event, at_most: float | None) -> None:
    """Until the word is given, or so many seconds; None is for as long as it takes."""
    with suppress(TimeoutError):
        async with asyncio.timeout(at_most):
            await word.wait()
