"""Sample applications, to see what the registry does: `registry-tray demo`, and the welcome of the window."""

from registry_tray.demo.command import run_demo as run_demo
from registry_tray.demo.story import tell_story as tell_story
