"""What one sample application goes through, so that a person sees a notification come and go."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from registry_tray.demo.sample import Sample

NAME = "sample"


class Scene(StrEnum):
    """Where the story is."""

    WELL = "well"
    BROKEN = "broken"
    BACK = "back"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long each scene lasts, in seconds; and after how many milliseconds of outage a popup comes."""

    well: float = 5.0
    broken: float = 12.0
    back: float = 10.0
    hold: int = 2000


async def tell_story(
    registry: str, on_scene: Callable[[Scene], None], pace: Pace | None = None, token: str | None = None
) -> None:
    """Register a sample, let it break, mend it, and unregister it. Raises OSError, RefusedError as `Sample` does."""
    pace = pace or Pace()
    async with Sample(registry, NAME, token, label="Sample", health={"hold": pace.hold}) as sample:
        on_scene(Scene.WELL)
        await asyncio.sleep(pace.well)
        await sample.break_down()
        on_scene(Scene.BROKEN)
        await asyncio.sleep(pace.broken)
        await sample.mend()
        on_scene(Scene.BACK)
        await asyncio.sleep(pace.back)
    on_scene(Scene.OVER)
