"""The design in numbers: colours for light and dark, spacing, radii and the type scale."""

from dataclasses import dataclass

from registry_tray.core.status import Result, Status

GRID = 4
GAP_TINY, GAP_SMALL, GAP, GAP_LARGE, GAP_HUGE = 4, 8, 12, 16, 24
RADIUS, RADIUS_LARGE = 6, 10
ROW_HEIGHT = 48
SIDEBAR_WIDTH = 184
SIDEBAR_SLIM = 60
CONTROL_HEIGHT = 32
ICON, LINE = 16, 18
"""An icon beside text, and the height of a line of text for which it and the widths of columns are meant; pixels."""

CAPTION, BODY, LEAD, TITLE, HEADLINE = 0.88, 1.0, 1.12, 1.5, 1.7
"""Sizes of text, in parts of the system font's size."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours. Text stands on any of the grounds; `accent_ground` carries `on_accent` and selected rows `selected`."""

    is_dark: bool
    window: str
    surface: str
    raised: str
    sidebar: str
    field: str
    hover: str
    selected: str
    border: str
    control_border: str
    button: str
    button_border: str
    text: str
    muted: str
    accent: str
    accent_ground: str
    accent_hover: str
    on_accent: str
    on_status: str
    warning_ground: str
    danger_ground: str
    status: dict[Status, str]
    tile: dict[Status, str]
    beats: tuple[str, str, str]

    @property
    def grounds(self) -> tuple[str, ...]:
        """All colours that text is put on."""
        return (
            self.window, self.surface, self.raised, self.sidebar, self.field, self.button, self.hover, self.selected,
            self.warning_ground, self.danger_ground,
        )  # fmt: skip

    def beat(self, result: Result) -> str:
        """The colour of one check."""
        up, warning, failure = self.beats
        match result:
            case Result.OK:
                return up
            case Result.WARN:
                return warning
            case Result.INCONCLUSIVE:
                return self.control_border
        return failure


def _statuses(red: str, amber: str, green: str, blue: str, violet: str, teal: str, grey: str) -> dict[Status, str]:
    return {
        Status.CRASHED: red, Status.DOWN: red, Status.LOST: violet, Status.SUSPECT: amber, Status.RECOVERING: teal,
        Status.DEGRADED: amber, Status.STARTING: blue, Status.UNKNOWN: grey, Status.PAUSED: grey, Status.UP: green,
        Status.STOPPED: grey,
    }  # fmt: skip


_TILES = _statuses("#d6342c", "#b45f06", "#1a7f4b", "#2f6fde", "#8a4fc0", "#0d7f8c", "#5c6675")

LIGHT = Colours(
    is_dark=False,
    beats=("#239b5c", "#b57208", "#dc3b32"),
    window="#f6f7f9", surface="#ffffff", raised="#ffffff", sidebar="#eff1f4", field="#ffffff", hover="#f1f3f7",
    selected="#e6ecfd", border="#e2e5eb", control_border="#868f9e", button="#ffffff", button_border="#cfd5de",
    text="#181c24", muted="#566072", accent="#2f54d8", accent_ground="#3659e0", accent_hover="#2a49c2", on_accent="#ffffff",
    on_status="#ffffff", warning_ground="#fff4dc", danger_ground="#fdeceb",
    status=_statuses("#bd2119", "#8a5200", "#19703f", "#2257c4", "#7a3fb3", "#0b6672", "#566072"),
    tile=_TILES,
)  # fmt: skip

DARK = Colours(
    is_dark=True,
    beats=("#3fbf78", "#e5ab3e", "#ff6f66"),
    window="#15171c", surface="#1b1e25", raised="#232730", sidebar="#121419", field="#14161b", hover="#262b35",
    selected="#293457",
    border="#2b303a", control_border="#6b7586", button="#252a34", button_border="#3d4553", text="#e8ebf1",
    muted="#a3adbd", accent="#9db3ff", accent_ground="#4464e6", accent_hover="#3c5bdc", on_accent="#ffffff", on_status="#15171c",
    warning_ground="#332811", danger_ground="#3a1d1e",
    status=_statuses("#ff8f87", "#edb54e", "#56cc88", "#8fb6ff", "#d3a9ff", "#5ed2de", "#a3adbd"),
    tile=_TILES,
)  # fmt: skip


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
