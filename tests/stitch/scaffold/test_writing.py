"""What a scaffold contains. `tests/acceptance/test_type_pages.py` plans the configurations of all types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch_provider.stitch.scaffold.starting_point import starting_point
from stitch_provider.stitch.scaffold.writing import blocks, next_steps, selections, surroundings, text
from stitch_provider.stitch.types.naming import find

if TYPE_CHECKING:
    from stitch_provider.stitch.export.surroundings import Credentials
    from stitch_provider.stitch.scaffold.starting_point import StartingPoint

S3_WITH_REMARKS = r"""resource "stitch_destination" "s3" {
  type = "s3"
  name = "Amazon S3"
  properties = {
    # Format of the files: csv or jsonl. Value: "csv" or "jsonl".
    output_file_format = "jsonl"
    # Name of the bucket to load into.
    s3_bucket = "acme-stitch"
    # Pattern of the names of the objects.
    s3_key_format_string = "[integration_name]/[table_name]/[table_version]_[timestamp_loaded].[csv|jsonl]"
    #
    # Optional:
    # Delimiter of the columns of CSV files. Value: ",", "|" or "\t".
    # csv_delimiter = ","
    # Whether all values in CSV files are quoted. Value: "true" or "false".
    # csv_force_quote = "true"
  }
  # Optional:
  # credentials_wo = {
  #   # Name of the file with which Stitch checks its access to the bucket. Value: text that
  #   # starts with "stitch-challenge-file-".
  #   sentinel_key = "stitch-challenge-file-example"
  # }
}
"""


def point(type_name: str) -> StartingPoint:
    rules = find(type_name)
    assert rules is not None
    return starting_point(rules)


def written(type_name: str, credentials: Credentials = "write-only", *, remarks: bool = True) -> str:
    return text(blocks(point(type_name), credentials, remarks=remarks))


def test_required_properties_are_set_and_explained() -> None:
    github = written("platform.github")
    assert (
        '    # Repositories to replicate, as owner and name, separated by spaces.\n    repository = "acme/widgets"\n'
        in github
    )


def test_optional_properties_are_comments_below_their_explanation() -> None:
    lines = written("platform.hp-postgres").splitlines()
    place = lines.index('    # ssh_port = "22"')
    assert lines[place - 1] == "    # Port of the SSH server. Value: a whole number."
    assert lines.index("    # Optional:") < place


def test_a_property_that_can_be_set_only_once_says_so() -> None:
    about = "It cannot be changed later."
    assert about in written("platform.hp-postgres").replace("\n    # ", " ")
    assert about not in written("platform.github")


def test_without_remarks_there_are_only_required_settings() -> None:
    assert "#" not in written("platform.hp-postgres", remarks=False)


def test_what_only_stitch_sets_or_uses_is_left_out() -> None:
    postgres = written("platform.hp-postgres")
    assert "image_version" not in postgres
    assert "itersize" not in postgres


@pytest.mark.parametrize(
    ("credentials", "attribute", "ephemeral"),
    [("write-only", "credentials_wo", True), ("variables", "credentials", False)],
)
def test_each_required_credential_has_a_variable(credentials: Credentials, attribute: str, *, ephemeral: bool) -> None:
    github = written("platform.github", credentials)
    assert f"  {attribute} = {{\n    access_token = var.github_access_token\n  }}\n" in github
    assert 'variable "github_access_token" {\n  type ' in github
    assert ("ephemeral" in github) == ephemeral
    assert "default" not in github


def test_credentials_can_be_left_out() -> None:
    github = written("platform.github", "none")
    assert "variable" not in github
    assert "credentials" not in github


def test_the_required_version_is_that_of_the_attribute_for_credentials() -> None:
    github = point("platform.github")
    assert 'required_version = ">= 1.11"' in text(surroundings(github, "write-only"))
    assert 'required_version = ">= 1.5"' in text(surroundings(github, "variables"))


def test_a_configuration_begins_with_what_to_do_and_how_to_try_it() -> None:
    about = text(surroundings(point("snowflake"), "write-only")).partition("terraform {")[0]
    assert about.startswith("# A starting point for the destination type snowflake. Its values are")
    assert "terraform-provider-stitch simulate" in about
    assert {"STITCH_BASE_URL", "STITCH_API_TOKEN"} <= set(about.split())


def test_a_source_that_a_person_authorizes_says_so_and_names_the_properties_of_an_own_client() -> None:
    trello = written("platform.trello").replace("\n  # ", " ")
    assert "open this source in the Stitch web application and authorize it" in trello
    assert "set all of these: access_token, access_token_secret, consumer_key, consumer_secret" in trello


def test_an_authorization_without_credentials_has_no_own_client() -> None:
    segment = written("webhook.segment")
    assert "authorize it" in segment
    assert "OAuth client" not in segment


def test_a_source_that_a_person_authorizes_says_how_the_simulator_authorizes_it() -> None:
    assert "# curl -X POST $STITCH_BASE_URL/_simulator/sources/ID/authorize\n" in written("platform.hubspot")
    assert "/_simulator/" not in written("platform.github")


def test_a_source_whose_streams_are_not_selected_says_how_to_select_them() -> None:
    assert "option --streams" in text(next_steps(point("platform.github")))
    assert next_steps(point("webhook.vero")) == next_steps(point("snowflake")) == ()


def test_a_source_of_the_import_api_has_a_token_as_a_comment() -> None:
    assert text(next_steps(point("import_api"))) == (
        "# A program that sends data needs a token. This resource creates one:\n"
        '# resource "stitch_import_token" "import_api" {\n'
        "#   source_id = stitch_source.import_api.id\n"
        "# }\n"
    )


def test_lists_and_objects_are_encoded_as_json() -> None:
    delta = written("databricks_delta")
    assert 'staging_area = jsonencode({ scheme = "s3", bucket_name = "acme-stitch" })' in delta


def test_the_schedule_is_the_usual_one_of_the_type() -> None:
    assert "schedule = { frequency_minutes = 60 }" in written("platform.github")
    assert "schedule" not in written("import_api")


def test_a_name_from_which_stitch_could_not_derive_a_schema_gets_a_word_before_it() -> None:
    assert 'display_name = "Source 3PL Central"' in written("platform.3plcentral")


def test_types_of_one_product_have_different_labels() -> None:
    labels = [
        point(name).label for name in ("platform.sendgrid", "webhook.sendgrid", "postgres", "platform.hp-postgres")
    ]
    assert labels == ["sendgrid", "webhook_sendgrid", "postgres", "hp_postgres"]


def test_streams_of_an_application_are_those_of_the_documentation() -> None:
    github = text(selections(point("platform.github")))
    assert "source_id = stitch_source.github.id" in github
    assert "    assignees = {\n      fields = { all = true }\n    }\n" in github


def test_streams_of_a_database_are_examples_with_a_replication_method() -> None:
    postgres = text(selections(point("platform.hp-postgres")))
    assert postgres.startswith("# Replace these examples")
    assert 'replication_method = "FULL_TABLE"' in postgres


def test_a_type_whose_streams_are_not_known_has_an_empty_selection() -> None:
    typeform = text(selections(point("platform.typeform")))
    assert "# The catalog does not contain the streams of this type." in typeform
    assert "streams   = {}" in typeform


def test_optional_credentials_are_comments_also_without_a_required_one() -> None:
    assert written("s3") == S3_WITH_REMARKS
