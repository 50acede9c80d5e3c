"""The response to GetProviderSchema: the stored one if there is one, else one that is made from the schemas."""

from __future__ import annotations

from fakes.widgets import WidgetProvider
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.protocol.schemas import SchemaServicer, provider_schema
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

STORED = pb.GetProviderSchema.Response(resource_schemas={"memory_stored": pb.Schema(version=7)})


class WidgetProviderWithStoredSchemas(WidgetProvider):
    def stored_schemas(self) -> bytes:
        return STORED.SerializeToString()


async def schemas(provider: WidgetProvider) -> pb.GetProviderSchema.Response:
    return await SchemaServicer(Session(provider)).get_provider_schema(pb.GetProviderSchema.Request())


async def test_stored_schemas_are_the_response() -> None:
    assert await schemas(WidgetProviderWithStoredSchemas()) == STORED


async def test_without_stored_schemas_the_response_is_made_from_the_schemas() -> None:
    provider = WidgetProvider()
    answer = await schemas(provider)
    assert answer == provider_schema(provider)
    assert set(answer.resource_schemas) == set(provider.resources)
