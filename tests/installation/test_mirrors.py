from __future__ import annotations

from pathlib import Path

import pytest

from stitch_provider.installation import mirrors
from stitch_provider.installation.mirrors import Place

HOME = {"HOME": "/home/ada"}


def test_the_layout_of_a_place_is_that_of_a_filesystem_mirror() -> None:
    place = Place(Path("/plugins"), "registry.opentofu.org", "0.1.0", "linux_arm64")
    assert str(place.executable) == (
        "/plugins/registry.opentofu.org/stitchdata/stitch/0.1.0/linux_arm64/terraform-provider-stitch_v0.1.0"
    )


@pytest.mark.parametrize(
    ("system", "machine", "expected"),
    [
        ("linux", "x86_64", ("linux_amd64",)),
        ("linux", "aarch64", ("linux_arm64",)),
        ("linux", "riscv64", ("linux_riscv64",)),
        ("darwin", "arm64", ("darwin_amd64", "darwin_arm64")),
    ],
)
def test_platforms_have_the_names_of_go(system: str, machine: str, expected: tuple[str, ...]) -> None:
    assert mirrors.platforms(system, machine) == expected
    assert mirrors.this_platform(system, machine) == expected[-1]


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        (
            "linux",
            HOME,
            [
                "/home/ada/.terraform.d/plugins",
                "/home/ada/.local/share/terraform/plugins",
                "/usr/local/share/terraform/plugins",
                "/usr/share/terraform/plugins",
            ],
        ),
        (
            "linux",
            {**HOME, "XDG_DATA_HOME": "/data", "XDG_DATA_DIRS": "/opt/share::/srv/share"},
            [
                "/home/ada/.terraform.d/plugins",
                "/data/terraform/plugins",
                "/opt/share/terraform/plugins",
                "/srv/share/terraform/plugins",
            ],
        ),
        (
            "darwin",
            {**HOME, "XDG_DATA_HOME": "/data"},
            [
                "/home/ada/.terraform.d/plugins",
                "/home/ada/Library/Application Support/io.terraform/plugins",
                "/Library/Application Support/io.terraform/plugins",
            ],
        ),
    ],
)
def test_implied_mirrors_are_those_of_the_documentation(
    system: str, environment: dict[str, str], expected: list[str]
) -> None:
    assert [str(each) for each in mirrors.implied(environment, system)] == expected


def test_an_empty_home_is_that_of_the_user_database() -> None:
    assert mirrors.home({"HOME": ""}) == mirrors.home({})
    assert mirrors.home({}).is_absolute()


def test_a_user_without_a_home_gets_an_error_that_names_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 2_000_000_001)
    with pytest.raises(mirrors.NoHomeError, match="--plugin-dir"):
        mirrors.home({})


def test_the_first_implied_mirror_is_the_default(tmp_path: Path) -> None:
    assert mirrors.default({"HOME": str(tmp_path)}) == tmp_path / ".terraform.d" / "plugins"


def test_the_default_does_not_create_the_directory_that_would_hide_the_settings_of_opentofu(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "settings")}
    assert mirrors.default(environment, "linux") == tmp_path / ".local" / "share" / "terraform" / "plugins"
    (tmp_path / ".terraform.d").mkdir()
    assert mirrors.default(environment, "linux") == tmp_path / ".terraform.d" / "plugins"
