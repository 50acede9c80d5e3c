"""The error of the value codecs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from stitch_provider.terraform.values.path import Step


class CodecError(ValueError):
    """Bytes that are no value of the type, or a value that is none; never shows the value itself.

    `path` is where in the value it was found.
    """

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(f"{path}: {message}" if path.steps else message)
        self.path = path
        self.message = message

    def under(self, step: Step) -> CodecError:
        """The same error, seen from one level further out."""
        return CodecError(Path((step, *self.path.steps)), self.message)


def codec_error(message: str) -> CodecError:
    """An error at the root of the value at hand."""
    return CodecError(ROOT, message)
