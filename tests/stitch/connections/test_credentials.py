from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stitch_provider.connect import PropertySpec, ReportCard, Step
from stitch_provider.stitch.connections import credentials, sending
from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from stitch_provider.stitch.connections.properties import Texts
    from stitch_provider.terraform.resource import Private


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


def in_plan(config: ConnectionModel) -> ConnectionModel:
    """The plan for a configuration: a write-only attribute is null in it."""
    return replace(config, credentials_wo=None)


def decided(config: ConnectionModel, prior: ConnectionModel, private: Private) -> Private:
    """The private state of the plan."""
    return credentials.carry(private, credentials.decide(config, in_plan(config), prior, private))


def due(config: ConnectionModel, prior: ConnectionModel, private: Private) -> bool:
    return credentials.decide(config, in_plan(config), prior, private).due


def sent(config: ConnectionModel, prior: ConnectionModel, private: Private) -> dict[str, Any]:
    """What an apply sends after a plan for the same configuration."""
    return sending.to_update(config, in_plan(config), prior, decided(config, prior, private), lambda _: None)


def after(config: ConnectionModel, prior: ConnectionModel, private: Private) -> Private:
    """The private state after that apply."""
    return credentials.after(config, in_plan(config), decided(config, prior, private))


def test_unchanged_write_only_credentials_are_not_sent_again() -> None:
    config = model(credentials_wo=SECRET)
    assert not due(config, NOTHING, SENT)
    assert sent(config, NOTHING, SENT) == {}
    assert after(config, NOTHING, SENT) == SENT


@pytest.mark.parametrize(
    ("config", "prior", "private", "expected"),
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
            model(credentials_wo={"token": "t"}, credentials_wo_version=2),
            model(credentials_wo_version=1),
            SENT,
            {"token": "t", "password": None},
            id="another name under another version",
        ),
        pytest.param(
            model(credentials_wo=SECRET),
            model(credentials_wo_version=1),
            credentials.remember({}, SECRET, 1),
            SECRET,
            id="no version any more",
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
        pytest.param(
            model(properties=SECRET, credentials_wo={}), model(properties=SECRET), SENT, {}, id="moved to properties"
        ),
    ],
)
def test_credentials_are_sent_again(
    config: ConnectionModel, prior: ConnectionModel, private: Private, expected: dict[str, str | None]
) -> None:
    changes_nothing = config.properties is not None
    assert due(config, prior, private) is not changes_nothing
    assert sent(config, prior, private) == expected
    afterwards = after(config, prior, private)
    settled = model(credentials=config.credentials, credentials_wo_version=config.credentials_wo_version)
    assert not due(config, settled, afterwards)


@pytest.mark.parametrize("written", [OTHER, {}, {"password": None}, SECRET | {"token": "t"}, None])
def test_with_the_same_version_nothing_is_sent(written: Texts) -> None:
    config, prior = model(credentials_wo=written, credentials_wo_version=1), model(credentials_wo_version=1)
    assert not due(config, prior, SENT)
    assert sent(config, prior, SENT) == {}


def test_with_a_version_no_digest_is_kept() -> None:
    config = model(credentials_wo=SECRET, credentials_wo_version=1)
    assert after(config, NOTHING, SENT) == credentials.remember({}, SECRET, 1) == {"names": ["password"]}


def test_a_property_that_moves_to_the_credentials_is_not_unset() -> None:
    config = model(credentials_wo=SECRET, credentials_wo_version=1, properties={})
    assert sent(config, model(credentials_wo_version=1, properties=SECRET), {}) == {}


@pytest.mark.parametrize("seen", [None, {"token": "t"}, SECRET])
def test_an_apply_sends_no_write_only_credential_that_its_plan_did_not_decide_to_send(seen: Texts) -> None:
    private = credentials.remember({}, {"token": "t"}) if seen == {"token": "t"} else SENT
    plan = model(credentials_wo=seen)
    carried = decided(plan, NOTHING, private)
    full = model(credentials_wo={"password": "secret-2", "token": "u"})
    assert sending.to_update(full, in_plan(plan), NOTHING, carried, lambda _: None) == {}


