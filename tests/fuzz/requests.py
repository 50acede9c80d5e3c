"""A request for every rpc that the provider serves, made of stored states and of earlier answers."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, TypeAlias

from fakes.objchange import propose
from fuzz import samples
from fuzz.account import BASE_URL, TOKEN
from stitch import stored_states
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.protocol import from_proto, to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.values.types import ObjectType
from stitch_provider.terraform.values.value import wholly_known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from google.protobuf.message import Message


_PROVIDER_ADDRESSES = (
    "registry.terraform.io/stitchdata/stitch",
    "registry.opentofu.org/stitchdata/stitch",
    "registry.terraform.io/hashicorp/aws",
    "",
)

Maker: TypeAlias = "Callable[[Requests], Message]"


@dataclass(slots=True)
class Requests:
    """Makes requests. `private` contains private state from earlier answers, `plans` plans that can be applied."""

    provider: StitchProvider
    random: Random
    private: list[bytes] = field(default_factory=lambda: [b""])
    plans: list[pb.ApplyResourceChange.Request] = field(default_factory=list)

    def make(self, rpc: str) -> Message:
        """A valid request for this rpc."""
        return _MAKERS[rpc](self)

    def remember(self, request: Any, response: Any) -> None:
        """Remember what later requests can contain."""
        if any(each.severity == pb.Diagnostic.ERROR for each in getattr(response, "diagnostics", ())):
            return
        for name in ("private", "planned_private", "target_private"):
            if data := getattr(response, name, b""):
                self.private.append(data)
        if isinstance(response, pb.PlanResourceChange.Response) and self._known(request):
            self.plans.append(
                pb.ApplyResourceChange.Request(
                    type_name=request.type_name,
                    prior_state=request.prior_state,
                    planned_state=response.planned_state,
                    config=request.config,
                    planned_private=response.planned_private,
                    planned_identity=response.planned_identity,
                )
            )

    def _known(self, request: pb.PlanResourceChange.Request) -> bool:
        """Whether the configuration has no unknown values. Terraform applies no other."""
        kind = self.provider.resources[request.type_name].schema.object_type
        return wholly_known(from_proto.to_value(request.config, kind, "config"))

    def configure(self) -> pb.ConfigureProvider.Request:
        """The configuration with which the provider uses the account."""
        config = dict.fromkeys(self.provider.schema.attributes) | {"api_token": TOKEN, "base_url": BASE_URL}
        value = to_proto.dynamic_value(config, self.provider.schema.object_type)
        return pb.ConfigureProvider.Request(terraform_version="1.15.0", config=value)

    def apply(self) -> pb.ApplyResourceChange.Request:
        """A plan from an earlier answer, or a destroy."""
        if self.plans and self.random.random() < 0.8:
            return deepcopy(self.random.choice(self.plans[-10:]))
        name = self.resource()
        kind = self.provider.resources[name].schema.object_type
        nothing = to_proto.dynamic_value(None, kind)
        return pb.ApplyResourceChange.Request(
            type_name=name,
            prior_state=self.state(name),
            planned_state=nothing,
            config=nothing,
            planned_private=self.random.choice(self.private),
            planned_identity=self.identity(name),
        )

    def plan(self) -> pb.PlanResourceChange.Request:
        """The plan of a create, an update or a destroy."""
        name = self.resource()
        schema = self.provider.resources[name].schema
        operation = self.random.choice(("create", "update", "update", "destroy"))
        prior = None if operation == "create" else self.state_value(name)
        config = None if operation == "destroy" else self.config_value(name)
        proposed = None if config is None else propose(schema, config, prior)
        return pb.PlanResourceChange.Request(
            type_name=name,
            prior_state=to_proto.dynamic_value(prior, schema.object_type),
            proposed_new_state=to_proto.dynamic_value(proposed, schema.object_type),
            config=to_proto.dynamic_value(config, schema.object_type),
            prior_private=b"" if prior is None else self.random.choice(self.private),
            planned_private=self.random.choice(self.private),
            prior_identity=None if prior is None else self.identity(name),
            client_capabilities=self.capabilities(),
        )

    def resource(self) -> str:
        """The type name of a resource."""
        return self.random.choice(sorted(self.provider.resources))

    def state(self, name: str) -> pb.DynamicValue:
        """A state of a resource."""
        return to_proto.dynamic_value(self.state_value(name), self.provider.resources[name].schema.object_type)

    def state_value(self, name: str) -> dict[str, Any]:
        """The value of a state."""
        resource = self.provider.resources[name]
        return self.varied(samples.state(name, resource), resource.schema.object_type, unknown=False)

    def config(self, name: str) -> pb.DynamicValue:
        """A configuration of a resource."""
        return to_proto.dynamic_value(self.config_value(name), self.provider.resources[name].schema.object_type)

    def config_value(self, name: str) -> dict[str, Any]:
        """The value of a configuration."""
        resource = self.provider.resources[name]
        attributes = resource.schema.attributes
        value = samples.configured(attributes, samples.state(name, resource))
        if "credentials_wo" in value and self.random.random() < 0.5:
            value["credentials_wo"] = {"password": "secret-of-a-request"}
        settable = ObjectType(
            {
                each: kind
                for each, kind in resource.schema.object_type.attributes.items()
                if attributes[each].required or attributes[each].optional
            }
        )
        return value | self.varied({each: value[each] for each in settable.attributes}, settable, unknown=True)

    def varied(self, value: dict[str, Any], kind: ObjectType, *, unknown: bool) -> dict[str, Any]:
        """An object. In half of the requests some of its elements have other values."""
        share = self.random.choice((0.0, 0.0, 0.03, 0.12))
        types = kind.attributes
        return {name: samples.varied(value[name], types[name], self.random, share, unknown=unknown) for name in value}

    def identity(self, name: str) -> pb.ResourceIdentityData | None:
        """The identity of a resource, or none."""
        resource = self.provider.resources[name]
        if self.random.random() < 0.2:
            return None
        return to_proto.identity(samples.identity(name, resource), resource.identity.object_type)

    def block(self, schema: Any) -> pb.DynamicValue:
        """A configuration of any other block."""
        value = self.varied(samples.config(schema.attributes, self.random), schema.object_type, unknown=True)
        return to_proto.dynamic_value(value, schema.object_type)

    def capabilities(self) -> pb.ClientCapabilities:
        """What the engine can do."""
        return pb.ClientCapabilities(deferral_allowed=self.random.random() < 0.3, write_only_attributes_allowed=True)

    def one_of(self, offered: Mapping[str, Any]) -> tuple[str, Any]:
        """One of the objects that the provider offers, by name."""
        name = self.random.choice(sorted(offered))
        return name, offered[name]


def _by_schema(kind: Any, offered: str, **given: Callable[[Requests], Any]) -> Maker:
    """A request of a type name and a configuration, with other fields."""

    def make(requests: Requests) -> Message:
        name, found = requests.one_of(getattr(requests.provider, offered))
        field_name = "action_type" if offered == "actions" else "type_name"
        extra = {key: value(requests) for key, value in given.items()}
        message: Message = kind(**{field_name: name, "config": requests.block(found.schema), **extra})
        return message

    return make


def _of_resource(kind: Any, make: Callable[[Requests, str], Mapping[str, Any]]) -> Maker:
    def request(requests: Requests) -> Message:
        name = requests.resource()
        message: Message = kind(type_name=name, **make(requests, name))
        return message

    return request


def _stored(part: str) -> Callable[[Requests, str], Mapping[str, Any]]:
    field_name = "raw_state" if part == "attributes" else "raw_identity"
    return lambda _, name: {field_name: pb.RawState(json=json.dumps(stored_states.of(name).instance[part]).encode())}


def _import(requests: Requests, name: str) -> Mapping[str, Any]:
    capabilities = requests.capabilities()
    if requests.random.random() < 0.5:
        return {"identity": requests.identity(name), "client_capabilities": capabilities}
    identity = samples.identity(name, requests.provider.resources[name])
    return {"id": "/".join(str(each) for each in identity.values() if each), "client_capabilities": capabilities}


def _move(requests: Requests) -> Message:
    source, target = requests.resource(), requests.resource()
    return pb.MoveResourceState.Request(
        source_provider_address=requests.random.choice(_PROVIDER_ADDRESSES),
        source_type_name=requests.random.choice((source, target)),
        source_state=pb.RawState(json=stored_states.of(source).json),
        source_private=requests.random.choice(requests.private),
        target_type_name=target,
    )


def _call(requests: Requests) -> Message:
    name, function = requests.one_of(requests.provider.functions)
    arguments = [
        to_proto.dynamic_value(samples.sample(each.type, requests.random), each.type) for each in function.parameters
    ]
    return pb.CallFunction.Request(name=name, arguments=arguments)


def _of_ephemeral(kind: Any) -> Maker:
    return lambda requests: kind(
        type_name=requests.one_of(requests.provider.ephemeral_resources)[0],
        private=requests.random.choice(requests.private),
    )


_READ = _of_resource(
    pb.ReadResource.Request,
    lambda requests, name: {
        "current_state": requests.state(name),
        "current_identity": requests.identity(name),
        "private": requests.random.choice(requests.private),
        "client_capabilities": requests.capabilities(),
    },
)

_MAKERS: Mapping[str, Maker] = {
    "GetMetadata": lambda _: pb.GetMetadata.Request(),
    "GetProviderSchema": lambda _: pb.GetProviderSchema.Request(),
    "GetResourceIdentitySchemas": lambda _: pb.GetResourceIdentitySchemas.Request(),
    "GetFunctions": lambda _: pb.GetFunctions.Request(),
    "ValidateProviderConfig": lambda requests: pb.ValidateProviderConfig.Request(config=requests.configure().config),
    "ConfigureProvider": Requests.configure,
    "StopProvider": lambda _: pb.StopProvider.Request(),
    "ValidateResourceConfig": _of_resource(
        pb.ValidateResourceConfig.Request,
        lambda requests, name: {"config": requests.config(name), "client_capabilities": requests.capabilities()},
    ),
    "UpgradeResourceState": _of_resource(pb.UpgradeResourceState.Request, _stored("attributes")),
    "UpgradeResourceIdentity": _of_resource(pb.UpgradeResourceIdentity.Request, _stored("identity")),
    "ReadResource": _READ,
    "PlanResourceChange": Requests.plan,
    "ApplyResourceChange": Requests.apply,
    "ImportResourceState": _of_resource(pb.ImportResourceState.Request, _import),
    "MoveResourceState": _move,
    "GenerateResourceConfig": _of_resource(
        pb.GenerateResourceConfig.Request, lambda requests, name: {"state": requests.state(name)}
    ),
    "ValidateDataResourceConfig": _by_schema(pb.ValidateDataResourceConfig.Request, "data_sources"),
    "ReadDataSource": _by_schema(pb.ReadDataSource.Request, "data_sources", client_capabilities=Requests.capabilities),
    "ValidateEphemeralResourceConfig": _by_schema(pb.ValidateEphemeralResourceConfig.Request, "ephemeral_resources"),
    "OpenEphemeralResource": _by_schema(
        pb.OpenEphemeralResource.Request, "ephemeral_resources", client_capabilities=Requests.capabilities
    ),
    "RenewEphemeralResource": _of_ephemeral(pb.RenewEphemeralResource.Request),
    "CloseEphemeralResource": _of_ephemeral(pb.CloseEphemeralResource.Request),
    "ValidateListResourceConfig": _by_schema(pb.ValidateListResourceConfig.Request, "list_resources"),
    "ListResource": _by_schema(
        pb.ListResource.Request,
        "list_resources",
        include_resource_object=lambda requests: requests.random.random() < 0.5,
        limit=lambda requests: requests.random.choice((0, 1, 100)),
    ),
    "ValidateActionConfig": _by_schema(pb.ValidateActionConfig.Request, "actions"),
    "PlanAction": _by_schema(pb.PlanAction.Request, "actions", client_capabilities=Requests.capabilities),
    "InvokeAction": _by_schema(pb.InvokeAction.Request, "actions", client_capabilities=Requests.capabilities),
    "CallFunction": _call,
}
