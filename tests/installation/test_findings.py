from __future__ import annotations

import json

from stitch_provider.installation import findings
from stitch_provider.installation.findings import Finding

FOUND = [
    findings.ok("engine", "Terraform is there."),
    Finding("token", "warning", "There is no token.", "Create one."),
    Finding("package", "problem", "It is missing.", "Install it."),
    Finding("lock_file", "problem", "It has another hash.", "Restore it."),
    *(findings.ok("network", f"{name} answers.") for name in ("One", "Two")),
]


def test_the_text_shows_what_to_do_and_counts() -> None:
    assert findings.as_text(FOUND) == (
        "ok       engine: Terraform is there.\n"
        "warning  token: There is no token.\n"
        "         Create one.\n"
        "problem  package: It is missing.\n"
        "         Install it.\n"
        "problem  lock_file: It has another hash.\n"
        "         Restore it.\n"
        "ok       network: One answers.\n"
        "ok       network: Two answers.\n"
        "\n"
        "Problems: 2. Warnings: 1.\n"
    )


def test_what_to_do_about_several_findings_is_shown_once_after_them() -> None:
    two = [Finding("package", "problem", f"{name} does not start.", "Install it.") for name in ("One", "Two")]
    other = Finding("lock_file", "problem", "It is old.", "Install it.")
    assert findings.as_text([*two, other]).splitlines()[:-2] == [
        "problem  package: One does not start.",
        "problem  package: Two does not start.",
        "         Install it.",
        "problem  lock_file: It is old.",
        "         Install it.",
    ]


def test_the_json_document_has_the_same_content() -> None:
    assert json.loads(findings.as_json("0.1.0", FOUND)) == {
        "version": "0.1.0",
        "findings": [
            {"check": "engine", "result": "ok", "found": "Terraform is there.", "action": ""},
            {"check": "token", "result": "warning", "found": "There is no token.", "action": "Create one."},
            {"check": "package", "result": "problem", "found": "It is missing.", "action": "Install it."},
            {"check": "lock_file", "result": "problem", "found": "It has another hash.", "action": "Restore it."},
            {"check": "network", "result": "ok", "found": "One answers.", "action": ""},
            {"check": "network", "result": "ok", "found": "Two answers.", "action": ""},
        ],
    }
