"""The past, read on demand: each answer comes on the thread of the window."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from registry_tray.core.availability import Report, make_report
from registry_tray.core.catalog import Catalog
from registry_tray.core.models import Check, InstanceId, JobId, Session, StatusEvent
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period
from registry_tray.core.status import EventKind
from registry_tray.ui.answers import Refused, tell
from registry_tray.ui.wishes import History


class Past:
    """Asks the store. A failure to read is told as that of any other wish."""

    def __init__(self, history: History, run: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._history = history
        self._run = run

    def ask_checks(self, job_id: JobId, limit: int, answer: Callable[[list[Check]], None]) -> None:
        """The newest checks of a job."""
        self._run(tell(self._history.checks(job_id, limit), answer))

    def ask_events(self, limit: int, instance_id: InstanceId | None, answer: Callable[[list[StatusEvent]], None]) -> None:
        """The newest rows of the journal."""
        self._run(tell(self._history.events(limit, instance_id=instance_id), answer))

    def ask_journal(
        self,
        limit: int,
        instance_id: InstanceId | None,
        before: int | None,
        since: datetime | None,
        answer: Callable[[list[StatusEvent]], None],
    ) -> None:
        """A page of the journal: the rows below the number `before`, from `since` on."""
        self._run(tell(self._history.events(limit, instance_id=instance_id, before=before, since=since), answer))

    def ask_events_of(self, kind: EventKind, since: datetime, limit: int, answer: Callable[[list[StatusEvent]], None]) -> None:
        """The rows of the journal of one kind, from `since` on, the newest first."""
        self._run(tell(self._history.events(limit, kind=kind, since=since), answer))

    def ask_observed(self, since: datetime, answer: Callable[[tuple[float, float]], None]) -> None:
        """For how many seconds all jobs together were observed, and were up, in the whole hours from `since` on."""
        self._run(tell(self._history.observed(Period.HOUR, since), answer))

    def ask_report(
        self,
        catalog: Catalog,
        since: datetime,
        until: datetime,
        goes_on: Callable[[int, int], bool],
        answer: Callable[[Report | None], None],
        refused: Refused,
    ) -> None:
        """What this time tells of every application; None where `goes_on`, told how many are done, gave it up."""
        self._run(tell(make_report(self._history, catalog, since, until, goes_on), answer, refused))

    def ask_errors(self, instance_id: InstanceId, limit: int, answer: Callable[[list[ErrorReport]], None]) -> None:
        """What an instance has reported, the newest first."""
        self._run(tell(self._history.errors(instance_id, limit), answer))

    def ask_sessions(self, instance_id: InstanceId, limit: int, answer: Callable[[list[Session]], None]) -> None:
        """The lives of an instance, the newest first."""
        self._run(tell(self._history.sessions(instance_id, limit), answer))
