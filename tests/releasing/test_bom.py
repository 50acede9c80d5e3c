from __future__ import annotations

import dataclasses
import json
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from fakes import project
from releasing import bom
from releasing.bom import Commit, Contents
from releasing.parts import Pinned, listed

PLATFORMS = ("linux_amd64", "linux_arm64")
CONTENTS = Contents(
    version=project.VERSION,
    commit=project.COMMIT,
    archives={"terraform-provider-stitch_0.1.0_linux_amd64.zip": "c" * 64},
    parts=dict.fromkeys(tuple(listed(project.PARTS))[:-1], PLATFORMS),
    locked={("httpx", "0.28.1"): (project.HTTPX,)},
    pinned={"linux_amd64": Pinned(project.INTERPRETER, project.PYTHON)},
)


def components() -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in json.loads(bom.document(CONTENTS))["components"]}


def test_the_bill_of_materials_has_the_schema_of_its_format() -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bom.document(CONTENTS)) is None


def test_the_provider_is_the_subject_with_the_hashes_of_its_archives() -> None:
    subject = json.loads(bom.document(CONTENTS))["metadata"]["component"]
    assert (subject["name"], subject["version"]) == ("terraform-provider-stitch", "0.1.0")
    assert subject["licenses"] == [{"license": {"id": "MPL-2.0"}}]
    (archive,) = (each for each in subject["externalReferences"] if each["type"] == "distribution")
    assert archive["url"].endswith("/v0.1.0/terraform-provider-stitch_0.1.0_linux_amd64.zip")
    assert archive["hashes"] == [{"alg": "SHA-256", "content": "c" * 64}]


def test_a_distribution_has_its_license_and_the_locked_hashes() -> None:
    httpx = components()["httpx"]
    assert (httpx["version"], httpx["purl"]) == ("0.28.1", "pkg:pypi/httpx@0.28.1")
    assert httpx["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert httpx["hashes"] == [{"alg": "SHA-256", "content": project.HTTPX}]


def test_the_interpreter_has_the_address_and_the_hash_of_the_pinned_file() -> None:
    python = components()["Python"]
    assert python["cpe"].startswith("cpe:2.3:a:python:python:3.13.15:")
    assert python["externalReferences"] == [
        {
            "type": "distribution",
            "url": project.INTERPRETER,
            "hashes": [{"alg": "SHA-256", "content": project.PYTHON}],
        }
    ]


def test_a_package_of_the_machine_on_which_the_archive_was_built_is_named() -> None:
    assert components()["libc6"]["purl"] == "pkg:deb/debian/libc6@2.36-9%2Bdeb12u14"
    ubuntu = tuple(listed(project.PARTS.replace("of Debian", "of Ubuntu")))
    contents = dataclasses.replace(CONTENTS, parts=dict.fromkeys(ubuntu, PLATFORMS))
    assert "pkg:deb/ubuntu/libc6@2.36-9%2Bdeb12u14" in bom.document(contents)


def test_a_library_in_the_interpreter_has_no_version_and_refers_to_its_license() -> None:
    openssl = components()["openssl"]
    assert "version" not in openssl
    assert openssl["licenses"] == [{"license": {"name": "see licenses/openssl in the archive"}}]


def test_each_part_names_the_platforms_whose_archives_contain_it() -> None:
    for each in components().values():
        assert {"name": "terraform-provider-stitch:platforms", "value": "linux_amd64 linux_arm64"} in each["properties"]


def test_the_time_and_the_serial_number_depend_only_on_the_commit_and_the_archives() -> None:
    document = json.loads(bom.document(CONTENTS))
    assert document["metadata"]["timestamp"] == "2026-12-01T12:00:00+00:00"
    assert bom.document(CONTENTS) == bom.document(CONTENTS)
    later = dataclasses.replace(CONTENTS, commit=Commit("d" * 40, project.COMMIT.time))
    assert json.loads(bom.document(later))["serialNumber"] != document["serialNumber"]


def test_a_license_is_an_expression_or_else_a_name_and_unknown_without_the_distribution() -> None:
    assert bom.license_of("cryptography") == "Apache-2.0 OR BSD-3-Clause"
    assert bom.license_of("socksio") == "MIT License"
    assert bom.license_of("does-not-exist") is None
