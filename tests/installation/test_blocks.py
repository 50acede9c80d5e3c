from __future__ import annotations

import pytest

from stitch_provider.installation import blocks
from stitch_provider.installation.blocks import UnreadableError

HCL = """
# a comment with { and "
plugin_cache_dir = "$HOME/cache" // another one
disable_checkpoint = true
provider_installation {
  /* a block {
     that is a comment */
  filesystem_mirror {
    path    = "/srv/\\"plugins\\""
    include = ["example.com/*/*", "registry.terraform.io/*/*",]
  }
  dev_overrides { "stitchdata/stitch" = "/bin" }
}
credentials "app.terraform.io" { token = "made up" }
"""

JSON = """
{
  "provider_installation": [{
    "filesystem_mirror": [{"path": "/srv/\\"plugins\\"", "include": ["example.com/*/*", "registry.terraform.io/*/*"]}],
    "dev_overrides": {"stitchdata/stitch": "/bin"}
  }],
  "credentials": {"app.terraform.io": {"token": "made up"}},
  "plugin_cache_dir": "$HOME/cache"
}
"""


@pytest.mark.parametrize("text", [HCL, JSON], ids=["HCL", "JSON"])
def test_blocks_attributes_and_lists_are_read(text: str) -> None:
    body = blocks.read(text)
    (installation,) = body.blocks("provider_installation")
    (mirror,) = installation.blocks("filesystem_mirror")
    (overrides,) = installation.blocks("dev_overrides")
    (credentials,) = body.blocks("credentials")
    (host,) = credentials.blocks("app.terraform.io")
    assert body.text("plugin_cache_dir") == "$HOME/cache"
    assert mirror.text("path") == '/srv/"plugins"'
    assert mirror.texts("include") == ("example.com/*/*", "registry.terraform.io/*/*")
    assert overrides.text("stitchdata/stitch") == "/bin"
    assert host.text("token") == "made up"


def test_what_is_not_set_is_empty() -> None:
    body = blocks.read("")
    assert ([*body.blocks("a")], body.text("a"), body.texts("a")) == ([], "", ())


@pytest.mark.parametrize("text", ["a {", "a = [", 'a = "b', "a = }", "}", "{", '{"a": 1', "a = ?", "= 1", 'a = "\\x"'])
def test_other_text_cannot_be_read(text: str) -> None:
    with pytest.raises(UnreadableError):
        blocks.read(text)
