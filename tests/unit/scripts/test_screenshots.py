"""Every state can be rendered, and what the README shows is among them."""

import os
import re
import subprocess
import sys
from pathlib import Path

from scripts.screenshots.shown import PICTURES
from scripts.screenshots.states import states
from scripts.screenshots.variants import VARIANTS, chosen

ROOT = Path(__file__).resolve().parents[3]


def test_states_and_variants_have_names_of_their_own() -> None:
    for names in ([state.name for state in states()], [variant.name for variant in VARIANTS]):
        assert len(set(names)) == len(names)


def test_variants_are_chosen_by_patterns_for_each_process() -> None:
    [(look, members)] = chosen(["dark-*-scale200"])
    assert look.environment == {"QT_SCALE_FACTOR": "2"}
    assert [member.width for member in members] == [900, 1180, 1600]


def test_what_the_documents_show_is_rendered() -> None:
    named, known = {state.name for state in states()}, {variant.name for variant in VARIANTS}
    for source in PICTURES.values():
        folder, _, name = source.partition("/")
        assert folder == "desktop" or (folder in known and name in named), source
    shown = {
        match[1]
        for page in ("README.md", "docs/pictures.md")
        for match in re.finditer(r"images/([\w-]+)\.png", (ROOT / page).read_text("utf-8"))
    }
    assert shown == set(PICTURES)
    assert all((ROOT / f"docs/images/{name}.png").exists() for name in shown)


def test_every_state_is_reached_and_rendered(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.screenshots.gallery", str(tmp_path), "light-900"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert {file.stem for file in (tmp_path / "light-900").glob("*.png")} == {state.name for state in states()}
