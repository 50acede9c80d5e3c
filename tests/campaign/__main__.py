"""The command line of `scripts/campaign`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from cyclopts import App, Parameter

from campaign.cases import case_of
from campaign.run import Result, run
from campaign.seeds import parse_seeds
from campaign.table import listing, table
from campaign.templates import Templates
from rehearsal import engine as engines

if TYPE_CHECKING:
    from rehearsal.engine import Engine

EngineName: TypeAlias = Literal["pypi", "path", "tofu"]
PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")

app = App(name="scripts/campaign", version_flags=(), result_action="return_value")


@app.default
def campaign(
    *,
    seeds: str = "1-500",
    engine: EngineName | None = None,
    jobs: Annotated[int, Parameter(name=("--jobs", "-j"))] = 2,
    keep: Path | None = None,
) -> int:
    """Apply operations with real Terraform while something goes wrong, and print what became of them.

    Args:
        seeds: Seeds, such as 1-500 or 17,23. A seed determines the resource, the operation and the fault.
        engine: Terraform from PyPI, Terraform on PATH, or OpenTofu on PATH. Default: PyPI's, or else that on PATH.
        jobs: How many runs to do at the same time.
        keep: The directory for the runs with problems. Default: a new one in the temporary directory.
    """
    try:
        wanted = parse_seeds(seeds)
        found_engine(engine)
    except (ValueError, engines.NoEngineError) as refused:
        print(refused, file=sys.stderr)
        return 2
    directory = (keep or Path(tempfile.mkdtemp(prefix="stitch-campaign-"))).resolve()
    results = sorted(_run_all(wanted, engine, jobs, directory), key=lambda result: result.seed)
    shutil.rmtree(directory / "templates", ignore_errors=True)
    print(f"{table(results)}\n\n{listing(results)}")
    return 1 if len(results) < len(wanted) or any(result.bad for result in results) else 0


def one(seed: int, engine: EngineName | None, directory: Path) -> Result:
    """Run the case of one seed. Only a run with problems keeps its directory."""
    templates = Templates(directory / "templates", found_engine(engine), PROVIDER)
    try:
        result = run(case_of(seed), templates, directory / str(seed))
    except KeyboardInterrupt:
        os._exit(1)  # A process of the pool that continues would begin the next run.
    if not result.found:
        shutil.rmtree(directory / str(seed))
    return result


def _run_all(seeds: tuple[int, ...], engine: EngineName | None, jobs: int, directory: Path) -> list[Result]:
    """Run the cases of all seeds. After Ctrl-C, these are the results so far."""
    results: list[Result] = []
    with ProcessPoolExecutor(jobs) as pool:
        running = [pool.submit(one, seed, engine, directory) for seed in seeds]
        try:
            for done in as_completed(running):
                results.append(done.result())
                print(_progress(results[-1], len(results), len(running)), file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
    return results


def found_engine(name: EngineName | None) -> Engine:
    """The engine with this name; raises NoEngineError."""
    found = {"pypi": engines.from_pypi, "path": engines.from_path, "tofu": engines.tofu_from_path}
    for each in (name,) if name else ("pypi", "path"):
        if (engine := found[each]()) is not None:
            return engine
    raise engines.NoEngineError(f"There is no engine {name or 'from PyPI or on PATH'}.")


def _progress(result: Result, done: int, of: int) -> str:
    problems = ", ".join(sorted({each.problem for each in result.found}))
    outcome = problems or ("survived" if result.reached else "not reached" if result.possible else "not possible here")
    return f"{done}/{of}  {result.seconds:4.1f} s  seed {result.seed}: {result.title}: {outcome}"


if __name__ == "__main__":
    sys.exit(app())
