"""The least that aiohttp itself costs: how fast this machine is, for figures that are not ratios already.

`serve` answers every request with the same JSON; `check URL N SECONDS` asks N targets every second, over open connections.
"""

import asyncio
import signal
import sys
import time
from collections.abc import Coroutine
from typing import Any

import aiohttp
from aiohttp import web


async def serve() -> None:
    """Until SIGTERM."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"success": True})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print("port", runner.addresses[0][1], flush=True)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    await runner.cleanup()


async def check(url: str, n: int, seconds: int) -> None:
    """Prints the seconds of processor time that 1,000 checks took, without those of the first second."""
    start = time.monotonic()
    used: list[float] = []

    async def target(session: aiohttp.ClientSession, i: int) -> None:
        for beat in range(seconds + 1):
            await asyncio.sleep(start + beat + i / n - time.monotonic())
            if beat == 1 and i == 0:
                used.append(time.process_time())
            async with session.get(f"{url}{i}") as response:
                await response.read()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(target(session, i) for i in range(n)))
    print("cost", 1000 * (time.process_time() - used[0]) / (n * seconds), flush=True)


def run_fast(main: Coroutine[Any, Any, None]) -> None:
    """On uvloop where there is one."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(main)
    else:
        uvloop.run(main)


if __name__ == "__main__":
    run_fast(serve() if sys.argv[1] == "serve" else check(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
