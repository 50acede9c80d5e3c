"""Every rpc of the kinds beside resources and data sources, over a real channel to a server in this process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from fakes.client import Client, dynamic
from fakes.kinds import RENEW_AT, EveryKindProvider, LeaseResource, PolishAction, WidgetListing
from fakes.serving import serving
from fakes.waiting import SECONDS
from fakes.widgets import WIDGET, Account, Widget, WidgetResource, widget_config
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.type_json import decode_type
from stitch_provider.terraform.values.types import BOOL, DYNAMIC, STRING, ObjectType, Type
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, Value

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import grpc

IDENTITY = WidgetResource.identity.object_type
QUERY = WidgetListing.schema.object_type
LEASE = LeaseResource.schema.object_type
POLISH = PolishAction.schema.object_type
MAY_DEFER = pb.ClientCapabilities(deferral_allowed=True)


@pytest.fixture
def provider(account: Account) -> EveryKindProvider:
    return EveryKindProvider(account)


@pytest.fixture
async def channel(
    provider: EveryKindProvider, failures: list[tuple[str, str, BaseException]], tmp_path: Path
) -> AsyncIterator[grpc.aio.Channel]:
    def log(rpc: str, reference: str, failure: BaseException) -> None:
        failures.append((rpc, reference, failure))

    async with serving(provider, tmp_path, log=log) as opened:
        yield opened


async def configure(client: Client, region: Value = None) -> None:
    config = dynamic({"region": region}, ObjectType({"region": STRING}))
    answer = await client.call("ConfigureProvider", pb.ConfigureProvider.Request(config=config))
    assert not answer.diagnostics


@pytest.fixture
async def configured(client: Client) -> Client:
    await configure(client)
    return client


@pytest.fixture
async def unknown(client: Client) -> Client:
    await configure(client, UNKNOWN)
    return client


def decoded(message: pb.DynamicValue, kind: Type) -> Any:
    return msgpack.decode(message.msgpack, kind)


def summaries(diagnostics: Any) -> list[str]:
    return [diagnostic.summary for diagnostic in diagnostics]


def widget(**values: Any) -> Widget:
    return Widget(**{**widget_config(), **values})


def own(account: Account, *names: str) -> None:
    account.widgets.update({str(at): widget(id=str(at), name=name) for at, name in enumerate(names, start=1)})


# What there is


async def test_metadata_contains_objects_of_every_kind(client: Client) -> None:
    answer = await client.call("GetMetadata", pb.GetMetadata.Request())
    assert [it.type_name for it in answer.list_resources] == ["memory_widget"]
    assert [it.type_name for it in answer.ephemeral_resources] == ["memory_lease"]
    assert [it.type_name for it in answer.actions] == ["memory_polish"]
    assert [it.name for it in answer.functions] == ["join", "is_known"]


async def test_the_provider_schema_contains_schemas_of_every_kind(client: Client) -> None:
    answer = await client.call("GetProviderSchema", pb.GetProviderSchema.Request())
    assert [it.name for it in answer.list_resource_schemas["memory_widget"].block.attributes] == ["kind"]
    assert [it.name for it in answer.ephemeral_resource_schemas["memory_lease"].block.attributes] == ["widget", "token"]
    assert [it.name for it in answer.action_schemas["memory_polish"].schema.block.attributes] == ["widget", "times"]
    functions = await client.call("GetFunctions", pb.GetFunctions.Request())
    assert dict(answer.functions) == dict(functions.functions)


async def test_signatures_contain_parameters_and_the_return_type(client: Client) -> None:
    functions = (await client.call("GetFunctions", pb.GetFunctions.Request())).functions
    join, is_known = functions["join"], functions["is_known"]
    assert (join.summary, join.description, join.description_kind) == ("Texts in a row", "Joins *texts*.", pb.MARKDOWN)
    assert decode_type(getattr(join, "return").type) == STRING
    (separator,) = join.parameters
    assert (separator.name, separator.allow_null_value, separator.allow_unknown_values) == ("separator", False, False)
    assert (join.variadic_parameter.name, join.variadic_parameter.allow_null_value) == ("texts", True)
    assert not is_known.HasField("variadic_parameter")
    assert is_known.parameters[0].allow_unknown_values


# Lists


async def listed(client: Client, *, include: bool = False, limit: int = 100, kind: Value = None) -> Any:
    request = pb.ListResource.Request(
        type_name="memory_widget",
        config=dynamic({"kind": kind}, QUERY),
        include_resource_object=include,
        limit=limit,
    )
    return await client.call("ListResource", request)


async def test_objects_are_listed_with_name_and_identity(configured: Client, account: Account) -> None:
    own(account, "a", "b")
    one, other = await listed(configured)
    assert (one.display_name, other.display_name) == ("a", "b")
    assert decoded(one.identity.identity_data, IDENTITY) == {"id": "1", "region": None}
    assert not one.HasField("resource_object")


async def test_states_are_listed_on_request(configured: Client, account: Account) -> None:
    account.widgets["1"] = widget(id="1", secret_wo="leak", title=UNKNOWN, color="red")
    (event,) = await listed(configured, include=True)
    state = decoded(event.resource_object, WIDGET.object_type)
    assert (state["id"], state["secret_wo"], state["title"]) == ("1", None, None)
    assert summaries(event.diagnostic) == ["Red", "Provider left a value unknown"]


@pytest.mark.parametrize(("limit", "found"), [(1, 1), (2, 2), (3, 3), (100, 3), (0, 3)])
async def test_no_more_objects_are_listed_than_the_limit(
    configured: Client, account: Account, provider: EveryKindProvider, limit: int, found: int
) -> None:
    own(account, "a", "b", "c")
    assert len(await listed(configured, limit=limit)) == found
    assert provider.listing.closed


async def test_the_list_block_is_optional_and_filters(configured: Client, account: Account) -> None:
    account.widgets.update({"1": widget(id="1", kind="x"), "2": widget(id="2", kind="y")})
    assert len(await listed(configured, kind="y")) == 1
    null = pb.ListResource.Request(type_name="memory_widget", config=dynamic(None, QUERY), limit=9)
    assert len(await configured.call("ListResource", null)) == 2


async def test_an_object_without_an_identity_is_an_error_and_the_list_continues(
    configured: Client, account: Account
) -> None:
    own(account, "a", "nobody", "c")
    events = await listed(configured)
    assert [event.display_name for event in events] == ["a", "", "c"]
    assert summaries(events[1].diagnostic) == ["Provider listed an object without identity"]


async def test_an_error_in_the_middle_of_a_list_is_its_last_event(
    configured: Client, account: Account, failures: list[tuple[str, str, BaseException]]
) -> None:
    own(account, "a", "b")
    account.fail["list after one"] = ZeroDivisionError("secret")
    one, fault = await listed(configured)
    assert one.display_name == "a"
    assert summaries(fault.diagnostic) == ["The provider failed"]
    assert "secret" not in fault.diagnostic[0].detail
    assert [rpc for rpc, *_ in failures] == ["ListResource"]


async def test_without_provider_data_nothing_is_listed(client: Client) -> None:
    (event,) = await listed(client)
    assert summaries(event.diagnostic) == ["Provider is not configured"]


# Ephemeral resources


async def opened(client: Client, name: str = "a", **rest: Any) -> pb.OpenEphemeralResource.Response:
    request = pb.OpenEphemeralResource.Request(
        type_name="memory_lease", config=dynamic({"widget": name, "token": None}, LEASE), **rest
    )
    answer: pb.OpenEphemeralResource.Response = await client.call("OpenEphemeralResource", request)
    return answer


async def test_a_lease_is_opened_renewed_and_closed(configured: Client, account: Account) -> None:
    lease = await opened(configured)
    assert decoded(lease.result, LEASE) == {"widget": "a", "token": "token of a"}
    assert summaries(lease.diagnostics) == ["Leased"]
    assert lease.renew_at.ToDatetime(tzinfo=RENEW_AT.tzinfo) == RENEW_AT
    renewing = pb.RenewEphemeralResource.Request(type_name="memory_lease", private=lease.private)
    renewed = await configured.call("RenewEphemeralResource", renewing)
    assert renewed.HasField("renew_at")
    closing = pb.CloseEphemeralResource.Request(type_name="memory_lease", private=renewed.private)
    assert summaries((await configured.call("CloseEphemeralResource", closing)).diagnostics) == ["Returned"]
    assert account.calls[-1] == "closed a after 1 renewals"


async def test_an_object_without_a_renewal_time_is_not_renewed(configured: Client) -> None:
    assert not (await opened(configured, "forever")).HasField("renew_at")


async def test_a_failed_renewal_keeps_the_private_state_for_closing(configured: Client, account: Account) -> None:
    lease = await opened(configured)
    account.fail["renew"] = ZeroDivisionError()
    renewing = pb.RenewEphemeralResource.Request(type_name="memory_lease", private=lease.private)
    answer = await configured.call("RenewEphemeralResource", renewing)
    assert summaries(answer.diagnostics) == ["The provider failed"]


async def test_a_lease_is_deferred_or_refused_if_the_provider_is_unknown(unknown: Client) -> None:
    assert (await opened(unknown, client_capabilities=MAY_DEFER)).deferred.reason == pb.Deferred.PROVIDER_CONFIG_UNKNOWN
    refused = await opened(unknown)
    assert summaries(refused.diagnostics) == ["Provider is not configured"]
    assert decoded(refused.result, LEASE) is None


# Actions


def polishing(name: Value = "a", times: Value = None) -> dict[str, Any]:
    return {"action_type": "memory_polish", "config": dynamic({"widget": name, "times": times}, POLISH)}


async def invoke(client: Client, name: str, times: int = 1) -> Any:
    return await client.call("InvokeAction", pb.InvokeAction.Request(**polishing(name, times)))


async def test_an_action_yields_progress_and_its_result(configured: Client) -> None:
    *progress, end = await invoke(configured, "a", 2)
    assert [event.progress.message for event in progress] == ["polishing a: 1 of 2", "polishing a: 2 of 2"]
    assert summaries(end.completed.diagnostics) == ["Shiny"]


async def test_progress_arrives_while_the_action_runs(configured: Client, provider: EveryKindProvider) -> None:
    provider.polish.steps = asyncio.Semaphore(1)
    request = pb.InvokeAction.Request(**polishing("a", 2)).SerializeToString()
    stream = configured.stream("InvokeAction", request)
    first = pb.InvokeAction.Event.FromString(await anext(stream))
    assert first.progress.message == "polishing a: 1 of 2"
    assert not provider.polish.ended.is_set()
    provider.polish.steps.release()
    rest = [pb.InvokeAction.Event.FromString(data) async for data in stream]
    assert [event.WhichOneof("type") for event in rest] == ["progress", "completed"]


async def test_an_action_is_cancelled_if_the_call_is_cancelled(configured: Client, provider: EveryKindProvider) -> None:
    provider.polish.steps = asyncio.Semaphore(1)
    request = pb.InvokeAction.Request(**polishing("a", 2)).SerializeToString()
    stream = configured.stream("InvokeAction", request)
    await anext(stream)
    await stream.aclose()
    await asyncio.wait_for(provider.polish.ended.wait(), SECONDS)


async def test_a_failed_action_ends_with_an_error(
    configured: Client, account: Account, failures: list[tuple[str, str, BaseException]]
) -> None:
    *progress, end = await invoke(configured, "mud")
    assert len(progress) == 1
    (diagnostic,) = end.completed.diagnostics
    assert (diagnostic.summary, diagnostic.attribute.steps[0].attribute_name) == ("Not shiny", "widget")
    account.fail["polish after one"] = ZeroDivisionError()
    *progress, end = await invoke(configured, "a", 5)
    assert [event.progress.message for event in progress] == ["polishing a: 1 of 5"]
    assert summaries(end.completed.diagnostics) == ["The provider failed"]
    assert [rpc for rpc, *_ in failures] == ["InvokeAction"]


async def test_an_action_without_provider_data_completes_with_an_error(client: Client) -> None:
    (end,) = await invoke(client, "a")
    assert summaries(end.completed.diagnostics) == ["Provider is not configured"]


async def test_an_action_is_planned_with_unknown_values(configured: Client) -> None:
    assert not (await configured.call("PlanAction", pb.PlanAction.Request(**polishing()))).diagnostics
    answer = await configured.call("PlanAction", pb.PlanAction.Request(**polishing(UNKNOWN)))
    assert summaries(answer.diagnostics) == ["Which widget?"]


async def test_an_action_is_deferred_or_planned_without_the_provider_if_that_is_unknown(unknown: Client) -> None:
    deferred = pb.PlanAction.Request(**polishing(), client_capabilities=MAY_DEFER)
    assert (await unknown.call("PlanAction", deferred)).deferred.reason == pb.Deferred.PROVIDER_CONFIG_UNKNOWN
    answer = await unknown.call("PlanAction", pb.PlanAction.Request(**polishing()))
    assert summaries(answer.diagnostics) == ["No account yet"]


async def test_an_action_without_a_config_block_lacks_required_attributes(client: Client) -> None:
    request = pb.ValidateActionConfig.Request(action_type="memory_polish", config=dynamic(None, POLISH))
    answer = await client.call("ValidateActionConfig", request)
    assert summaries(answer.diagnostics) == ["Missing attribute"]


# Functions


async def called(client: Client, name: str, *arguments: Value, kind: Type = STRING) -> pb.CallFunction.Response:
    encoded = [pb.DynamicValue(msgpack=msgpack.encode(argument, kind)) for argument in arguments]
    answer: pb.CallFunction.Response = await client.call(
        "CallFunction", pb.CallFunction.Request(name=name, arguments=encoded)
    )
    return answer


async def test_functions_need_no_configuration(client: Client) -> None:
    answer = await called(client, "join", "-", "a", None, "b")
    assert decoded(answer.result, STRING) == "a-b"
    assert not answer.HasField("error")


async def test_an_argument_without_a_value_is_null_as_opentofu_sends_it(client: Client) -> None:
    texts = [pb.DynamicValue(msgpack=msgpack.encode(text, STRING)) for text in ("-", "a", "b")]
    request = pb.CallFunction.Request(name="join", arguments=[*texts, pb.DynamicValue()])
    assert decoded((await client.call("CallFunction", request)).result, STRING) == "a-b"
    answer = await client.call("CallFunction", pb.CallFunction.Request(name="join", arguments=[pb.DynamicValue()]))
    assert "separator cannot be null" in answer.error.text


async def test_an_unknown_argument_makes_the_result_unknown_unless_it_is_allowed(client: Client) -> None:
    assert decoded((await called(client, "join", "-", UNKNOWN)).result, STRING) == UNKNOWN
    value = DynamicValue(STRING, UNKNOWN)
    assert decoded((await called(client, "is_known", value, kind=DYNAMIC)).result, BOOL) is False


@pytest.mark.parametrize(
    ("arguments", "argument", "words"),
    [
        (("-", "a", "-"), 2, "cannot be the separator"),
        ((None, "a"), 0, "separator cannot be null"),
        ((), None, "at least 1"),
        (("-", "boom"), None, "The provider failed"),
    ],
)
async def test_an_error_names_the_argument(
    client: Client, arguments: tuple[Value, ...], argument: int | None, words: str
) -> None:
    answer = await called(client, "join", *arguments)
    assert words in answer.error.text
    assert (answer.error.function_argument if answer.error.HasField("function_argument") else None) == argument


async def test_an_argument_of_another_type_is_an_error_that_names_it(client: Client) -> None:
    request = pb.CallFunction.Request(name="join", arguments=[pb.DynamicValue(msgpack=b"\x80")])
    answer = await client.call("CallFunction", request)
    assert "separator" in answer.error.text
    assert answer.error.function_argument == 0


# All kinds


VALIDATIONS: dict[str, tuple[Any, str]] = {
    "ValidateListResourceConfig": (
        pb.ValidateListResourceConfig.Request(type_name="memory_widget", config=dynamic({"kind": ""}, QUERY)),
        "Empty kind",
    ),
    "ValidateEphemeralResourceConfig": (
        pb.ValidateEphemeralResourceConfig.Request(
            type_name="memory_lease", config=dynamic({"widget": "", "token": None}, LEASE)
        ),
        "Empty widget",
    ),
    "ValidateActionConfig": (pb.ValidateActionConfig.Request(**polishing("")), "Empty widget"),
}


@pytest.mark.parametrize("rpc", VALIDATIONS)
async def test_configurations_are_validated(client: Client, rpc: str) -> None:
    request, summary = VALIDATIONS[rpc]
    assert summaries((await client.call(rpc, request)).diagnostics) == [summary]


MISSPELT: dict[str, Any] = {
    "ListResource": pb.ListResource.Request(type_name="memory_wigdet"),
    "ValidateListResourceConfig": pb.ValidateListResourceConfig.Request(type_name="memory_wigdet"),
    "OpenEphemeralResource": pb.OpenEphemeralResource.Request(type_name="memory_laese"),
    "RenewEphemeralResource": pb.RenewEphemeralResource.Request(type_name="memory_laese"),
    "CloseEphemeralResource": pb.CloseEphemeralResource.Request(type_name="memory_laese"),
    "PlanAction": pb.PlanAction.Request(action_type="memory_plosih"),
    "InvokeAction": pb.InvokeAction.Request(action_type="memory_plosih"),
    "CallFunction": pb.CallFunction.Request(name="jion"),
}


@pytest.mark.parametrize("rpc", MISSPELT)
async def test_an_unknown_name_is_an_error_that_suggests_the_most_similar(client: Client, rpc: str) -> None:
    answer = await client.call(rpc, MISSPELT[rpc])
    assert "Did you mean" in str(answer)
