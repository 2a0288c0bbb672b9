"""What the start does not do."""

import subprocess
import sys

SCRIPT = """
import linecache, sys
from registry_tray.ui.sources import leave_sources_unread
leave_sources_unread()
before = set(linecache.cache)
import registry_tray.desktop, registry_tray.face, registry_tray.service
assert "registry_tray.service" in sys.modules
print(len(set(linecache.cache) - before))
"""


def test_no_source_of_ours_is_read_for_names_that_nobody_uses() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60)
    assert int(ran.stdout) < 20  # those that compile themselves, as attrs' classes do
