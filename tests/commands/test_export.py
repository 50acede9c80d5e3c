"""What the command prints and writes. `tests/acceptance/test_export.py` applies its files with real engines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider.commands.export import export

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.service import Service
    from rehearsal.simulator import Simulator

EXECUTABLE = Path(sys.executable).with_name("terraform-provider-stitch")
SHOP = {"type": "platform.hp-postgres", "display_name": "Shop", "streams": ["storefront-public-orders"]}

INTERRUPTED_BEFORE_ITS_FIRST_RENAME = """
import os, signal, sys
from stitch_provider.__main__ import main

def interrupt(event, arguments):
    if event == "os.rename":
        os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(interrupt)
main()
"""


@pytest.fixture
def account(service: Service) -> Iterator[Simulator]:
    """An account with one source."""
    with service.account() as simulator:
        simulator.administer("POST", "/seed", {"sources": [SHOP]})
        yield simulator


def of(account: Simulator) -> dict[str, str]:
    return {"base_url": account.url, "token": account.token}


def written(directory: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in directory.iterdir()}


def test_a_summary_counts_what_was_exported(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(out=str(tmp_path), **of(account)) == 0
    assert "source_shop.tf" in written(tmp_path)
    out, err = capsys.readouterr()
    assert "Exported 0 destinations, 1 source, the selected streams of 1 source and 0 notifications" in out
    assert f"{len(written(tmp_path))} files written" in out
    assert "Reading sources" in err


def test_options_take_precedence_over_the_environment(
    account: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STITCH_BASE_URL", account.url)
    monkeypatch.setenv("STITCH_API_TOKEN", account.token)
    assert export(out=str(tmp_path)) == 0
    assert export(out=str(tmp_path), token="wrong") == 1


def test_another_export_changes_only_what_has_changed_in_the_account(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    widgets = {"type": "platform.github", "display_name": "Widgets"}
    (added,) = account.administer("POST", "/seed", {"sources": [widgets]})["sources"]
    export(out=str(tmp_path), **of(account))
    first = written(tmp_path)
    assert export(out=str(tmp_path), **of(account)) == 0
    assert "0 files written, 0 removed" in capsys.readouterr().out
    assert written(tmp_path) == first

    account.call("DELETE", f"/v4/sources/{added}")
    assert export(out=str(tmp_path), **of(account)) == 0
    assert "1 removed" in capsys.readouterr().out
    assert first.keys() - written(tmp_path).keys() == {"source_widgets.tf"}


def test_a_file_that_no_export_wrote_is_overwritten_only_with_force(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "provider.tf"
    mine.write_text("# mine\n")
    assert export(out=str(tmp_path), **of(account)) == 1
    said = capsys.readouterr().err
    assert "provider.tf" in said
    assert "--force" in said
    assert written(tmp_path) == {"provider.tf": "# mine\n"}

    assert export(out=str(tmp_path), **of(account), force=True) == 0
    assert 'provider "stitch"' in mine.read_text()


def test_without_a_token_the_error_names_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(out=str(tmp_path)) == 1
    said = capsys.readouterr().err
    assert "The option --token is not set" in said
    assert "STITCH_API_TOKEN" in said
    assert "api_token" not in said


@pytest.mark.parametrize(
    ("option", "complaint"),
    [
        ({"token": "wrong"}, "or the option --token."),
        ({"base_url": "ftp://x"}, "Correct the option --base-url"),
        ({"client_id": "1"}, "correct the option --client-id."),
        ({"client_id": "1"}, "The stitch_source 731905 belongs to the Stitch account 204417, not to 1."),
        (
            {"client_id": "acme"},
            "the option --client-id, or the environment variable STITCH_CLIENT_ID, must be the id of a Stitch account",
        ),
    ],
)
def test_an_account_that_cannot_be_read_is_an_error(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: dict[str, Any], complaint: str
) -> None:
    assert export(out=str(tmp_path), **of(account) | option) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert complaint in err
    assert written(tmp_path) == {}


def test_a_directory_that_cannot_be_written_to_is_an_error(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert export(out=str(tmp_path / "file"), **of(account)) == 1
    assert f"Could not write to {tmp_path}/file: " in capsys.readouterr().err


def test_an_interrupt_while_the_account_is_read_writes_no_file(account: Simulator, tmp_path: Path) -> None:
    account.administer("POST", "/faults", {"kind": "delay", "seconds": 60, "path": "/v4/sources/*"})
    command = (EXECUTABLE, "export", "--out", tmp_path)
    with subprocess.Popen(command, env=os.environ | account.environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while process.stderr.readline() != "Reading streams\n":
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert (process.returncode, said) == (1, "Interrupted. Nothing was written.\n")
    assert written(tmp_path) == {}


def test_an_interrupt_while_files_are_written_warns_that_some_may_be_outdated(
    account: Simulator, tmp_path: Path
) -> None:
    # Without -B, Python would write bytecode, which it renames too.
    command = (sys.executable, "-B", "-c", INTERRUPTED_BEFORE_ITS_FIRST_RENAME, "export", "--out", tmp_path)
    done = subprocess.run(
        command, env=os.environ | account.environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert f"Interrupted. Some files in {tmp_path} may be from an earlier export." in done.stderr
    assert done.stdout == ""
    assert export(out=str(tmp_path), **of(account)) == 0
