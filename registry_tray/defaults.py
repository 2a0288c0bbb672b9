"""What the settings mean for jobs, alerts and the past."""

from dataclasses import asdict
from datetime import timedelta

from registry_tray.core.interruptions import Graces
from registry_tray.core.jobs import JobDefaults
from registry_tray.core.retention import Limits
from registry_tray.core.spec import Policy
from registry_tray.options import SettingsHolder


def job_defaults(holder: SettingsHolder) -> JobDefaults:
    """For jobs that did not ask for something else."""
    checks, alerts = holder.settings.checks, holder.settings.alerts
    policy = Policy(
        alerts.failures or None, alerts.successes, alerts.hold, alerts.grace, alerts.crash_hold, alerts.restart_window
    )
    return JobDefaults(checks.interval, checks.timeout, checks.remote_timeout, policy)


def graces(holder: SettingsHolder) -> Graces:
    """After sleep, and after a change of the network."""
    alerts = holder.settings.alerts
    return Graces(alerts.resume_grace, alerts.network_grace, alerts.sleep_after)


def general(holder: SettingsHolder) -> dict[str, timedelta]:
    """What holds for all instances alike: patience, and when those that have ended are archived."""
    alerts, retention = holder.settings.alerts, holder.settings.retention
    return {
        "resumeGrace": alerts.resume_grace,
        "networkGrace": alerts.network_grace,
        "archiveStopped": retention.stopped,
        "archiveCrashed": retention.crashed,
        "archiveLost": retention.lost,
    }


def history_limits(holder: SettingsHolder) -> Limits:
    """How much of the past is kept."""
    retention = asdict(holder.settings.retention)
    return Limits(**{**retention, "size": retention["size"] * 1_000_000})
