"""The command line of `scripts/fuzz`."""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from campaign.seeds import parse_seeds
from fuzz.rounds import REQUESTS, Finding, run_round

if TYPE_CHECKING:
    from collections.abc import Iterable

app = App(name="scripts/fuzz", version_flags=(), result_action="return_value")


@app.default
def fuzz(
    *, seeds: str | None = None, requests: int = 20_000, jobs: Annotated[int, Parameter(name=("--jobs", "-j"))] = 2
) -> int:
    """Send mutated protocol requests to the provider in this process, and print those that were not answered well.

    Args:
        seeds: Seeds, such as 1-100 or 17,23. A seed determines a round of 200 requests.
        requests: How many requests to send, if no seeds are given.
        jobs: How many rounds to run at the same time.
    """
    wanted = parse_seeds(seeds) if seeds else tuple(range(1, -(-requests // REQUESTS) + 1))
    began = time.monotonic()
    with ProcessPoolExecutor(jobs, initializer=_prepare) as pool:
        found = [finding for findings in pool.map(run_round, wanted) for finding in findings]
    print(_report(found))
    kinds = len({(each.rpc, each.cause) for each in found})
    print(
        f"{len(wanted) * REQUESTS} requests in {time.monotonic() - began:.0f} s: "
        f"{len(found)} were not answered in an orderly way, of {kinds} kinds."
    )
    return 1 if found else 0


def _prepare() -> None:
    """Remove the user's own settings, which would change the answers."""
    for name in list(os.environ):
        if name.startswith("STITCH_"):
            del os.environ[name]


def _report(found: Iterable[Finding]) -> str:
    """Every kind of finding: how often it was found, and the shortest request."""
    kinds: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in found:
        kinds[finding.rpc, finding.cause].append(finding)
    return "\n".join(
        f"{len(same)}x {rpc}: {cause}\n  seed {shortest.seed}, request {shortest.number}\n"
        + "".join(f"    {line}\n" for line in shortest.request.splitlines())
        for (rpc, cause), same in sorted(kinds.items())
        for shortest in [min(same, key=lambda each: len(each.request))]
    )


if __name__ == "__main__":
    sys.exit(app())
