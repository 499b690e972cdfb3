"""Waiting for a state, as long as a slow machine needs and no longer."""

import time

from agents import feedback
from core.errors import AppError


def until(asked, wanted=bool, *, limit_s=240.0):
    """What `asked` gives once it is what is wanted."""
    end = time.monotonic() + limit_s
    while not wanted(found := asked()):
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


def report_of(deps, caller, session_id):
    """The report of an interview that is over, once its job is done."""

    def made():
        try:
            return feedback.get(deps, caller, session_id)
        except AppError as fault:
            assert fault.code == "no_report_yet", fault

    return until(made)
