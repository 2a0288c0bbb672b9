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
from registry_tray.core.ports import Snapshot
from registry_tray.core.registry import Registry
from registry_tray.core.scheduler import Scheduler
from registry_tray.core.spec import Wishes
from registry_tray.core.stats import Stats
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
