"""The demo: Terraform or OpenTofu plans, applies, repairs and destroys the quickstart on a simulated account."""

from __future__ import annotations

import shutil
import signal
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rehearsal.engine import NoEngineError, preferred
from rehearsal.simulator import Simulator, SimulatorError, running_simulator
from rehearsal.workspace import Run, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

QUICKSTART = Path(__file__).parents[1] / "examples" / "terraform" / "quickstart"
PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")
MINIMUM = (1, 11)
VARIABLES = "-var-file=terraform.tfvars.example"
NO_CHANGE, FAILED, CHANGES = 0, 1, 2
"""Exit codes of `plan -detailed-exitcode`."""


class DemoError(Exception):
    """A result of a command is not the expected one. The text says which."""


class InterruptedDemoError(Exception):
    """The demo was interrupted by the signal `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main() -> int:
    """Run the demo. The exit code is 0 for success, 1 for a failure, and 128 plus the signal if it is interrupted."""
    console = Console(highlight=False)
    try:
        with interruptible():
            perform(console)
    except InterruptedDemoError as interruption:
        console.print("\n[yellow]Interrupted. All processes of the demo have ended.[/]")
        return 128 + interruption.number
    except (DemoError, NoEngineError, SimulatorError) as error:
        console.print(f"\n[bold red]The demo failed:[/] {error}", soft_wrap=True)
        return 1
    return 0


def perform(console: Console) -> None:
    """Run all steps, then remove everything that they have created."""
    engine = preferred(MINIMUM)
    with TemporaryDirectory(prefix="stitch-demo-") as directory, running_simulator(PROVIDER) as simulator:
        console.print(f"[bold]{engine}[/], this provider, and a simulated Stitch account at {simulator.url}")
        workspace = Workspace(Path(directory) / "quickstart", engine, PROVIDER, simulator.environment)
        shutil.copytree(QUICKSTART, workspace.directory)
        workspace.prepare()
        Steps(console, workspace, simulator).run()


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of the demo."""

    console: Console
    workspace: Workspace
    simulator: Simulator

    def run(self) -> None:
        """Run all steps in order."""
        self.create()
        self.show_account()
        self.expect_nothing_to_do("Nothing has changed, so the next plan is empty")
        self.change_in_the_web_application()
        self.repair()
        self.destroy()
        self.console.print("\n[bold green]Done.[/] All processes, files and the simulated account are removed.")

    def create(self) -> None:
        """Plan and apply the quickstart."""
        self.heading("Plan and apply examples/terraform/quickstart")
        self.terraform("plan", VARIABLES, show=changes)
        self.terraform("apply", "-auto-approve", VARIABLES, show=result)

    def expect_nothing_to_do(self, title: str) -> None:
        """Run a plan, which has to be empty."""
        self.heading(title)
        self.terraform("plan", "-detailed-exitcode", VARIABLES, expect=NO_CHANGE, show=no_changes)

    def change_in_the_web_application(self) -> None:
        """Change a source and a selection, as somebody could do in the web application."""
        self.heading("Somebody changes things in the web application")
        source = self.source("GitHub Widgets")
        self.simulator.call("PUT", f"/v4/sources/{source['id']}", {"paused_at": "2024-06-01T00:00:00Z"})
        self.console.print("  The source [bold]GitHub Widgets[/] is paused.")
        storefront = self.source("Storefront")
        deselected = [{"breadcrumb": ["properties", "total_amount"], "metadata": {"selected": False}}]
        self.simulator.call(
            "PUT",
            f"/v4/sources/{storefront['id']}/streams/metadata",
            {"streams": [{"tap_stream_id": "storefront-public-orders", "metadata": deselected}]},
        )
        self.console.print("  The column [bold]total_amount[/] of [bold]orders[/] is no longer replicated.")

    def repair(self) -> None:
        """Plan and apply the repair. The plan after that has to be empty."""
        self.heading("The plan shows the drift, and apply repairs it")
        self.terraform("plan", "-detailed-exitcode", VARIABLES, expect=CHANGES, show=differences)
        self.terraform("apply", "-auto-approve", VARIABLES, show=result)
        self.terraform("plan", "-detailed-exitcode", VARIABLES, expect=NO_CHANGE, show=no_changes)

    def destroy(self) -> None:
        """Destroy everything. The account has to be empty afterwards."""
        self.heading("Destroy")
        self.terraform("destroy", "-auto-approve", VARIABLES, show=result)
        left = len(self.simulator.sources()) + len(self.simulator.call("GET", "/v4/destinations"))
        if left:
            raise DemoError(f"after destroy, {left} objects are still in the account")

    def show_account(self) -> None:
        """Display the contents of the account, which are read from the API and not from Terraform."""
        self.heading("The account, read from the API of Stitch")
        for destination in self.simulator.call("GET", "/v4/destinations"):
            self.console.print(f"  [bold]{destination['name']}[/], a destination of the type {destination['type']}")
        for source in self.simulator.sources():
            step = source["report_card"]["current_step_type"].replace("_", " ")
            summary = (
                f"\n[bold]{source['display_name']}[/], a source of the type {source['type']}: {step}, "
                f"{schedule(source)}, loads into the schema {source['name']}"
            )
            self.console.print(Padding(Group(Text.from_markup(summary), self.selections(source)), (0, 2)))

    def selections(self, source: Mapping[str, Any]) -> Table:
        """The selected streams of a source."""
        table = Table("Stream", "Replication", "Fields", show_edge=False, pad_edge=False, box=SIMPLE_HEAD)
        streams = self.simulator.call("GET", f"/v4/sources/{source['id']}/streams")
        for stream in filter(lambda stream: stream["selected"], streams):
            schema = self.simulator.call("GET", f"/v4/sources/{source['id']}/streams/{stream['stream_id']}")
            table.add_row(stream["stream_name"], method(stream["metadata"]), fields(schema))
        return table

    def source(self, display_name: str) -> Mapping[str, Any]:
        """The source with this name."""
        return next(source for source in self.simulator.sources() if source["display_name"] == display_name)

    def heading(self, title: str) -> None:
        """Print a heading."""
        self.console.print()
        self.console.rule(f"[bold]{title}[/]", align="left", style="dim")

    def terraform(self, *arguments: str, show: Callable[[Run], Iterator[str]], expect: int = 0) -> None:
        """Run a command and print part of its output; raises DemoError if its exit code is not the expected one."""
        engine = self.workspace.engine
        words = [argument for argument in arguments if argument != VARIABLES]
        self.console.print(f"\n[cyan]$ {engine.program} {' '.join(words)}[/]")
        with self.console.status(f"{engine.product} is running ..."):
            run = self.workspace.terraform(*arguments)
        if run.code != expect:
            self.console.print(Text.from_ansi(run.output))
            raise DemoError(f"`{engine.program} {' '.join(arguments)}` exited with {run.code}, not {expect}")
        for line in show(run):
            self.console.print(Text.from_ansi(line), soft_wrap=True)


