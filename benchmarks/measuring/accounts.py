"""Configurations of any number of sources and stream selections, and accounts and states that match them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VALUES = """
    type         = "platform.github"
    display_name = "Benchmark ${count.index}"
    properties   = { repository = "acme/repository-${count.index}", start_date = "2024-01-01T00:00:00Z" }
    credentials  = { access_token = "made-up" }
"""
_SOURCES = f"""terraform {{
  required_providers {{
    stitch = {{ source = "stitchdata/stitch" }}
  }}
}}

resource "stitch_source" "it" {{
    count = COUNT
{VALUES}}}
"""
_SOURCES_PER_SEED = 1_000
_STREAMS_PER_SOURCE = 20
_SELECTIONS = """
locals {
  streams = [
    "assignees", "collaborators", "comments", "commits", "commit_comments", "events", "issues", "issue_events",
    "issue_labels", "issue_milestones", "projects", "project_cards", "project_columns", "pull_requests", "releases",
    "reviews", "review_comments", "stargazers", "teams", "team_members",
  ]
}

resource "stitch_stream_selection" "it" {
  count = COUNT

  source_id = stitch_source.it[floor(count.index / length(local.streams))].id
  stream    = local.streams[count.index % length(local.streams)]
  fields    = { all = true }
}
"""


def sources(count: int) -> str:
    """A configuration of this many sources."""
    return _SOURCES.replace("COUNT", str(count))


def selections(count: int) -> str:
    """A configuration of this many stream selections, twenty in each source."""
    return sources(count // _STREAMS_PER_SOURCE) + _SELECTIONS.replace("COUNT", str(count))


def seeds(count: int) -> Iterator[dict[str, Any]]:
    """Seeds of the simulator for the sources of a configuration, each small enough to be created in seconds."""
    for first in range(0, count, _SOURCES_PER_SEED):
        yield {"sources": [_seeded(number) for number in range(first, min(first + _SOURCES_PER_SEED, count))]}


def _seeded(number: int) -> dict[str, Any]:
    properties = {
        "repository": f"acme/repository-{number}",
        "start_date": "2024-01-01T00:00:00Z",
        "access_token": "made-up",
    }
    return {"type": "platform.github", "display_name": f"Benchmark {number}", "properties": properties}


def state(one: dict[str, Any], shown: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The state of sources in the order of the configuration, as the API shows them.

    `one` is the state of a single source, written by the provider itself. All that differs between sources is replaced.
    """
    [resource] = one["resources"]
    [instance] = resource["instances"]
    instances = [
        {**instance, "index_key": number, "attributes": _attributes(instance["attributes"], source)}
        for number, source in enumerate(shown)
    ]
    return {**one, "resources": [{**resource, "instances": instances}]}


def _attributes(attributes: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    return {
        **attributes,
        "id": str(source["id"]),
        "name": source["name"],
        "display_name": source["display_name"],
        "created_at": source["created_at"],
        "properties": {name: source["properties"][name] for name in attributes["properties"]},
    }
