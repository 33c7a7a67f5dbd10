"""Work on foreign content in processes of its own: they may die or hang, and MapDesk goes on."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")

#: One piece of work that takes longer, in seconds, is given up.
LIMIT_S = 300.0
_LOOK_S = 0.1


class Stopped(Exception):
    """Whoever asked for the work doesn't want it any more; nothing of it is left running."""


@dataclass(frozen=True)
class Died:
    """What came of a job whose process ended or was given up; `why` ends a sentence about it."""

    why: str


@dataclass
class _Worker(Generic[J]):
    process: BaseProcess
    pipe: Connection
    job: int
    since: float


def results_apart(
    work: Callable[[J], R],
    jobs: Sequence[J],
    *,
    at_once: int = 2,
    limit_s: float = LIMIT_S,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, R | Exception | Died]]:
    """What `work` makes of each job, with the job's index, in the order in which they get ready.

    `work` is a function of a module; it, the jobs and the results are sent to other processes and back. What
    it raises comes as a value. Raises Stopped, and ends the processes, as soon as `stopped` says so.
    """
    workers: list[_Worker[J]] = []
    waiting = list(range(len(jobs)))[::-1]
    try:
        while waiting or workers:
            while waiting and len(workers) < at_once:
                workers.append(_begun(work, jobs, waiting.pop()))
            ready = wait([worker.pipe for worker in workers], timeout=_LOOK_S)
            if stopped():
                raise Stopped
            for worker in list(workers):
                if worker.pipe in ready:
                    outcome = _received(worker)
                elif monotonic() - worker.since > limit_s:
                    outcome = Died(f"reading it took longer than {limit_s:g} seconds.")
                else:
                    continue
                done = worker.job
                if isinstance(outcome, Died) or not waiting:
                    workers.remove(worker)
                    _end(worker)
                else:
                    worker.job, worker.since = waiting.pop(), monotonic()
                    worker.pipe.send((work, jobs[worker.job]))
                yield done, outcome
    finally:
        for worker in workers:
            _end(worker)


def _begun(work: Callable[[J], R], jobs: Sequence[J], job: int) -> _Worker[J]:
    # Never forked: the window's threads hold locks that a fork would keep for ever.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    ours.send((work, jobs[job]))
    return _Worker(process, ours, job, monotonic())


def _received(worker: _Worker[J]) -> Any:
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return Died("the reader broke down on it, so it is damaged or far too large.")


def _end(worker: _Worker[J]) -> None:
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join()


def _serve(pipe: Connection) -> None:
    """Do one job after the other, until nobody asks for more."""
    while True:
        try:
            work, job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            outcome = work(job)
        except Exception as fault:
            outcome = fault
        pipe.send(outcome)
