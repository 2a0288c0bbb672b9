"""Who is to blame for an outage, as far as dependencies tell."""

from registry_tray.core.alert import Why
from registry_tray.core.alerting.outlook import standing
from registry_tray.core.models import Identifier
from registry_tray.core.spec import Policy
from registry_tray.core.status import Health
from tests.fakes import NOW, make_catalog, make_instance, make_job


def blamed(name: str, **needs: tuple[str, ...]) -> str:
    """Whom `name` blames where all of these are down."""
    instances = [
        make_instance(each, identifier=Identifier(f"{each}@localhost"), depends_on=tuple(f"{need}@localhost" for need in named))
        for each, named in needs.items()
    ]
    jobs = [make_job(each.id, health=Health.DOWN, down_since=NOW) for each in instances]
    found = standing(make_catalog(instances, jobs), make_instance(name).id, NOW, returns={}, policy=Policy()).blame
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
