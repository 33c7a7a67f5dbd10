"""One writer at a time: the second is told who the first is, and a dead one stands in nobody's way."""

from __future__ import annotations

import getpass
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mapdesk.store.lock import Lock, Writer
from mapdesk.store.project_file import ProjectFile, ProjectFileError
from tests.store.scripted_edits import WHEN, edited, war

OTHER = """
import sys
from pathlib import Path
from mapdesk.store.lock import Lock
print(Lock(Path(sys.argv[1])).take(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "front.mapdesk.gpkg"


def other_process(path: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "None\n"
    return other


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_the_second_process_opens_for_reading_and_is_told_who_writes(path: Path) -> None:
    ProjectFile.create(path, war()).close()
    other = other_process(path)
    with ProjectFile.open(path) as file:
        assert file.read_only
        assert f"{getpass.getuser()} on {socket.gethostname()} (process {other.pid})" in file.notice
        assert file.read() == war()
        with pytest.raises(ProjectFileError, match="is being edited by"):
            file.commit("Edit", war(), edited(war(), 5), made_at=WHEN, author="")
    end(other)
    with ProjectFile.open(path) as file:
        assert not file.read_only


def test_the_second_opening_in_the_same_process_reads_only(path: Path) -> None:
    with ProjectFile.create(path, war()), ProjectFile.open(path) as second:
        assert second.read_only
        assert f"process {os.getpid()}" in second.notice


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_through_a_link_it_is_the_same_lock(path: Path) -> None:
    link = path.with_name("link.gpkg")
    link.symlink_to(path)
    with ProjectFile.create(path, war()), ProjectFile.open(link) as second:
        assert second.read_only


def test_reading_takes_no_lock(path: Path) -> None:
    ProjectFile.create(path, war()).close()
    with ProjectFile.open(path, read_only=True) as reader, ProjectFile.open(path) as writer:
        assert reader.read_only
        assert reader.notice == ""
        assert not writer.read_only


def test_a_killed_holder_is_taken_over_from(path: Path) -> None:
    end(other_process(path))
    lock = Lock(path)
    assert lock.path.exists()
    assert lock.take() is None
    assert json.loads(lock.path.read_text())["pid"] == os.getpid()
    lock.release()
    assert not lock.path.exists()


def test_a_lock_without_a_readable_name_still_holds(path: Path) -> None:
    lock = Lock(path)
    lock.take()
    lock.path.write_text("")
    assert Lock(path).take() == Writer(user="somebody", host="an unknown computer", pid=0)
    lock.release()


def test_one_who_waits_with_the_file_open_does_not_get_a_lock_that_nobody_else_sees(path: Path) -> None:
    first, second = Lock(path), Lock(path)
    first.take()
    assert second.take() is not None
    first.release()
    assert second.take() is None
    assert first.take() is not None
    second.release()
    assert first.take() is None
    first.release()
    assert not first.path.exists()


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write everywhere")
def test_a_write_protected_file_is_opened_for_reading_only(path: Path) -> None:
    ProjectFile.create(path, war()).close()
    path.chmod(0o444)
    with ProjectFile.open(path) as file:
        assert file.read_only
        assert "write-protected" in file.notice
