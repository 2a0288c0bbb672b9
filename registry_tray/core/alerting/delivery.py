"""Sends notifications, tries again what failed, and remembers how much was sent."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from registry_tray.core.alert import Alert
from registry_tray.core.alerting.budget import Outbox
from registry_tray.core.alerting.notices import lifecycles
from registry_tray.core.alerting.outbox import GATHER, MANY, Card
from registry_tray.core.alerting.standing import FLAPPING_WITHIN
from registry_tray.core.errors import NotifierError
from registry_tray.core.models import AppId, Identifier, Instance, InstanceId
from registry_tray.core.ports import Clock, Notice, Notifier
from registry_tray.core.tally import Tally
from registry_tray.phrases import plain, remark

logger = logging.getLogger(__name__)

RETRIES = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30))


class Delivery:
    """The way to the notifier. What is known from before a restart is taken from `tally`, and from `alerts` what it lacks."""

    def __init__(self, notifier: Notifier, clock: Clock, alerts: Iterable[Alert], tally: Tally) -> None:
        self._notifier = notifier
        self._clock = clock
        self._attempts: dict[InstanceId, int] = {}
        self._put_off: dict[InstanceId, datetime] = {}
        self._announced: dict[InstanceId, tuple[datetime, ...]] = {}
        self.outbox = Outbox()
        self._messages: list[Notice] = []
        self._first_message: datetime | None = None
        self.failure = ""
        self._is_failing = False
        self.take_in(alerts, tally)
        self._is_counted = True

    def count(self, now: datetime) -> Tally | None:
        """What of all this a restart must not forget; None where that is what it was."""
        if self._is_counted:
            return None
        self._is_counted = True
        announced = {each: recent for each in self._announced if (recent := self.announced(each, now))}
        self._announced = dict(announced)
        return Tally(self.outbox.sent, self.outbox.digest, announced)

    def take_in(self, alerts: Iterable[Alert], tally: Tally) -> None:
        """That much was told before, beside what is known here."""
        told = [(alert, alert.told_at) for alert in alerts if alert.told_at is not None]
        for each, moments in (*tally.announced.items(), *((alert.instance_id, (at,)) for alert, at in told)):
            self._announced[each] = tuple(sorted({*self._announced.get(each, ()), *moments}))
        sent = {alert.card: at for alert, at in told}
        digests = [digest for digest in (self.outbox.digest, tally.digest) if digest is not None]
        self.outbox = Outbox(tuple(sorted({*self.outbox.sent, *tally.sent, *sent.values()})), max(digests, default=None))
        self._is_counted = False

    def shift(self, by: timedelta) -> None:
        """The clock was set, or has gone on while nobody looked."""
        self.outbox = self.outbox.moved(by)
        self._announced = {each: tuple(at + by for at in moments) for each, moments in self._announced.items()}
        self._put_off = {each: until + by for each, until in self._put_off.items()}
        self._first_message = self._first_message and self._first_message + by
        self._is_counted = False

    async def send(self, card: Card) -> bool:
        """Show a card and take back what it makes void; False where that failed."""
        try:
            if card.notice is not None:
                await self._notifier.notify(card.notice)
                self._note_sent(is_digest=card.is_digest)
        except NotifierError as error:
            self.failure = plain(str(error))
            return False
        except Exception:
            logger.exception("a notification failed")
            self.failure = remark("The notification failed")
            self._is_failing = True
            for line in card.lines:  # a fault of ours is not worth three tries
                self._attempts.setdefault(line.instance.id, len(RETRIES) - 1)
            return False
        for notice_id in card.void:
            if not await self._withdraw(notice_id) and card.notice is None:
                return False
        return True

    def announce(self, instance_id: InstanceId, now: datetime) -> None:
        """An outage of it was announced."""
        self._announced[instance_id] = (*self.announced(instance_id, now), now)
        self._is_counted = False

    def announced(self, instance_id: InstanceId, now: datetime) -> tuple[datetime, ...]:
        """When outages of it were announced of late."""
        known = self._announced.get(instance_id, ())
        return tuple(moment for moment in known if now - moment < FLAPPING_WITHIN)

    def put_off_again(self, instance: Instance) -> tuple[datetime, str]:
        """When to try once more after a failure, and what failed."""
        attempt = self._attempts.get(instance.id, 0)
        self._attempts[instance.id] = attempt + 1
        self._complain(instance.identifier, self.failure)
        again = self._clock.now() + RETRIES[min(attempt, len(RETRIES) - 1)]
        self._put_off[instance.id] = again
        return again, self.failure

    def put_off(self, instance_id: InstanceId) -> datetime | None:
        """Until when nothing is tried for it."""
        return self._put_off.get(instance_id)

    def is_put_off(self, instance_id: InstanceId, now: datetime) -> bool:
        """Whether it is too early to try again."""
        until = self._put_off.get(instance_id)
        return until is not None and until > now

    def next_retry(self) -> datetime | None:
        """When something is to be tried again."""
        return min((until for until in self._put_off.values() if until > self._clock.now()), default=None)

    def forget(self, instance_id: InstanceId) -> None:
        """Its news are told, or void."""
        self._attempts.pop(instance_id, None)
        self._put_off.pop(instance_id, None)

    def add_message(self, notice: Notice) -> None:
        """Something that is told once, if it can be: a registration."""
        self._messages.append(notice)
        self._first_message = self._first_message or self._clock.now()

    async def tell_messages(self, now: datetime, paused: bool) -> datetime | None:
        """Tell the messages, three or more as one; returns when to come again."""
        if not self._messages or self._first_message is None:
            return None
        if paused:
            self._messages, self._first_message = [], None
            return None
        if len(self._messages) > 1 and now < self._first_message + GATHER:
            return self._first_message + GATHER
        single = [lifecycles(self._messages)] if len(self._messages) >= MANY else self._messages
        if self.outbox.room(now) < len(single):
            return self.outbox.frees(now)
        self._messages, self._first_message = [], None
        for notice in single:
            try:
                await self._notifier.notify(notice)
                self._note_sent()
            except NotifierError as error:
                self._complain(notice.title, str(error))
        return None

    def stranger(self, alert: Alert) -> Instance:
        """Something to speak of where the instance was deleted."""
        at = alert.since
        name = str(alert.instance_id)
        return Instance(alert.instance_id, AppId(name), Identifier(name), "", at, at, at)

    def _note_sent(self, *, is_digest: bool = False) -> None:
        self.outbox = self.outbox.after(self._clock.now(), is_digest=is_digest)
        self._is_counted = False
        if self._is_failing:
            self._is_failing = False
            logger.info("notifications are shown again")

    def _complain(self, what: str, why: str) -> None:
        """Once, until something could be told again."""
        logger.log(logging.DEBUG if self._is_failing else logging.WARNING, "%s could not be told: %s", what, why)
        self._is_failing = True

    async def _withdraw(self, notice_id: InstanceId) -> bool:
        try:
            await self._notifier.withdraw(notice_id)
        except NotifierError as error:
            self.failure = plain(str(error))
            return False
        return True
