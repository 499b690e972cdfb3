"""What to do next (a first stand-in, filled below)."""

from collections.abc import Sequence

from core.resume import Advice, JobDescription, ParsedResume, RequirementRow


def advise(resume: ParsedResume, job: JobDescription, rows: Sequence[RequirementRow]) -> Advice:
    """Nothing yet."""
    return Advice()
