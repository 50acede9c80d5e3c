"""The lifecycle of each resource. `LIFECYCLES` has an entry for every resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rehearsal.simulator import Simulator

Change = Callable[[Simulator, Mapping[str, Any]], Any]
"""Changes an object outside of Terraform. The mapping contains its attributes in the state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The lifecycle of a resource `<type_name>.it`.

    `created`, `updated`, `imported` and `replaced` are bodies of its block. `around` is the rest of the configuration.
    After `drift`, the action of the plan is `repair`. `import_id` is a format for the attributes in the state, or None
    if the resource cannot be imported. `imported` is the body whose plan is empty after the import, or None if that is
    the body before it.
    """

    type_name: str
    created: str
    updated: str | None = None
    drift: Change | None = None
    repair: str = "update"
    import_id: str | None = "{id}"
    imported: str | None = None
    replaced: str | None = None
    around: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The address of the resource."""
        return f"{self.type_name}.it"

    def configuration(self, body: str) -> str:
        """The configuration with this body."""
        return f'{self.around}\nresource "{self.type_name}" "it" {{\n{body}\n}}\n'


def _deselect(stream: str) -> Change:
    change = {"tap_stream_id": stream, "metadata": [{"breadcrumb": [], "metadata": {"selected": False}}]}
    return lambda account, state: account.call(
        "PUT", f"/v4/sources/{state['source_id']}/streams/metadata", {"streams": [change]}
    )


_NOTIFICATIONS = "/notifications/public/v1/api"
_DESTINATION = """
  type = "postgres"
  name = "{}"
  properties = {{
    host            = "warehouse.acme.example"
    port            = "5432"
    database        = "{}"
    username        = "stitch_loader"
    ssl             = "true"
    encryption_type = "none"
  }}
"""
_SNOWFLAKE = """
  type           = "snowflake"
  properties     = { host = "acme.example", port = "443", database = "RAW", warehouse = "LOADING" }
  credentials_wo = { username = "STITCH", password = "secret-2" }
"""
_PASSWORD = '  credentials_wo = { password = "secret-1" }\n'
_SOURCE = """
  type         = "platform.github"
  display_name = "{}"
  properties   = {{ repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }}
  schedule     = {{ {} }}
"""
_TOKEN = '  credentials_wo = { access_token = "secret-1" }\n'
_FEED = 'resource "stitch_source" "feed" {\n  type = "import_api"\n  display_name = "Feed"\n}\n'
_GITHUB = f'resource "stitch_source" "github" {{{_SOURCE.format("GitHub", "frequency_minutes = 60")}{_TOKEN}}}\n'
_WAREHOUSE = (
    f'resource "stitch_destination" "warehouse" {{{_DESTINATION.format("Analytics", "analytics")}{_PASSWORD}}}\n'
)
_OF_GITHUB = "  source_id = stitch_source.github.id\n"
_REPLICATING = f"""{_WAREHOUSE}
resource "stitch_source" "github" {{
  {_SOURCE.format("GitHub", "frequency_minutes = 60")}{_TOKEN}
  destination_id = stitch_destination.warehouse.id
}}
resource "stitch_stream_selection" "issues" {{
  source_id = stitch_source.github.id
  stream    = "issues"
  fields    = {{ all = true }}
}}
"""
_AFTER_SELECTION = _OF_GITHUB + "  depends_on = [stitch_stream_selection.issues]\n"
_OF_FEED = "  source_id = stitch_source.feed.id\n"
_OF_WAREHOUSE = '  destination_id = stitch_destination.warehouse.id\n  url = "https://acme.example/{}"\n'
_ACCOUNT = """
  first_name = "Ada"
  last_name  = "Lovelace"
  company    = "{}"
  email      = "{}@acme.example"
  region     = "us-east-1"
"""

