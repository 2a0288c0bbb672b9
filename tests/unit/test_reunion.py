"""A store that was away is back: who changes something meanwhile is not overwritten by what it held."""

import asyncio
from dataclasses import replace

import pytest

from registry_tray.core.alerts import Alerts
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import EventBus
from registry_tray.core.ids import id_of
from registry_tray.core.jobs import Jobs
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import AppId, Application, InstanceId, Job, JobId
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Snapshot
from registry_tray.core.registry import Registry
from registry_tray.core.reports import ErrorSpec
from registry_tray.core.scheduler import Scheduler
from registry_tray.core.spec import Wishes
from registry_tray.core.stats import Stats
from registry_tray.core.status import Health
from registry_tray.core.tuning import Tuning
from registry_tray.data_folder import boot_id
from registry_tray.reunion import Reunion
from tests.fakes import (
    NOW,
    FailingStore,
    FakeClock,
    RecordingNotifier,
    make_instance,
    make_job,
    make_request,
    seconds,
    until,
)

INSTANCE = make_instance(id=InstanceId(id_of("shop@localhost")))
SHOP, CART = Application(AppId("shop"), NOW), Application(AppId("cart"), NOW, Wishes(failures=9))
WISHES = Wishes(failures=7)
BOOT = boot_id()


class Place:
    """A registry that runs on a store which comes back."""

    def __init__(self) -> None:
        self.catalog, self.bus, self.clock, self.store = Catalog(), EventBus(), FakeClock(), FailingStore()
        self.scheduler = Scheduler(_as_it_is)
        self.ledger = Ledger(self.catalog, self.store, self.bus, self.clock)
        self.registry = Registry(self.ledger, self.scheduler)
        self.reunion = Reunion(
            self.ledger,
            self.store,
            Stats(),
            Alerts(self.catalog, self.store, RecordingNotifier(), self.bus, self.clock),
            self.scheduler,
            Jobs(self.ledger, self.store, self.scheduler, _as_it_is),
            self.registry,
            Tuning(self.ledger, self.scheduler),
            self.bus,
            lambda _: None,
        )

    @property
    def written(self) -> list[Application]:
        return [record for records in self.store.saves for record in records if isinstance(record, Application)]


async def _as_it_is(job: Job) -> Job | None:
    return job


@pytest.fixture
def held() -> Snapshot:
    """What the store held: two applications, of which one has an instance."""
    return Snapshot((SHOP, CART), (INSTANCE,), jobs=(make_job(INSTANCE.id),), boot=boot_id())


async def test_what_the_store_has_is_not_written_back_to_it(held: Snapshot) -> None:
    place = Place()
    await place.reunion.take_in(held)
    assert place.catalog.applications == {SHOP.id: SHOP, CART.id: CART}
    assert [instance.id for instance in place.catalog.instances()] == [INSTANCE.id]
    assert place.written == []


async def test_who_has_registered_meanwhile_gets_what_a_person_had_set(held: Snapshot) -> None:
    place = Place()
    later = NOW + seconds(60)
    place.catalog.applications |= {each: Application(each, later) for each in (SHOP.id, CART.id)}
    await place.reunion.take_in(held)
    assert place.catalog.applications == {SHOP.id: SHOP, CART.id: CART}
    assert place.written == [SHOP, CART]


async def test_what_a_person_sets_while_the_store_comes_back_stays(held: Snapshot) -> None:
    place = Place()
    await place.registry.register(make_request("cart"))
    place.store.gate = asyncio.Event()
    tuning = asyncio.create_task(place.reunion.tuning.tune(CART.id, lambda _: WISHES))
    held = replace(held, applications=(CART,), beats={JobId("x"): b"\0"})
    taking = asyncio.create_task(place.reunion.take_in(held))
    await until(lambda: place.reunion.stats.beats(JobId("x")), "it has come to the applications")
    place.store.gate.set()
    await asyncio.gather(tuning, taking)
    assert place.catalog.applications[CART.id].own == WISHES
    assert place.written[-1].own == WISHES


async def test_who_registers_while_the_others_are_taken_in_is_not_put_back(held: Snapshot) -> None:
    place = Place()
    async with place.ledger.lock(CART.id):
        taking = asyncio.create_task(place.reunion.take_in(held))
        await until(lambda: SHOP.id in place.catalog.applications, "it is at the next one")
        registered = await place.registry.register(make_request(label="new"))
    await taking
    assert registered.id == INSTANCE.id
    assert place.catalog.instance(registered.id).label == "new"
    assert place.catalog.sessions[registered.id].started_at == place.clock.now()


@pytest.mark.parametrize(("is_paused", "outages"), [(True, [(60, None)]), (False, [])])
async def test_who_has_crashed_meanwhile_is_in_one_outage_since_then_whichever_of_its_jobs_that_is(
    is_paused: bool, outages: list[tuple[float, float | None]]
) -> None:
    place = Place()
    first = make_job(INSTANCE.id, id=id_of(f"{INSTANCE.id} default"), is_paused=is_paused, active=not is_paused)
    second = make_job(INSTANCE.id)
    await place.registry.register(make_request())
    place.clock.advance(60)
    await place.registry.unregister(INSTANCE.id, ErrorSpec("exit", "", exit_code=3))
    place.clock.advance(60)
    await place.store.save(SHOP, first, second)
    await place.reunion.take_in(Snapshot((SHOP,), (INSTANCE,), jobs=(first, second), boot=BOOT))
    assert await spans(place, second) == outages
    assert await spans(place, first) == [(60, 120 if is_paused else None)]
    assert place.catalog.job(second.id).reason == ("exit (exit code 3)" if is_paused else "")
    assert not place.catalog.job(second.id).active


async def test_an_outage_that_the_store_held_ends_with_who_has_crashed_meanwhile() -> None:
    place = Place()
    first, second = (
        make_job(INSTANCE.id, id=id_of(f"{INSTANCE.id} default")),
        make_job(INSTANCE.id, health=Health.DOWN, down_since=NOW),
    )
    await place.registry.register(make_request())
    place.clock.advance(60)
    await place.registry.unregister(INSTANCE.id, ErrorSpec("exit", "", exit_code=3))
    place.clock.advance(60)
    await place.store.save(SHOP, first, second, Outage(second.id, NOW, None, "refused"))
    await place.reunion.take_in(Snapshot((SHOP,), (INSTANCE,), jobs=(first, second), boot=BOOT))
    assert await spans(place, second) == [(0, 60)]
    assert await spans(place, first) == [(60, None)]


async def spans(place: Place, job: Job) -> list[tuple[float, float | None]]:
    """When its outages began and ended, in seconds since the start."""
    found = await place.store.outages(job.id, 10)
    return [((each.began - NOW).total_seconds(), (each.ended - NOW).total_seconds() if each.ended else None) for each in found]
