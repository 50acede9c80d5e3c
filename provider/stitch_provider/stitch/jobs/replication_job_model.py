"""The schema of `stitch_replication_job` and its model."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from stitch_provider.stitch import timeouts
from stitch_provider.stitch.ids import StitchId
from stitch_provider.stitch.jobs import extraction
from stitch_provider.stitch.jobs.extraction import ExtractionView
from stitch_provider.stitch.jobs.running import ATTACH, REFUSE
from stitch_provider.stitch.timeouts import DEFAULTS
from stitch_provider.terraform.schema.attribute import (
    Attribute,
    IdentityAttribute,
    IdentitySchema,
    NestedAttributes,
    Schema,
)
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.types import BOOL, STRING, MapType
from stitch_provider.terraform.values.value import Unknown


class JobTimeouts(Struct, frozen=True, kw_only=True):
    """How long a wait may take."""

    create: str | Unknown | None = None


class ReplicationJobModel(Struct, frozen=True, kw_only=True):
    """Configuration, plan or state of a job; attributes as in `SCHEMA`."""

    id: str | Unknown | None
    source_id: str | Unknown
    triggers: Mapping[str, str | Unknown | None] | Unknown | None
    on_already_running: str | Unknown
    wait: bool | Unknown
    stop_on_destroy: bool | Unknown
    timeouts: JobTimeouts | Unknown | None
    job_name: str | Unknown | None
    already_running: bool | Unknown | None
    extraction: ExtractionView | Unknown | None


SCHEMA = Schema(
    description="A replication job of a source: started when this is created, and again whenever `triggers` change, "
    "by replacing it. Jobs run on paused sources as well. Refreshing only checks that the source still exists. "
    "From Terraform 1.14 on the action `stitch_start_replication` does the same without keeping a state. A job cannot "
    "be imported.",
    attributes={
        "id": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="Id of the source, a string of digits; the job itself is told by `job_name`.",
        ),
        "source_id": Attribute(
            type=STRING,
            required=True,
            requires_replace=True,
            validators=(StitchId(),),
            description="Id of the source to replicate, a string of digits.",
        ),
        "triggers": Attribute(
            type=MapType(STRING),
            optional=True,
            requires_replace=True,
            description="Any texts; when one of them changes, a new job is started. Default: none, so that the job "
            "runs once.",
        ),
        "on_already_running": Attribute(
            type=STRING,
            optional=True,
            computed=True,
            default=ATTACH,
            validators=(OneOf((ATTACH, REFUSE)),),
            description="What to do when a job of the source runs already, which Stitch answers by starting none: "
            f"`{ATTACH}` takes that job for this one, with a warning; `{REFUSE}` fails. A change takes effect when "
            f"the next job is started. Default: `{ATTACH}`.",
        ),
        "wait": Attribute(
            type=BOOL,
            optional=True,
            computed=True,
            default=False,
            description="Whether to wait until the extraction is over, and to fail where it fails: the resource is "
            "then tainted, so that the next apply starts another job. The data may be loaded some minutes later. "
            "A change takes effect when the next job is started. Default: `false`.",
        ),
        "stop_on_destroy": Attribute(
            type=BOOL,
            optional=True,
            computed=True,
            default=False,
            description="Whether to stop the job that the source then runs, whichever that is, when this is destroyed "
            "or replaced. Default: `false`, which leaves Stitch alone.",
        ),
        "timeouts": Attribute(
            type=NestedAttributes(
                attributes={
                    "create": Attribute(
                        type=STRING,
                        optional=True,
                        validators=(timeouts.Duration(),),
                        description="How long starting and waiting may take, as a duration such as `45s` or `1h30m`. "
                        f"The job itself goes on. Default: `{DEFAULTS['create']}`.",
                    )
                }
            ),
            optional=True,
            description="How long operations may take before they give up.",
        ),
        "job_name": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="Name of the job, which `stitch_extraction_log` takes. Null where a job ran already and "
            "nobody waited for it: Stitch tells its name only when it is over.",
        ),
        "already_running": Attribute(
            type=BOOL,
            computed=True,
            use_state_for_unknown=True,
            description="Whether a job ran already, and stands for this one.",
        ),
        "extraction": Attribute(
            type=NestedAttributes(attributes=extraction.attributes()),
            computed=True,
            use_state_for_unknown=True,
            description="How the extraction ended; null where `wait` was not set when the job was started. It stays "
            "as it was then: the data source `stitch_extractions` has the last one of each source.",
        ),
    },
)

IDENTITY = IdentitySchema(
    attributes={
        "source_id": IdentityAttribute(type=STRING, description="Id of the source, a string of digits."),
        "job_name": IdentityAttribute(
            type=STRING, description="Name of the job, where it is known.", required_for_import=False
        ),
        "client_id": IdentityAttribute(
            type=STRING,
            description="Id of the Stitch account, a string of digits.",
            required_for_import=False,
        ),
    }
)
