"""The processes of this machine: when one began, and word of its end."""

from registry_tray.processes.watcher import ProcessWatcher, process_started, started_at

__all__ = ["ProcessWatcher", "process_started", "started_at"]
