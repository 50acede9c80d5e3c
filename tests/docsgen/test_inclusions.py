from __future__ import annotations

import pytest

from stitch_provider.docsgen.inclusions import filled

FILES = {
    "toys/main.tf": 'resource "toy_widget" "one" {}\n',
    "toys/variables.tf": 'variable "token" {}\n',
    "toys/colors.csv": "toy,color\nball,red\n",
}
GUIDE = """\
First:

<!-- toys/main.tf -->
```terraform
resource "toy_widget" "old" {}
```

<!-- toys/colors.csv -->
```text
toy,color
```

Then:

```terraform
data "toy_widgets" "all" {}
```
"""


def test_a_block_that_names_a_file_shows_its_content_and_others_stay() -> None:
    assert filled(GUIDE, FILES) == GUIDE.replace('"old"', '"one"').replace("toy,color\n", "toy,color\nball,red\n")
    assert filled(filled(GUIDE, FILES), FILES) == filled(GUIDE, FILES)


def test_a_block_that_names_no_file_of_the_examples_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"toys/main\.tf"):
        filled(GUIDE, {})
