from __future__ import annotations

from typing import Any

import pytest

from stitch_provider.connect import ConnectionCheck
from stitch_provider.stitch.connections import unconfirmed
from stitch_provider.stitch.connections.model import ConnectionModel

SENT = unconfirmed.remember({"names": ["password"]}, {"port", "password"}, "check-1")


def model(**given: Any) -> ConnectionModel:
    return ConnectionModel(**dict.fromkeys(ConnectionModel.__struct_fields__) | given)


@pytest.mark.parametrize(
    ("config", "names"),
    [
        (model(properties={"port": "1", "host": "a"}, credentials_wo={"password": "p"}), {"port", "password"}),
        (model(properties={"port": "1", "host": "a"}), {"port"}),
        (model(properties={"host": "a"}), {"host"}),
        (model(credentials={"password": "p"}), {"password"}),
        (model(), set()),
    ],
)
def test_what_is_still_declared_is_sent_again_or_else_all_properties(config: ConnectionModel, names: set[str]) -> None:
    assert unconfirmed.names_to_send(config, config, SENT) == names
    assert unconfirmed.names_to_send(config, config, unconfirmed.forget(SENT)) == set()


@pytest.mark.parametrize(
    ("check", "confirmed"),
    [
        (ConnectionCheck("succeeded", name="check-2"), True),
        (ConnectionCheck("succeeded", name="check-1"), False),
        (ConnectionCheck("failed", name="check-2"), False),
        (ConnectionCheck("running", name="check-2"), False),
        (None, False),
    ],
)
def test_only_a_later_check_that_succeeded_confirms(check: ConnectionCheck | None, *, confirmed: bool) -> None:
    left = unconfirmed.confirm(SENT, check)
    assert left == ({"names": ["password"]} if confirmed else SENT)
