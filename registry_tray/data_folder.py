"""The folder that holds our data: only its owner may read it, and only one Registry Tray uses it at a time."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from registry_tray.core.errors import AlreadyRunningError, StoreError
from registry_tray.phrases import phrase


class DataFolder:
    """A data folder that is ours until `release`, or until the process ends in whatever way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[str] | None = None

    def acquire(self) -> None:
        """Make the folder where it is missing, and take it.

        AlreadyRunningError says who has it, StoreError why it cannot be used.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = (self.path / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(
                phrase("The data folder {0} cannot be used: {1}. Choose another with --data-dir.", self.path, error.strerror)
            ) from error
        try:
            _lock_exclusively(lock)
        except OSError:
            lock.seek(0)
            owner = lock.read().strip() or phrase("another process")
            lock.close()
            raise AlreadyRunningError(phrase("Registry Tray already runs on {0} ({1}).", self.path, owner)) from None
        self._lock = lock
        self.describe(phrase("pid {0}", os.getpid()))

    def describe(self, owner: str) -> None:
        """Say in the lock file who we are, for those who come later."""
        if self._lock is not None:
            with suppress(OSError):  # the lock holds without the words, even on a full disk
                self._lock.seek(0)
                self._lock.truncate()
                self._lock.write(owner)
                self._lock.flush()

    def token(self) -> tuple[str, bool]:
        """The token of the API, and whether it was made just now. Only the owner of the folder can read it. StoreError."""
        file = self.path / "token"
        try:
            known = file.read_text("ascii").strip() if file.exists() else ""
            if len(known) >= 32:
                file.chmod(0o600)
                return known, False
        except OSError as error:
            raise StoreError(phrase("The token in {0} cannot be read: {1}.", file, error.strerror)) from error
        return self.renew_token(), True

    def renew_token(self) -> str:
        """A new token, kept in the place of the one before. StoreError."""
        import secrets

        file = self.path / "token"
        token = secrets.token_urlsafe(32)
        try:
            with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="ascii") as written:
                written.write(token + "\n")
        except OSError as error:
            raise StoreError(phrase("The token in {0} cannot be kept: {1}.", file, error.strerror)) from error
        return token

    def release(self) -> None:
        """Let others use it."""
        if self._lock is not None:
            with suppress(OSError):
                self._lock.close()
            self._lock = None


def default_folder() -> Path:
    """The platform's data folder."""
    from platformdirs import user_data_path

    return user_data_path("registry-tray", appauthor=False)


def settings_file() -> Path:
    """The settings file in the platform's settings folder."""
    from platformdirs import user_config_path

    return user_config_path("registry-tray", appauthor=False) / "config.toml"


def boot_id() -> str:
    """What changes each time that this machine starts; "" where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        pass
    import psutil

    return str(round(psutil.boot_time() / 60))


if sys.platform == "win32":
    import msvcrt

    def _lock_exclusively(file: IO[str]) -> None:
        # A byte far behind the text, so that the text can still be read by others.
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_exclusively(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
