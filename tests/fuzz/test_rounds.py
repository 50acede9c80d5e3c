from __future__ import annotations

from random import Random

import pytest

from fuzz.account import TOKEN
from fuzz.answers import problems
from fuzz.messages import mutated
from fuzz.requests import Requests
from fuzz.rounds import SERVED
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.protocol import to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.values.types import STRING, ObjectType

PROVIDER = StitchProvider()
SOURCE = "stitch_source"
STATE = Requests(PROVIDER, Random(1)).state(SOURCE)
READ = pb.ReadResource.Request(type_name=SOURCE)


def found(rpc: str, request: object, response: object) -> list[str]:
    return list(problems(rpc, request, response, PROVIDER))


@pytest.mark.parametrize("rpc", sorted(SERVED))
def test_a_seed_always_gives_the_same_request(rpc: str) -> None:
    def made() -> bytes:
        random = Random(7)
        return mutated(Requests(PROVIDER, random).make(rpc), random)

    assert made() == made()


def test_an_answer_whose_value_fits_the_schema_has_no_problem() -> None:
    assert found("ReadResource", READ, pb.ReadResource.Response(new_state=STATE)) == []


def test_an_answer_whose_value_does_not_fit_the_schema_is_a_problem() -> None:
    other = to_proto.dynamic_value({"id": "1"}, ObjectType({"id": STRING}))
    assert len(found("ReadResource", READ, pb.ReadResource.Response(new_state=other))) == 1


def test_a_value_that_the_provider_gives_back_after_an_error_is_no_problem() -> None:
    sent = pb.DynamicValue(msgpack=b"nonsense")
    request = pb.ReadResource.Request(type_name=SOURCE, current_state=sent)
    assert found("ReadResource", request, pb.ReadResource.Response(new_state=sent)) == []


def test_an_answer_that_contains_the_token_is_a_problem() -> None:
    shown = pb.Diagnostic(summary=f"The token {TOKEN} is not accepted")
    assert found("ReadResource", READ, pb.ReadResource.Response(diagnostics=[shown])) == [
        "the answer contains the API token"
    ]
