"""The pictures that the README shows: the best ones, made small."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

_TWICE = "1180-scale200"
PICTURES = {
    "window-light": f"light-{_TWICE}/applications",
    "window-dark": f"dark-{_TWICE}/details-down",
    "details": f"light-{_TWICE}/tab-latency",
    "log": f"light-{_TWICE}/tab-log",
    "overview": f"light-{_TWICE}/overview",
    "activity": f"dark-{_TWICE}/activity",
    "reports": f"light-{_TWICE}/reports",
    "settings": f"light-{_TWICE}/settings-appearance",
    "palette": f"dark-{_TWICE}/palette-found",
    "empty": f"light-{_TWICE}/applications-empty",
    "notification": "desktop/notification-root-cause",
    "tray-menu": "desktop/tray-menu-workday",
}
"""What a picture of the README is made of."""
_COLOURS = "200"  # are enough for letters and signs, and a third of the size


def publish(folder: Path, images: Path) -> Iterator[Path]:
    """Bring those up to date whose original is in the folder."""
    for name, source in PICTURES.items():
        original, image = folder / f"{source}.png", images / f"{name}.png"
        if original.exists():
            command = ["convert", str(original), "-strip", "-dither", "None", "-colors", _COLOURS, f"png8:{image}"]
            subprocess.run(command, check=True)
            yield image
