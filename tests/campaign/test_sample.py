"""A small fixed sample of the campaign. `scripts/campaign` runs many more cases."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaign.__main__ import PROVIDER, found_engine
from campaign.cases import Case
from campaign.run import run
from campaign.scenarios import SCENARIOS
from campaign.templates import Templates
from campaign.troubles import BODIES, DROPS, EVENTS
from rehearsal.engine import NoEngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearsal.engine import Engine

TROUBLES = {each.name: each for each in (*BODIES, *DROPS, *EVENTS)}
CREATIONS = {each.lifecycle.type_name: each for each in SCENARIOS if each.operation == "create"}


@pytest.fixture
def engine() -> Engine:
    try:
        return found_engine(None)
    except NoEngineError:
        pytest.skip("requires a Terraform")


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory whose path is short enough for the sockets of the provider."""
    with tempfile.TemporaryDirectory(prefix="stitch-") as path:
        yield Path(path)


@pytest.mark.parametrize(
    ("type_name", "trouble"),
    [
        ("stitch_source", "dropped after the effect"),
        ("stitch_destination", "truncated"),
        ("stitch_notification_email", "terminate all"),
    ],
)
def test_an_operation_survives(type_name: str, trouble: str, engine: Engine, directory: Path) -> None:
    fault = {"method": "POST", "count": 1, "skip": 0, **TROUBLES[trouble].fault}
    case = Case(0, CREATIONS[type_name], TROUBLES[trouble], fault)
    result = run(case, Templates(directory / "templates", engine, PROVIDER), directory / "run")
    assert result.reached
    assert result.found == (), result.log.read_text()
