"""What a person has said of an outage."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That a person knows of an outage, and what they noted. It ends with the outage."""

    at: datetime
    note: str = ""
