"""The data source `stitch_region`."""

from __future__ import annotations

from collections.abc import Mapping

from stitch_provider import catalog
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.regions.names import REGIONS
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.declaration import Model, computed, optional, schema_of
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown


class RegionView(Model):
    """A region of Stitch."""

    region: str | Unknown | None = optional(
        "AWS region in which Stitch processes the data of the account: `us-east-1` (North America) or `eu-central-1` "
        "(Europe). The Stitch web application shows it under *Account Settings* as *data pipeline region*. Default: "
        "`region` of the provider.",
        computed=True,
        validators=(OneOf(REGIONS),),
    )
    name: str | None = computed("Name of the region in Stitch, such as `North America`.")
    cidr_blocks: tuple[str, ...] | None = computed(
        "Addresses from which Stitch connects to databases, as CIDR blocks such as `52.23.137.21/32`. They are the "
        "same for sources and destinations."
    )
    saas_cidr_blocks: tuple[str, ...] | None = computed(
        "Addresses from which some SaaS integrations call, as CIDR blocks. Allow them in SaaS applications that "
        "restrict the addresses of callers, such as Marketo. They are the same in every region."
    )
    import_api_url: str | None = computed(
        "Address of the Import API, to which data for Import API sources is sent. The Connect API has one address "
        "for all regions."
    )
    aws_account_id: str | None = computed(
        "Id of the AWS account of Stitch, which a role for an Amazon S3 CSV or DynamoDB source trusts. It is the same "
        "in every region."
    )
    loader_roles: Mapping[str, str] | None = computed(
        "ARNs of the roles in the AWS account of Stitch that load data into a bucket, by destination type: `s3` and "
        "`databricks_delta`. The function `bucket_policy` gives the whole policy of a bucket."
    )


class RegionDataSource(DataSource[RegionView, ProviderData]):
    """`stitch_region`: what the catalog contains about a region."""

    type_name = "stitch_region"
    model = RegionView
    schema = schema_of(
        RegionView,
        "A region of Stitch: the addresses to allow in firewalls, and the AWS account and roles to trust. The data is "
        "part of the provider, so that reading it needs no API access token and makes no call. Stitch publishes the "
        "current addresses in its [IP address reference](https://www.stitchdata.com/docs/security/stitch-ip-addresses).",
    )

    async def read(self, config: RegionView, provider: ProviderData) -> DataResponse[RegionView]:
        region = config.region or provider.region
        if not isinstance(region, str):
            raise DiagnosticError(_missing_region())
        known = catalog.regions()
        found = known.regions[region]
        return DataResponse(
            state=RegionView(
                region=region,
                name=found.name,
                cidr_blocks=found.cidr_blocks,
                saas_cidr_blocks=known.saas_cidr_blocks,
                import_api_url=found.import_api_url,
                aws_account_id=known.aws_account_id,
                loader_roles={name: known.loader_role(name, region) for name in known.loaders},
            )
        )


def _missing_region() -> Diagnostic:
    return error(
        "No region",
        "Neither region of this data source, nor region of the provider, nor the environment variable STITCH_REGION is "
        "set, and the Connect API does not show the region of an account. Set one of them to the data pipeline region "
        'that the Stitch web application shows under "Account Settings".',
        Path.of("region"),
    )
