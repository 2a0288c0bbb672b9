"""What can go wrong in the registry, as errors that say what to do."""

from dataclasses import dataclass


class RegistryError(Exception):
    """The family of errors that are answered or shown, never hidden."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that is wrong: where it stands in the payload (`health.interval`), and what to write instead."""

    path: str
    message: str


class InvalidPayloadError(RegistryError):
    """A request that cannot be understood; names every field that is wrong."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.message}" if fault.path else fault.message for fault in faults))
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


class PortTakenError(RegistryError):
    """The port of the API belongs to somebody else; the text says to whom."""


class AlreadyRunningError(RegistryError):
    """Another Registry Tray uses this data folder."""
