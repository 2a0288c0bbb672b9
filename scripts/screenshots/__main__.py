"""`python -m scripts.screenshots`: everything into build/screenshots, or what fits the patterns that are given."""

import argparse
import subprocess
import sys
from pathlib import Path

from scripts.screenshots import sheet, shown, surroundings
from scripts.screenshots.variants import VARIANTS, chosen
from tests.desktop.desktop import Desktop, missing

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build/screenshots"
SCREEN = "3440x2200x24"  # room for the widest window at twice the size
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "TZ": "UTC", "QT_LOGGING_RULES": "qt.qpa.*=false"}
ALL = ["*"]


def render(desktop: Desktop, variants: list[str], states: list[str]) -> int:
    """The window, in a process for each look; the exit status."""
    for look, members in chosen(variants):
        names = (variant.name for variant in members)
        command = [sys.executable, "-m", "scripts.screenshots.gallery", str(FOLDER), *names, "--states", *states]
        if status := subprocess.run(command, env=desktop.environment | look.environment | ENVIRONMENT, check=False).returncode:
            return status
    return 0


def main() -> int:
    """The exit status: 1 where this machine has no desktop to offer, or something could not be rendered."""
    if absent := missing():
        print(f"Pictures need {', '.join(absent)}: not installed here.", file=sys.stderr)
        return 1
    parser = argparse.ArgumentParser(prog="make screenshots")
    parser.add_argument("--variants", nargs="+", default=ALL, metavar="PATTERN", help=", ".join(each.name for each in VARIANTS))
    parser.add_argument("--states", nargs="+", default=ALL, metavar="PATTERN", help="such as details-* or settings-alerts")
    arguments = parser.parse_args()
    with Desktop(panel=False, notifications=False, screen=SCREEN) as desktop:
        status = render(desktop, arguments.variants, arguments.states)
    if arguments.variants == ALL and arguments.states == ALL:
        with Desktop() as desktop:
            pictures = list(surroundings.render(desktop, FOLDER / "desktop", ENVIRONMENT))
        print(f"desktop: {len(pictures)} states")
        pictures = list(shown.publish(FOLDER, ROOT / "docs/images"))
        print(f"docs/images: {len(pictures)} brought up to date")
    print(sheet.write(FOLDER))
    return status


if __name__ == "__main__":
    sys.exit(main())
