"""Processes that a spare starts, as the host sees them: like those without a spare."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes import host
from fakes.client import Client
from fakes.waiting import until
from stitch_provider.terraform.plugin.spare import client, places
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from terraform.plugin.spare.conftest import COMMAND, Run, has_ended, spare_of

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "pidfd_open"), reason="there is no spare without pidfd"
)


def has_handled_signals(process: int) -> bool:
    """Whether a process waits, and no signal that it has received is left."""
    status = dict(line.split(b":\t", 1) for line in client.read(b"/proc/%d/status" % process).splitlines())
    return status[b"State"].startswith(b"S") and int(status[b"ShdPnd"], 16) == 0


async def probed(run: Run, file: Path, **changes: str) -> dict[str, Any]:
    """What a worker has, or a process without a spare. Its provider has been made when it answers."""
    await run.served(TF_PROBE=str(file), **changes)
    found: dict[str, Any] = json.loads(file.read_text())
    assert found["parent"] in ([os.getpid()] if changes.get("STITCH_SPARE") == "off" else run.spares)
    return found


async def test_the_first_process_serves_itself_and_a_worker_serves_in_place_of_the_second(run: Run) -> None:
    async with run.started() as first:
        assert run.serving(first) == first.process.pid
        await spare_of(first.process.pid)
    async with run.started() as second:
        assert run.serving(second) != second.process.pid
        async with second.channel() as channel:
            assert (await Client(channel).call("GetMetadata", pb.GetMetadata.Request())).resources


async def test_several_workers_serve_at_once(spared: Run) -> None:
    serving = await asyncio.gather(*(spared.served() for _ in range(3)))
    assert len(set(serving)) == 3


async def test_without_tls_a_worker_serves_too(spared: Run) -> None:
    async with spared.started(tls=False) as plugin:
        assert plugin.handshake.certificate == b""
        assert spared.serving(plugin) != plugin.process.pid


async def test_a_worker_has_the_environment_and_directory_of_its_launcher_and_nothing_of_others(
    spared: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = await probed(spared, tmp_path / "probe", STITCH_API_TOKEN="second", TF_ONLY_SECOND="2")
    assert found["directory"] == str(tmp_path)
    assert found["environment"]["STITCH_API_TOKEN"] == "second"
    assert found["environment"]["TF_ONLY_SECOND"] == "2"
    assert {"TF_ONLY_FIRST", "TF_LOG"} & found["environment"].keys() == set()
    assert found["environment of C"] == found["environment"]


async def test_a_worker_is_like_a_process_that_has_started_itself(spared: Run, tmp_path: Path) -> None:
    itself = await probed(spared, tmp_path / "itself", STITCH_SPARE="off")
    worker = await probed(spared, tmp_path / "worker")
    same = ("signals", "name", "directory")
    assert [itself[name] for name in same] == [worker[name] for name in same]
    one, other = itself["environment"], worker["environment"]
    assert {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)} == {
        "PLUGIN_CLIENT_CERT", "STITCH_SPARE", "TF_PROBE"
    }  # fmt: skip


async def test_the_kernel_shows_no_variables_of_a_spare_and_its_workers(spared: Run) -> None:
    (spare,) = spared.spares
    async with spared.started(STITCH_API_TOKEN="second") as plugin:
        for process in (spare, spared.serving(plugin)):
            shown = client.read(b"/proc/%d/environ" % process).split(b"\0")
            assert [each for each in shown if each and not each.startswith(b"LD_")] == []


async def test_a_worker_has_no_descriptors_of_other_processes(spared: Run, tmp_path: Path) -> None:
    async with spared.started():
        found = await probed(spared, tmp_path / "probe")
    others = [link for name, link in found["descriptors"].items() if int(name) > 2 and link]
    # The uses of the spare, the connection to its launcher, and the socket that the handshake line names.
    assert [link.partition(":")[0] for link in sorted(others)] == ["anon_inode", "socket", "socket"], others


async def test_an_inherited_descriptor_is_not_kept_open_by_the_spare(run: Run, tmp_path: Path) -> None:
    """For example a lock that the shell of the user holds as long as Terraform runs."""
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)
    variables = host.environment(host.ClientCertificate.make(), TMPDIR=str(run.directory))
    process = await asyncio.create_subprocess_exec(
        *COMMAND, env=variables, stdin=-3, stdout=-1, stderr=-1, process_group=0, close_fds=False
    )
    os.close(writer)
    await spare_of(process.pid)
    process.kill()
    await process.communicate()  # ends only if the spare has no stream of it
    assert os.read(reader, 1) == b""
    os.close(reader)


async def test_workers_have_different_random_numbers_and_certificates(spared: Run, tmp_path: Path) -> None:
    one, other = await probed(spared, tmp_path / "one"), await probed(spared, tmp_path / "other")
    assert set(one["random"]).isdisjoint(other["random"])
    async with spared.started() as first, spared.started() as second:
        assert first.handshake.certificate != second.handshake.certificate


async def test_a_worker_is_in_the_process_group_of_its_launcher(spared: Run) -> None:
    async with spared.started() as plugin:
        assert os.getpgid(spared.serving(plugin)) == os.getpgid(plugin.process.pid)


async def test_killing_the_launcher_kills_the_worker_even_if_it_hangs(spared: Run) -> None:
    async with spared.started() as plugin:
        worker = spared.serving(plugin)
        os.kill(worker, signal.SIGSTOP)
        try:
            plugin.process.kill()
            await until(lambda: has_ended(worker))
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGCONT)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGUSR1])
async def test_the_launcher_ends_like_the_worker(spared: Run, number: signal.Signals) -> None:
    """SIGUSR1 is what a worker receives for SIGTERM, and before it handles that."""
    async with spared.started(TF_CRASH=str(int(number))) as plugin:
        expected = signal.SIGTERM if number == signal.SIGUSR1 else number
        assert await plugin.process.wait() == -expected


async def test_the_launcher_ends_with_the_exit_code_and_line_of_a_worker_that_cannot_serve(spared: Run) -> None:
    variables = host.environment(PLUGIN_CLIENT_CERT="nonsense", TMPDIR=str(spared.directory))
    async with host.running(COMMAND, variables) as process:
        out, err = await process.communicate()
    assert (process.returncode, err) == (1, b"")
    assert out.startswith(b"terraform-provider-stitch cannot start: PLUGIN_CLIENT_CERT")


async def test_a_termination_of_the_launcher_ends_the_worker_in_an_orderly_way(spared: Run) -> None:
    async with spared.started() as plugin:
        async with plugin.channel() as channel:
            await Client(channel).call("GetMetadata", pb.GetMetadata.Request())
        plugin.process.terminate()
        assert await plugin.process.wait() == 0
        assert not Path(plugin.handshake.path).exists()


async def test_a_signal_to_the_group_reaches_the_worker_once(spared: Run) -> None:
    """A second signal would end the process although an operation is running."""
    async with spared.started() as plugin, plugin.channel() as channel:
        provider = Client(channel)
        await provider.call("StopProvider", pb.StopProvider.Request())
        os.killpg(plugin.process.pid, signal.SIGTERM)
        await until(lambda: has_handled_signals(plugin.process.pid))  # It has passed on the signal.
        for _ in range(10):
            assert await provider.call("GetMetadata", pb.GetMetadata.Request())
        await plugin.shut_down()
        assert await plugin.process.wait() == 0


async def test_an_interrupt_of_the_group_is_ignored(spared: Run) -> None:
    spares = spared.spares
    async with spared.started() as plugin, plugin.channel() as channel:
        os.killpg(plugin.process.pid, signal.SIGINT)
        assert await Client(channel).call("GetMetadata", pb.GetMetadata.Request())
    assert spared.spares == spares


@pytest.mark.parametrize("name", ["TZ", "AWS_PROFILE"])
async def test_a_process_with_another_environment_starts_itself(spared: Run, name: str) -> None:
    async with spared.started(**{name: "C"}) as plugin:
        assert spared.serving(plugin) == plugin.process.pid


async def test_a_process_with_another_umask_starts_itself(spared: Run) -> None:
    # The change is made in the process that becomes the launcher, so its parent is the same.
    program = "import os, sys; os.umask(0o027); os.execv(sys.argv[1], sys.argv[1:])"
    async with host.started((sys.executable, "-c", program, *COMMAND), TMPDIR=str(spared.directory)) as plugin:
        assert spared.serving(plugin) == plugin.process.pid


async def test_with_off_no_spare_is_started_or_used(run: Run) -> None:
    await run.served(STITCH_SPARE="off")
    assert run.spares == []
    await run.spare()
    async with run.started(STITCH_SPARE="off") as plugin:
        assert run.serving(plugin) == plugin.process.pid


async def test_an_invalid_duration_is_an_error(run: Run) -> None:
    variables = host.environment(host.ClientCertificate.make(), TMPDIR=str(run.directory), STITCH_SPARE="ten")
    async with host.running(COMMAND, variables) as process:
        out, _ = await process.communicate()
    assert process.returncode == 1
    assert b"STITCH_SPARE=ten is invalid" in out


HOST = f"""
    import subprocess, sys, os, time
    os.environ.pop("X", None)
    def start():
        process = subprocess.Popen({COMMAND!r}, stdin=-3, stdout=-1, text=True)
        return process, process.stdout.readline()
    first, _ = start()
    sys.path.insert(0, {str(host.TESTS)!r})
    from stitch_provider.terraform.plugin.spare import client
    temporary, names = os.environ["TMPDIR"], (f"stitch-{{os.getpid()}}-", "stitch-spare-")
    while True:
        try:
            path = next(name for name in os.listdir(temporary) if name.startswith(names))
            connection, spare = client.connect(os.fsencode(os.path.join(temporary, path)))
            connection.close()
            if spare != first.pid:  # which has created the socket
                break
        except (OSError, StopIteration):
            pass
        time.sleep(0.01)
    first.kill()
    second, line = start()
    print(spare, line.split("|")[3].split("/")[-2].split("-")[1], second.pid, flush=True)
    sys.stdin.read()
