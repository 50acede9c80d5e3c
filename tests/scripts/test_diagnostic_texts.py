from __future__ import annotations

import re
from pathlib import Path

import pytest

from diagnostic_texts import Text, page, texts

PAGE = Path(__file__).parents[2] / "docs" / "design" / "diagnostics.md"
TEXTS = texts()

LONGEST_TITLE = 70
"""Characters. Terraform shows a title on one line."""

WORDS_TO_AVOID = re.compile(r"\b(gone|settled?|homeless|nobody|bear with|stands? at|hand(ed)? over)\b")

MODULE = """
ADVICE = "Correct it."


def check(name: str, wrong: bool) -> Diagnostic:
    text = f'"{name}" is wrong. ' + ADVICE
    if wrong:
        return error("Wrong name", text)
    with explaining(f"read {name}", exists="It exists."):
        raise
    return warning("Odd name", name.upper())


def verdict(rules: TypeRules, summary: str, detail: str) -> Diagnostic:
    return error(summary, detail) if rules.certain else warning(summary, detail + " Or ignore it.")


def judge(rules: TypeRules) -> Diagnostic:
    return verdict(rules, "No name", "Add it.")


def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
    return replace(explanation, advice="Wait." if failure.code else "Stop.")
"""


def test_texts_are_found_with_their_parts(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text(MODULE)
    assert texts(tmp_path) == (
        Text("", "error", "[Wait. | Stop.]", "names.py"),
        Text("", "error", "{detail}", "names.py"),
        Text("", "warning", "{detail} Or ignore it.", "names.py"),
        Text("Could not read {name}", "error", "what the service said, then: It exists.", "names.py"),
        Text("No name", "error", "Add it.", "names.py"),
        Text("No name", "warning", "Add it.", "names.py"),
        Text("Odd name", "warning", "{name.upper()}", "names.py"),
        Text("Wrong name", "error", '"{name}" is wrong. Correct it.', "names.py"),
    )


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(TEXTS), "run scripts/diagnostics"


@pytest.mark.parametrize("title", sorted({text.title for text in TEXTS if text.title}))
def test_a_title_is_a_few_words_without_a_full_stop(title: str) -> None:
    assert len(title) <= LONGEST_TITLE
    assert title[-1] not in ".!?:"
    assert title[0].isupper() or title[0] == "{"


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.module}: {text.title}")
def test_a_detail_is_whole_sentences_in_usual_words(text: Text) -> None:
    assert text.detail[-1] in ".}]" or text.detail.startswith("what the service said")
    assert WORDS_TO_AVOID.findall(text.detail) == []
