"""The whole service on a free port, with a client that speaks to it."""

from tests.unit.api.conftest import client, service

__all__ = ["client", "service"]
