"""Ids of what is kept."""

from uuid import UUID

from registry_tray.core.ids import id_of, new_id


def test_every_new_id_is_another_one_and_can_be_read_as_a_uuid() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert {UUID(each).hex for each in made} == made


def test_a_name_has_one_id() -> None:
    assert id_of("shop@here") == id_of("shop@here") != id_of("shop@there")
