from __future__ import annotations

import json

from stitch_provider.installation import findings
from stitch_provider.installation.findings import Finding

FOUND = [
    findings.ok("engine", "Terraform is there."),
    Finding("token", "warning", "There is no token.", "Create one."),
]


def test_the_text_shows_what_to_do_and_counts() -> None:
    assert findings.as_text(FOUND) == (
        "ok       engine: Terraform is there.\n"
        "warning  token: There is no token.\n"
        "         Create one.\n"
        "\n"
        "Problems: 0. Warnings: 1.\n"
    )


def test_the_json_document_has_the_same_content() -> None:
    assert json.loads(findings.as_json("0.1.0", FOUND)) == {
        "version": "0.1.0",
        "findings": [
            {"check": "engine", "result": "ok", "found": "Terraform is there.", "action": ""},
            {"check": "token", "result": "warning", "found": "There is no token.", "action": "Create one."},
        ],
    }
