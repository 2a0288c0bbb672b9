"""From an outage to a notification: held back, gathered, delivered once, replaced by the recovery, taken back when it is void."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from registry_tray.core.alert import Alert, Why
from registry_tray.core.alerting.attention import Attention
from registry_tray.core.alerting.book import Book
from registry_tray.core.alerting.delivery import RETRIES, Delivery
from registry_tray.core.alerting.notices import lifecycle
from registry_tray.core.alerting.outbox import Card, Line, Surroundings, plan
from registry_tray.core.alerting.outlook import affected, can_check, needed, standing, surroundings
from registry_tray.core.alerting.returns import Returns
from registry_tray.core.alerting.silence import Silence
from registry_tray.core.alerting.standing import News, settle, told, waiting
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import (
    AlertsPaused,
    ClockSet,
    ComputerSlept,
    EventBus,
    InstanceRegistered,
    InstanceUnregistered,
)
from registry_tray.core.models import Instance, InstanceId
from registry_tray.core.ports import Clock, Notifier, Store
from registry_tray.core.quiet import QuietHours
from registry_tray.core.spec import Policy
from registry_tray.core.tally import Tally

logger = logging.getLogger(__name__)

PASSES = 3  # through those who have turned while others were settled; who turns later comes in the next round
STEP = 50  # alerts that are settled in one turn of the loop; at the start every instance is in question
LOOK = timedelta(minutes=1)  # a wall clock that is set back must not make an alert wait for hours: look again after so long


class Alerts:
    """Tells the user of outages and recoveries: each outage once, after its hold, and its end where its beginning was told.

    `alerts` and `tally` are from before a restart. `lifecycle` asks whether registrations are told too, `quiet_hours` when
    nothing pops up, `policy` what is in force for who has no job; `on_over` hears of outages that have ended.
    """

    def __init__(
        self,
        catalog: Catalog,
        store: Store,
        notifier: Notifier,
        bus: EventBus,
        clock: Clock,
        alerts: Iterable[Alert] = (),
        lifecycle: Callable[[], bool] = lambda: False,
        quiet_hours: Callable[[], QuietHours] = QuietHours,
        on_over: Callable[[InstanceId], object] = lambda _: None,
        policy: Callable[[], Policy] = Policy,
        tally: Tally | None = None,
    ) -> None:
        self._catalog = catalog
        self._bus = bus
        self._clock = clock
        self._lifecycle = lifecycle
        self._on_over = on_over
        self._policy = policy
        self._silence = Silence(quiet_hours)
        self._book = Book(catalog, store, bus, alerts)
        self._delivery = Delivery(notifier, clock, self._book, tally or Tally())
        self._news: dict[InstanceId, tuple[News, datetime]] = {}
        self._returns = Returns(bus, clock)
        self._again: datetime | None = None
        self._attention = Attention(bus)
        self._subscriptions = [
            bus.subscribe(InstanceRegistered, lambda event: self._on_life(event.instance, "registered")),
            bus.subscribe(InstanceUnregistered, lambda event: self._on_life(event.instance, "unregistered")),
            bus.subscribe(ComputerSlept, lambda event: self._shift(lambda each: each.moved(event.gap, event.ready), event.gap)),
            bus.subscribe(ClockSet, lambda event: self._shift(lambda each: each.reset_clock(event.by), event.by)),
        ]

    def alert(self, instance_id: InstanceId) -> Alert | None:
        """Where the outage of an instance stands, None where there is none."""
        return self._book.find(instance_id)

    def take_in(self, alerts: Sequence[Alert], tally: Tally) -> None:
        """Go on with these, which the store held while it was away; what is known of an instance by now counts more."""
        self._delivery.take_in(alerts, tally)
        for alert in alerts:
            if self._book.find(alert.instance_id) is None:
                self._book.put(alert)
                self._attention.touch(alert.instance_id)

    @property
    def paused_until(self) -> datetime | None:
        """Until when all popups are held back, or were."""
        return self._silence.paused_until

    def pause(self, until: datetime | None) -> None:
        """Hold all popups back until then; None lets them through."""
        self._silence.paused_until = until
        self._bus.publish(AlertsPaused(until))
        for alert in self._book:
            self._attention.touch(alert.instance_id)

    async def run(self) -> None:
        """Deliver what is due, one after the other, until cancelled."""
        for each in (*(alert.instance_id for alert in self._book), *(instance.id for instance in self._catalog.instances())):
            self._attention.touch(each)
        try:
            while True:
                await self._round()
                await self._sleep()
        finally:
            self._attention.close()
            self._returns.close()
            for unsubscribe in self._subscriptions:
                unsubscribe()

    async def _round(self) -> None:
        now = self._clock.now()
        in_question = [*self._touched(), *self._book.due(now)]
        for _ in range(PASSES):
            await self._settle_all(in_question, now)
            in_question = self._touched()
            if not in_question:
                break
            now = self._clock.now()
        for instance_id in in_question:
            self._attention.touch(instance_id)
        await self._tell(now)

    async def _settle_all(self, instance_ids: Iterable[InstanceId], now: datetime) -> None:
        for number, instance_id in enumerate(dict.fromkeys(instance_ids)):
            if number % STEP == STEP - 1:
                await asyncio.sleep(0)
            try:
                await self._settle(instance_id, now)
            except Exception:  # the others must be told all the same
                logger.exception("the alert of %s failed", instance_id)
                if (alert := self._book.find(instance_id)) is not None:
                    self._book.put(waiting(alert, Why.DELIVERY, now + RETRIES[-1]))

    async def _tell(self, now: datetime) -> None:
        roots = needed(self._catalog) if self._news else frozenset()
        lines = [line for instance_id in self._news if (line := self._line(instance_id, roots)) is not None]
        ready = [line for line in lines if not self._delivery.is_put_off(line.instance.id, now)]
        around = surroundings(self._catalog, self._book, self._news, self._book.holds()) if ready else Surroundings()
        made = plan(ready, self._delivery.outbox, around, now)
        self._again = made.again
        for each in made.waiting:
            await self._book.keep(waiting(each.line.alert, each.why, each.until))
        for card in made.cards:
            await self._send(card)
        paused = self._silence.hindrance(now) is not None
        self._again = min((each for each in (self._again, await self._delivery.tell_messages(now, paused)) if each), default=None)
        if (tally := self._delivery.count(now)) is not None:
            await self._book.keep_tally(tally)

    async def _send(self, card: Card) -> None:
        if await self._delivery.send(card):
            for line in card.lines:
                await self._on_told(line, card.notice.id if card.notice else line.alert.card)
            for instance_id in card.moved:
                if card.notice is not None and (moved := self._book.find(instance_id)) is not None:
                    await self._book.keep(replace(moved, notice=card.notice.id))
        else:
            for line in card.lines:
                await self._on_failed(line)
        self._attention.again()

    def _touched(self) -> list[InstanceId]:
        touched, roots = self._attention.take()
        return [*touched, *(self._book.untold_dependants() if roots else ())]

    async def _sleep(self) -> None:
        # What is to be told waits for the plan or for the next try, and not for what its alert says.
        moments = [each.until for each in self._book if each.until is not None and each.instance_id not in self._news]
        moments += [each for each in (self._again, self._delivery.next_retry()) if each is not None]
        pause = min(LOOK, max(timedelta(), min(moments) - self._clock.now())) if moments else None
        await self._attention.wait(pause)

    async def _settle(self, instance_id: InstanceId, now: datetime) -> None:
        """Bring an alert into line with how its instance stands, and note what is to be told."""
        before = self._book.find(instance_id)
        announced = self._delivery.announced(instance_id, now)
        stands = standing(
            self._catalog, instance_id, now,
            returns=self._returns, pause=self._silence.hindrance(now), announced=announced, policy=self._policy(),
        )  # fmt: skip
        alert, news = settle(before, stands, now)
        known = self._news.pop(instance_id, None)
        if known is None or known[0] is not news:
            self._delivery.forget(instance_id)
        if news is not None:
            self._news[instance_id] = known if known is not None and known[0] is news else (news, now)
        put_off = self._delivery.put_off(instance_id)
        if alert is not None and news is not None and put_off is not None and put_off > now:
            alert = waiting(alert, Why.DELIVERY, put_off)
            alert = alert if alert.is_told else alert.because(self._delivery.failure)
        if alert is not None:
            await self._book.keep(alert)
        elif before is not None:
            await self._drop(before)

    def _line(self, instance_id: InstanceId, roots: frozenset[str]) -> Line | None:
        news, ready = self._news[instance_id]
        if (alert := self._book.find(instance_id)) is None:
            return None
        instance = self._catalog.find(instance_id) or self._delivery.stranger(alert)  # of a deleted one it still tells
        is_root = news is News.OUTAGE and not roots.isdisjoint((instance.id, instance.identifier, instance.app_id))
        pulled = affected(self._catalog, instance) if is_root else ()
        return Line(instance, alert, news, ready, pulled, can_check(self._catalog, instance))

    async def _on_told(self, line: Line, notice: InstanceId) -> None:
        now = self._clock.now()
        instance_id = line.instance.id
        self._news.pop(instance_id, None)
        self._delivery.forget(instance_id)
        current = self._book.find(instance_id)
        after = told(current, line.news, notice, now) if current is not None else None
        if after is not None:
            self._delivery.announce(instance_id, now)
            await self._book.keep(after)
        elif current is not None:
            await self._drop(current)
        self._attention.touch(instance_id)  # the world may have changed meanwhile

    async def _on_failed(self, line: Line) -> None:
        again, reason = self._delivery.put_off_again(line.instance)
        if (alert := self._book.find(line.instance.id)) is not None:
            kept = waiting(alert, Why.DELIVERY, again)
            await self._book.keep(kept if alert.is_told else kept.because(reason))

    async def _drop(self, alert: Alert) -> None:
        self._news.pop(alert.instance_id, None)
        await self._book.keep(alert.quiet())
        self._on_over(alert.instance_id)

    def _on_life(self, instance: Instance, what: str) -> None:
        is_return = what == "registered" and self._book.find(instance.id) is not None  # of which its recovery tells
        if self._lifecycle() and not is_return:
            self._delivery.add_message(lifecycle(instance, what))

    def _shift(self, move: Callable[[Alert], Alert], by: timedelta) -> None:
        for instance_id in self._book.move(move):
            self._attention.touch(instance_id)
        self._delivery.shift(by)
        self._attention.again()
        self._news = {each: (news, ready + by) for each, (news, ready) in self._news.items()}
