"""What is wrong with the file of the store, in words, told when it begins and when it is over."""

import errno
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from registry_tray.core.errors import StoreError
from registry_tray.phrases import Phrase, phrase

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
        said = (error.strerror if isinstance(error, OSError) else "") or str(error)
        is_name = said[1:2].isupper()  # JSON
        return StoreError(Phrase(_SAID[what], self._path, said if is_name else said[:1].lower() + said[1:], _fix(error)))


def _fix(error: BaseException) -> str:
    """What a person can do; the names are SQLite's, the longer ones begin with the kind."""
    if isinstance(error, msgspec.MsgspecError):
        return _MOVE_AWAY
    name = str(getattr(error, "sqlite_errorname", "") or "")
    number = error.errno if isinstance(error, OSError) else None
    for fix, names, numbers in _FIXES:
        if number in numbers or (name and name.startswith(names)):
            return fix
    return phrase("Look at its folder and its disk, or choose another --data-dir")


_SAID = {
    "opened": phrase("The store {0} cannot be opened: {1}. {2}."),
    "read": phrase("The store {0} cannot be read: {1}. {2}."),
    "written": phrase("The store {0} cannot be written: {1}. {2}."),
}
_MOVE_AWAY = phrase("Move it away to begin anew")
_FIXES = (
    (_MOVE_AWAY, ("SQLITE_CORRUPT", "SQLITE_NOTADB"), ()),
    (
        phrase("Free some space on its disk, or choose another --data-dir"),
        ("SQLITE_FULL",),
        (errno.ENOSPC, errno.EDQUOT),
    ),
    (
        phrase("A folder has its name: move that away, or choose another --data-dir"),
        ("SQLITE_CANTOPEN_ISDIR",),
        (errno.EISDIR,),
    ),
    (
        phrase("A file stands where its folder should be: move that away, or choose another --data-dir"),
        (),
        (errno.ENOTDIR, errno.EEXIST),
    ),
    (
        phrase("Give yourself the right to write it and its folder, or choose another --data-dir"),
        ("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN"),
        (errno.EACCES, errno.EPERM, errno.EROFS),
    ),
    (phrase("Another program holds it: end that one"), ("SQLITE_BUSY", "SQLITE_LOCKED"), (errno.EBUSY,)),
    (
        phrase("Its disk does not work as it should: look at it, or choose another --data-dir"),
        ("SQLITE_IOERR",),
        (errno.EIO,),
    ),
)
