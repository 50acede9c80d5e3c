"""A notification email in each of two accounts, which two provider configurations reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rehearsal.simulator import Simulator

EMAIL = """
resource "stitch_notification_email" "default" {
  email_address = "default@acme.example"
}
"""
OTHER_EMAIL = """
resource "stitch_notification_email" "other" {
  provider      = stitch.other
  email_address = "other@acme.example"
}
"""


def configuration(account: Simulator, alias: str = "") -> str:
    """A provider configuration for this account. `alias` is the line with its alias."""
    return f'provider "stitch" {{\n  {alias}\n  api_token = "{account.token}"\n  base_url  = "{account.url}"\n}}\n'


def both(other: Simulator) -> str:
    """The default provider configuration, for the account of the environment, and `stitch.other` for another one."""
    return 'provider "stitch" {}\n' + configuration(other, 'alias = "other"')


def addresses(account: Simulator) -> list[str]:
    """The addresses of the account's notification emails."""
    listed = account.call("GET", "/notifications/public/v1/api/custom-emails")
    return [each["email_address"] for each in listed]
