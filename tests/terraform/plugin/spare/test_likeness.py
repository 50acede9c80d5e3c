"""What a spare and a launcher must have in common."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from stitch_provider.terraform.plugin.spare import likeness

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGES = {
    "umask": "os.umask(0o027)",
    "limit": "resource.setrlimit(resource.RLIMIT_NOFILE, (500, 500))",
    "priority": "os.nice(1)",
    "session": "os.setsid()",
    "signal mask": "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])",
    "ignored signal": "signal.signal(signal.SIGHUP, signal.SIG_IGN)",
    "processors": "os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])",
    "interrupt": "signal.signal(signal.SIGINT, signal.SIG_IGN)",
}

LOWEST_PRIORITY = 19

linux = pytest.mark.skipif(sys.platform != "linux", reason="there are no spares")


def command(change: str) -> list[str]:
    program = f"import os, resource, signal; signal.signal(2, signal.SIG_DFL); {change}; print(flush=True); input()"
    return [sys.executable, "-I", "-S", "-c", program]


@contextmanager
def process(change: str) -> Iterator[int]:
    with subprocess.Popen(
        command(change),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        assert started.stdout is not None
        started.stdout.readline()
        yield started.pid


@linux
@pytest.mark.parametrize("changed", CHANGES)
def test_processes_are_alike_only_if_they_have_started_alike(changed: str) -> None:
    """Each of them ignores SIGINT sooner or later."""
    if changed == "processors" and len(os.sched_getaffinity(0)) == 1:
        pytest.skip("there is one processor")
    if changed == "priority" and os.nice(0) == LOWEST_PRIORITY:
        pytest.skip("the priority cannot be lower")
    with process("pass") as one, process("pass") as same, process(CHANGES[changed]) as other:
        assert likeness.traits(one) == likeness.traits(same)
        assert (likeness.traits(one) == likeness.traits(other)) == (changed == "interrupt")


@contextmanager
def spawned() -> Iterator[int]:
    """A process started with `posix_spawn`, which the module `subprocess` uses only on some systems."""
    (stdin, end), (ready, stdout) = os.pipe(), os.pipe()
    actions = ((os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, stdout, 1))
    number = os.posix_spawn(sys.executable, command("pass"), os.environ, file_actions=actions)
    try:
        os.read(ready, 1)
        yield number
    finally:
        os.close(end)
        os.close(stdin)
        os.waitpid(number, 0)
        os.close(ready)
        os.close(stdout)


@linux
def test_it_does_not_matter_which_function_starts_a_process() -> None:
    with process("pass") as one, spawned() as other:
        assert likeness.traits(one) == likeness.traits(other)


@pytest.mark.parametrize(
    "name", ["LC_ALL", "LD_PRELOAD", "PYTHONHASHSEED", "GRPC_VERBOSITY", "AWS_PROFILE", "STITCHED"]
)
def test_variables_that_libraries_could_read_must_be_equal(name: str) -> None:
    variables = {b"HOME": b"/home/ada", name.encode(): b"1"}
    assert likeness.digest(variables) != likeness.digest({**variables, name.encode(): b"2"})
    assert likeness.digest(variables) != likeness.digest({b"HOME": b"/home/ada"})


@pytest.mark.parametrize("name", ["STITCH_API_TOKEN", "TF_LOG", "PLUGIN_CLIENT_CERT", "PWD", "_"])
def test_variables_that_are_read_when_a_process_serves_can_differ(name: str) -> None:
    assert likeness.digest({name.encode(): b"1"}) == likeness.digest({})
