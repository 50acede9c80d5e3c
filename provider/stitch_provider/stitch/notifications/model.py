"""The attributes that emails and hooks share."""

from __future__ import annotations

from stitch_provider.stitch.attributes import OwnedModel
from stitch_provider.terraform.schema.declaration import optional
from stitch_provider.terraform.values.value import Unknown


class NotificationModel(OwnedModel):
    """Configuration, plan or state of an email or a hook."""

    enabled: bool | Unknown | None = optional(
        "Whether Stitch uses the {noun}. Stitch keeps it while it is disabled. Default: `true`.", default=True
    )
