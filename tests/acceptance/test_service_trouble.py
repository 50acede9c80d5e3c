"""A service that fails, is slow or cannot be reached."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from fakes.loopback import refusing
from fakes.waiting import SECONDS

if TYPE_CHECKING:
    from engines.terraform import Terraform

ADDRESS = "stitch_source.github"

SOURCE = """
resource "stitch_source" "github" {
  type           = "platform.github"
  display_name   = "GitHub"
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = "made-up-secret" }
}
"""


def selection(create: str) -> str:
    return f"""
resource "stitch_stream_selection" "issues" {{
  source_id = stitch_source.github.id
  stream    = "issues"
  fields    = {{ all = true }}
  timeouts  = {{ create = "{create}" }}
}}
"""


def break_service(terraform: Terraform, **fault: object) -> None:
    terraform.account.administer("POST", "/faults", fault)


def repair_service(terraform: Terraform) -> None:
    terraform.account.administer("DELETE", "/faults")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_temporary_failure_is_retried(terraform: Terraform, status: int) -> None:
    terraform.write(SOURCE)
    terraform.apply()
    headers = {"Retry-After": "0"}
    break_service(terraform, kind="status", status=status, headers=headers, count=1, path="/v4/sources*")
    terraform.expect_no_changes()


def test_a_create_whose_answer_was_lost_is_not_sent_again(terraform: Terraform) -> None:
    terraform.write(SOURCE)
    break_service(terraform, kind="drop", effect=True, method="POST", path="/v4/sources", count=1)
    terraform.apply()
    (created,) = terraform.account.sources()
    assert terraform.state()[ADDRESS]["id"] == str(created["id"])
    terraform.expect_no_changes()


def test_a_create_that_did_not_arrive_is_sent_again(terraform: Terraform) -> None:
    terraform.write(SOURCE)
    break_service(terraform, kind="drop", effect=False, method="POST", path="/v4/sources", count=1)
    terraform.apply()
    assert len(terraform.account.sources()) == 1


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 500}, {"kind": "malformed"}, {"kind": "truncate"}])
def test_a_permanent_failure_is_an_error_and_keeps_the_state(terraform: Terraform, fault: dict[str, object]) -> None:
    terraform.write(SOURCE)
    terraform.apply()
    break_service(terraform, path="/v4/sources*", **fault)
    (error,) = terraform.errors("plan")
    assert "source" in error["summary"]
    assert error["address"] == ADDRESS
    assert "Traceback" not in error["detail"]
    repair_service(terraform)
    terraform.expect_no_changes()


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_an_address_where_nothing_listens_is_named(terraform: Terraform) -> None:
    terraform.write(SOURCE + 'data "stitch_sources" "all" {}\n')
    with refusing() as address:
        (error, *_) = terraform.errors("plan", environment={"STITCH_BASE_URL": f"http://{address}"})
    assert "cannot be reached" in error["detail"]
    assert address in error["detail"]


def test_a_slow_answer_is_no_error(terraform: Terraform) -> None:
    terraform.write(SOURCE)
    break_service(terraform, kind="delay", seconds=1.5, method="POST")
    terraform.apply()
    terraform.expect_no_changes()


def test_a_refusal_is_an_error_with_the_message_of_the_service(terraform: Terraform) -> None:
    body = {"error": "AccessDenied", "data": {"message": "you do not have access to source type (platform.github)"}}
    break_service(terraform, kind="status", status=400, body=body, method="POST", path="/v4/sources")
    terraform.write(SOURCE)
    (error,) = terraform.errors("apply", "-auto-approve")
    assert "you do not have access to source type (platform.github)" in error["detail"]
    assert "GitHub" in error["summary"]
    assert terraform.account.sources() == []


def test_a_wait_that_times_out_keeps_the_object_and_can_be_continued(terraform: Terraform) -> None:
    terraform.account.administer("PATCH", "/switches", {"check_seconds": None})
    terraform.write(SOURCE + selection("2s"))
    (error,) = terraform.errors("apply", "-auto-approve")
    assert "timeouts" in error["detail"]
    assert ADDRESS in terraform.state()

    terraform.account.administer("POST", "/checks")
    terraform.apply()
    terraform.expect_no_changes()
    assert len(terraform.account.sources()) == 1


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_an_interrupt_ends_a_wait_immediately_and_keeps_the_object(terraform: Terraform) -> None:
    terraform.account.administer("PATCH", "/switches", {"check_seconds": None})
    terraform.write(SOURCE + selection("10m"))
    with terraform.workspace.start("apply", "-auto-approve", "-no-color") as process:
        assert process.stdout
        while "stitch_stream_selection.issues: Creating" not in process.stdout.readline():
            assert process.poll() is None
        while not any(call["path"].endswith("/streams") for call in terraform.account.administer("GET", "/requests")):
            assert process.poll() is None  # Terraform announces the creation before the provider begins to wait
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "was stopped before" in stderr
    assert ADDRESS in terraform.state()

    terraform.account.administer("POST", "/checks")
    terraform.apply()
    assert len(terraform.account.sources()) == 1


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_a_signal_that_ends_all_processes_loses_nothing_that_is_being_created(terraform: Terraform) -> None:
    """Containers and CI systems send SIGTERM to Terraform and to the provider."""
    terraform.write(SOURCE)
    break_service(terraform, kind="delay", seconds=1, method="POST", path="/v4/sources")
    with terraform.workspace.start("apply", "-auto-approve", "-no-color") as process:
        while not terraform.account.administer("GET", "/faults")[0]["acted"]:
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGTERM)
        output, errors = process.communicate(timeout=SECONDS)
    assert "Plugin did not respond" not in errors, errors
    (created,) = terraform.account.sources()
    assert terraform.state()[ADDRESS]["id"] == str(created["id"]), output

    repair_service(terraform)
    terraform.expect_no_changes()
