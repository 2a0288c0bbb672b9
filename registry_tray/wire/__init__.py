"""JSON in and out: the one place where milliseconds and camelCase exist."""

from registry_tray.wire.codec import decode, encode
from registry_tray.wire.parse import NOTHING_TO_CHECK, parse_identifier, parse_job, parse_registration
from registry_tray.wire.reading import read_query
from registry_tray.wire.records import ApplicationRecord, HealthRecord
from registry_tray.wire.render import application_record, check_record, event_record, iso, job_record
from registry_tray.wire.requests import PageQuery

__all__ = [
    "NOTHING_TO_CHECK",
    "ApplicationRecord",
    "HealthRecord",
    "PageQuery",
    "application_record",
    "check_record",
    "decode",
    "encode",
    "event_record",
    "iso",
    "job_record",
    "parse_identifier",
    "parse_job",
    "parse_registration",
    "read_query",
]
