"""A second way to the user where the first one fails, and word of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from registry_tray.core.errors import NotifierError
from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice


class Delivery(Protocol):
    """A notifier that is opened and closed. All but `close` raise NotifierError."""

    async def notify(self, notice: Notice) -> None:
        """Show it; returns when it has been accepted for showing."""

    async def withdraw(self, notice_id: InstanceId) -> None:
        """Take it back; nothing happens where it is no longer shown."""

    async def warm_up(self) -> None:
        """Get ready, and find out whether anything could be shown."""

    async def capabilities(self) -> frozenset[str]:
        """What it can do, in the words of the freedesktop specification: `actions`, `body`, `sound` ..."""

    async def close(self) -> None:
        """Let go of what is held; what is shown stays."""


class FallbackNotifier:
    """Shows through `first`, and through `second`, where there is one, while the first fails.

    `on_problem` gets why the first fails, each time that the reason changes, and an empty text when it works again.
    `say` puts a text into the user's language.
    """

    def __init__(
        self, first: Delivery, second: Delivery | None, on_problem: Callable[[str], None], say: Callable[[str], str] = str
    ) -> None:
        self._say = say
        self._first = first
        self._second = second
        self._on_problem = on_problem
        self._problem = ""

    async def notify(self, notice: Notice) -> None:
        """Show it one way or the other. Raises NotifierError where there is no other way, or that fails as well."""
        say = self._say
        actions = tuple((key, say(label)) for key, label in notice.actions)
        notice = replace(notice, title=say(notice.title), body=say(notice.body), actions=actions)
        try:
            await self._first.notify(notice)
        except NotifierError as error:
            self._tell(str(error))
            if self._second is None:
                raise
            await self._notify_otherwise(self._second, notice, error)
        else:
            self._tell("")

    async def withdraw(self, notice_id: InstanceId) -> None:
        """Take it back wherever it is shown."""
        try:
            await self._first.withdraw(notice_id)
        except NotifierError as error:
            self._tell(str(error))
        if self._second is not None:
            await self._second.withdraw(notice_id)

    async def warm_up(self) -> None:
        """Find out whether the first way works, and tell; never raises."""
        try:
            await self._first.warm_up()
        except NotifierError as error:
            self._tell(str(error))
        else:
            self._tell("")

    async def capabilities(self) -> frozenset[str]:
        """Those of the way that would be gone."""
        try:
            return await self._first.capabilities()
        except NotifierError:
            if self._second is None:
                raise
            return await self._second.capabilities()

    def on_return(self) -> None:
        """The first way is there again; the next notice shows whether it works."""
        self._tell("")

    async def close(self) -> None:
        """Close both."""
        await self._first.close()
        if self._second is not None:
            await self._second.close()

    async def _notify_otherwise(self, second: Delivery, notice: Notice, error: NotifierError) -> None:
        try:
            await second.notify(notice)
        except NotifierError:
            raise error from None  # that the first way fails is what a user can mend

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self._on_problem(problem)
