"""The end of a plugin process that has received SIGTERM.

A signal that stops a command often reaches its whole process group, so Terraform and this process receive it at the
same time. Terraform then calls StopProvider, waits for the operations that are running, saves their results and calls
Shutdown. If this process ended earlier, what an operation has created would be in no state. Therefore it ends
operations early, as StopProvider does, and leaves its end to Terraform.

It ends by itself if Terraform does not call StopProvider, because then the signal was sent to this process alone. Also
in that case it first waits for the operations that are running.

SIGINT is simply ignored, because it comes from a keyboard and always reaches the whole group.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stitch_provider.terraform.plugin.instance import Instance

SECONDS_TO_STOP = 0.5
"""How long Terraform can take to call StopProvider after a signal that it has received too."""


async def end(instance: Instance, terminated: asyncio.Event) -> None:
    """Once `terminated` is set, end the instance, unless Terraform does so."""
    await terminated.wait()
    stopped = instance.session.stopped_by_host
    while not stopped.is_set():
        await instance.finish()
        try:
            async with asyncio.timeout(SECONDS_TO_STOP):
                await stopped.wait()
        except TimeoutError:
            if instance.activity.idle.is_set():
                instance.ending.set()
                return
