"""What commands take with 1 to 10,000 sources and with 1,000 stream selections, also as ratios to another provider.

For each command: its time and processor time, and the processor time, peak memory and calls of the provider. The other
provider is a program `terraform-provider-stitch` in the directory of `--compare`, with the resources `stitch_source`
and `stitch_stream_selection`. Both are run alternately.

On a busy machine, compare processor times. With a launcher that uses a spare process, compare seconds: Terraform does
not wait for processes that a spare has started, so their processor time is not measured. 10,000 sources are measured
only on request, because Terraform takes minutes for them.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from measuring import accounts
from measuring.candidate import APPLY, PLAN, VALIDATE, Candidate, Command, Measures, candidate

from rehearsal import engine as engines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")
SLOW_PLAN = Command(PLAN.arguments, latency=0.05)
HEADINGS = ("seconds", "processor s", "of the provider", "MiB", "calls")
LARGE_RUNS = 3
RATIOS = ("ratio seconds", "ratio processor", "ratio provider", "ratio MiB")


@dataclass(frozen=True, slots=True)
class Case:
    """A number of objects, and the commands that are run with them in this order. Large ones are run less often.

    Without an apply, the sources are in the account and in the state from the beginning.
    """

    count: int
    commands: tuple[Command, ...]
    large: bool = False
    selections: bool = False

    @property
    def objects(self) -> str:
        """What is configured."""
        noun = "selection" if self.selections else "source"
        return f"{self.count:,} {noun}{'s' if self.count > 1 else ''}"

    def prepare(self, subject: Candidate) -> None:
        """Write the configuration and, if nothing is applied, create the account and the state."""
        if APPLY not in self.commands:
            subject.adopt(self.count)
        elif self.selections:
            subject.configure(accounts.selections(self.count))
        else:
            subject.configure(accounts.sources(self.count))


CASES = {
    "1": Case(1, (VALIDATE, APPLY, PLAN)),
    "100": Case(100, (VALIDATE, APPLY, PLAN, SLOW_PLAN)),
    "1000": Case(1_000, (VALIDATE, APPLY, PLAN), large=True),
    "10000": Case(10_000, (VALIDATE, PLAN), large=True),
    "selections": Case(1_000, (VALIDATE, APPLY, PLAN), large=True, selections=True),
}


def medians(runs: Sequence[Measures]) -> Measures:
    """The median of each measure."""
    return Measures(*(median(values) for values in zip(*map(astuple, runs), strict=True)))


def rows(case: Case, candidates: Sequence[Candidate], runs: int) -> Iterator[str]:
    """Run the commands of the case alternately; one row of the table per command."""
    for each in candidates:
        case.prepare(each)
    measured = [[each.measure(case.commands) for each in candidates] for _ in range(runs)]
    for number, command in enumerate(case.commands):
        results = [medians([run[which][number] for run in measured]) for which in range(len(candidates))]
        cells = [case.objects, str(command)]
        for result in results:
            cells += [f"{seconds:.3f}" for seconds in (result.seconds, result.processor, result.provider)]
            cells += [f"{result.memory:.0f}", f"{result.calls:g}"]
        for other in results[1:]:
            *pairs, _ = zip(astuple(results[0]), astuple(other), strict=True)
            cells += [f"{ours / theirs:.2f}" for ours, theirs in pairs]
        yield "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print a table in Markdown with one row per command."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5, help=f"large cases have at most {LARGE_RUNS}")
    arguments.add_argument("--cases", nargs="+", choices=CASES, default=["1", "100", "1000", "selections"])
    arguments.add_argument("--provider", type=Path, default=PROVIDER, help="a launcher that uses a spare process")
    arguments.add_argument("--compare", type=Path, metavar="DIRECTORY", help="that contains another provider")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends Terraform and the provider, as Ctrl-C does
    engine = engines.preferred((1, 6))
    providers = {"this provider": options.provider.absolute()}
    if options.compare:
        providers[str(options.compare)] = options.compare.absolute() / PROVIDER.name
    print(f"{engine}. Columns per provider: {', '.join(providers)}.")
    print(f"Medians of {options.runs} runs, for large cases of at most {LARGE_RUNS}.\n")
    headings = ["objects", "command", *HEADINGS * len(providers), *RATIOS * (len(providers) - 1)]
    print(f"| {' | '.join(headings)} |\n|{'---|' * len(headings)}")
    for name in options.cases:
        with tempfile.TemporaryDirectory() as root, ExitStack() as stack:
            candidates = [
                stack.enter_context(candidate(each, Path(root) / str(number), engine, provider, PROVIDER))
                for number, (each, provider) in enumerate(providers.items())
            ]
            case = CASES[name]
            for row in rows(case, candidates, min(options.runs, LARGE_RUNS) if case.large else options.runs):
                print(row, flush=True)
    print(f"\nLoad of the machine at the end: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


if __name__ == "__main__":
    main()
