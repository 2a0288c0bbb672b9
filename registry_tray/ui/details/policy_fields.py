"""The fields of a form that say how often something is checked and when it speaks of failure."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QGridLayout

from registry_tray.ui.details.fields import DURATION, FormField
from registry_tray.ui.language import tr
from registry_tray.ui.tokens import GAP, GAP_TINY

_PAIRS = (("interval", "timeout"), ("failures", "successes"), ("hold", "crashHold"), ("grace", "restartWindow"))
_ROWS = 4  # of the grid to a line: what the three of a field are, and the room below them


def policy_fields(hint: str) -> Sequence[FormField]:
    """Under the names that the API has for them; `hint` says what an empty one means."""
    return (
        FormField("interval", tr("Interval"), DURATION, hint=hint),
        FormField("timeout", tr("Timeout"), DURATION, hint=hint),
        FormField("failures", tr("Failures until down"), "number", hint=hint),
        FormField("successes", tr("Successes until up"), "number", hint=hint),
        FormField("hold", tr("Time until the popup"), DURATION, hint=hint),
        FormField("crashHold", tr("Time until the popup of a crash"), DURATION, hint=hint),
        FormField("grace", tr("Time to start"), DURATION, hint=hint),
        FormField("restartWindow", tr("Time to restart"), DURATION, hint=hint),
    )


def in_pairs(fields: Mapping[str, FormField]) -> QGridLayout:
    """Two a line."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(GAP_TINY)
    for line, names in enumerate(_PAIRS):
        for column, name in enumerate(names):
            fields[name].lay_into(grid, line * _ROWS, column)
            grid.setColumnStretch(column, 1)
        if line:
            grid.setRowMinimumHeight(line * _ROWS - 1, GAP - GAP_TINY)
    return grid


def attribute(name: str) -> str:
    """What the core calls a field."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
