"""The interface between a provider and the engine: Protocols for resources, data sources, actions and so on.

Holds the Protocols and the types of their requests and responses. There are two type parameters. `M` is the model (see
`schema.model`) of an object's configuration, plan and state. `A` is the type of the provider data, which the provider
creates from its configuration and every operation gets.

An operation reports errors as diagnostics in its response, or raises `DiagnosticError`. A state that it passes to
`save` is in Terraform's state afterwards, even if the operation fails.

Must never hold behavior, except for the defaults of methods that a provider need not implement.
"""

from stitch_provider.terraform.resource.action import Action, Report
from stitch_provider.terraform.resource.data import DataResponse, DataSource
from stitch_provider.terraform.resource.ephemeral import EphemeralResource, OpenResponse, RenewResponse
from stitch_provider.terraform.resource.function import Function, FunctionError, Parameter
from stitch_provider.terraform.resource.listing import Listed, ListRequest, ListResource
from stitch_provider.terraform.resource.managed import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    MoveRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    Save,
    StateUpgrade,
    UpdateRequest,
)
from stitch_provider.terraform.resource.private import Private
from stitch_provider.terraform.resource.provider import ConfigureRequest, ConfigureResponse, Provider

__all__ = [
    "Action",
    "ApplyResponse",
    "ConfigureRequest",
    "ConfigureResponse",
    "CreateRequest",
    "DataResponse",
    "DataSource",
    "DeleteRequest",
    "EphemeralResource",
    "Function",
    "FunctionError",
    "ImportRequest",
    "ListRequest",
    "ListResource",
    "Listed",
    "MoveRequest",
    "OpenResponse",
    "Parameter",
    "PlanRequest",
    "PlanResponse",
    "Private",
    "Provider",
    "ReadRequest",
    "ReadResponse",
    "RenewResponse",
    "Report",
    "Resource",
    "Save",
    "StateUpgrade",
    "UpdateRequest",
]
