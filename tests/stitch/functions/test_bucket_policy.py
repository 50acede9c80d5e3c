from __future__ import annotations

import json

import pytest

from stitch_provider import catalog
from stitch_provider.stitch.functions.bucket_policy import BucketPolicy
from stitch_provider.stitch.regions.names import REGIONS
from stitch_provider.terraform.resource import FunctionError


def bucket_policy(*arguments: str) -> str:
    return str(BucketPolicy().call(arguments))


def test_a_policy_allows_the_loader_its_actions_on_the_bucket_and_its_objects() -> None:
    assert json.loads(bucket_policy("databricks_delta", "acme-lake", "eu-central-1")) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::218546966473:role/LoaderDelta_eu_central_1"},
                "Action": ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
                "Resource": ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"],
            }
        ],
    }


def test_the_loader_of_an_s3_destination_deletes_nothing() -> None:
    (statement,) = json.loads(bucket_policy("s3", "acme.lake", "us-east-1"))["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::218546966473:role/LoaderS3"}
    assert statement["Action"] == ["s3:PutObject", "s3:GetObject", "s3:ListBucket"]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("destination_type", catalog.regions().loaders)
def test_the_principal_is_the_role_that_the_region_shows(destination_type: str, region: str) -> None:
    (statement,) = json.loads(bucket_policy(destination_type, "acme-lake", region))["Statement"]
    assert statement["Principal"]["AWS"] == catalog.regions().loader_role(destination_type, region)


@pytest.mark.parametrize(
    ("arguments", "argument", "words"),
    [
        (("snowflake", "acme-lake", "us-east-1"), 0, 'only those of "s3" and "databricks_delta"'),
        (("databricks", "acme-lake", "us-east-1"), 0, 'Did you mean "databricks_delta"?'),
        (("s3", "s3://acme-lake", "us-east-1"), 1, "name of a bucket"),
        (("s3", "arn:aws:s3:::acme-lake", "us-east-1"), 1, "name of a bucket"),
        (("s3", "acme-lake/raw", "us-east-1"), 1, "name of a bucket"),
        (("s3", "*", "us-east-1"), 1, "name of a bucket"),
        (("s3", "", "us-east-1"), 1, "name of a bucket"),
        (("s3", "acme-lake\n", "us-east-1"), 1, "name of a bucket"),
        (("s3", "acme-lake", "eu-west-1"), 2, '"eu-central-1"'),
        (("s3", "acme-lake", "europe"), 2, '"eu-central-1"'),
    ],
)
def test_an_invalid_argument_is_named(arguments: tuple[str, ...], argument: int, words: str) -> None:
    with pytest.raises(FunctionError) as refused:
        bucket_policy(*arguments)
    assert refused.value.argument == argument
    assert words in refused.value.text