def changes(run: Run) -> Iterator[str]:
    """The lines of a plan that summarize the changes of each resource and of all."""
    for line in run.stdout.splitlines():
        plain = Text.from_ansi(line).plain.strip()
        if plain.startswith(("# ", "Plan: ")):
            yield f"  {plain.removeprefix('# ')}"


def differences(run: Run) -> Iterator[str]:
    """The lines of a plan from the first resource that changes."""
    lines = run.stdout.splitlines()
    start = next(number for number, line in enumerate(lines) if "will perform" in Text.from_ansi(line).plain)
    end = next(number for number, line in enumerate(lines) if Text.from_ansi(line).plain.startswith("Plan: "))
    yield from lines[start + 2 : end + 1]


def result(run: Run) -> Iterator[str]:
    """The last line of an apply."""
    yield next(f"  {line}" for line in run.stdout.splitlines() if "complete! Resources" in line)


def no_changes(run: Run) -> Iterator[str]:
    """The line of an empty plan that says so."""
    yield next(f"  {line}" for line in run.stdout.splitlines() if "No changes" in line)


def schedule(source: Mapping[str, Any]) -> str:
    """The schedule of a source, in words."""
    properties = source["properties"]
    if properties.get("cron_expression"):
        return f"on {properties['cron_expression']}"
    return f"every {properties['frequency_in_minutes']} minutes"


def method(metadata: Mapping[str, Any]) -> str:
    """The replication method of a stream, and its key if there is one."""
    name = metadata.get("replication-method") or metadata.get("forced-replication-method") or ""
    key = metadata.get("replication-key")
    return f"{name} by {key}" if key else str(name)


def fields(schema: Mapping[str, Any]) -> str:
    """The replicated fields of a stream, in words."""
    chosen = {
        entry["breadcrumb"][-1]: replicated(entry["metadata"]) for entry in schema["metadata"] if entry["breadcrumb"]
    }
    left_out = [name for name, taken in chosen.items() if not taken]
    if not left_out:
        return f"all {len(chosen)}"
    if len(left_out) < len(chosen) / 2:
        return f"all but {', '.join(left_out)}"
    return ", ".join(name for name, taken in chosen.items() if taken)


def replicated(metadata: Mapping[str, Any]) -> bool:
    """Whether a field with this metadata is replicated (reference 4.4, as in the Singer library)."""
    chosen = metadata.get("selected")
    selected = metadata.get("selected-by-default", False) if chosen is None else chosen
    return metadata["inclusion"] == "automatic" or (metadata["inclusion"] == "available" and bool(selected))


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise InterruptedDemoError on SIGINT, SIGTERM and SIGHUP. Further signals are ignored during the clean-up."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(number: int, _frame: FrameType | None) -> NoReturn:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise InterruptedDemoError(number)

    for each in signals:
        signal.signal(each, interrupt)
    yield


if __name__ == "__main__":
    sys.exit(main())
