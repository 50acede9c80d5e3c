from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("terraform-provider-stitch"))
EXAMPLES = Path(__file__).parents[2] / "examples" / "terraform"


def docs(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = (COMMAND, "docs", "--out", str(out), "--examples", str(EXAMPLES), *options)
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_what_the_command_wrote_passes_its_check(tmp_path: Path) -> None:
    assert docs(tmp_path, "--check").returncode == 1
    assert not list(tmp_path.iterdir())
    assert docs(tmp_path).returncode == 0
    checked = docs(tmp_path, "--check")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    (tmp_path / "index.md").write_text("# Edited by hand\n")
    assert "index.md: changed" in docs(tmp_path, "--check").stderr


def test_the_command_leaves_design_documents_alone(tmp_path: Path) -> None:
    document = tmp_path / "design" / "connect-api.md"
    document.parent.mkdir()
    document.write_text("# The Stitch Connect API\n")
    assert docs(tmp_path).returncode == 0
    assert document.read_text() == "# The Stitch Connect API\n"
    assert docs(tmp_path, "--check").returncode == 0
