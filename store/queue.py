"""The default queue: threads of this process. The jobs table is the truth; the queue only says that there is work."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
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

Handler = Callable[[Job], dict[str, Any]]


class ThreadQueue:
    """Runs jobs by kind. `start` also picks up what an earlier process left behind."""

    def __init__(self, store: Store, handlers: Mapping[str, Handler], workers: int = 2) -> None:
        self._store = store
        self._handlers = handlers
        self._count = workers
        self._threads: list[threading.Thread] = []
        self._wake = threading.Semaphore(0)
        self._stopping = threading.Event()

    def start(self) -> None:
        """Starts the workers."""
        self._stopping.clear()
        self._threads = [
            threading.Thread(target=self._work, args=(uuid.uuid4().hex,), name=f"worker-{at}", daemon=True)
            for at in range(self._count)
        ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Says that a job was added."""
        self._wake.release()

    def stop(self, timeout: float = 10.0) -> None:
        """Lets the running jobs end, up to `timeout` seconds; what is left is delivered again after its lease."""
        self._stopping.set()
        for _ in self._threads:
            self._wake.release()
        for thread in self._threads:
            thread.join(timeout)
        self._threads = []

    def healthy(self) -> bool:
        """True while every worker lives."""
        return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    def _work(self, worker: str) -> None:
        while not self._stopping.is_set():
            try:
                while not self._stopping.is_set() and self._one(worker):
                    pass
            except AppError as fault:  # the database does not answer: look again at the next sweep
                log.warning("worker: %s", fault.sentence)
            except Exception:
                log.exception("worker %s", worker)
            self._wake.acquire(timeout=SWEEP_S)

    def _one(self, worker: str) -> bool:
        job = jobs.claim(self._store, worker, LEASE_S, list(self._handlers))
        if job is None:
            return False
        try:
            with self._held(job, worker):
                result = self._handlers[job.kind](job)
            jobs.finish(self._store, job, worker, result)
        except AppError as fault:
            jobs.fail(self._store, job, worker, fault.sentence, again=fault.code.startswith("storage_"))
        except ProviderError as fault:
            jobs.fail(self._store, job, worker, fault.sentence, again=fault.retryable)
        except Exception:
            log.exception("job %s of kind %s", job.id, job.kind)
            jobs.fail(self._store, job, worker, "It could not be finished; it will be tried again.", again=True)
        return True

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
