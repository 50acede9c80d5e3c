"""`stitch_start_replication` and `stitch_stop_replication`, invoked by real Terraform of 1.14 or later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engines.pipelines import PIPELINE

if TYPE_CHECKING:
    from engines.terraform import Terraform

START = "action.stitch_start_replication.orders"
STOP = "action.stitch_stop_replication.orders"

ACTIONS = """
action "stitch_start_replication" "orders" {
  config {
    source_id = stitch_source.storefront.id
    wait      = true
  }
}
action "stitch_stop_replication" "orders" {
  config {
    source_id = stitch_source.storefront.id
  }
}
"""

TRIGGERED = PIPELINE.replace(
    "fields             = { all = true }",
    """fields             = { all = true }
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.stitch_start_replication.orders]
    }
  }""",
)


@pytest.fixture(autouse=True)
def _an_engine_with_actions(terraform: Terraform) -> None:
    if terraform.workspace.engine.version < (1, 14):
        pytest.skip("actions are new in Terraform 1.14")


def extractions(terraform: Terraform) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = terraform.account.call("GET", f"/v4/{terraform.account.client_id}/extractions")[
        "data"
    ]
    return found


def messages(events: list[dict[str, Any]]) -> list[str]:
    return [event["hook"]["message"] for event in events if event["type"] == "action_progress"]


def test_a_change_of_a_resource_triggers_a_job_and_shows_its_progress(terraform: Terraform) -> None:
    terraform.write(TRIGGERED + ACTIONS)
    shown = messages(terraform.apply().events())
    (extraction,) = extractions(terraform)
    assert extraction["job_name"] in shown[0]
    assert shown[-1].endswith("has ended: succeeded.")
    terraform.expect_no_changes()
    assert extractions(terraform) == [extraction]


def test_an_invocation_starts_and_stops_a_job(terraform: Terraform) -> None:
    terraform.write(PIPELINE + ACTIONS)
    terraform.apply()
    assert extractions(terraform) == []
    terraform.apply(f"-invoke={START}")
    (succeeded,) = extractions(terraform)
    assert succeeded["tap_exit_status"] == 0

    terraform.account.administer("PATCH", "/switches", {"job_seconds": None})
    (source,) = terraform.account.call("GET", "/v4/sources")
    running = terraform.account.call("POST", f"/v4/sources/{source['id']}/sync")["job_name"]
    terraform.apply(f"-invoke={STOP}")
    (stopped,) = extractions(terraform)
    assert (stopped["job_name"], stopped["tap_description"]) == (running, "Terminated")


def test_a_failed_extraction_fails_the_invocation(terraform: Terraform) -> None:
    terraform.write(PIPELINE + ACTIONS)
    terraform.apply()
    (source,) = terraform.account.call("GET", "/v4/sources")
    broken = [{"breadcrumb": [], "metadata": {"replication-method": "INCREMENTAL"}}]
    streams = [{"tap_stream_id": "storefront-public-orders", "metadata": broken}]
    terraform.account.call("PUT", f"/v4/sources/{source['id']}/streams/metadata", {"streams": streams})
    (failed,) = terraform.errors("apply", "-auto-approve", f"-invoke={START}")
    assert "The extraction failed" in failed["summary"] + failed["detail"]


def test_an_unknown_source_is_a_warning_of_the_plan_and_an_error_of_the_invocation(terraform: Terraform) -> None:
    terraform.write(
        """
action "stitch_start_replication" "orders" {
  config {
    source_id = "7"
  }
}
"""
    )
    (warned,) = terraform.warnings("plan", f"-invoke={START}")
    assert warned["summary"] == "No such source"
    (refused,) = terraform.errors("apply", "-auto-approve", f"-invoke={START}")
    assert "No such source" in refused["summary"] + refused["detail"]
