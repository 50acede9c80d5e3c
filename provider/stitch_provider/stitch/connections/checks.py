"""Checks: waiting until Stitch has checked a connection, or until its configuration has reached a step.

`judge` is the pure part: given what Stitch shows, it says whether the wait is over and what the user should know.
`wait` polls Stitch until the wait is over.

Stitch checks a connection by itself once its form (and OAuth) step is complete, and again when properties change. No
endpoint starts a check, so the only sign of a new one is that the last check has another name than before. A new check
may appear late. If none appears within `_GRACE` seconds, Stitch needed none, and the last check is the result.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import RetryPolicy, StoppedError
from stitch_provider.connect.models import DISCOVER_SCHEMA, FIELD_SELECTION, FULLY_CONFIGURED, OAUTH
from stitch_provider.stitch.connections.calls import calls_of
from stitch_provider.stitch.connections.model import CheckSettings
from stitch_provider.stitch.explaining import sentence
from stitch_provider.stitch.redaction import redact
from stitch_provider.stitch.types.rules import Noun, from_report_card
from stitch_provider.stitch.waiting import inconclusive, look_until
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, Severity, error, has_error, warning
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stitch_provider.connect import ConnectionCheck, Destination, ReportCard, Source
    from stitch_provider.stitch.connections.calls import Calls
    from stitch_provider.stitch.provider_data import ProviderData

C = TypeVar("C", bound="Source | Destination")

WEB = "the Stitch web application (https://app.stitchdata.com)"

_GRACE = 15.0
_NO_CHECK = 60.0
_PAUSES = RetryPolicy(first=0.25, growth=1.5, longest=5.0)

_CONNECTION_CHECK = Path.of("connection_check")
_WAIT_FOR = Path.of("wait_for")


class Goal(Struct, frozen=True):
    """What to wait for: the end of a connection check, and the step `step` (`none` for no step).

    `failure` is what a failed check or a step out of reach is to the apply. `stale` is the name of the last check
    before the change, None where there was none.
    """

    noun: Noun
    check: bool = False
    step: str = "none"
    failure: Severity = Severity.ERROR
    stale: str | None = None

    @property
    def anything(self) -> bool:
        """Whether there is anything to wait for."""
        return self.check or self.step != "none"


class Outcome(Struct, Generic[C], frozen=True):
    """How a wait ended: the connection as last seen, and what the user should know.

    `unconfirmed` is true if no check has succeeded: it failed, time was over or Terraform was stopped, and the user
    did not ask for a warning in place of an error. It is false where Stitch needs a person or runs no check.
    """

    connection: C
    diagnostics: tuple[Diagnostic, ...] = ()
    unconfirmed: bool = False


def goal(noun: Noun, settings: CheckSettings | Unknown | None, step: str | Unknown | None = None) -> Goal:
    """The goal that a configuration sets."""
    check = settings if isinstance(settings, CheckSettings) else CheckSettings()
    return Goal(
        noun=noun,
        check=check.wait is True,
        step=step if isinstance(step, str) else "none",
        failure=Severity.WARNING if check.on_failure == "warn" else Severity.ERROR,
    )


def may_wait(noun: Noun, settings: CheckSettings | Unknown | None, step: str | Unknown | None) -> bool:
    """Whether an apply waits, or may wait, and reports a check that does not succeed as an error."""
    if isinstance(settings, Unknown) or isinstance(step, Unknown):
        return True
    wanted = goal(noun, settings, step)
    unknown = settings is not None and isinstance(settings.wait, Unknown)
    return (wanted.anything or unknown) and wanted.failure is Severity.ERROR


async def wait(
    provider: ProviderData, goal: Goal, connection: C, label: str, secrets: Iterable[str] = ()
) -> Outcome[C]:
    """Read the connection and its check until the goal is reached, out of reach, or time is over.

    `label` is such as 'source "GitHub Widgets"'. `secrets` are the credentials, which a failed check may quote. Raises
    nothing of the client's: whatever happens, the connection exists. Without a goal nothing is read.
    """
    if not goal.anything:
        return Outcome(connection)
    calls: Calls[C] = calls_of(provider, goal.noun)
    clock = asyncio.get_running_loop().time
    began, seen = clock(), connection
    hidden = (*provider.secrets, *secrets)

    async def look() -> tuple[Diagnostic, ...] | None:
        nonlocal seen
        check = await calls.last_check(connection.id)
        seen = await calls.get(connection.id, fresh=True)
        return judge(goal, label, seen.report_card, check, clock() - began, secrets=hidden)

    try:
        with provider.explaining(f"wait for {label}", path=_path(goal)):
            verdict = await look_until(provider, look, _PAUSES.pauses())
    except DiagnosticError as failed:
        found = _interrupted(failed, goal, label, seen.report_card)
        return Outcome(seen, found, goal.failure is Severity.ERROR)
    return Outcome(seen, verdict, has_error(verdict))


def _interrupted(failed: DiagnosticError, goal: Goal, label: str, card: ReportCard) -> tuple[Diagnostic, ...]:
    """What the user should know of a wait that ended before there was a verdict."""
    if isinstance(failed.__cause__, StoppedError):
        text = f"The command was stopped while Stitch was still working on {label}."
        return (warning("Stopped waiting", text),)
    if inconclusive(failed.__cause__):
        return failed.as_warnings()
    text = (
        f"Stitch is still working on {label}, whose current step is {card.step or 'unknown'}. Increase the time limit "
        "in the attribute timeouts."
    )
    return (replace(error("Out of time", text, _path(goal)), severity=goal.failure),)


def judge(
    goal: Goal,
    label: str,
    card: ReportCard,
    check: ConnectionCheck | None,
    waited: float,
    *,
    secrets: Sequence[str] = (),
) -> tuple[Diagnostic, ...] | None:
    """None while it makes sense to go on waiting, else what the user should know: nothing where the goal is reached.

    `waited` is how many seconds the wait has lasted. `secrets` are hidden in what Stitch says.
    """
    if missing(card):
        return (person(goal.noun, label, card),)
    if check is not None and check.name is not None and check.name == goal.stale and waited < _GRACE:
        return None
    if check is not None and check.status == "failed":
        return (_failed(goal, label, check, secrets),)
    if check is None and goal.check and not _never_checked(goal.noun, card):
        if goal.noun == "destination" and waited >= _NO_CHECK:
            text = (
                f"Stitch has not started to check the connection of {label}, so it is not known whether Stitch can "
                "connect to it. Look at it in the Stitch web application."
            )
            return (warning("No connection check", text, _CONNECTION_CHECK),)
        return None
    if check is not None and (check.running or (goal.check and not check.succeeded)):
        return None
    if goal.step == "none" or reached(goal.step, card):
        return ()
    if goal.step == FULLY_CONFIGURED and card.step == FIELD_SELECTION:
        return (_selection(label, card),)
    return None


def _never_checked(noun: Noun, card: ReportCard) -> bool:
    """Whether Stitch does not check connections of this type: sources that have nothing to discover."""
    return noun == "source" and card.fully_configured and all(step.type != DISCOVER_SCHEMA for step in card.steps)


def reached(step: str, card: ReportCard) -> bool:
    """Whether the card is at `step` or beyond; for `discover_schema`, beyond it."""
    if card.step == FULLY_CONFIGURED:
        return True
    order = card.order
    if card.step not in order or step not in order:
        return False
    position, wanted = order.index(card.step), order.index(step)
    return position > wanted if step == DISCOVER_SCHEMA else position >= wanted


def missing(card: ReportCard) -> tuple[str, ...]:
    """The properties that the current step still needs from a person; () where Stitch can go on by itself."""
    return tuple(
        spec.name
        for step in card.steps
        if step.type == card.step
        for spec in step.properties
        if spec.is_required and not spec.provided
    )


def person(noun: Noun, label: str, card: ReportCard) -> Diagnostic:
    """The warning about a step that only a person can complete, or more properties."""
    lacking = ", ".join(missing(card))
    if card.step == OAUTH:
        own = (
            f" To use your own OAuth client instead, set {lacking} in properties or, if they are secret, in "
            "credentials_wo."
            if from_report_card(noun, card).own_client
            else ""
        )
        return warning(
            "Authorization required",
            f"{_at_the_step(label, card)}. Open it in {WEB} and authorize Stitch there. Until then it does not "
            f"replicate.{own}",
        )
    return warning(
        "Missing required properties",
        f"{_at_the_step(label, card)}, which requires {lacking}. Set them in properties or, if they are secret, in "
        f"credentials_wo. You can also complete the {noun} in {WEB}.",
    )


def _failed(goal: Goal, label: str, check: ConnectionCheck, secrets: Sequence[str]) -> Diagnostic:
    reason = sentence(redact(check.reason or "", secrets) or "Stitch gives no reason")
    text = f"Stitch could not connect to {label}: {reason} Correct its properties or credentials and apply again."
    if goal.failure is Severity.ERROR:
        text += (
            " If the cause was elsewhere, apply again as well: until a check succeeds, each apply sends what changed "
            "again, and Stitch then checks the connection."
        )
    return replace(error("Connection check failed", text, _path(goal)), severity=goal.failure)


def _selection(label: str, card: ReportCard) -> Diagnostic:
    return warning(
        "No stream is selected",
        f"{_at_the_step(label, card)}, and is fully configured only once a stream is selected. This resource cannot "
        'wait for that. Use wait_for = "field_selection" and select streams with stitch_stream_selection or '
        "stitch_stream_selections.",
        _WAIT_FOR,
    )


def _at_the_step(label: str, card: ReportCard) -> str:
    return f"{label[0].upper()}{label[1:]} is at the step {card.step}"


def _path(goal: Goal) -> Path:
    return _CONNECTION_CHECK if goal.check else _WAIT_FOR
