"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mapdesk.render import whole_file
from mapdesk.render.whole_file import write_whole


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path):
    target = tmp_path / "frame.png"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert [one.name for one in tmp_path.iterdir()] == ["frame.png"]


def test_where_writing_fails_the_old_file_stays_and_nothing_else_is_left(tmp_path: Path, monkeypatch):
    target = tmp_path / "frame.png"
    write_whole(target, b"one")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(target, b"two")
    assert target.read_bytes() == b"one"
    assert [one.name for one in tmp_path.iterdir()] == ["frame.png"]


def test_a_missing_folder_is_the_systems_own_error(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "frame.png", b"one")


@pytest.mark.skipif(os.name != "posix", reason="rights are kept otherwise there")
def test_colleagues_may_read_the_file_as_far_as_the_machine_lets_them(tmp_path: Path):
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "frame.png", b"one")
    finally:
        os.umask(before)
    assert (tmp_path / "frame.png").stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(os.name != "posix", reason="links are rare there")
def test_a_link_keeps_pointing_at_the_file_that_is_written(tmp_path: Path):
    (tmp_path / "shared").mkdir()
    real, link = tmp_path / "shared" / "frame.png", tmp_path / "frame.png"
    real.write_bytes(b"one")
    link.symlink_to(real)
    write_whole(link, b"two")
    assert real.read_bytes() == b"two"
    assert link.is_symlink()
