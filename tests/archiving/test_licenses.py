from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from archiving import licenses
from archiving.licenses import LicenseError, Part


def installed(directory: Path, name: str, *files: str) -> None:
    info = directory / f"{name}-1.2.dist-info"
    for file in files:
        (info / file).parent.mkdir(parents=True, exist_ok=True)
        (info / file).write_text(f"{name} {file}")
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.2\n\nText\n")


def test_the_licenses_of_distributions_are_found_where_wheels_have_them(tmp_path: Path) -> None:
    installed(tmp_path, "alpha", "LICENSE.txt", "RECORD")
    installed(tmp_path, "beta", "licenses/COPYING", "licenses/vendor/NOTICE")
    names = {part.name: [file.name for file in part.files] for part in licenses.of_distributions(tmp_path)}
    assert names == {"alpha": ["LICENSE.txt"], "beta": ["COPYING", "NOTICE"]}


def test_every_part_is_listed_and_has_a_directory_with_its_license(tmp_path: Path) -> None:
    text = tmp_path / "LICENSE"
    text.write_text("Do what you want.")
    licenses.write([Part("Zeta", "2", (text,)), Part("libc6 of Debian", "2.36", (text,))], tmp_path / "licenses")
    assert (tmp_path / "licenses" / "README.txt").read_text().splitlines()[2:] == [
        "libc6-of-debian: libc6 of Debian 2.36",
        "zeta: Zeta 2",
    ]
    assert (tmp_path / "licenses" / "libc6-of-debian" / "LICENSE").read_text() == "Do what you want."


@pytest.mark.parametrize(
    ("release", "distribution"),
    [
        ({"ID": "debian"}, "Debian"),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, "Ubuntu"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "Ubuntu"),
        ({"ID": "raspbian", "ID_LIKE": "debian"}, "Debian"),
    ],
)
def test_packages_are_those_of_the_distribution_of_the_machine(release: dict[str, str], distribution: str) -> None:
    assert licenses.distribution_of(release) == distribution


def test_machines_with_packages_of_another_kind_are_refused() -> None:
    with pytest.raises(LicenseError, match="on Debian or Ubuntu"):
        licenses.distribution_of({"ID": "fedora"})


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="requires packages of Debian or Ubuntu")
def test_a_copied_library_is_listed_with_its_package_and_distribution() -> None:
    library = next(Path("/").glob("lib/*-linux-gnu/libc.so.6"))
    (part,) = licenses.of_machine([library])
    assert re.fullmatch(r"libc6 of (Debian|Ubuntu)", part.name)


def test_a_part_without_a_license_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LicenseError, match=r"No text of a license is found for Alpha 1\."):
        licenses.write([Part("Alpha", "1", ())], tmp_path)


def test_texts_with_the_same_name_do_not_replace_each_other(tmp_path: Path) -> None:
    texts = (tmp_path / "LICENSE", tmp_path / "vendor" / "LICENSE")
    for text in texts:
        text.parent.mkdir(exist_ok=True)
        text.write_text(str(text))
    licenses.write([Part("Alpha", "1", texts)], tmp_path / "licenses")
    found = {file.read_text() for file in (tmp_path / "licenses" / "alpha").iterdir()}
    assert found == {str(text) for text in texts}
