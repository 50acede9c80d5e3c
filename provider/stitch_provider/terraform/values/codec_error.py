"""The error of the value codecs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from stitch_provider.terraform.values.path import Step


class CodecError(ValueError):
    """Raised for bytes or a value that do not fit the type. The text never contains the value.

    `path` is the place of the error in the value.
    """

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(f"{path}: {message}" if path.steps else message)
        self.path = path
        self.message = message

    def under(self, step: Step) -> CodecError:
        """The same error in the enclosing value, in which `step` leads to this one."""
        return CodecError(Path((step, *self.path.steps)), self.message)


def codec_error(message: str) -> CodecError:
    """An error at the root of a value."""
    return CodecError(ROOT, message)