LIFECYCLES = (
    Lifecycle(
        type_name="stitch_destination",
        created=_DESTINATION.format("Analytics", "analytics") + _PASSWORD,
        updated=_DESTINATION.format("Warehouse", "reporting") + _PASSWORD,
        drift=lambda account, state: account.call(
            "PUT", f"/v4/destinations/{state['id']}", {"name": "Renamed", "properties": {}}
        ),
        imported=_DESTINATION.format("Warehouse", "reporting"),
        replaced=_SNOWFLAKE,
    ),
    Lifecycle(
        type_name="stitch_source",
        created=_SOURCE.format("GitHub", "frequency_minutes = 60") + _TOKEN,
        updated=_SOURCE.format("Widgets", 'cron = "0 0 6 ? * MON-FRI"') + _TOKEN + "  paused = true",
        drift=lambda account, state: account.call("PUT", f"/v4/sources/{state['id']}", {"paused_at": None}),
        imported=_SOURCE.format("Widgets", 'cron = "0 0 6 ? * MON-FRI"') + "  paused = true",
        replaced='  type = "import_api"\n  display_name = "Widgets"',
    ),
    Lifecycle(
        type_name="stitch_stream_selection",
        around=_GITHUB,
        created=_OF_GITHUB + '  stream = "issues"\n  fields = { include = ["title", "state"] }',
        updated=_OF_GITHUB + '  stream = "issues"\n  fields = { exclude = ["body"] }',
        drift=_deselect("issues"),
        import_id="{source_id}/issues",
        replaced=_OF_GITHUB + '  stream = "releases"\n  fields = { all = true }',
    ),
    Lifecycle(
        type_name="stitch_stream_selections",
        around=_GITHUB,
        created=_OF_GITHUB + "  streams = { issues = { fields = { all = true } } }",
        updated=_OF_GITHUB
        + '  streams = { issues = { fields = { include = ["title"] } }, releases = { fields = { all = true } } }',
        drift=_deselect("releases"),
        import_id="{source_id}",
    ),
    Lifecycle(
        type_name="stitch_import_token",
        around=_FEED,
        created=_OF_FEED,
        drift=lambda account, state: account.call("DELETE", f"/v4/sources/{state['source_id']}/tokens/{state['id']}"),
        repair="create",
        import_id="{source_id}/{id}",
        replaced=_OF_FEED + '  triggers = { rotation = "2" }',
    ),
    Lifecycle(
        type_name="stitch_notification_email",
        created='  email_address = "data@acme.example"',
        updated='  email_address = "data@acme.example"\n  enabled = false',
        drift=lambda account, state: account.call("DELETE", f"{_NOTIFICATIONS}/custom-emails/{state['id']}"),
        repair="create",
        replaced='  email_address = "platform@acme.example"',
    ),
    Lifecycle(
        type_name="stitch_post_load_hook",
        around=_WAREHOUSE,
        created=_OF_WAREHOUSE.format("loaded"),
        updated=_OF_WAREHOUSE.format("loaded") + "  enabled = false",
        drift=lambda account, state: account.call("DELETE", f"{_NOTIFICATIONS}/hooks/{state['id']}"),
        repair="create",
        import_id="{destination_id}/{id}",
        replaced=_OF_WAREHOUSE.format("elsewhere"),
    ),
    Lifecycle(
        type_name="stitch_replication_job",
        around=_REPLICATING,
        created=_AFTER_SELECTION + "  wait = true",
        updated=_AFTER_SELECTION + "  wait = true\n  stop_on_destroy = true",
        import_id=None,
        replaced=_AFTER_SELECTION + '  triggers = { run = "2" }',
    ),
    Lifecycle(
        type_name="stitch_account",
        created=_ACCOUNT.format("Acme", "ada"),
        import_id=None,
        replaced=_ACCOUNT.format("Acme Two", "grace"),
        environment={"STITCH_PARTNER_ID": "oc_example_partner", "STITCH_PARTNER_SECRET": "oc_example_secret"},
    ),
)
