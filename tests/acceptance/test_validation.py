"""An invalid configuration is an error with a path and advice, before anything is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform


def destination(settings: str, *, kind: str = "postgres", rest: str = "") -> str:
    return f"""
resource "stitch_destination" "it" {{
  type = "{kind}"
  properties = {{
    host            = "warehouse.acme.example"
    database        = "analytics"
    username        = "stitch_loader"
    ssl             = "true"
    encryption_type = "none"
    {settings}
  }}
  credentials_wo = {{ password = "made-up-secret" }}
  {rest}
}}
"""


def github(
    settings: str = "", rest: str = "", *, kind: str = "platform.github", display_name: str = "GitHub Widgets"
) -> str:
    return f"""
resource "stitch_source" "it" {{
  type         = "{kind}"
  display_name = "{display_name}"
  properties = {{
    repository = "acme/widgets"
    start_date = "2024-01-01T00:00:00Z"
    {settings}
  }}
  credentials_wo = {{ access_token = "made-up-secret" }}
  {rest}
}}
"""


def assert_names(problems: list[dict[str, Any]], code: str, *words: str) -> None:
    """Assert that there is one diagnostic, at this code and with these words, and that none contains the secret."""
    here = [each for each in problems if code in each.get("snippet", {}).get("code", "")]
    assert here, f"none stands at {code}: {problems}"
    texts = [each["summary"] + " " + each["detail"] for each in here]
    assert any(all(word in text for word in words) for text in texts), texts
    assert "made-up-secret" not in str([(each["summary"], each["detail"]) for each in problems])


OFFLINE = {
    "cron": (github(rest='schedule = { cron = "0 0 12 * * MON" }'), "cron", ()),
    "cron with a misspelt day": (github(rest='schedule = { cron = "0 0 12 ? * THR" }'), "cron", ("THU",)),
    "frequency": (github(rest="schedule = { frequency_minutes = 0 }"), "frequency_minutes", ("30", "60")),
    "anchor": (
        github(rest='schedule = {\n    frequency_minutes = 60\n    anchor_time = "noon"\n  }'),
        "anchor_time",
        ("2024",),
    ),
    "anchor of a cron": (
        github(rest='schedule = {\n cron = "0 0 12 ? * MON"\n anchor_time = "2024-05-14T09:30:00Z"\n }'),
        "anchor_time",
        ("frequency_minutes",),
    ),
    "two schedules": (
        github(rest='schedule = {\n    frequency_minutes = 60\n    cron = "0 0 12 ? * MON"\n  }'),
        "cron",
        ("frequency_minutes",),
    ),
    "no schedule": (github(rest="schedule = {}"), "schedule", ("frequency_minutes", "cron")),
    "schedule among the properties": (github('frequency_in_minutes = "60"'), "frequency_in_minutes", ("schedule",)),
    "step": (github(rest='wait_for = "discovery"'), "wait_for", ("discover_schema",)),
    "consequence of a failed check": (
        github(rest='connection_check = {\n    on_failure = "warning"\n  }'),
        "on_failure",
        ("warn",),
    ),
    "duration": (github(rest='timeouts = {\n    create = "ten minutes"\n  }'), "create", ("20m",)),
    "credential among the properties": (destination('password = "made-up-secret"'), "password", ("credentials",)),
}


@pytest.mark.parametrize(("text", "code", "words"), OFFLINE.values(), ids=OFFLINE.keys())
def test_an_invalid_configuration_is_an_error_of_validate(
    terraform: Terraform, text: str, code: str, words: tuple[str, ...]
) -> None:
    terraform.write(text)
    assert_names(terraform.errors("validate"), code, *words)


ONLINE = {
    "type of a destination": (destination("", kind="postgress"), '"postgress"', ("postgres",)),
    "type of a source": (github(kind="platform.gihub"), '"platform.gihub"', ("platform.github",)),
    "property of a destination": (destination('prot = "5432"'), "prot", ("port",)),
    "property of a source": (github('repositry = "x"'), "repositry", ("repository",)),
    "value of a property": (destination('port = "fivefourthreetwo"'), "port", ()),
    "value of a property that the type limits": (github().replace("T00:00:00Z", "T12:00:00Z"), "start_date", ()),
    "read-only property": (github('image_version = "2.latest"'), "image_version", ()),
    "empty property": (destination('encryption_host = ""'), "encryption_host", ()),
    "frequency of old sources": (
        github(rest="schedule = { frequency_minutes = 45 }"),
        "frequency_minutes",
        ("30", "60"),
    ),
}


@pytest.mark.parametrize(("text", "code", "words"), ONLINE.values(), ids=ONLINE.keys())
def test_an_invalid_configuration_is_an_error_of_the_plan(
    terraform: Terraform, text: str, code: str, words: tuple[str, ...]
) -> None:
    terraform.write(text)
    assert_names(terraform.errors("plan"), code, *words)
    assert terraform.account.call("GET", "/v4/sources") == []


UNCERTAIN = {
    "type of a destination": (destination("", kind="postgress"), '"postgress"', ("postgres",)),
    "type of a source": (github(kind="platform.gihub"), '"platform.gihub"', ("platform.github",)),
    "property of a source": (github('repositry = "x"'), "repositry", ("repository",)),
}


@pytest.mark.parametrize(("text", "code", "words"), UNCERTAIN.values(), ids=UNCERTAIN.keys())
def test_what_only_the_catalog_does_not_have_is_a_warning_of_validate(
    terraform: Terraform, text: str, code: str, words: tuple[str, ...]
) -> None:
    terraform.write(text)
    assert_names(terraform.warnings("validate"), code, *words)


POSTGRES = """
resource "stitch_source" "postgres" {
  type           = "platform.hp-postgres"
  display_name   = "Storefront"
  properties     = { host = "db.acme.example", port = "5432", user = "stitch", dbname = "storefront" }
  credentials_wo = { password = "made-up-secret" }
  wait_for       = "discover_schema"
}
"""

ORDERS = "storefront-public-orders"
VIEW = "storefront-reporting-customer_orders_view"

STREAMS = {
    "stream": ("storefront-public-order", "", "stream", (ORDERS,)),
    "method": (ORDERS, 'replication_method = "INCREMENTALLY"', "replication_method", ("INCREMENTAL",)),
    "incremental without a key": (ORDERS, 'replication_method = "INCREMENTAL"', "", ("replication_key",)),
    "key": (
        ORDERS,
        'replication_method = "INCREMENTAL"\n  replication_key = "updatedat"',
        "replication_key",
        ("updated_at",),
    ),
    "log-based view": (
        VIEW,
        'replication_method = "LOG_BASED"\n  view_key_properties = ["customer_id"]',
        "replication_method",
        ("view",),
    ),
    "key of a view": (
        VIEW,
        'replication_method = "FULL_TABLE"\n  view_key_properties = ["customerid"]',
        "view_key_properties",
        ("customer_id",),
    ),
    "included field": (ORDERS, 'fields = { include = ["currencyy"] }', "include", ("currency",)),
    "excluded field": (ORDERS, 'fields = { exclude = ["currencyy"] }', "exclude", ("currency",)),
    "excluded key": (ORDERS, 'fields = { exclude = ["id"] }', "exclude", ("id",)),
    "unsupported field": (
        "storefront-public-customers",
        'fields = { include = ["search_vector"] }',
        "include",
        ("search_vector",),
    ),
    "both lists of fields": (ORDERS, 'fields = { include = ["status"], exclude = ["currency"] }', "fields", ()),
}


def test_invalid_stream_selections_are_errors_of_the_plan(terraform: Terraform) -> None:
    terraform.write(POSTGRES)
    terraform.apply()
    for stream, settings, code, words in STREAMS.values():
        one = f"""
resource "stitch_stream_selection" "it" {{
  source_id = stitch_source.postgres.id
  stream    = "{stream}"
  {settings}
}}
"""
        several = f"""
resource "stitch_stream_selections" "it" {{
  source_id = stitch_source.postgres.id
  streams = {{
    "{stream}" = {{
      {settings}
    }}
  }}
}}
"""
        for text in (one, several):
            terraform.write(POSTGRES + text)
            assert_names(terraform.errors("plan"), code if text is one else "", *words)


def test_an_invalid_stream_selection_is_an_error_of_validate(terraform: Terraform) -> None:
    terraform.write(
        'resource "stitch_stream_selections" "it" {\n source_id = "1"\n streams = {}\n unlisted_streams = "x"\n}\n'
    )
    assert_names(terraform.errors("validate"), "unlisted_streams")


def test_a_malformed_id_is_a_warning_of_validate_and_an_error_of_the_plan(terraform: Terraform) -> None:
    terraform.write('resource "stitch_stream_selections" "it" {\n source_id = "github"\n streams = {}\n}\n')
    for found in (terraform.warnings("validate"), terraform.errors("plan")):
        assert [each["summary"] for each in found] == ["Malformed id"]
        assert "source_id" in found[0]["snippet"]["code"]
