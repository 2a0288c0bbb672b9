"""What has happened and could not be written: it is written, in its order, when the store can be written again."""

import sqlite3
from collections.abc import Sequence

from registry_tray.core.models import Application, Instance, InstanceId, Job, JobId
from registry_tray.core.ports import Record
from registry_tray.stores import rows

MOST = 20_000  # records; of more the oldest are given up


class Owed:
    """Records in the order in which they came."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._taken: list[Record] = []

    def add(self, records: Sequence[Record]) -> None:
        """These came last."""
        self._records = [*self._records, *records][-MOST:]

    def take(self) -> list[Record]:
        """All of them, to be written now: those taken before are written, or given back."""
        self._taken, self._records = self._records, []
        return self._taken

    def forget_taken(self) -> None:
        """They are written."""
        self._taken = []

    def give_back(self) -> None:
        """They could not be written, and came before what came since."""
        self._records, self._taken = [*self._taken, *self._records][-MOST:], []

    def forget(self, job_ids: set[JobId], instance_id: InstanceId | None = None) -> None:
        """What was deleted must not come back."""
        self._records = [each for each in self._records if not _is_of(each, job_ids, instance_id)]
        self._taken = [each for each in self._taken if not _is_of(each, job_ids, instance_id)]


def write(connection: sqlite3.Connection, records: Sequence[Record]) -> None:
    """Write them; what the store will never take does not hold the others up."""
    for record in records:
        try:
            rows.save(connection, record)
        except sqlite3.IntegrityError:
            continue


def _is_of(record: Record, job_ids: set[JobId], instance_id: InstanceId | None) -> bool:
    if isinstance(record, Application):
        return False
    if isinstance(record, Instance):
        return record.id == instance_id
    job_id = record.id if isinstance(record, Job) else getattr(record, "job_id", None)
    return job_id in job_ids or (instance_id is not None and getattr(record, "instance_id", None) == instance_id)
