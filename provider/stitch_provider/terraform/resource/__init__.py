"""What a provider gives to the engine: the Protocols that its resources, data sources, actions and so on implement.

Type parameters: `M` is the model (see `schema.model`) of a resource's configuration, plan and state alike; `A` is what
the provider's configuration turns into, called provider data, which every operation gets.

Operations report trouble in one of two ways: diagnostics in their response, or a `DiagnosticError`. Whatever an
operation hands to `save` before it ends, however it ends, is in Terraform's state afterwards.

Must never hold behaviour beyond the defaults of what a provider need not implement.
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
