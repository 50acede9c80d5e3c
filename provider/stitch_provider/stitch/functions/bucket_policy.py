"""The function `bucket_policy`: what lets Stitch load into a bucket, by the documentation of its bucket policies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from stitch_provider import catalog
from stitch_provider.stitch.regions.names import REGIONS
from stitch_provider.terraform.resource import Function, FunctionError, Parameter
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.types import STRING

if TYPE_CHECKING:
    from stitch_provider.terraform.values.value import Value

_BUCKET = re.compile(r"[A-Za-z0-9._-]{3,255}", re.ASCII)
"""The names that Amazon S3 has ever allowed, also those from before March 2018."""


class BucketPolicy(Function):
    """`bucket_policy(destination_type, bucket, region)`."""

    name = "bucket_policy"
    summary = "Policy of a bucket that Stitch loads into"
    description = (
        "The policy of an Amazon S3 bucket, as JSON, that gives Stitch the access that a destination needs. For "
        "`databricks_delta` the bucket is the one in which Stitch stages data. The policy has one statement, which "
        "allows the role of the loader only the actions that it needs."
    )
    parameters = (
        Parameter(
            name="destination_type",
            type=STRING,
            description="Type of the destination: `s3` or `databricks_delta`. Destinations of other types need no "
            "policy of a bucket.",
        ),
        Parameter(name="bucket", type=STRING, description="Name of the bucket, such as `acme-lake`."),
        Parameter(
            name="region",
            type=STRING,
            description="Region of the Stitch account, not that of the bucket: `us-east-1` or `eu-central-1`, such as "
            "`region` of the data source `stitch_region`.",
        ),
    )
    return_type = STRING

    def call(self, arguments: tuple[Value, ...]) -> Value:
        destination_type, bucket, region = map(str, arguments)
        known = catalog.regions()
        if destination_type not in known.loaders:
            raise FunctionError(_wrong_type(destination_type, tuple(known.loaders)), argument=0)
        if not _BUCKET.fullmatch(bucket):
            raise FunctionError(
                'The bucket must be the name of a bucket, such as "acme-lake", without "s3://" and without the ARN '
                "around it.",
                argument=1,
            )
        if region not in known.regions:
            raise FunctionError(f'"{region}" is not a region of Stitch.{nearest(region, REGIONS)}', argument=2)
        arn = f"arn:aws:s3:::{bucket}"
        policy = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": known.loader_role(destination_type, region)},
                    "Action": known.loaders[destination_type].bucket_policy_actions,
                    "Resource": [arn, f"{arn}/*"],
                }
            ],
        }
        return msgspec.json.encode(policy).decode()


def _wrong_type(destination_type: str, allowed: tuple[str, ...]) -> str:
    if catalog.destination_type(destination_type) is not None:
        names = " and ".join(f'"{each}"' for each in allowed)
        return f'Destinations of the type "{destination_type}" need no bucket policy, only those of {names} do.'
    return f'"{destination_type}" is not a destination type with a bucket.{nearest(destination_type, allowed)}'
