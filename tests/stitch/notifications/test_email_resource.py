from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.engine import apply
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.terraform.diagnostics import Diagnostic

EMAILS = "/notifications/public/v1/api/custom-emails"
ADDRESS = "oncall@acme.example"


@pytest.fixture
def email(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_notification_email")


async def in_stitch(account: SimulatedAccount) -> dict[str, Any]:
    (only,) = await account.call("GET", EMAILS)
    assert isinstance(only, dict)
    return only


def single(diagnostics: tuple[Diagnostic, ...]) -> Diagnostic:
    (diagnostic,) = diagnostics
    return diagnostic


async def test_a_created_email_has_everything_and_plans_empty(email: Workspace, account: SimulatedAccount) -> None:
    assert await email.apply(email_address=ADDRESS) == ()
    created = await in_stitch(account)
    assert email.state == {
        "id": str(created["id"]),
        "email_address": ADDRESS,
        "enabled": True,
        "stitch_client_id": "204417",
        "created_at": created["created_at"],
    }
    assert email.identity == {"id": str(created["id"]), "client_id": "204417"}
    await email.refresh()
    assert (await email.plan(email_address=ADDRESS)).action == "nothing"


async def test_an_address_that_stitch_shows_in_another_case_plans_empty(
    email: Workspace, account: SimulatedAccount
) -> None:
    shown = {"id": 41, "client_id": 204417, "email_address": ADDRESS, "created_at": "2024-05-14T09:30:00Z"}
    for method, body in (("POST", shown), ("GET", [shown])):
        fault = {"method": method, "path": EMAILS, "kind": "status", "status": 200, "body": body}
        await account.call("POST", "/_simulator/faults", fault)
    assert await email.apply(email_address="OnCall@Acme.example") == ()
    assert email.state is not None
    assert email.state["email_address"] == "OnCall@Acme.example"
    await email.import_state("41")
    assert email.state["email_address"] == ADDRESS
    assert (await email.plan(email_address="OnCall@Acme.example")).action == "nothing"


async def test_one_that_starts_disabled_is_disabled(email: Workspace, account: SimulatedAccount) -> None:
    assert await email.apply(email_address=ADDRESS, enabled=False) == ()
    assert (await in_stitch(account))["disabled_at"] is not None
    await email.refresh()
    assert (await email.plan(email_address=ADDRESS, enabled=False)).action == "nothing"


async def test_it_is_enabled_and_disabled_in_place_with_one_call(email: Workspace, account: SimulatedAccount) -> None:
    await email.apply(email_address=ADDRESS)
    number = (await in_stitch(account))["id"]
    for enabled in (False, True):
        planned = await email.plan(email_address=ADDRESS, enabled=enabled)
        assert planned.action == "update"
        assert not any(isinstance(value, Unknown) for value in planned.after.values())
        await account.calls()
        assert await email.carry_out(planned, email_address=ADDRESS, enabled=enabled) == ()
        assert await account.calls() == [("PUT", f"{EMAILS}/{number}")]
        assert ((await in_stitch(account))["disabled_at"] is None) == enabled


async def test_without_enabled_in_the_configuration_it_is_enabled_again(
    email: Workspace, account: SimulatedAccount
) -> None:
    await email.apply(email_address=ADDRESS, enabled=False)
    await email.apply(email_address=ADDRESS)
    assert (await in_stitch(account))["disabled_at"] is None


async def test_another_address_replaces_it(email: Workspace, account: SimulatedAccount) -> None:
    await email.apply(email_address=ADDRESS)
    before = await in_stitch(account)
    planned = await email.plan(email_address="data@acme.example")
    assert planned.requires_replace == (Path.of("email_address"),)
    await email.apply(email_address="data@acme.example")
    after = await in_stitch(account)
    assert (after["email_address"], after["id"] == before["id"]) == ("data@acme.example", False)


async def test_drift_of_enabled_is_found_and_repaired(email: Workspace, account: SimulatedAccount) -> None:
    await email.apply(email_address=ADDRESS)
    created = await in_stitch(account)
    await account.call("PUT", f"{EMAILS}/{created['id']}", {"disabled_at": "2024-05-14T09:30:00Z"})
    await email.refresh()
    assert email.state is not None
    assert email.state["enabled"] is False
    await email.apply(email_address=ADDRESS)
    assert (await in_stitch(account))["disabled_at"] is None


async def test_one_that_was_deleted_leaves_the_state(email: Workspace, account: SimulatedAccount) -> None:
    await email.apply(email_address=ADDRESS)
    await account.call("DELETE", f"{EMAILS}/{(await in_stitch(account))['id']}")
    await email.refresh()
    assert email.state is None


async def test_destroying_deletes_it_and_can_be_repeated(email: Workspace, account: SimulatedAccount) -> None:
    await email.apply(email_address=ADDRESS)
    state = email.state
    assert await email.destroy() == ()
    assert await account.call("GET", EMAILS) == []
    email.state = state
    assert await email.destroy() == ()


async def test_disabling_one_that_does_not_exist_is_an_error(email: Workspace, account: SimulatedAccount) -> None:
    await email.apply(email_address=ADDRESS)
    planned = await email.plan(email_address=ADDRESS, enabled=False)
    await account.call("DELETE", f"{EMAILS}/{(await in_stitch(account))['id']}")
    refused = single(await email.carry_out(planned, email_address=ADDRESS, enabled=False))
    assert refused.path == Path.of("enabled")
    assert "does not exist" in refused.detail


async def test_an_eleventh_address_is_refused_with_the_limit(email: Workspace, account: SimulatedAccount) -> None:
    for number in range(10):
        await account.call("POST", EMAILS, {"email_address": f"{number}@acme.example"})
    refused = single(await email.apply(email_address=ADDRESS))
    assert refused.path == ROOT
    assert "10 custom notification email addresses" in refused.detail
    assert email.state is None


async def test_a_plan_without_the_feature_is_named_as_the_reason() -> None:
    async with simulated(custom_emails=False) as account:
        email = Workspace(account, "stitch_notification_email")
        refused = single(await email.apply(email_address=ADDRESS))
        assert "The plan of the account does not include custom notification email addresses" in refused.detail


@pytest.mark.parametrize("address", ["oncall", "oncall@acme", "on call@acme.example", "@acme.example", ""])
async def test_a_malformed_address_is_refused_offline(email: Workspace, address: str) -> None:
    assert single(await email.validate(email_address=address)).path == Path.of("email_address")


async def test_an_address_that_only_the_service_refuses_is_refused_at_its_attribute(
    email: Workspace, account: SimulatedAccount
) -> None:
    message = {"error": {"message": {"email_address": "Required. Must be valid email address format."}}}
    fault = {"method": "POST", "path": EMAILS, "kind": "status", "status": 400, "body": message}
    await account.call("POST", "/_simulator/faults", fault)
    refused = single(await email.apply(email_address=ADDRESS))
    assert refused.path == Path.of("email_address")
    assert "Must be valid" in refused.detail


async def test_an_email_that_cannot_be_disabled_after_its_creation_is_kept_with_a_warning(
    email: Workspace, account: SimulatedAccount
) -> None:
    fault = {"method": "PUT", "path": f"{EMAILS}/*", "kind": "status", "status": 400, "body": "no"}
    await account.call("POST", "/_simulator/faults", fault)
    with email.breaking_invariants("it is not disabled: the next apply tries again"):
        failed = single(await email.apply(email_address=ADDRESS, enabled=False))
    assert (failed.severity, failed.path) == (Severity.WARNING, Path.of("enabled"))
    await email.refresh()
    assert (await email.plan(email_address=ADDRESS, enabled=False)).action == "update"


async def test_the_id_is_saved_before_it_is_disabled(email: Workspace, account: SimulatedAccount) -> None:
    def crash() -> None:
        raise ZeroDivisionError

    planned = await email.plan(email_address=ADDRESS, enabled=False)
    account.tripwire.ending, account.tripwire.act = "/41", crash
    progress = apply.Progress()
    with pytest.raises(ZeroDivisionError):
        await email.carry_out(planned, progress, email_address=ADDRESS, enabled=False)
    assert progress.saved is not None
    assert progress.saved[0].id == str((await in_stitch(account))["id"])


@pytest.mark.parametrize("by", ["id", "identity"])
async def test_an_imported_email_plans_empty(email: Workspace, account: SimulatedAccount, by: str) -> None:
    created = await account.call("POST", EMAILS, {"email_address": ADDRESS})
    await account.call("PUT", f"{EMAILS}/{created['id']}", {"disabled_at": "2024-05-14T09:30:00Z"})
    number = str(created["id"])
    identity = {"id": number, "client_id": None}
    assert await (email.import_state(number) if by == "id" else email.import_state(identity=identity)) == ()
    config = await email.generated()
    assert (config["email_address"], config["enabled"]) == (ADDRESS, False)
    assert (await email.plan(**config)).action == "nothing"


async def test_importing_one_that_does_not_exist_or_belongs_to_another_account_is_an_error(
    email: Workspace, account: SimulatedAccount
) -> None:
    assert "stitch_notification_emails" in single(await email.import_state("99")).detail
    created = await account.call("POST", EMAILS, {"email_address": ADDRESS})
    elsewhere = single(await email.import_state(identity={"id": str(created["id"]), "client_id": "1"}))
    assert elsewhere.summary == "Object of another account"
    assert single(await email.import_state(ADDRESS)).summary == "Malformed id"
