"""What was told before a restart, or while the store was away, counts with what is told now."""

from registry_tray.core.alert import Alert
from registry_tray.core.alerting.delivery import Delivery
from registry_tray.core.models import InstanceId
from registry_tray.core.status import AlertState
from registry_tray.core.tally import Tally
from tests.fakes import NOW, FakeClock, RecordingNotifier, seconds

SHOP, CART = InstanceId("shop-id"), InstanceId("cart-id")
EARLIER, LATER = NOW - seconds(50), NOW - seconds(5)


def delivery(*alerts: Alert, tally: Tally | None = None) -> Delivery:
    return Delivery(RecordingNotifier(), FakeClock(), alerts, tally or Tally())


def told(instance_id: InstanceId) -> Alert:
    return Alert(instance_id, AlertState.OPEN, EARLIER, EARLIER, told_at=EARLIER)


def test_the_count_of_a_store_that_was_away_is_added_to_that_of_now_and_nothing_is_counted_twice() -> None:
    now = Tally((LATER,), LATER, {SHOP: (LATER,)})
    held = Tally((EARLIER,), EARLIER, {SHOP: (EARLIER,), CART: (EARLIER,)})
    each = delivery(tally=now)
    for _ in range(2):
        each.take_in([told(SHOP), told(CART)], held)
    assert each.count(NOW) == Tally((EARLIER, LATER), LATER, {SHOP: (EARLIER, LATER), CART: (EARLIER,)})
    # whichever of them comes first
    other = delivery(told(SHOP), told(CART), tally=held)
    assert other.count(NOW) is None
    other.take_in([], now)
    other.announce(CART, NOW)
    counted = other.count(NOW)
    assert counted is not None
    assert (counted.digest, counted.announced[SHOP], counted.announced[CART]) == (LATER, (EARLIER, LATER), (EARLIER, NOW))


def test_what_its_alerts_tell_is_counted_where_the_count_itself_was_lost() -> None:
    each = delivery()
    each.take_in([told(SHOP)], Tally())
    assert each.count(NOW) == Tally((EARLIER,), None, {SHOP: (EARLIER,)})
