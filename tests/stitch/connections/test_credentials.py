from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider.connect import PropertySpec, ReportCard, Step
from stitch_provider.stitch.connections import credentials
from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from stitch_provider.stitch.connections.properties import Texts


def model(**given: Any) -> ConnectionModel:
    return ConnectionModel(**dict.fromkeys(ConnectionModel.__struct_fields__) | given)


NOTHING = model()
SECRET = {"password": "secret-1"}
OTHER = {"password": "secret-2"}
SENT = credentials.remember({}, SECRET)


def card(*, provided: bool) -> ReportCard:
    password = PropertySpec("password", is_credential=True, provided=provided)
    return ReportCard(
        steps=(Step("form", (password, PropertySpec("token", is_credential=True), PropertySpec("host"))),)
    )


def test_what_was_sent_is_remembered_without_the_secret() -> None:
    assert "secret-1" not in json.dumps(SENT)
    assert SENT["names"] == ["password"]
    assert credentials.remember({}, SECRET)["digest"] != SENT["digest"], "the salt must differ each time"


def test_unchanged_write_only_credentials_are_not_sent_again() -> None:
    config = model(credentials_wo=SECRET)
    assert not credentials.due(config, NOTHING, SENT)
    assert credentials.changes(config, NOTHING, SENT) == {}
    assert credentials.after(config, NOTHING, SENT) == SENT


@pytest.mark.parametrize(
    ("config", "prior", "private", "sent"),
    [
        pytest.param(model(credentials_wo=OTHER), NOTHING, SENT, OTHER, id="another secret"),
        pytest.param(model(credentials_wo=SECRET), NOTHING, {}, SECRET, id="nothing known of the last one"),
        pytest.param(
            model(credentials_wo=SECRET, credentials_wo_version=2),
            model(credentials_wo_version=1),
            SENT,
            SECRET,
            id="another version",
        ),
        pytest.param(
            model(credentials_wo=SECRET | {"token": "t"}, credentials_wo_version=1),
            model(credentials_wo_version=1),
            SENT,
            SECRET | {"token": "t"},
            id="one more under the same version",
        ),
        pytest.param(model(credentials_wo={}), NOTHING, SENT, {"password": None}, id="one that is removed"),
        pytest.param(model(credentials=OTHER), model(credentials=SECRET), {}, OTHER, id="another in the state"),
        pytest.param(
            model(credentials={}), model(credentials=SECRET), {}, {"password": None}, id="one removed from the state"
        ),
        pytest.param(
            model(credentials_wo=SECRET), NOTHING, {**SENT, "missing": ["password"]}, SECRET, id="one that stitch lost"
        ),
        pytest.param(
            model(credentials=SECRET),
            model(credentials=SECRET),
            {"missing": ["password"]},
            SECRET,
            id="lost from state",
        ),
        pytest.param(model(credentials_wo=SECRET), model(credentials=SECRET), {}, SECRET, id="moved to write-only"),
        pytest.param(model(properties=SECRET, credentials_wo={}), NOTHING, SENT, {}, id="moved to properties"),
    ],
)
def test_credentials_are_sent_again(
    config: ConnectionModel, prior: ConnectionModel, private: credentials.Private, sent: dict[str, str | None]
) -> None:
    assert credentials.due(config, prior, private)
    assert credentials.changes(config, prior, private) == sent
    afterwards = credentials.after(config, prior, private)
    settled = model(credentials=config.credentials, credentials_wo_version=config.credentials_wo_version)
    assert not credentials.due(config, settled, afterwards)


def test_a_version_that_stays_says_that_nothing_changed() -> None:
    config = model(credentials_wo=OTHER, credentials_wo_version=1)
    assert not credentials.due(config, model(credentials_wo_version=1), SENT)
    assert credentials.changes(config, model(credentials_wo_version=1), SENT) == {}


def test_leaving_out_the_whole_attribute_unsets_nothing() -> None:
    assert credentials.changes(NOTHING, model(credentials=SECRET), SENT) == {}
    assert credentials.after(NOTHING, model(credentials=SECRET), SENT) == {}


@pytest.mark.parametrize("written", [UNKNOWN, {"password": UNKNOWN}])
def test_unknown_credentials_may_have_changed_unless_their_version_says_no(written: Texts) -> None:
    assert credentials.due(model(credentials_wo=written), NOTHING, SENT)
    versioned = model(credentials_wo=written, credentials_wo_version=1)
    assert not credentials.due(versioned, model(credentials_wo_version=1), SENT)


def test_a_read_remembers_declared_credentials_that_stitch_does_not_have() -> None:
    assert credentials.take_stock(SENT, None, card(provided=False))["missing"] == ["password"]
    assert credentials.take_stock({}, SECRET, card(provided=False)) == {"missing": ["password"]}
    assert credentials.take_stock({**SENT, "missing": ["password"]}, None, card(provided=True)) == SENT


def test_a_missing_credential_that_is_not_declared_is_none_of_ours() -> None:
    assert credentials.take_stock({}, None, card(provided=False)) == {}
