"""Who is to blame for an outage, as far as dependencies tell."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from registry_tray.core.alert import Why
from registry_tray.core.alerting.outlook import standing
from registry_tray.core.alerting.returns import Return, Returns
from registry_tray.core.events import ClockSet, ComputerSlept, EventBus, StatusChanged
from registry_tray.core.models import Identifier, InstanceId
from registry_tray.core.spec import Policy
from registry_tray.core.status import Health, Registration
from tests.fakes import NOW, FakeClock, make_catalog, make_instance, make_job, seconds

EARLY = NOW - timedelta(days=1)


def looked(since: datetime = EARLY, known: Mapping[InstanceId, Return] | None = None) -> Returns:
    """Somebody has looked since then."""
    clock = FakeClock()
    clock.time = since
    returns = Returns(EventBus(), clock)
    returns.known = known or {}
    return returns


def blamed(name: str, **needs: tuple[str, ...]) -> str:
    """Whom `name` blames where all of these are down."""
    instances = [
        make_instance(each, identifier=Identifier(f"{each}@localhost"), depends_on=tuple(f"{need}@localhost" for need in named))
        for each, named in needs.items()
    ]
    jobs = [make_job(each.id, health=Health.DOWN, down_since=NOW) for each in instances]
    found = standing(make_catalog(instances, jobs), make_instance(name).id, NOW, returns=looked(), policy=Policy()).blame
    assert found is None or found.why is Why.ROOT_DOWN
    return found.root_name if found is not None else ""


def test_the_last_of_the_chain_that_is_down_is_to_blame() -> None:
    assert blamed("shop", shop=("cart",), cart=("redis",), redis=()) == "redis"
    assert blamed("redis", shop=("cart",), cart=("redis",), redis=()) == ""


def test_in_a_circle_everybody_is_told_and_who_depends_on_it_is_not() -> None:
    circle = {"a": ("b",), "b": ("c",), "c": ("a",)}
    assert [blamed(name, **circle) for name in "abc"] == ["", "", ""]
    assert blamed("d", d=("a",), **circle) in ("a", "b", "c")
    assert blamed("a", a=("b",), b=("a",)) == ""


def why(down_for: float, redis: dict[str, Any], returns: Returns) -> Why | None:
    """Why a shop that is down for so many seconds, and depends on this redis, is not told."""
    shop = make_instance("shop", depends_on=("redis",))
    jobs = [
        make_job(shop.id, health=Health.DOWN, down_since=NOW - seconds(down_for)),
        make_job("redis-id", health=Health.UP, active="registration" not in redis),
    ]
    catalog = make_catalog([shop, make_instance("redis", **redis)], jobs)
    found = standing(catalog, shop.id, NOW, returns=returns, policy=Policy()).blame
    return found.why if found is not None else None


@pytest.mark.parametrize(
    ("began", "down_for", "expected"),
    [
        (False, 5, Why.ROOT_BACK),  # it was down, and who depends on it may need a moment
        (True, 5, None),  # it had only begun, and the shop was well after that
        (True, 15, Why.ROOT_BACK),  # the shop failed while it was beginning
    ],
)
def test_who_only_began_is_not_to_blame_for_what_fails_after_it_answered(
    began: bool, down_for: float, expected: Why | None
) -> None:
    returns = looked(known={InstanceId("redis-id"): Return(NOW - seconds(10), began)})
    assert why(down_for, {}, returns) is expected


@pytest.mark.parametrize("how", [Registration.LOST, Registration.CRASHED])
@pytest.mark.parametrize(("ended", "expected"), [(20, Why.ROOT_DOWN), (600, None)])
def test_who_ended_long_before_is_not_to_blame(how: Registration, ended: float, expected: Why | None) -> None:
    assert why(10, {"registration": how, "ended_at": NOW - seconds(ended)}, looked()) is expected


@pytest.mark.parametrize(("looked_for", "expected"), [(45, Why.ROOT_DOWN), (600, None)])
def test_who_was_not_looked_at_since_the_end_was_not_seen_to_be_well_after_it(looked_for: float, expected: Why | None) -> None:
    redis = {"registration": Registration.LOST, "ended_at": NOW - seconds(6000)}
    assert why(10, redis, looked(NOW - seconds(looked_for))) is expected
    bus = EventBus()
    returns = Returns(bus, FakeClock())
    bus.publish(ComputerSlept(seconds(5000), NOW - seconds(looked_for), seconds(20)))
    assert why(10, redis, returns) is expected
    bus.publish(ClockSet(seconds(30)))
    assert returns.looking_since == NOW - seconds(looked_for - 30)


def test_what_outlived_its_dependency_is_the_root_of_those_that_need_it() -> None:
    cart = make_instance("cart", depends_on=("redis",))
    redis = make_instance("redis", registration=Registration.LOST, ended_at=NOW - seconds(6000))
    instances = [make_instance("shop", depends_on=("cart",)), cart, redis]
    jobs = [make_job(name, health=Health.DOWN, down_since=NOW - seconds(10)) for name in ("shop-id", "cart-id")]
    catalog = make_catalog(instances, jobs)
    for returns, root in ((looked(), "cart"), (looked(NOW), "redis")):
        blame = standing(catalog, InstanceId("shop-id"), NOW, returns=returns, policy=Policy()).blame
        assert blame is not None
        assert blame.root_name == root


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ({"health": Health.STARTING}, Return(NOW, began=True)),
        ({"health": Health.STARTING, "ping_count": 2, "error_count": 2}, Return(NOW, began=True)),
        ({"health": Health.STARTING, "ping_count": 9, "error_count": 2}, Return(NOW)),  # it was well in another life
        ({"health": Health.STARTING, "down_since": NOW - seconds(9)}, Return(NOW)),
        ({"health": Health.RECOVERING}, Return(NOW)),
        ({"health": Health.SUSPECT}, None),
    ],
)
def test_a_return_tells_whether_it_was_away(before: dict[str, Any], expected: Return | None) -> None:
    bus = EventBus()
    returns = Returns(bus, FakeClock())
    bus.publish(StatusChanged(make_job(**before), make_job(health=Health.UP), None))
    assert returns.known.get(InstanceId("shop-id")) == expected
