from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from stitch_provider.connect import PropertySpec, ReportCard, Step
from stitch_provider.stitch.connections import credentials
from stitch_provider.stitch.connections.properties import Texts
from stitch_provider.terraform.values.value import UNKNOWN


@dataclass(frozen=True)
class Model:
    properties: Texts = None
    credentials: Texts = None
    credentials_wo: Texts = None
    credentials_wo_version: int | None = None


NOTHING = Model()
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
    config = Model(credentials_wo=SECRET)
    assert not credentials.due(config, NOTHING, SENT)
    assert credentials.changes(config, NOTHING, SENT) == {}
    assert credentials.after(config, NOTHING, SENT) == SENT


@pytest.mark.parametrize(
    ("config", "prior", "private", "sent"),
    [
        pytest.param(Model(credentials_wo=OTHER), NOTHING, SENT, OTHER, id="another secret"),
        pytest.param(Model(credentials_wo=SECRET), NOTHING, {}, SECRET, id="nothing known of the last one"),
        pytest.param(
            Model(credentials_wo=SECRET, credentials_wo_version=2),
            Model(credentials_wo_version=1),
            SENT,
            SECRET,
            id="another version",
        ),
        pytest.param(
            Model(credentials_wo=SECRET | {"token": "t"}, credentials_wo_version=1),
            Model(credentials_wo_version=1),
            SENT,
            SECRET | {"token": "t"},
            id="one more under the same version",
        ),
        pytest.param(Model(credentials_wo={}), NOTHING, SENT, {"password": None}, id="one that is removed"),
        pytest.param(Model(credentials=OTHER), Model(credentials=SECRET), {}, OTHER, id="another in the state"),
        pytest.param(
            Model(credentials={}), Model(credentials=SECRET), {}, {"password": None}, id="one removed from the state"
        ),
        pytest.param(
            Model(credentials_wo=SECRET), NOTHING, {**SENT, "missing": ["password"]}, SECRET, id="one that stitch lost"
        ),
        pytest.param(
            Model(credentials=SECRET),
            Model(credentials=SECRET),
            {"missing": ["password"]},
            SECRET,
            id="lost from state",
        ),
        pytest.param(Model(credentials_wo=SECRET), Model(credentials=SECRET), {}, SECRET, id="moved to write-only"),
        pytest.param(Model(properties=SECRET, credentials_wo={}), NOTHING, SENT, {}, id="moved to properties"),
    ],
)
def test_credentials_are_sent_again(
    config: Model, prior: Model, private: credentials.Private, sent: dict[str, str | None]
) -> None:
    assert credentials.due(config, prior, private)
    assert credentials.changes(config, prior, private) == sent
    afterwards = credentials.after(config, prior, private)
    settled = Model(credentials=config.credentials, credentials_wo_version=config.credentials_wo_version)
    assert not credentials.due(config, settled, afterwards)


def test_a_version_that_stays_says_that_nothing_changed() -> None:
    config = Model(credentials_wo=OTHER, credentials_wo_version=1)
    assert not credentials.due(config, Model(credentials_wo_version=1), SENT)
    assert credentials.changes(config, Model(credentials_wo_version=1), SENT) == {}


def test_leaving_out_the_whole_attribute_unsets_nothing() -> None:
    assert credentials.changes(NOTHING, Model(credentials=SECRET), SENT) == {}
    assert credentials.after(NOTHING, Model(credentials=SECRET), SENT) == {}


@pytest.mark.parametrize("written", [UNKNOWN, {"password": UNKNOWN}])
def test_unknown_credentials_may_have_changed_unless_their_version_says_no(written: Texts) -> None:
    assert credentials.due(Model(credentials_wo=written), NOTHING, SENT)
    versioned = Model(credentials_wo=written, credentials_wo_version=1)
    assert not credentials.due(versioned, Model(credentials_wo_version=1), SENT)


def test_a_read_remembers_declared_credentials_that_stitch_does_not_have() -> None:
    assert credentials.take_stock(SENT, None, card(provided=False))["missing"] == ["password"]
    assert credentials.take_stock({}, SECRET, card(provided=False)) == {"missing": ["password"]}
    assert credentials.take_stock({**SENT, "missing": ["password"]}, None, card(provided=True)) == SENT


def test_a_missing_credential_that_is_not_declared_is_none_of_ours() -> None:
    assert credentials.take_stock({}, None, card(provided=False)) == {}
