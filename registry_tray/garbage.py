"""When Python searches for garbage: not while the program starts, often in what is young, and in all of it only in a while."""

import gc
from time import monotonic

YOUNG = 1000  # objects that come, in balance, between two searches among the youngest
MIDDLE = 5  # of these searches, before one among all that the last ones left
OFTEN = 0.05  # seconds between two searches by hand: the balance says little of how many have come where as many old ones went
NEVER = 2**31 - 1
PAUSE = 300.0  # seconds between two searches in all that came since the start
_by_hand = False
_due = 0.0  # when to search by hand again


def put_off() -> None:
    """Search for none until `settle`: nearly all that a start makes stays, and the searches are a tenth of it."""
    global _by_hand
    _by_hand = False
    gc.disable()


def settle(*, by_hand: bool = False) -> None:
    """Search from now on, but never in what is there already: that would hold up the loop again and again.

    `by_hand`: only where `tidy` is called. Python searches on whatever thread something is made, and what it finds may be a
    widget or a timer, which die on the thread of the window alone: on another one the program crashes.
    """
    global _by_hand  # there is one search for garbage in a process
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    _by_hand = by_hand
    if not by_hand:
        gc.enable()


def tidy() -> None:
    """Search here and now, where it is time for that; the loop of the window calls it after every turn.

    Python would wait until a thousand more have come than gone. Where each check takes the place of an older one that is
    hardly ever so, and the search then goes through tens of thousands at once: for up to 35 ms. By time it takes less than one,
    and what it leaves is looked at again by `sweep` only.
    """
    global _due
    if _by_hand and (gc.get_count()[0] > YOUNG or monotonic() >= _due):
        gc.collect(1)
        _due = monotonic() + OFTEN


async def sweep(pause: float = PAUSE) -> None:
    """Search everywhere now and then, until cancelled.

    Python would do so whenever a quarter more has grown old: with 10,000 instances every few seconds, for longer than a frame.
    """
    import asyncio  # which the tray does not wait for

    while True:
        await asyncio.sleep(pause)
        gc.collect()
