from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch_provider.installation import cli_configuration

if TYPE_CHECKING:
    from pathlib import Path

    from stitch_provider.installation.findings import Finding

TERRAFORM, OPENTOFU = "Terraform", "OpenTofu"
DIRECT = "provider_installation {\n  direct {}\n}\n"


def configured(home: Path, name: str, text: str = "") -> Path:
    file = home / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def names(product: str, home: Path, **environment: str) -> list[str]:
    found = cli_configuration.files(product, {"HOME": str(home), **environment})
    return [each.relative_to(home).as_posix() for each in found]


def check(home: Path, *occupied: Path, product: str = TERRAFORM) -> Finding:
    (finding,) = cli_configuration.check([product], {"HOME": str(home)}, occupied)
    return finding


def test_both_engines_read_the_file_of_the_environment_and_no_other(tmp_path: Path) -> None:
    configured(tmp_path, ".terraform.d/more.tfrc")
    file = configured(tmp_path, "own.tfrc")
    for product in (TERRAFORM, OPENTOFU):
        assert names(product, tmp_path, TF_CLI_CONFIG_FILE=str(file)) == ["own.tfrc"]
        assert names(product, tmp_path, TERRAFORM_CONFIG=str(file)) == ["own.tfrc"]


@pytest.mark.parametrize("product", [TERRAFORM, OPENTOFU])
def test_files_of_the_configuration_directory_are_read_too(product: str, tmp_path: Path) -> None:
    configured(tmp_path, ".terraformrc")
    configured(tmp_path, ".terraform.d/more.tfrc")
    configured(tmp_path, ".terraform.d/credentials.tfrc.json")
    configured(tmp_path, ".terraform.d/plugins.txt")
    assert names(product, tmp_path) == [
        ".terraformrc",
        ".terraform.d/more.tfrc",
        ".terraform.d/credentials.tfrc.json",
    ]


@pytest.mark.parametrize(
    ("existing", "xdg", "expected"),
    [
        ((), False, ".tofurc"),
        ((".terraformrc",), False, ".terraformrc"),
        ((".terraformrc", ".tofurc"), True, ".tofurc"),
        ((".terraformrc",), True, ".terraformrc"),
        ((), True, "settings/opentofu/tofurc"),
    ],
)
def test_opentofu_reads_its_own_file_or_that_of_terraform(
    existing: tuple[str, ...], xdg: bool, expected: str, tmp_path: Path
) -> None:
    for name in existing:
        configured(tmp_path, name)
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "settings")} if xdg else {}
    assert names(OPENTOFU, tmp_path, **environment)[0] == expected


@pytest.mark.parametrize(("existing", "expected"), [(True, ".terraform.d"), (False, "settings/opentofu")])
def test_opentofu_reads_the_xdg_directory_until_that_of_terraform_exists(
    existing: bool, expected: str, tmp_path: Path
) -> None:
    configured(tmp_path, "settings/opentofu/more.tfrc")
    if existing:
        configured(tmp_path, ".terraform.d/more.tfrc")
    assert f"{expected}/more.tfrc" in names(OPENTOFU, tmp_path, XDG_CONFIG_HOME=str(tmp_path / "settings"))


def test_without_a_block_the_default_folders_are_searched(tmp_path: Path) -> None:
    configured(tmp_path, ".terraformrc", 'plugin_cache_dir = "/cache"\n# provider_installation {}\n')
    assert check(tmp_path).result == "ok"


def test_a_block_that_names_a_mirror_with_the_provider_is_ok(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    configured(
        tmp_path, ".terraformrc", f'provider_installation {{ filesystem_mirror {{ path = "{tmp_path}/x/../mirror" }} }}'
    )
    (tmp_path / "x").mkdir()
    assert check(tmp_path, mirror).result == "ok"
    assert [each.resolve() for each in cli_configuration.named_mirrors(TERRAFORM, {"HOME": str(tmp_path)})] == [
        mirror.resolve()
    ]


def test_a_block_without_a_mirror_that_has_the_provider_is_a_problem(tmp_path: Path) -> None:
    file = configured(tmp_path, ".terraformrc", DIRECT)
    finding = check(tmp_path, tmp_path / "mirror")
    assert finding.result == "problem"
    assert str(file) in finding.found
    assert f'filesystem_mirror {{ path = "{tmp_path}/mirror" }}' in finding.action


@pytest.mark.parametrize(
    "mirror",
    ['network_mirror { url = "https://mirror.example.com/" }', 'oci_mirror { repository_template = "x/${type}" }'],
)
def test_a_mirror_on_a_server_is_a_warning_because_it_is_not_read(mirror: str, tmp_path: Path) -> None:
    configured(tmp_path, ".terraformrc", f"provider_installation {{ {mirror} }}")
    assert check(tmp_path, tmp_path / "mirror").result == "warning"


def test_only_registries_are_a_warning_if_no_mirror_has_the_provider(tmp_path: Path) -> None:
    configured(tmp_path, ".terraformrc", DIRECT)
    assert check(tmp_path).result == "warning"


@pytest.mark.parametrize("address", ["stitchdata/stitch", "registry.opentofu.org/stitchdata/stitch"])
def test_development_overrides_are_a_warning(address: str, tmp_path: Path) -> None:
    configured(tmp_path, ".terraformrc", f'provider_installation {{ dev_overrides {{ "{address}" = "/clone/bin" }} }}')
    finding = check(tmp_path, tmp_path / "mirror")
    assert finding.result == "warning"
    assert "/clone/bin" in finding.found


def test_development_overrides_of_other_providers_do_not_matter(tmp_path: Path) -> None:
    configured(
        tmp_path, ".terraformrc", 'provider_installation { dev_overrides { "hashicorp/aws" = "/bin" }\n direct {} }'
    )
    assert check(tmp_path, tmp_path / "mirror").result == "problem"


def test_a_file_that_cannot_be_read_is_a_warning_that_does_not_show_its_content(tmp_path: Path) -> None:
    configured(tmp_path, ".terraformrc", 'credentials "app.terraform.io" { token = "hidden\n')
    first, *_ = cli_configuration.check([TERRAFORM], {"HOME": str(tmp_path)}, ())
    assert first.result == "warning"
    assert "hidden" not in first.found + first.action


@pytest.mark.parametrize("text", ["", DIRECT, "provider_installation {"], ids=["defaults", "block", "unreadable"])
def test_what_applies_to_both_engines_is_found_once(text: str, tmp_path: Path) -> None:
    configured(tmp_path, ".terraformrc", text)
    findings = [*cli_configuration.check([TERRAFORM, OPENTOFU], {"HOME": str(tmp_path)}, ())]
    assert len({each.found for each in findings}) == len(findings)
    assert all("Terraform and OpenTofu" in each.found for each in findings)


def test_engines_with_different_files_have_different_findings(tmp_path: Path) -> None:
    configured(tmp_path, ".terraformrc", DIRECT)
    configured(tmp_path, ".tofurc")
    findings = cli_configuration.check([TERRAFORM, OPENTOFU], {"HOME": str(tmp_path)}, ())
    assert [(each.result, OPENTOFU in each.found) for each in findings] == [("warning", False), ("ok", True)]
