"""`registry-tray run -- CMD`: a process that is registered for as long as it lives."""

from registry_tray.runner.command import run_command as run_command
