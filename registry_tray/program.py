"""What a person can ask of the program itself, beside the applications that it watches."""

import asyncio

from registry_tray.core.machine import Machine
from registry_tray.host import read_machine


class Program:
    """Fulfils wishes. All raise RegistryError."""

    async def machine(self) -> Machine:
        """What there is to know of this computer."""
        return await asyncio.to_thread(read_machine)
