"""JSON in and out: the one place where milliseconds and camelCase exist."""

from registry_tray.wire import records, requests
from registry_tray.wire.codec import decode, encode
from registry_tray.wire.figures import stats_record
from registry_tray.wire.parse import parse_job, parse_job_patch, parse_registration, parse_report, parse_unregistration
from registry_tray.wire.reading import read_body, read_query
from registry_tray.wire.render import (
    alert_record,
    application_record,
    check_record,
    error_record,
    event_record,
    job_record,
    session_record,
)
from registry_tray.wire.tuning import in_force, parse_tuning
from registry_tray.wire.units import iso

__all__ = [
    "alert_record",
    "application_record",
    "check_record",
    "decode",
    "encode",
    "error_record",
    "event_record",
    "in_force",
    "iso",
    "job_record",
    "parse_job",
    "parse_job_patch",
    "parse_registration",
    "parse_report",
    "parse_tuning",
    "parse_unregistration",
    "read_body",
    "read_query",
    "records",
    "requests",
    "session_record",
    "stats_record",
]
