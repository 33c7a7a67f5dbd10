"""Work apart: whatever becomes of one process, the others' results come, and nothing is left running."""

from __future__ import annotations

import multiprocessing
import os
import time

import pytest

from mapdesk.exchange.apart import Died, Stopped, results_apart


def _job(word: str) -> str:
    if word == "die":
        os._exit(3)
    if word == "hang":
        time.sleep(600)
    if word == "fail":
        raise ValueError("it is wrong")
    return word.upper()


def started_here() -> set[object]:
    """The processes that run at present: that of the unit symbols may be among them."""
    return set(multiprocessing.active_children())


@pytest.fixture
def others() -> set[object]:
    """What other tests have left running."""
    return started_here()


def test_a_reader_that_dies_takes_nothing_with_it(others: set[object]) -> None:
    jobs = ["one", "die", "fail", "two"]
    outcomes = dict(results_apart(_job, jobs, at_once=1))
    assert (outcomes[0], outcomes[3]) == ("ONE", "TWO")
    assert isinstance(outcomes[1], Died)
    assert "damaged" in outcomes[1].why
    assert str(outcomes[2]) == "it is wrong"
    assert started_here() <= others


def test_a_reader_that_hangs_is_given_up(others: set[object]) -> None:
    ((_, outcome),) = results_apart(_job, ["hang"], limit_s=0.1)
    assert isinstance(outcome, Died)
    assert "longer than" in outcome.why
    assert started_here() <= others


def test_work_that_nobody_wants_any_more_is_stopped(others: set[object]) -> None:
    with pytest.raises(Stopped):
        list(results_apart(_job, ["hang", "hang"], stopped=lambda: True))
    assert started_here() <= others
