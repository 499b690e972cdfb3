"""The default queue: threads of this process. The jobs table is the truth; the queue only says that there is work."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from core.errors import AppError, ProviderError
from store import jobs
from store.database import Store
from store.jobs import Job

log = logging.getLogger(__name__)
LEASE_S = 60.0
SWEEP_S = 30.0
"""How often a worker looks by itself: what no queue remembers is found within this time."""

_LIFE = uuid.uuid4().hex[:12]
"""This life of the process: in a container the next one has the same host and often the same pid."""

Handler = Callable[[Job], dict[str, Any]]


class ThreadQueue:
    """Runs jobs by kind. `start` also picks up what an earlier process left behind.

    `slow` kinds take minutes or hours: they have as many workers of their own, so that nobody waits behind them.
    """

    def __init__(
        self, store: Store, handlers: Mapping[str, Handler], workers: int = 2, slow: Collection[str] = ()
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._count = workers
        lanes = ([kind for kind in handlers if kind not in slow], [kind for kind in handlers if kind in slow])
        self._lanes = tuple((kinds, threading.Semaphore(0)) for kinds in lanes if kinds)
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()

    def start(self) -> None:
        """Starts the workers."""
        self._stopping.clear()
        try:
            jobs.release(self._store, _dead)
        except AppError as fault:  # the leases run out by themselves
            log.warning("worker: %s", fault.sentence)
        self._threads = [
            threading.Thread(target=self._work, args=(_named(), kinds, wake), name=f"worker-{lane}-{at}", daemon=True)
            for lane, (kinds, wake) in enumerate(self._lanes)
            for at in range(self._count)
        ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Says that a job was added."""
        for _, wake in self._lanes:
            wake.release()

    def stop(self, timeout: float = 10.0) -> None:
        """Lets the running jobs end, up to `timeout` seconds; what is left is delivered again after its lease."""
        self._stopping.set()
        for _ in self._threads:
            self.wake()
        for thread in self._threads:
            thread.join(timeout)
        self._threads = []

    def healthy(self) -> bool:
        """True while every worker lives."""
        return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    def _work(self, worker: str, kinds: Sequence[str], wake: threading.Semaphore) -> None:
        while not self._stopping.is_set():
            try:
                while not self._stopping.is_set() and self._one(worker, kinds):
                    pass
            except AppError as fault:  # the database does not answer: look again at the next sweep
                log.warning("worker: %s", fault.sentence)
            except Exception:
                log.exception("worker %s", worker)
            wake.acquire(timeout=SWEEP_S)

    def _one(self, worker: str, kinds: Sequence[str]) -> bool:
        job = jobs.claim(self._store, worker, LEASE_S, kinds)
        if job is None:
            return False
        try:
            with self._held(job, worker):
                result = self._handlers[job.kind](job)
            jobs.finish(self._store, job, worker, result)
        except AppError as fault:
            self._failed(job, worker, fault.sentence, again=fault.code.startswith("storage_"))
        except ProviderError as fault:
            self._failed(job, worker, fault.sentence, again=fault.retryable)
        except Exception:
            log.exception("job %s of kind %s", job.id, job.kind)
            self._failed(job, worker, "It could not be finished; it will be tried again.", again=True)
        return True

    def _failed(self, job: Job, worker: str, sentence: str, *, again: bool) -> None:
        """Keeps why, and looks again as soon as the next attempt may begin."""
        if jobs.fail(self._store, job, worker, sentence, again=again) and again:
            timer = threading.Timer(jobs.pause_after(job), self.wake)
            timer.daemon = True
            timer.start()

    @contextmanager
    def _held(self, job: Job, worker: str) -> Iterator[None]:
        """Renews the lease while the job runs."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(LEASE_S / 3):
                try:
                    jobs.renew(self._store, job, worker, LEASE_S)
                except AppError as fault:
                    log.warning("lease of %s: %s", job.id, fault.sentence)

        timer = threading.Thread(target=renew, daemon=True)
        timer.start()
        try:
            yield
        finally:
            done.set()


def _named() -> str:
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{_LIFE}:{uuid.uuid4().hex[:8]}"


def _dead(worker: str) -> bool:
    """True when the worker's process ran on this host and is gone; anything that is not certain is left to the lease."""
    host, _, rest = worker.partition(":")
    pid, _, life = rest.partition(":")
    if os.name != "posix" or host != socket.gethostname()[:20] or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return life.partition(":")[0] != _LIFE
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:  # it lives and is somebody else's
        return False
    return False