"""
"""A host with a spare and a worker. It prints spare, worker and launcher, and ends with its stdin."""


@pytest.mark.parametrize("number", [None, signal.SIGKILL])
async def test_nothing_is_left_when_the_host_ends(temporary: Path, number: signal.Signals | None) -> None:
    variables = host.environment(TMPDIR=str(temporary))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", textwrap.dedent(HOST), env=variables, stdin=-1, stdout=-1
    )
    assert process.stdout is not None
    assert process.stdin is not None
    spare, worker, launcher = map(int, (await process.stdout.readline()).split())
    assert worker != launcher
    assert not has_ended(spare)
    if number is None:
        process.stdin.close()
    else:
        process.send_signal(number)
    await process.wait()
    await until(lambda: all(map(has_ended, (spare, worker, launcher))))
    assert not list(places.running(os.fsencode(temporary)))
    assert [path for path in temporary.iterdir() if path.name.count("-") > 2] == []


async def test_each_of_two_hosts_has_a_spare_of_its_own(run: Run) -> None:
    spare = await run.spare()
    variables = host.environment(TMPDIR=str(run.directory))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", textwrap.dedent(HOST), env=variables, stdin=-1, stdout=-1
    )
    assert process.stdout is not None
    used, worker, launcher = map(int, (await process.stdout.readline()).split())
    assert used != spare
    assert worker != launcher
    process.kill()
    await process.wait()
    await until(lambda: all(map(has_ended, (used, worker, launcher))))
    assert run.spares == [spare]


async def test_another_program_of_the_same_host_starts_itself(spared: Run) -> None:
    """Such as the launcher of another version, whose text is among the arguments of Python."""
    command = (*COMMAND[:-1], "-X", "utf8", COMMAND[-1])
    async with host.started(command, TMPDIR=str(spared.directory)) as plugin:
        assert spared.serving(plugin) == plugin.process.pid


async def test_without_its_spare_a_worker_continues_and_reports_that_it_has_served(run: Run) -> None:
    spare = await run.spare()
    async with run.started() as plugin:
        os.kill(spare, signal.SIGKILL)
        async with plugin.channel() as channel:
            assert await Client(channel).call("GetMetadata", pb.GetMetadata.Request())
        assert plugin.process.returncode is None
        await plugin.shut_down()
        assert await plugin.process.wait() == 0


async def test_without_its_spare_a_launcher_ends_with_exit_code_1_if_its_worker_is_killed(run: Run) -> None:
    spare = await run.spare()
    async with run.started() as plugin:
        worker = run.serving(plugin)
        os.kill(spare, signal.SIGKILL)
        await until(lambda: has_ended(spare))
        os.kill(worker, signal.SIGKILL)
        assert await plugin.process.wait() == 1


async def test_a_spare_that_does_not_answer_is_not_used(run: Run) -> None:
    spare = await run.spare()
    os.kill(spare, signal.SIGSTOP)
    try:
        async with run.started(TF_SECONDS_TO_ANSWER="0.2") as plugin:
            assert run.serving(plugin) == plugin.process.pid
    finally:
        os.kill(spare, signal.SIGCONT)


async def test_a_spare_that_stays_ends_after_its_last_use(run: Run) -> None:
    await run.served(STITCH_SPARE="1s")
    await until(lambda: not list(run.directory.iterdir()))


async def test_every_use_extends_the_life_of_a_spare_that_stays(run: Run) -> None:
    """On one processor too, where a spare often notices the end of a launcher before that of its worker."""
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(processors)})
    try:
        spare = await run.spare(STITCH_SPARE="2s")
        first = last = time.monotonic()
        while time.monotonic() < first + 1 and not has_ended(spare):
            last = time.monotonic()
            await run.served(STITCH_SPARE="2s")
        await until(lambda: has_ended(spare))
        assert time.monotonic() - last >= 2
    finally:
        os.sched_setaffinity(0, processors)


async def test_only_a_process_that_has_started_itself_removes_what_others_have_left(run: Run) -> None:
    await run.spare()
    left = run.directory / "stitch-4194305-0"  # There can be no process with this id.
    left.mkdir()
    os.utime(left, (0, 0))
    await run.served()
    assert left.exists()
    await run.served(STITCH_SPARE="off")
    assert not left.exists()


async def test_a_spare_that_stays_serves_another_host(temporary: Path, run: Run) -> None:
    spare = await run.spare(STITCH_SPARE="10m")
    variables = host.environment(TMPDIR=str(temporary), STITCH_SPARE="10m")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", textwrap.dedent(HOST), env=variables, stdin=-1, stdout=-1
    )
    assert process.stdout is not None
    used, worker, launcher = map(int, (await process.stdout.readline()).split())
    assert (used, worker != launcher) == (spare, True)
    process.kill()
    await process.wait()
    await until(lambda: has_ended(worker))
    assert run.spares == [spare]


async def test_a_spare_refuses_to_serve_for_changed_files(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "extra.py"
    file.touch()
    spare = await run.spare(TF_MODULE=str(file))
    file.write_text("changed = True")
    async with run.started() as plugin:
        assert run.serving(plugin) == plugin.process.pid
    assert run.spares == [spare]


async def test_a_spare_does_not_remain_if_a_file_has_changed_since_its_parent_was_started(
    run: Run, tmp_path: Path
) -> None:
    """Its module may be of the file before."""
    file = tmp_path / "extra.py"
    file.write_text("import pathlib; pathlib.Path(__file__).touch()")
    await run.served(TF_MODULE=str(file))
    await until(lambda: not list(run.directory.iterdir()))
