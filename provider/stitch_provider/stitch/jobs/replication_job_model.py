"""The model of `stitch_replication_job`, which is its schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stitch_provider.stitch.ids import StitchId
from stitch_provider.stitch.jobs.extraction import ExtractionView
from stitch_provider.stitch.jobs.running import ATTACH, REFUSE
from stitch_provider.stitch.timeouts import DEFAULTS, Duration
from stitch_provider.terraform.schema.attribute import IdentityAttribute, IdentitySchema
from stitch_provider.terraform.schema.declaration import Model, computed, optional, required, schema_of
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

START_TIMEOUT: Any = optional(
    "Time limit of starting the job and waiting for it, as a duration such as `45s` or `1h30m`. A job that exceeds it "
    f"continues in Stitch. Default: `{DEFAULTS['create']}`.",
    default=None,
    validators=(Duration(),),
)
"""Declares the attribute that limits the start of a job."""


class JobTimeouts(Model):
    """How long a wait may take."""

    create: str | Unknown | None = START_TIMEOUT


class JobModel(Model):
    """Configuration, plan or state of a job."""

    id: str | Unknown | None = computed(
        "Id of the source, a string of digits. The job is identified by `job_name`.", use_state_for_unknown=True
    )
    source_id: str | Unknown = required(
        "Id of the source to replicate, a string of digits.", requires_replace=True, validators=(StitchId(),)
    )
    triggers: Mapping[str, str | Unknown | None] | Unknown | None = optional(
        "Values of your choice, such as the id of a commit. A change of any value starts a new job. Default: none, "
        "and the job runs once.",
        requires_replace=True,
    )
    on_already_running: str | Unknown = optional(
        f"What to do if a job of the source is already running: `{ATTACH}` uses that job and warns, `{REFUSE}` "
        f"fails. A change takes effect when the next job is started. Default: `{ATTACH}`.",
        default=ATTACH,
        validators=(OneOf((ATTACH, REFUSE)),),
    )
    wait: bool | Unknown = optional(
        "Whether to wait until the extraction has ended, and to fail if it failed. A change takes effect when the "
        "next job is started. Default: `false`.",
        default=False,
    )
    stop_on_destroy: bool | Unknown = optional(
        "Whether destroying or replacing this resource stops the job that the source is running, even if it is a "
        "later job. A job that the same run started is not stopped. Default: `false`.",
        default=False,
    )
    timeouts: JobTimeouts | Unknown | None = optional("Time limits of the operations.")
    job_name: str | Unknown | None = computed(
        "Name of the job, with which `stitch_extraction_log` reads its log. Null if a job was already running and "
        "`wait` was not set, because Stitch shows the name of such a job only when it has ended.",
        use_state_for_unknown=True,
    )
    already_running: bool | Unknown | None = computed(
        "Whether this resource uses a job that was already running.", use_state_for_unknown=True
    )
    extraction: ExtractionView | Unknown | None = computed(
        "How the extraction ended. Null if `wait` was not set when the job was started. It is not refreshed; the "
        "data source `stitch_extractions` has the last extraction of each source.",
        use_state_for_unknown=True,
    )


SCHEMA = schema_of(
    JobModel,
    "A replication job of a source, which starts when this resource is created or replaced. A change of `triggers` "
    "replaces it. The action `stitch_start_replication` starts a job without a resource.",
)

IDENTITY = IdentitySchema(
    attributes={
        "source_id": IdentityAttribute(type=STRING, description="Id of the source, a string of digits."),
        "job_name": IdentityAttribute(
            type=STRING, description="Name of the job, where it is known.", required_for_import=False
        ),
        "client_id": IdentityAttribute(
            type=STRING, description="Id of the Stitch account, a string of digits.", required_for_import=False
        ),
    }
)
