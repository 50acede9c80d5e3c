"""What is applied in a run: an operation of a resource. There is one for every operation of every resource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from engines.terraform import HEADER, PROVIDER
from matrix.adaptation import adapted
from matrix.lifecycles import LIFECYCLES, Lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rehearsal.engine import Engine

Operation: TypeAlias = Literal["create", "update", "replace", "destroy", "import", "refresh"]
Start: TypeAlias = Literal["around", "created", "importable"]
"""What exists at the start: all but the resource; also the resource; or the resource, but not in the state."""

_BY_PUT = {"stitch_stream_selection", "stitch_stream_selections"}
"""Resources that are settings of another object. They are created and destroyed with PUT."""

_NEVER_DELETED = {"stitch_account", "stitch_replication_job"}
"""Resources whose objects stay in the account when they are destroyed."""

_ACCOUNTS = "Stitch lists no accounts. An account whose creation was not answered cannot be found."

_COMMANDS: Mapping[Operation, tuple[str, ...]] = {
    "destroy": ("apply", "-destroy"),
    "refresh": ("apply", "-refresh-only"),
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """An operation of a resource."""

    lifecycle: Lifecycle
    operation: Operation

    def __str__(self) -> str:
        return f"{self.operation} {self.lifecycle.type_name}"

    @property
    def start(self) -> Start:
        """What exists before the operation."""
        match self.operation:
            case "create":
                return "around"
            case "import":
                return "importable"
            case _:
                return "created"

    @property
    def excuse(self) -> str | None:
        """Why an object can be lost in this operation without a mistake of the provider, if that is so."""
        creates = self.operation in {"create", "replace"}
        return _ACCOUNTS if creates and self.lifecycle.type_name == "stitch_account" else None

    @property
    def writes(self) -> tuple[str, ...]:
        """The methods of the requests that matter most in this operation."""
        if self.operation in {"import", "refresh"}:
            return ("GET",)
        if self.lifecycle.type_name in _BY_PUT:
            return ("PUT",)
        if self.lifecycle.type_name in _NEVER_DELETED and self.operation == "replace":
            return ("POST",)
        methods = {"create": ("POST",), "update": ("PUT",), "replace": ("POST", "DELETE"), "destroy": ("DELETE",)}
        return methods[self.operation]

    @property
    def command(self) -> tuple[str, ...]:
        """The command that does the operation."""
        return (*_COMMANDS.get(self.operation, ("apply",)), "-auto-approve", "-no-color", "-input=false")

    @property
    def repetition(self) -> tuple[str, ...]:
        """The command that finishes what is left of the operation."""
        finishing = ("apply", "-destroy") if self.operation == "destroy" else ("apply",)
        return (*finishing, "-auto-approve", "-no-color", "-input=false")

    @property
    def plan(self) -> tuple[str, ...]:
        """The plan that has to be empty in the end."""
        destroying = ("-destroy",) if self.operation == "destroy" else ()
        return ("plan", *destroying, "-detailed-exitcode", "-no-color", "-input=false", "-out=saved.tfplan")

    def configuration(self, engine: Engine, import_id: str) -> str:
        """The configuration of the operation."""
        life = self.lifecycle
        bodies = {
            "update": life.updated,
            "replace": life.replaced,
            "import": life.imported or life.updated,
        }
        text = life.configuration(bodies.get(self.operation) or life.created)
        if self.operation == "import":
            text += f'import {{\n  to = {life.address}\n  id = "{import_id}"\n}}\n'
        return complete(text, engine)


def complete(text: str, engine: Engine) -> str:
    """A whole configuration for this engine."""
    return HEADER + PROVIDER + adapted(text, engine)


def _scenarios() -> Iterator[Scenario]:
    for life in LIFECYCLES:
        yield Scenario(life, "create")
        if life.updated is not None:
            yield Scenario(life, "update")
        if life.replaced is not None:
            yield Scenario(life, "replace")
        yield Scenario(life, "destroy")
        if life.import_id is not None:
            yield Scenario(life, "import")
        yield Scenario(life, "refresh")


SCENARIOS = tuple(_scenarios())
