"""What the notifications say, read as a person reads them: of whom, that it is down or back."""

import re
from dataclasses import dataclass, field

from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice

DOWN, BACK = "down", "back"
_SINGLE = re.compile(
    r"(\S+) (is down|has crashed again|has crashed|is lost|keeps going down|is back)(, \d+ services? affected)?$"
)
_PLAIN = re.compile(r"\(\d+ services? affected\)|has crashed|is lost|keeps going down|, (since|after) .*")


def words(notice: Notice) -> dict[str, str]:
    """Each name that a notification speaks of. With more than four names in a list it is not for this reader."""
    said: dict[str, str] = {}
    single = _SINGLE.match(notice.title)
    if single is not None:
        said[single[1]] = BACK if single[2] == "is back" else DOWN
    for line in notice.body.splitlines():
        label, _, rest = line.partition(": ")
        if label in ("Down", "Still down"):
            said |= dict.fromkeys(_names(rest), DOWN)
        elif label == "Back":
            said |= dict.fromkeys(_names(rest), BACK)
        elif single is None and label not in ("Affected", "Up, but not for long yet") and "Perhaps" not in line:
            said |= dict.fromkeys(_names(line), BACK if "are back" in notice.title else DOWN)
    return said


def _names(text: str) -> list[str]:
    plain = _PLAIN.sub("", text)
    return [name.strip() for name in re.split(r",| and |;", plain) if name.strip()]


@dataclass
class Screen:
    """What is on the screen, and all that was said, in order."""

    shown: dict[InstanceId, dict[str, str]] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def show(self, notice: Notice) -> None:
        """A notification takes the place of the one with its id."""
        said = words(notice)
        before = self.shown.get(notice.id, {})
        self.shown[notice.id] = said
        self.said += [each for each in said.items() if before.get(each[0]) != each[1] or each[1] == BACK]

    def withdraw(self, notice_id: InstanceId) -> None:
        """It is gone."""
        self.shown.pop(notice_id, None)

    def check(self) -> None:
        """Note who is told of as down by two notifications."""
        told = [name for said in self.shown.values() for name, word in said.items() if word == DOWN]
        self.doubled += [name for name in set(told) if told.count(name) > 1]

    def is_down(self, name: str) -> bool:
        """Whether something on the screen says that it is down."""
        return any(said.get(name) == DOWN for said in self.shown.values())
