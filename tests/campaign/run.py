"""Runs one case: the operation while something goes wrong, the same again without, and a plan."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from campaign import disk, traces
from campaign.attempt import Watch, finish
from campaign.service import running_service
from campaign.templates import TemplateError
from campaign.troubles import REDIRECT_PASSWORD
from campaign.verdict import EXCUSABLE, Command, Evidence, Finding, findings
from engines.contents import Contents, of_account, of_state
from matrix.adaptation import has_write_only
from rehearsal.workspace import Workspace

if TYPE_CHECKING:
    from campaign.cases import Case
    from campaign.templates import Templates

OPERATION_SECONDS, REPETITION_SECONDS = 120.0, 60.0
"""A command that takes longer hangs."""

_ENDING_SECONDS = 15.0
_SOCKETS_ARE_OLD = 120.0
_CREDENTIALS = ("secret-1", "secret-2")
_PARTNER_SECRET = "oc_example_secret"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a case. It has no reference to the case, because results are passed between processes.

    `title` describes the case, and `row` is its row in the table. `excuse` says why objects can be lost without a
    mistake of the provider. `reached` is false if no request met the fault. `possible` is false if the trouble cannot
    be had on this machine.
    """

    seed: int
    title: str
    row: str
    excuse: str | None
    log: Path
    found: tuple[Finding, ...] = ()
    reached: bool = False
    possible: bool = True
    seconds: float = 0.0

    @property
    def excused(self) -> bool:
        """Whether all problems are ones that there is an excuse for."""
        return bool(self.found) and self.excuse is not None and {each.problem for each in self.found} <= EXCUSABLE

    @property
    def bad(self) -> bool:
        """Whether there is a problem without an excuse."""
        return bool(self.found) and not self.excused


def run(case: Case, templates: Templates, directory: Path) -> Result:
    """Run a case in a new directory, which keeps its log, state and account."""
    began = time.monotonic()
    result = Result(case.seed, str(case), case.trouble.row, case.excuse, directory / "log.txt")
    directory.mkdir(parents=True)
    try:
        with ExitStack() as stack:
            if case.trouble.event == "fill the disk":
                stack.enter_context(disk.small_disk(_made(directory / "disk")))
            evidence, reached = _Run(case, templates, directory, stack).evidence()
    except disk.NoDiskError:
        return replace(result, possible=False)
    except TemplateError as failed:
        result.log.write_text(str(failed))
        return replace(result, found=(Finding("unfinished", "the operation cannot start"),))
    return replace(result, found=findings(evidence), reached=reached, seconds=time.monotonic() - began)


class _Run:
    def __init__(self, case: Case, templates: Templates, directory: Path, stack: ExitStack) -> None:
        self.case, self.directory, self.engine = case, directory, templates.engine
        self.template = templates.of(case.scenario)
        self.disk = _made(directory / "disk")
        self.temporary = _made(self.disk / "tmp")
        self.database = directory / "account.db"
        self.state = self.disk / "workspace" / "terraform.tfstate"
        self.provider_log = directory / "provider.log"
        _made(self.disk / "workspace")
        self.template.copy(self.disk / "workspace", self.database)
        self.service = stack.enter_context(running_service(templates.provider, self.database))
        self.workspace = self._workspace(templates)
        self.log: list[str] = [f"seed {case.seed}: {case}", f"fault {dict(case.fault)}"]

    def evidence(self) -> tuple[Evidence, bool]:
        scenario = self.case.scenario
        before = self._contents()
        self.service.break_(self.case.fault)
        watch = Watch(self.service, str(self.directory), self.disk, self.case.trouble.event)
        operation = self._command("the operation", scenario.command, OPERATION_SECONDS, watch)
        self.service.repair()
        left = [f"process {each}" for each in traces.ended(str(self.directory), _ENDING_SECONDS).values()]
        disk.make_room(self.disk)
        between = self._contents()
        old = traces.old_files(self.temporary, _SOCKETS_ARE_OLD)
        repetition = self._command("the apply afterwards", scenario.repetition, REPETITION_SECONDS)
        plan = self._command("the plan afterwards", scenario.plan, REPETITION_SECONDS)
        self.log.append("\n".join(str(each) for each in self.service.requests()))
        left += [f"process {each}" for each in traces.ended(str(self.directory), _ENDING_SECONDS).values()]
        if operation.code is not None:  # The end of a command that hangs is not its own.
            left += [f"file {entry.name}" for entry in sorted(self.temporary.iterdir())]
        found = Evidence(
            before=before,
            between=between,
            after=self._contents(),
            operation=operation,
            repetition=repetition,
            plan=plan,
            leaks=tuple(self._leaks((operation, repetition, plan))),
            left=tuple(left),
            killed=self.case.trouble.event == "kill the provider",
        )
        self.log.append("\n".join(f"{each.problem}: {each.text}" for each in findings(found)))
        self.log.append(f"files between the commands: {old}")
        (self.directory / "log.txt").write_text("\n\n".join(self.log))
        if self.case.trouble.event == "fill the disk":
            shutil.copytree(self.disk / "workspace", self.directory / "workspace")
        return found, watch.reached

    def _workspace(self, templates: Templates) -> Workspace:
        environment = {
            **self.service.account.environment,
            **self.case.scenario.lifecycle.environment,
            traces.MARK: str(self.directory),
            "TMPDIR": str(self.temporary),
            "TF_LOG_PROVIDER": "TRACE",
            "TF_LOG_PATH": str(self.provider_log),
        }
        workspace = Workspace(self.disk / "workspace", self.engine, templates.provider, environment)
        workspace.prepare()
        workspace.write(self.case.scenario.configuration(self.engine, self.template.import_id))
        return workspace

    def _command(self, name: str, arguments: tuple[str, ...], seconds: float, watch: Watch | None = None) -> Command:
        with self.workspace.start(*arguments) as process:
            finished = finish(name, process, seconds, watch)
        self.log.append(f"{name}: terraform {' '.join(arguments)}\nexit code {finished.code}\n{finished.output}")
        return finished

    def _contents(self) -> Contents:
        return Contents(of_account(self.database), of_state(self.state))

    def _leaks(self, commands: tuple[Command, ...]) -> list[str]:
        secrets = [self.service.account.token, _PARTNER_SECRET, REDIRECT_PASSWORD]
        if has_write_only(self.engine):
            secrets += _CREDENTIALS
        texts = {f"the output of {each.name}": each.output for each in commands}
        files = [self.provider_log, *self.state.parent.glob("*.tfstate*"), *self.state.parent.glob("*.tfplan")]
        return list(traces.leaks(secrets, texts, files))


def _made(directory: Path) -> Path:
    directory.mkdir(exist_ok=True)
    return directory
