"""Reports: several to a session, one for each engine or rubric that graded it."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from core.caller import Caller
from core.errors import AppError
from core.noun import Noun
from core.report import Report
from store import tables
from store.database import Store


class Milestone(Noun):
    """One report as a point on the chart of progress."""

    session_id: str
    created_at: datetime
    track: str
    role: str
    band: int | None
    score: float | None
    competencies: dict[str, int | None]
    engine: str
    rubric: str
    retry: bool


def save(store: Store, caller: Caller, report: Report) -> None:
    """Stores a report; one with this id that is there already stays as it is."""
    row = {
        "id": report.id,
        "owner": caller.owner,
        "session_id": report.session_id,
        "engine": report.engine[:128],
        "rubric": report.rubric,
        "band": report.band,
        "score": report.score,
        "created_at": report.created_at,
        "headline": report.headline,
        "data": report.model_dump(mode="json"),
    }
    try:
        with store.write() as connection:
            connection.execute(insert(tables.reports).values(row))
    except AppError as fault:
        if not isinstance(fault.__cause__, IntegrityError):
            raise


def get(store: Store, caller: Caller, report_id: str) -> Report:
    """The report with this id; AppError `unknown_report`."""
    r = tables.reports.c
    with store.read() as connection:
        data = connection.execute(select(r.data).where(r.id == report_id, r.owner == caller.owner)).scalar()
    if data is None:
        raise AppError("unknown_report", "There is no such report among yours. Pick one from the Feedback page.")
    return Report.model_validate(data)


def every(store: Store, caller: Caller, session_id: str) -> list[Report]:
    """All reports of a session, latest first."""
    r = tables.reports.c
    query = (
        select(r.data).where(r.session_id == session_id, r.owner == caller.owner).order_by(r.created_at.desc(), r.id)
    )
    with store.read() as connection:
        return [Report.model_validate(data) for data in connection.execute(query).scalars()]


def latest(store: Store, caller: Caller, session_id: str) -> Report | None:
    """The newest report of a session, if there is one."""
    return next(iter(every(store, caller, session_id)), None)


def history(store: Store, caller: Caller) -> list[Milestone]:
    """The newest report of every session, oldest first."""
    r, s = tables.reports.c, tables.sessions.c
    query = (
        select(r.data, s.data.label("session"))
        .join(tables.sessions, s.id == r.session_id)
        .where(r.owner == caller.owner)
        .order_by(r.created_at)
    )
    found: dict[str, Milestone] = {}
    with store.read() as connection:
        for data, session in connection.execute(query).tuples():
            report = Report.model_validate(data)
            found[report.session_id] = Milestone(
                session_id=report.session_id,
                created_at=report.created_at,
                track=report.track,
                role=report.role,
                band=report.band,
                score=report.score,
                competencies={one.name: one.band for one in report.competencies},
                engine=report.engine,
                rubric=report.rubric,
                retry=bool(session.get("retry_of")),
            )
    return sorted(found.values(), key=lambda one: one.created_at)
