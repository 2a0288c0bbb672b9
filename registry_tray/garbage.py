"""When Python searches for garbage: not while the program starts, often in what is young, and in all of it only in a while."""

import gc

YOUNG = 1000  # objects that come, in balance, between two searches among the youngest; each is over in two milliseconds
MIDDLE = 5  # of these searches, before one among all that the last ones left
NEVER = 2**31 - 1
PAUSE = 300.0  # seconds between two searches in all that came since the start


def put_off() -> None:
    """Search for none until `settle`: nearly all that a start makes stays, and the searches are a tenth of it."""
    gc.disable()


def settle() -> None:
    """Search from now on, but never in what is there already: that would hold up the loop again and again."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    gc.enable()


async def sweep(pause: float = PAUSE) -> None:
    """Search everywhere now and then, until cancelled.

    Python would do so whenever a quarter more has grown old: with 10,000 instances every few seconds, for longer than a frame.
    """
    import asyncio  # which the tray does not wait for

    while True:
        await asyncio.sleep(pause)
        gc.collect()
