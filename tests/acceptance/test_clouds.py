"""The module for AWS in a configuration whose resources depend on it, as in the guide.

`terraform_data` stands for the resources in AWS.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engines.terraform import Terraform

MODULE = Path(__file__).parents[2] / "examples" / "terraform" / "multi-cloud" / "aws"

ROOT = """
resource "terraform_data" "security_group" {
  input = module.stitch.cidr_blocks
}

resource "terraform_data" "database" {
  input = "storefront.acme.example"
}

resource "terraform_data" "bucket" {
  for_each = toset(["lake", "staging"])
  input    = "acme-${each.key}"
}

resource "terraform_data" "bucket_policy" {
  for_each = terraform_data.bucket
  input    = module.stitch.bucket_policies[each.key]
}

resource "terraform_data" "role" {
  for_each = module.stitch.roles
  input    = each.value
}

module "stitch" {
  source = "./stitch"

  redshift_host       = terraform_data.database.output
  redshift_database   = "analytics"
  redshift_password   = "secret-1"
  redshift_ready      = [terraform_data.security_group.id]
  postgres_host       = terraform_data.database.output
  postgres_database   = "storefront"
  postgres_password   = "secret-2"
  postgres_tables     = ["customers"]
  postgres_ready      = [terraform_data.security_group.id]
  aws_account_id      = "123456789012"
  files_bucket        = "acme-files"
  files_role          = [terraform_data.role["files"].id]
  dynamodb_region     = "eu-west-1"
  dynamodb_tables     = ["customers"]
  carts_role          = [terraform_data.role["carts"].id]
  lake_bucket         = terraform_data.bucket["lake"].output
  challenge_file      = "stitch-challenge-file-1"
  lake_ready          = [terraform_data.bucket_policy["lake"].id]
  staging_bucket      = terraform_data.bucket["staging"].output
  staging_ready       = [terraform_data.bucket_policy["staging"].id]
  databricks_jdbc_url = "jdbc:spark://acme.example:443"
  databricks_token    = "secret-3"
}

output "roles" {
  value = { for name, role in terraform_data.role : name => role.output }
}

output "lake_policy" {
  value = terraform_data.bucket_policy["lake"].output
}
"""

PROVIDER = 'provider "stitch" {\n  region = "eu-central-1"\n}\n'


def test_roles_and_bucket_policies_of_a_cloud_are_created_in_the_same_apply(terraform: Terraform) -> None:
    shutil.copytree(MODULE, terraform.workspace.directory / "stitch")
    terraform.write(ROOT, provider=PROVIDER)
    terraform.run("get")
    terraform.apply()
    terraform.expect_no_changes()
    outputs = terraform.outputs()
    shown = {source["type"]: source["properties"] for source in terraform.account.sources()}
    assert outputs["roles"] == {
        role: {"name": shown[type_name]["role_name"], "external_id": shown[type_name]["external_id"]}
        for role, type_name in (("files", "platform.s3-csv"), ("carts", "platform.dynamodb"))
    }
    assert re.search("LoaderS3_eu_central_1.*arn:aws:s3:::acme-lake/", outputs["lake_policy"])
    terraform.destroy()
    assert terraform.account.sources() == terraform.account.call("GET", "/v4/destinations") == []