def test_an_apply_remembers_only_what_its_plan_saw() -> None:
    carried = decided(model(credentials_wo=OTHER), NOTHING, SENT)
    full = model(credentials_wo=OTHER | {"token": "t"})
    afterwards = credentials.after(full, NOTHING, carried)
    assert afterwards["names"] == ["password"]
    assert not due(model(credentials_wo=OTHER), NOTHING, afterwards)


def test_an_apply_sends_the_credentials_of_its_plan() -> None:
    planned, prior = model(credentials=SECRET), model(credentials={"password": "secret-0"})
    carried = credentials.carry({}, credentials.decide(planned, planned, prior, {}))
    assert sending.to_update(model(credentials=OTHER), planned, prior, carried, lambda _: None) == SECRET


def test_the_decision_contains_no_secret_and_replaces_an_earlier_one() -> None:
    earlier = decided(model(credentials=OTHER, credentials_wo={"token": "secret-3"}), NOTHING, {})
    assert "secret" not in json.dumps(earlier)
    later = decided(model(credentials_wo=SECRET), NOTHING, {**SENT, **earlier})
    assert later == decided(model(credentials_wo=SECRET), NOTHING, SENT)


texts = st.none() | st.dictionaries(st.sampled_from(["password", "token"]), st.sampled_from(["1", "2"]) | st.none())
models = st.builds(model, credentials=texts, credentials_wo=texts, credentials_wo_version=st.sampled_from([None, 1, 2]))


def masked(value: Any, choice: str) -> Any:
    """The value while it is not known yet, as a whole or in its parts."""
    if choice == "whole":
        return UNKNOWN
    return dict.fromkeys(value, UNKNOWN) if choice == "parts" and isinstance(value, dict) else value


@given(
    before=models,
    config=models,
    sent_before=texts,
    missing=st.sampled_from([(), ("password",)]),
    choices=st.lists(st.sampled_from(["known", "parts", "whole"]), min_size=3, max_size=3),
)
def test_an_update_that_known_values_require_is_planned_while_they_are_unknown(
    before: ConnectionModel, config: ConnectionModel, sent_before: Texts, missing: Any, choices: list[str]
) -> None:
    private = {**credentials.remember({}, sent_before, before.credentials_wo_version), "missing": missing}
    prior = in_plan(before)
    values = (config.credentials, config.credentials_wo, config.credentials_wo_version)
    names = ("credentials", "credentials_wo", "credentials_wo_version")
    unknown = replace(config, **dict(zip(names, map(masked, values, choices), strict=True)))
    assert due(unknown, prior, private) or not due(config, prior, private)


def test_leaving_out_the_whole_attribute_unsets_nothing() -> None:
    assert sent(NOTHING, model(credentials=SECRET), SENT) == {}
    assert after(NOTHING, model(credentials=SECRET), SENT) == {}


@pytest.mark.parametrize("written", [UNKNOWN, {"password": UNKNOWN}])
def test_unknown_credentials_may_have_changed_unless_their_version_says_no(written: Texts) -> None:
    assert due(model(credentials_wo=written), NOTHING, SENT)
    versioned = model(credentials_wo=written, credentials_wo_version=1)
    assert not due(versioned, model(credentials_wo_version=1), SENT)


def test_unknown_credentials_may_have_the_one_that_stitch_lost() -> None:
    versioned = model(credentials_wo=UNKNOWN, credentials_wo_version=1)
    assert due(versioned, model(credentials_wo_version=1), {"names": ["password"], "missing": ["password"]})


def test_a_read_remembers_declared_credentials_that_stitch_does_not_have() -> None:
    assert credentials.take_stock(SENT, None, card(provided=False))["missing"] == ["password"]
    assert credentials.take_stock({}, SECRET, card(provided=False)) == {"missing": ["password"]}
    assert credentials.take_stock({**SENT, "missing": ["password"]}, None, card(provided=True)) == SENT


def test_a_missing_credential_that_is_not_declared_is_none_of_ours() -> None:
    assert credentials.take_stock({}, None, card(provided=False)) == {}
