"""Every rpc, through a gRPC channel to a server in this process."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf.message_factory import GetMessageClass

from fakes.client import METHODS, Client, dynamic
from fakes.serving import serving
from fakes.waiting import SECONDS
from fakes.widgets import WIDGET, Account, Widget, WidgetLookup, WidgetProvider, WidgetResource
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.types import ObjectType
from stitch_provider.terraform.values.value import UNKNOWN, SetValue

if TYPE_CHECKING:
    from pathlib import Path

    from stitch_provider.terraform.resource import ReadRequest, ReadResponse
    from stitch_provider.terraform.values.value import Value

CAN_WRITE_ONLY = pb.ClientCapabilities(write_only_attributes_allowed=True)
IDENTITY = WidgetResource.identity.object_type
LOOKUP = WidgetLookup.schema.object_type
SETTINGS = ObjectType({"region": WIDGET.attributes["name"].value_type})
KIND = WIDGET.object_type
ERROR, WARNING = pb.Diagnostic.ERROR, pb.Diagnostic.WARNING


def widget(**values: Value) -> dict[str, Value]:
    return {**dict.fromkeys(WIDGET.attributes), **values}


def decoded(message: pb.DynamicValue, kind: ObjectType = KIND) -> Any:
    return msgpack.decode(message.msgpack, kind)


def summaries(answer: Any) -> list[str]:
    return [diagnostic.summary for diagnostic in answer.diagnostics]


@pytest.fixture
async def configured(client: Client) -> Client:
    answer = await client.call(
        "ConfigureProvider",
        pb.ConfigureProvider.Request(terraform_version="1.11.4", config=dynamic({"region": None}, SETTINGS)),
    )
    assert not answer.diagnostics
    return client


async def plan(
    client: Client, config: dict[str, Value] | None, prior: dict[str, Value] | None = None
) -> pb.PlanResourceChange.Response:
    proposed = None
    if config is not None:
        computed = {name: (prior or {}).get(name) for name, it in WIDGET.attributes.items() if it.computed}
        proposed = {**config, **{name: value for name, value in computed.items() if config[name] is None}}
        proposed["secret_wo"] = None
    answer: pb.PlanResourceChange.Response = await client.call(
        "PlanResourceChange",
        pb.PlanResourceChange.Request(
            type_name="memory_widget",
            config=dynamic(config, KIND),
            prior_state=dynamic(prior, KIND),
            proposed_new_state=dynamic(proposed, KIND),
            client_capabilities=CAN_WRITE_ONLY,
        ),
    )
    return answer


async def apply(
    client: Client, config: dict[str, Value] | None, planned: pb.PlanResourceChange.Response, prior: Any = None
) -> pb.ApplyResourceChange.Response:
    answer: pb.ApplyResourceChange.Response = await client.call(
        "ApplyResourceChange",
        pb.ApplyResourceChange.Request(
            type_name="memory_widget",
            config=dynamic(config, KIND),
            prior_state=dynamic(prior, KIND),
            planned_state=planned.planned_state,
            planned_private=planned.planned_private,
            planned_identity=planned.planned_identity,
        ),
    )
    return answer


async def created(client: Client, **values: Value) -> pb.ApplyResourceChange.Response:
    config = widget(name="a", kind="b", **values)
    answer = await apply(client, config, await plan(client, config))
    assert not answer.diagnostics
    return answer


async def test_metadata_contains_the_names_of_all_objects(client: Client) -> None:
    answer = await client.call("GetMetadata", pb.GetMetadata.Request())
    assert [it.type_name for it in answer.resources] == ["memory_widget"]
    assert [it.type_name for it in answer.data_sources] == ["memory_widgets"]


@pytest.mark.parametrize(
    ("rpc", "request_message"),
    [("GetMetadata", pb.GetMetadata.Request()), ("GetProviderSchema", pb.GetProviderSchema.Request())],
)
async def test_capabilities_are_announced(client: Client, rpc: str, request_message: Any) -> None:
    answer = await client.call(rpc, request_message)
    assert answer.server_capabilities == pb.ServerCapabilities(
        plan_destroy=True, get_provider_schema_optional=True, move_resource_state=True, generate_resource_config=True
    )


async def test_the_provider_schema_contains_every_schema(client: Client) -> None:
    answer = await client.call("GetProviderSchema", pb.GetProviderSchema.Request())
    assert set(answer.resource_schemas) == {"memory_widget"}
    assert set(answer.data_source_schemas) == {"memory_widgets"}
    assert answer.resource_schemas["memory_widget"].version == 2
    assert [it.name for it in answer.provider.block.attributes] == ["region"]


async def test_identity_schemas_mark_what_an_import_requires(client: Client) -> None:
    answer = await client.call("GetResourceIdentitySchemas", pb.GetResourceIdentitySchemas.Request())
    attributes = answer.identity_schemas["memory_widget"].identity_attributes
    assert [(it.name, it.required_for_import, it.optional_for_import) for it in attributes] == [
        ("id", True, False),
        ("region", False, True),
    ]


async def test_provider_configuration_is_checked(client: Client) -> None:
    request = pb.ValidateProviderConfig.Request(config=dynamic({"region": "mars"}, SETTINGS))
    answer = await client.call("ValidateProviderConfig", request)
    (diagnostic,) = answer.diagnostics
    assert diagnostic.attribute.steps[0].attribute_name == "region"


async def test_resource_configuration_is_checked(client: Client) -> None:
    request = pb.ValidateResourceConfig.Request(
        type_name="memory_widget",
        config=dynamic(widget(name="\N{SNOWMAN}", kind="b"), KIND),
        client_capabilities=CAN_WRITE_ONLY,
    )
    answer = await client.call("ValidateResourceConfig", request)
    assert summaries(answer) == ["Name is not ASCII"]


async def test_write_only_values_are_an_error_if_the_client_does_not_support_them(client: Client) -> None:
    request = pb.ValidateResourceConfig.Request(
        type_name="memory_widget", config=dynamic(widget(name="a", kind="b", secret_wo="s"), KIND)
    )
    answer = await client.call("ValidateResourceConfig", request)
    assert [it.attribute.steps[0].attribute_name for it in answer.diagnostics if it.severity == ERROR] == ["secret_wo"]


async def test_data_source_configuration_is_checked(client: Client) -> None:
    request = pb.ValidateDataResourceConfig.Request(
        type_name="memory_widgets", config=dynamic({"name": "a", "ids": None}, LOOKUP)
    )
    assert not (await client.call("ValidateDataResourceConfig", request)).diagnostics


async def test_a_create_is_planned_and_applied(configured: Client, account: Account) -> None:
    config = widget(name="a", kind="b", tags=SetValue(["x"]), secret_wo="s")
    planned = await plan(configured, config)
    assert decoded(planned.planned_state)["id"] == UNKNOWN
    answer = await apply(configured, config, planned)
    state = decoded(answer.new_state)
    assert (state["id"], state["title"], state["secret_wo"]) == ("1", "a (b)", None)
    assert decoded(answer.new_identity.identity_data, IDENTITY) == {"id": "1", "region": "eu"}
    assert json.loads(answer.private)["secret_sent"] is True
    assert account.widgets["1"].secret == state["secret"]


async def test_a_replacement_names_the_attribute(configured: Client) -> None:
    prior = decoded((await created(configured)).new_state)
    planned = await plan(configured, widget(name="a", kind="other"), prior)
    assert [path.steps[0].attribute_name for path in planned.requires_replace] == ["kind"]


async def test_a_destroy_is_planned_and_applied(configured: Client, account: Account) -> None:
    prior = decoded((await created(configured, enabled=True)).new_state)
    planned = await plan(configured, None, prior)
    assert [(it.severity, it.summary) for it in planned.diagnostics] == [(WARNING, "Widget goes")]
    answer = await apply(configured, None, planned, prior)
    assert decoded(answer.new_state) is None
    assert not account.widgets


async def test_a_saved_state_is_in_the_response_after_an_unexpected_failure(
    configured: Client, account: Account
) -> None:
    config = widget(name="a", kind="b")
    planned = await plan(configured, config)
    account.fail["create after save"] = RuntimeError("hunter2")
    answer = await apply(configured, config, planned)
    assert decoded(answer.new_state)["id"] == "1"
    assert summaries(answer) == ["The provider failed", "Created in spite of the error"]


async def test_an_update_that_fails_before_it_starts_returns_the_prior_state(
    configured: Client, account: Account
) -> None:
    prior = decoded((await created(configured)).new_state)
    config = widget(name="c", kind="b")
    planned = await plan(configured, config, prior)
    account.fail["update"] = RuntimeError()
    assert decoded((await apply(configured, config, planned, prior)).new_state) == prior


async def test_an_apply_that_cannot_be_decoded_returns_the_prior_state(configured: Client) -> None:
    before = await created(configured)
    answer = await configured.call(
        "ApplyResourceChange",
        pb.ApplyResourceChange.Request(
            type_name="memory_widget",
            prior_state=before.new_state,
            planned_state=pb.DynamicValue(msgpack=b"\xc1"),
            config=before.new_state,
            planned_private=b"{}",
        ),
    )
    assert answer.new_state == before.new_state
    assert answer.private == b"{}"
    assert summaries(answer) == ["Value cannot be read"]


async def test_the_diagnostic_of_an_unexpected_failure_has_a_reference_and_not_its_text(
    configured: Client, account: Account, failures: list[tuple[str, str, BaseException]]
) -> None:
    before = await created(configured)
    account.fail["read"] = RuntimeError("hunter2")
    request = pb.ReadResource.Request(type_name="memory_widget", current_state=before.new_state)
    answer = await configured.call("ReadResource", request)
    ((rpc, reference, failure),) = failures
    assert rpc == "ReadResource"
    assert str(failure) == "hunter2"
    assert reference in answer.diagnostics[0].detail
    assert "hunter2" not in answer.diagnostics[0].detail
    assert answer.new_state == before.new_state


async def test_a_read_refreshes_the_state(configured: Client, account: Account) -> None:
    before = await created(configured)
    request = pb.ReadResource.Request(
        type_name="memory_widget", current_state=before.new_state, current_identity=before.new_identity, private=b"{}"
    )
    answer = await configured.call("ReadResource", request)
    assert decoded(answer.new_state) == decoded(before.new_state)
    assert answer.new_identity == before.new_identity
    account.widgets.clear()
    assert decoded((await configured.call("ReadResource", request)).new_state) is None


async def test_a_stored_state_is_upgraded(client: Client) -> None:
    stored = {"name": "a", "type": "b", "kind": None}
    request = pb.UpgradeResourceState.Request(
        type_name="memory_widget", version=0, raw_state=pb.RawState(json=json.dumps(stored).encode())
    )
    answer = await client.call("UpgradeResourceState", request)
    assert not answer.diagnostics
    assert decoded(answer.upgraded_state)["kind"] == "b"


async def test_a_stored_identity_is_upgraded(client: Client) -> None:
    request = pb.UpgradeResourceIdentity.Request(
        type_name="memory_widget", version=0, raw_identity=pb.RawState(json=b'{"id":"1","region":"eu"}')
    )
    answer = await client.call("UpgradeResourceIdentity", request)
    assert decoded(answer.upgraded_identity.identity_data, IDENTITY) == {"id": "1", "region": "eu"}


async def test_a_state_of_terraform_0_11_is_an_error(client: Client) -> None:
    request = pb.UpgradeResourceState.Request(type_name="memory_widget", raw_state=pb.RawState(flatmap={"id": "1"}))
    assert summaries(await client.call("UpgradeResourceState", request)) == ["State is too old"]


@pytest.mark.parametrize("by_identity", [False, True])
async def test_an_object_is_imported(configured: Client, by_identity: bool) -> None:
    before = await created(configured)
    request = pb.ImportResourceState.Request(type_name="memory_widget", id="1")
    if by_identity:
        request = pb.ImportResourceState.Request(type_name="memory_widget", identity=before.new_identity)
    (imported,) = (await configured.call("ImportResourceState", request)).imported_resources
    assert imported.type_name == "memory_widget"
    assert decoded(imported.state) == decoded(before.new_state)
    assert imported.identity == before.new_identity


async def test_importing_an_object_that_does_not_exist_is_an_error(configured: Client) -> None:
    request = pb.ImportResourceState.Request(type_name="memory_widget", id="7")
    answer = await configured.call("ImportResourceState", request)
    assert summaries(answer) == ["No such widget"]
    assert not answer.imported_resources


async def test_a_state_of_another_type_is_moved(client: Client) -> None:
    request = pb.MoveResourceState.Request(
        source_provider_address="registry.terraform.io/other/other",
        source_type_name="other_widget",
        source_state=pb.RawState(json=b'{"id":"1","name":"a","kind":"b"}'),
        target_type_name="memory_widget",
    )
    answer = await client.call("MoveResourceState", request)
    assert decoded(answer.target_state)["name"] == "a"
    assert decoded(answer.target_identity.identity_data, IDENTITY)["id"] == "1"


async def test_a_data_source_is_read(configured: Client) -> None:
    await created(configured)
    request = pb.ReadDataSource.Request(type_name="memory_widgets", config=dynamic({"name": "a", "ids": None}, LOOKUP))
    answer = await configured.call("ReadDataSource", request)
    assert decoded(answer.state, LOOKUP) == {"name": "a", "ids": SetValue(["1"])}


async def test_configuration_is_generated_from_a_state(configured: Client) -> None:
    before = await created(configured)
    request = pb.GenerateResourceConfig.Request(type_name="memory_widget", state=before.new_state)
    config = decoded((await configured.call("GenerateResourceConfig", request)).config)
    assert (config["name"], config["kind"], config["id"]) == ("a", "b", None)


async def test_a_provider_without_functions_has_none(client: Client) -> None:
    answer = await client.call("GetFunctions", pb.GetFunctions.Request())
    assert not answer.functions
    assert not answer.diagnostics


async def test_stopping_the_provider_succeeds(client: Client) -> None:
    assert (await client.call("StopProvider", pb.StopProvider.Request())).Error == ""


async def test_an_unknown_type_is_an_error_that_suggests_the_most_similar(client: Client) -> None:
    request = pb.ReadResource.Request(type_name="memory_wigdet")
    (diagnostic,) = (await client.call("ReadResource", request)).diagnostics
    assert "memory_widget" in diagnostic.detail


def complaints(rpc: str, answer: Any) -> list[str]:
    """The diagnostics of an answer, whose place depends on the rpc."""
    match rpc:
        case "CallFunction":
            return [answer.error.text]
        case "StopProvider":
            return [answer.Error] if answer.Error else []
        case "ListResource":
            return [it.detail for it in answer[0].diagnostic]
        case "InvokeAction":
            return [it.detail for it in answer[0].completed.diagnostics]
        case "ReadStateBytes":
            return [it.detail for it in answer[0].diagnostics]
        case _:
            return [it.detail for it in answer.diagnostics]


GARBAGE = {
    "truncated": b"\x0a\xff",
    "no UTF-8 where text belongs": b"\x0a\x02\xff\xfe",
    "random": bytes(range(255, 0, -1)),
}
WITHOUT_FIELDS = {"GetMetadata", "GetProviderSchema", "GetResourceIdentitySchemas", "GetFunctions", "StopProvider"}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
@pytest.mark.parametrize("rpc", METHODS)
async def test_bytes_that_cannot_be_decoded_are_a_diagnostic(client: Client, rpc: str, garbage: bytes) -> None:
    (data,) = await client.raw(rpc, garbage)
    answer = message(rpc, data)
    if garbage == GARBAGE["no UTF-8 where text belongs"] and rpc in WITHOUT_FIELDS:
        return
    assert complaints(rpc, answer)


@pytest.mark.parametrize("rpc", METHODS)
async def test_an_empty_request_is_a_diagnostic_if_a_field_is_missing(
    client: Client, failures: list[tuple[str, str, BaseException]], rpc: str
) -> None:
    (data,) = await client.raw(rpc, b"")
    assert bool(complaints(rpc, message(rpc, data))) == (rpc not in WITHOUT_FIELDS)
    assert not failures


def message(rpc: str, data: bytes) -> Any:
    answer = GetMessageClass(METHODS[rpc].output_type).FromString(data)
    return [answer] if METHODS[rpc].server_streaming else answer


@pytest.mark.parametrize(
    ("rpc", "fields"),
    [
        ("ValidateResourceConfig", {"type_name": "memory_widget"}),
        ("PlanResourceChange", {"type_name": "memory_widget"}),
        ("ApplyResourceChange", {"type_name": "memory_widget"}),
        ("ReadResource", {"type_name": "memory_widget"}),
        ("UpgradeResourceState", {"type_name": "memory_widget"}),
        ("UpgradeResourceIdentity", {"type_name": "memory_widget"}),
        ("MoveResourceState", {"target_type_name": "memory_widget"}),
        ("GenerateResourceConfig", {"type_name": "memory_widget"}),
        ("ReadDataSource", {"type_name": "memory_widgets"}),
        ("ValidateDataResourceConfig", {"type_name": "memory_widgets"}),
        ("ValidateProviderConfig", {}),
        ("ConfigureProvider", {}),
    ],
)
async def test_a_missing_field_is_an_incomplete_request(configured: Client, rpc: str, fields: dict[str, str]) -> None:
    answer = await configured.call(rpc, GetMessageClass(METHODS[rpc].input_type)(**fields))
    assert summaries(answer) == ["Incomplete request"]


async def test_an_import_with_an_empty_id_is_an_error_about_the_id(configured: Client) -> None:
    """Terraform sends an empty id for `terraform import memory_widget.this ""`."""
    request = pb.ImportResourceState.Request(type_name="memory_widget", id="")
    answer = await configured.call("ImportResourceState", request)
    (refused,) = answer.diagnostics
    assert (refused.summary, "The import id is empty." in refused.detail) == ("Nothing to import", True)


class ConcurrentWidgetResource(WidgetResource):
    """Reads that end only when all of them are running."""

    def __init__(self, readers: int) -> None:
        self._together = asyncio.Barrier(readers)

    async def read(self, request: ReadRequest[Widget], account: Account) -> ReadResponse[Widget] | None:
        await self._together.wait()
        return await super().read(request, account)


async def test_ten_calls_run_concurrently(tmp_path: Path) -> None:
    provider = WidgetProvider()
    provider.resources = {"memory_widget": ConcurrentWidgetResource(10)}
    async with serving(provider, tmp_path) as channel:
        client = Client(channel)
        await client.call("ConfigureProvider", pb.ConfigureProvider.Request(config=dynamic({"region": None}, SETTINGS)))
        before = await created(client)
        request = pb.ReadResource.Request(type_name="memory_widget", current_state=before.new_state)
        async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as tasks:
            calls = [tasks.create_task(client.call("ReadResource", request)) for _ in range(10)]
    assert all(call.result().new_state == before.new_state for call in calls)


async def test_states_can_be_larger_than_the_default_limit_of_grpc(configured: Client) -> None:
    before = await created(configured, settings={"k": "x" * 5_000_000})
    request = pb.GenerateResourceConfig.Request(type_name="memory_widget", state=before.new_state)
    assert len((await configured.call("GenerateResourceConfig", request)).config.msgpack) > 5_000_000
