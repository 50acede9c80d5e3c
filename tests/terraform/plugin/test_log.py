"""Log lines. Each test has a process of its own, because logging is configured once per process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from typing import Any

import pytest

from fakes.waiting import SECONDS
from stitch_provider.terraform.plugin import log

SETUP = "import logging, os, sys\nfrom stitch_provider.terraform.plugin import log\nlog.prepare(os.environ)\n"
STRUCTURED = "import structlog\nlog.configure()\nlogger = structlog.get_logger()\n"


def lines(code: str, **variables: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-c", SETUP + textwrap.dedent(code)], capture_output=True, text=True, env=variables, check=True
    )
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize(
    ("environment", "level"),
    [
        ({}, None),
        ({"TF_LOG": ""}, None),
        ({"TF_LOG": "TRACE"}, 10),
        ({"TF_LOG": "json"}, 10),
        ({"TF_LOG": "warn"}, 30),
        ({"TF_LOG": "nonsense"}, 10),
        ({"TF_LOG": "TRACE", "TF_LOG_PROVIDER": "ERROR"}, 40),
        ({"TF_LOG": "TRACE", "TF_LOG_PROVIDER": "ERROR", "TF_LOG_PROVIDER_STITCH": "OFF"}, 50),
    ],
)
def test_the_most_specific_variable_takes_precedence(environment: dict[str, str], level: int | None) -> None:
    assert log.level(environment) == level


def test_a_line_has_the_form_of_hclog() -> None:
    (line,) = lines(STRUCTURED + "logger.warning('slow', seconds=3)", TF_LOG="TRACE")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", line.pop("@timestamp"))
    assert line == {"@level": "warn", "@message": "slow", "@module": "stitch", "seconds": 3}


def test_a_logger_can_have_the_name_of_a_part_of_the_provider() -> None:
    (line,) = lines(STRUCTURED + "structlog.get_logger('connect').info('x')", TF_LOG="INFO")
    assert line["@module"] == "stitch.connect"


@pytest.mark.parametrize(
    ("wanted", "written"), [("TRACE", ["a", "b", "c"]), ("INFO", ["b", "c"]), ("OFF", []), ("", ["c"])]
)
def test_lines_below_the_level_are_not_written(wanted: str, written: list[str]) -> None:
    code = STRUCTURED + "logger.debug('a')\nlogger.info('b')\nlogger.error('c')"
    assert [line["@message"] for line in lines(code, TF_LOG=wanted)] == written


def test_values_whose_names_suggest_secrets_are_masked() -> None:
    code = """
        for name in ("token", "api_token", "password", "Authorization", "client_secret", "credentials", "private_key"):
            logger.info("x", **{name: "hunter2", "deep": {name: ["hunter2"]}, "list": [{name: "hunter2"}], "id": 7})
    """
    written = lines(STRUCTURED + textwrap.dedent(code), TF_LOG="INFO")
    assert len(written) == 7
    assert "hunter2" not in json.dumps(written)
    assert all(line["id"] == 7 for line in written)


def test_the_traceback_of_a_failure_is_logged_without_its_text() -> None:
    code = """
        def fail():
            secret = "hunter{}".format(2)  # newer Pythons show lines of code, which are ours to show
            try:
                {}[secret]
            except KeyError as cause:
                raise ValueError(secret) from cause
        try:
            fail()
        except ValueError as error:
            log.unexpected("ReadResource", "1a2b3c4d", error)
    """
    (line,) = lines(code)
    assert (line["rpc"], line["reference"]) == ("ReadResource", "1a2b3c4d")
    assert "in fail" in line["traceback"]
    assert line["traceback"].splitlines()[-1] == "builtins.ValueError"
    assert "builtins.KeyError" in line["traceback"]
    assert "hunter2" not in json.dumps(line)


def test_records_of_the_standard_library_are_logged_too() -> None:
    (line,) = lines("logging.getLogger('asyncio').error('task %s', 7)")
    assert (line["@level"], line["@module"], line["@message"]) == ("error", "asyncio", "task 7")


def test_traffic_that_libraries_log_is_not_written() -> None:
    assert lines("logging.getLogger('httpcore').debug('headers')", TF_LOG="TRACE") == []
    assert lines("logging.getLogger('httpx').info('GET /log?X-Amz-Signature=s3cret')", TF_LOG="TRACE") == []


def test_structlog_is_not_imported_before_it_is_needed() -> None:
    assert lines("assert 'structlog' not in sys.modules") == []


EXHAUST = """
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
    held = []
    try:
        while True:
            held.append(os.dup(0))
    except OSError:
        pass
"""


def test_errors_are_logged_when_no_file_can_be_opened() -> None:
    code = """
        logging.getLogger("asyncio").error("cannot %s", "accept")
        log.unexpected("ReadResource", "1a2b3c4d", OSError())
        log.problem("Token was not revoked", "It is still valid.")
    """
    accepted, failed, left = lines(textwrap.dedent(EXHAUST) + textwrap.dedent(code))
    assert accepted["@message"] == "cannot accept"
    assert failed["reference"] == "1a2b3c4d"
    assert (left["@message"], left["detail"]) == ("Token was not revoked", "It is still valid.")


def test_a_record_whose_arguments_do_not_fit_is_logged_without_them() -> None:
    (line,) = lines("logging.getLogger('grpc').error('%d %d', 'x')")
    assert line["@message"] == "%d %d"


EVERYTHING = """
    for number in range(3):
        logger.info("x" * 30_000)
        logging.getLogger("asyncio").error("x" * 30_000)
        log.unexpected("ReadResource", "1a2b3c4d", ValueError())
    print("done")
"""


@pytest.mark.parametrize("stderr", ["never read", "closed by its reader", "never open"])
def test_the_provider_goes_on_when_its_log_cannot_be_written(stderr: str) -> None:
    command = [sys.executable, "-c", SETUP + STRUCTURED + textwrap.dedent(EVERYTHING)]
    if stderr == "never open":
        command = ["/bin/sh", "-c", 'exec 2>&-; exec "$0" "$@"', *command]
    reader, writer = os.pipe()
    if stderr == "closed by its reader":
        os.close(reader)
    environment = {"TF_LOG": "TRACE"}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=writer, env=environment, timeout=SECONDS, text=True, check=False
    )
    assert done.stdout == "done\n"
    os.close(writer)
    if stderr != "closed by its reader":
        os.close(reader)
