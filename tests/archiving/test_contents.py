from __future__ import annotations

from pathlib import PurePath

import pytest

from archiving.contents import is_data, is_left_out, module_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("ssl.py", "ssl"),
        ("httpx/__init__.py", "httpx"),
        ("httpx/_client.py", "httpx._client"),
        ("grpc/_cython/cygrpc.cpython-313-x86_64-linux-gnu.so", "grpc._cython.cygrpc"),
        ("certifi/cacert.pem", "certifi.cacert"),
    ],
)
def test_a_file_has_the_name_of_its_module(path: str, name: str) -> None:
    assert module_name(PurePath(path)) == name


@pytest.mark.parametrize(
    "path",
    [
        "unittest/mock.py",
        "site-packages/pip/__init__.py",
        "bin/uvicorn",
        "httpx-0.28.1.dist-info/METADATA",
        "httpx/__pycache__/_client.cpython-313.pyc",
        "_testcapi.cpython-313-x86_64-linux-gnu.so",
        "pygments/lexers/haskell.py",
        "google/protobuf/internal/tests/x.py",
    ],
)
def test_what_the_provider_does_not_import_is_left_out(path: str) -> None:
    assert is_left_out(PurePath(path))


@pytest.mark.parametrize(
    "path",
    [
        "stitch_provider/commands/simulate.py",
        "stitch_provider/stitch/sources/tests_of_names.py",
        "pygments/lexers/__init__.py",
        "_ssl.cpython-313-x86_64-linux-gnu.so",
        "encodings/idna.py",
        "codecs.py",
        "sitecustomized.py",
    ],
)
def test_everything_else_is_in_the_archive(path: str) -> None:
    assert not is_left_out(PurePath(path))


def test_python_sources_are_not_copied_as_data() -> None:
    files = ("a/b.py", "a/b.pyi", "a/b.so", "a/b.json", "a/py.typed", "grpc/_cython/_credentials/roots.pem")
    assert [each for each in files if is_data(PurePath(each))] == ["a/b.so", "a/b.json"]
