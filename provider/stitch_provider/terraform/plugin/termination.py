"""The end of a plugin process that has received SIGTERM.

A signal that stops a command often reaches its whole process group, so Terraform and this process receive it at the
same time. Terraform then calls StopProvider, waits for the operations that are running, saves their results and calls
Shutdown. If this process ended earlier, what an operation has created would be in no state. Therefore it ends
operations early, as StopProvider does, and leaves its end to Terraform.

If StopProvider is not called on every connection, the signal was sent to this process alone. Then the process ends by
itself, after the operations that are running.

SIGINT is simply ignored, because it comes from a keyboard and always reaches the whole group.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.instance import finish

if TYPE_CHECKING:
    from collections.abc import Collection

    from stitch_provider.terraform.plugin.instance import Instance

SECONDS_TO_STOP = 0.5
"""How long Terraform can take to call StopProvider after a signal that it has received too."""


async def end(instances: Collection[Instance], terminated: asyncio.Event, ending: asyncio.Event) -> None:
    """Once `terminated` is set, set `ending`, unless the host ends the process.

    `instances` is a view of those of the open connections.
    """
    await terminated.wait()
    while not _stopped_by_host(instances):
        await finish(instances)
        await asyncio.sleep(SECONDS_TO_STOP)
        if not _stopped_by_host(instances) and all(instance.activity.idle.is_set() for instance in instances):
            ending.set()
            return


def _stopped_by_host(instances: Collection[Instance]) -> bool:
    return bool(instances) and all(instance.session.stopped_by_host.is_set() for instance in instances)
