"""The lifecycle of `stitch_replication_job`, and the data sources about jobs, with real Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engines.pipelines import PIPELINE

if TYPE_CHECKING:
    from engines.terraform import Terraform

ADDRESS = "stitch_replication_job.orders"


def job(rest: str = "", *, release: str = "1", method: str = "FULL_TABLE") -> str:
    return (
        PIPELINE.replace("FULL_TABLE", method)
        + f"""
resource "stitch_replication_job" "orders" {{
  source_id = stitch_stream_selection.orders.source_id
  triggers  = {{ release = "{release}" }}
  {rest}
}}
"""
    )


def starts(terraform: Terraform) -> int:
    requests = terraform.account.administer("GET", "/requests?method=POST")
    return sum(entry["path"].endswith("/sync") for entry in requests)


@pytest.mark.every_engine
def test_a_job_is_started_and_started_again_when_triggers_change(terraform: Terraform) -> None:
    terraform.write(job("wait = true"))
    terraform.apply()
    first = terraform.state()[ADDRESS]
    assert first["extraction"]["status"] == "succeeded"
    assert first["extraction"]["job_name"] == first["job_name"]
    terraform.expect_no_changes()

    terraform.write(job("wait = true", release="2"))
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    assert terraform.state()[ADDRESS]["job_name"] != first["job_name"]
    assert starts(terraform) == 2
    terraform.expect_no_changes()
    terraform.destroy()


def test_triggers_that_change_between_null_and_an_empty_map_replace_nothing(terraform: Terraform) -> None:
    """The same for a token, which a replacement would revoke."""

    def both(triggers: str) -> str:
        return (
            job().replace('triggers  = { release = "1" }', triggers)
            + f"""
resource "stitch_source" "feed" {{
  type         = "import_api"
  display_name = "Orders Feed"
}}

resource "stitch_import_token" "orders" {{
  source_id = stitch_source.feed.id
  {triggers}
}}
"""
        )

    terraform.write(both(""))
    terraform.apply()
    before = terraform.state()
    terraform.account.administer("DELETE", "/requests")
    for triggers in ("triggers = {}", "triggers = null"):
        terraform.write(both(triggers))
        assert terraform.actions() == {ADDRESS: "update", "stitch_import_token.orders": "update"}
        terraform.apply()
        terraform.expect_no_changes()
    assert terraform.state() == before
    methods = {entry["method"] for entry in terraform.account.administer("GET", "/requests")}
    assert methods == {"GET"}


def test_a_failed_extraction_fails_the_apply_and_the_next_apply_starts_another_job(terraform: Terraform) -> None:
    terraform.write(PIPELINE)
    terraform.apply()
    (source,) = terraform.account.call("GET", "/v4/sources")
    broken = [{"breadcrumb": [], "metadata": {"replication-method": "INCREMENTAL"}}]
    streams = [{"tap_stream_id": "storefront-public-orders", "metadata": broken}]
    terraform.account.call("PUT", f"/v4/sources/{source['id']}/streams/metadata", {"streams": streams})

    job_alone = f"""
resource "stitch_replication_job" "orders" {{
  source_id = "{source["id"]}"
  wait      = true
}}
"""
    terraform.workspace.write(job_alone, "job.tf")
    (failed,) = terraform.errors("apply", "-auto-approve", f"-target={ADDRESS}")
    assert failed["summary"] == "The extraction failed"
    assert "phase tap" in failed["detail"]
    assert terraform.state()[ADDRESS]["extraction"]["failed_phase"] == "tap"

    assert terraform.actions(f"-target={ADDRESS}") == {ADDRESS: "replace"}
    terraform.apply()
    assert terraform.state()[ADDRESS]["extraction"]["status"] == "succeeded"


def test_a_job_that_is_running_already_is_used_with_a_warning_and_stopped_on_destroy(terraform: Terraform) -> None:
    terraform.write(PIPELINE)
    terraform.apply()
    terraform.account.administer("PATCH", "/switches", {"job_seconds": None})
    (source,) = terraform.account.call("GET", "/v4/sources")
    running = terraform.account.call("POST", f"/v4/sources/{source['id']}/sync")["job_name"]

    terraform.write(job("stop_on_destroy = true"))
    (warned,) = terraform.warnings("apply", "-auto-approve")
    assert warned["summary"] == "A job is already running"
    assert terraform.state()[ADDRESS]["already_running"] is True
    terraform.expect_no_changes()

    terraform.destroy(f"-target={ADDRESS}")
    (extraction,) = terraform.account.call("GET", f"/v4/{terraform.account.client_id}/extractions")["data"]
    assert (extraction["job_name"], extraction["tap_description"]) == (running, "Terminated")


def test_a_replacement_that_is_created_first_is_not_stopped_with_its_predecessor(terraform: Terraform) -> None:
    rest = "stop_on_destroy = true\n  lifecycle {\n    create_before_destroy = true\n  }"
    terraform.write(job(rest))
    terraform.apply()
    terraform.write(job(rest, release="2"))
    terraform.apply()
    requests = terraform.account.administer("GET", "/requests?method=DELETE")
    assert not [entry for entry in requests if entry["path"].endswith("/sync")]
    terraform.destroy()


def test_data_sources_contain_the_results_of_a_job(terraform: Terraform) -> None:
    terraform.write(
        job("wait = true")
        + """
data "stitch_extractions" "all" {
  depends_on = [stitch_replication_job.orders]
}
data "stitch_extraction_log" "orders" {
  job_name = stitch_replication_job.orders.job_name
}
data "stitch_loads" "orders" {
  timeouts = { read = "5m" }
  source_id  = stitch_source.storefront.id
  depends_on = [stitch_replication_job.orders]
}
data "stitch_connection_check" "storefront" {
  source_id  = stitch_source.storefront.id
  depends_on = [stitch_replication_job.orders]
}
output "extracted" {
  value = data.stitch_extractions.all.extractions[*].status
}
output "log" {
  value = data.stitch_extraction_log.orders.text
}
output "loaded" {
  value = data.stitch_loads.orders.loads[*].stream
}
output "checked" {
  value = data.stitch_connection_check.storefront.status
}
"""
    )
    terraform.apply()
    outputs = terraform.outputs()
    assert "extraction completed" in outputs.pop("log")
    assert outputs == {"extracted": ["succeeded"], "loaded": ["orders"], "checked": "succeeded"}
    terraform.expect_no_changes()
