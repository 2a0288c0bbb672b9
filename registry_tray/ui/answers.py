"""What comes of a question or a wish reaches who asked."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from registry_tray.core.errors import RegistryError

T = TypeVar("T")

Refused = Callable[[RegistryError], None]


async def tell(question: Coroutine[Any, Any, T], answer: Callable[[T], object], refused: Refused | None = None) -> None:
    """What cannot be done is told to `refused`; without it, it is raised."""
    try:
        found = await question
    except RegistryError as error:
        if refused is None:
            raise
        refused(error)
    else:
        answer(found)
