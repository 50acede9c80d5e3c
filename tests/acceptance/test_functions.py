"""The provider's functions, called by real Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

CALLS = """
output "schema" {
  value = provider::stitch::schema_name("GitHub Widgets (EU)")
}

output "noons" {
  value = provider::stitch::quartz_next("0 0 12 ? * MON-FRI", "2024-05-17T14:00:00+02:00", 2)
}

output "postgres" {
  value = provider::stitch::stream_id("storefront", "public", "orders", "postgres")
}

output "mysql" {
  value = provider::stitch::stream_id("storefront", null, "orders", "mysql")
}

output "oracle" {
  value = provider::stitch::parse_stream_id(provider::stitch::stream_id(null, "SALES", "ORDERS", "oracle"), "oracle")
}

output "dynamodb" {
  value = provider::stitch::stream_id(null, null, "orders", "dynamodb")
}

output "thursday" {
  value = provider::stitch::quartz_next("0 0 12 ? JANUARY TUE-THUR", "2024-01-02T14:00:00Z", 2)
}

output "parsed" {
  value = provider::stitch::parse_stream_id("Storefront_dbo_Order_Lines", "mssql", "Storefront", "dbo")
}
"""


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_functions_compute_outputs_without_an_account(terraform: Terraform) -> None:
    terraform.write(CALLS, provider="")
    terraform.run("apply", "-auto-approve", environment={"STITCH_API_TOKEN": "", "STITCH_BASE_URL": ""})
    outputs = {name: output["value"] for name, output in terraform.run("output", "-json").json().items()}
    assert outputs == {
        "schema": "github_widgets_eu",
        "noons": ["2024-05-20T12:00:00Z", "2024-05-21T12:00:00Z"],
        "postgres": "storefront-public-orders",
        "mysql": "storefront-orders",
        "oracle": {"database": None, "schema": "SALES", "table": "ORDERS"},
        "dynamodb": "orders",
        "thursday": ["2024-01-03T12:00:00Z", "2024-01-04T12:00:00Z"],
        "parsed": {"database": "Storefront", "schema": "dbo", "table": "Order_Lines"},
    }


REFUSED = [
    ('schema_name("####")', "display_name", "cannot derive"),
    ("schema_name(null)", "display_name", "null"),
    ('quartz_next("0 0 12 * * MON", "2024-05-17T14:00:00Z", 2)', "cron", "day of week"),
    ('quartz_next("0 0 12 ? * MON", "yesterday", 2)', "after", "RFC 3339"),
    ('quartz_next("0 0 12 ? * MON", "2024-05-17T14:00:00Z", 0)', "n", "1 to 1000"),
    ('stream_id("shop", "public", "orders", "mysql")', "schema", "pass null"),
    ('stream_id("shop", "public", "orders", "postgre")', "family", 'Did you mean "postgres"?'),
    ('parse_stream_id("my-shop-orders", "mysql")', "stream_id", "2 ways"),
    ('parse_stream_id("my-shop-orders", "mysql", "his-shop")', "known", "another database"),
]


@pytest.mark.every_engine
def test_errors_name_the_parameter(terraform: Terraform) -> None:
    calls = [f'output "it{at}" {{\n  value = provider::stitch::{call}\n}}\n' for at, (call, *_) in enumerate(REFUSED)]
    terraform.write("".join(calls), provider="")
    errors = [it for it in terraform.run("plan", "-json", expect=1).diagnostics() if it["severity"] == "error"]
    said = {it["range"]["start"]["line"]: " ".join(it["detail"].split()) for it in errors}
    assert len(said) == len(REFUSED)
    for (_, parameter, words), line in zip(REFUSED, sorted(said), strict=True):
        assert f'"{parameter}"' in said[line]
        assert words in said[line]
        assert not said[line].endswith("..")


def test_a_result_that_depends_on_an_unknown_value_is_known_after_apply(terraform: Terraform) -> None:
    terraform.write(
        'resource "terraform_data" "name" { input = timestamp() }\n'
        'output "it" { value = provider::stitch::schema_name("at ${terraform_data.name.output}") }\n'
    )
    assert terraform.plan_document()["output_changes"]["it"]["after_unknown"] is True
    terraform.apply()
    assert terraform.run("output", "-raw", "it").stdout.startswith("at_20")


def test_the_schema_name_is_that_of_stitch(terraform: Terraform) -> None:
    terraform.write("""
resource "stitch_source" "widgets" {
  type         = "import_api"
  display_name = "Widgets! 2 go"
}

output "same" {
  value = stitch_source.widgets.name == provider::stitch::schema_name(stitch_source.widgets.display_name)
}
""")
    terraform.apply()
    assert terraform.run("output", "-json", "same").json() is True
