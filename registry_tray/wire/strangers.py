"""Keys of a health declaration that are not known: a slip is refused, anything else is taken and said."""

from collections.abc import Collection, Mapping
from typing import Any

from registry_tray.core.errors import Fault
from registry_tray.phrases import phrase
from registry_tray.wire.reading import Faults, names
from registry_tray.wire.records import JobRecord

LIKE = 0.8  # how much of a key must be that of another one for it to be meant


def find_strangers(raw: Mapping[str, Any], known: Collection[str], faults: Faults, path: str) -> tuple[Fault, ...]:
    """Those that were taken though nothing is done with them. One that is meant to be a known one is noted in `faults`.

    What the job of an answer has is no stranger: clients of the first registry send such keys along, as `type`.
    """
    taken: list[Fault] = []
    for name in raw:
        if name in known or name in names(JobRecord):
            continue
        where = f"{path}.{name}"
        if (meant := _meant(name, known)) is not None:
            faults.add(where, phrase("is not known here; did you mean {0}?", meant))
        else:
            taken.append(Fault(where, phrase("is not known here, and is not used")))
    return tuple(taken)


def _meant(name: str, known: Collection[str]) -> str | None:
    from difflib import get_close_matches

    plain = {_plain(each): each for each in known}
    found = get_close_matches(_plain(name), plain, 1, LIKE)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())
