"""The stored response to GetProviderSchema is that of the schemas."""

from __future__ import annotations

from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.protocol.schemas import provider_schema
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb


def test_the_stored_schemas_are_up_to_date() -> None:
    provider = StitchProvider()
    stored = pb.GetProviderSchema.Response.FromString(provider.stored_schemas())
    assert stored == provider_schema(provider), "run scripts/docs"
