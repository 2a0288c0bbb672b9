"""What is wrong with the file of the store, in words, told when it begins and when it is over."""

import logging
from collections.abc import Callable
from pathlib import Path

from registry_tray.core.errors import StoreError

logger = logging.getLogger(__name__)


class Faults:
    """`on_problem` hears of a failure once, and "" when the file at `path` is written again."""

    def __init__(self, path: Path, on_problem: Callable[[str], None]) -> None:
        self._path = path
        self._on_problem = on_problem
        self._failing = False

    def failed(self, error: BaseException) -> StoreError:
        """The file could not be written: what the caller is told."""
        told = self.words(error, "written")
        if not self._failing:
            self._failing = True
            logger.warning("%s", told)
            self._on_problem(str(told))
        return told

    def works(self) -> None:
        """The file was written."""
        if self._failing:
            self._failing = False
            logger.info("the store %s is written again", self._path)
            self._on_problem("")

    def words(self, error: BaseException, what: str) -> StoreError:
        """What is wrong and what helps; `what` could not be done with the file."""
        broken = "malformed" in str(error) or "not a database" in str(error)
        fix = "Move it away to begin anew" if broken else "Free some space on its disk, or choose another --data-dir"
        return StoreError(f"The store {self._path} cannot be {what}: {error}. {fix}.")
