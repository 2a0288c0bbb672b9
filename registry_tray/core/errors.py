"""What can go wrong in the registry, as errors that say what to do."""

from dataclasses import dataclass

from registry_tray.phrases import Phrases, phrase


class RegistryError(Exception):
    """The family of errors that are answered or shown, never hidden."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that is wrong: where it stands in the payload (`health.interval`), and what to write instead."""

    path: str
    message: str

    def __str__(self) -> str:
        return Phrases(": ", self.path, self.message) if self.path else self.message


class InvalidPayloadError(RegistryError):
    """A request that cannot be understood; names every field that is wrong."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(Phrases("; ", *(str(fault) for fault in faults)))
        self.faults = faults


class NotFoundError(RegistryError):
    """Nothing is registered under this id."""


class ConflictError(RegistryError):
    """What is asked for cannot be done as things stand; the text says what to do first."""


class TooLargeError(RegistryError):
    """What was sent is more than is taken."""


class LimitError(RegistryError):
    """The registry is full."""


class StoreError(RegistryError):
    """The store could not keep or give what was asked; the text says why, in the user's words."""


class NotifierError(RegistryError):
    """The notification was not delivered; the text says why, in the user's words."""


class ConfigError(RegistryError):
    """A setting that cannot be used; names the setting and where it was set."""


class BadValueError(ConfigError):
    """A value that a setting cannot have; `why` says it without the name and the place of the setting."""

    def __init__(self, path: str, source: str, why: str) -> None:
        super().__init__(phrase("{0} in {1}: {2}", path, source, why))
        self.why = why


class PortTakenError(RegistryError):
    """The port of the API belongs to somebody else; the text says to whom."""


class AlreadyRunningError(RegistryError):
    """Another Registry Tray uses this data folder."""
