"""A report's headline and summary by rule: the strongest and the weakest competency, and what could not be scored."""

from agents.brains import Words
from agents.tracks import style
from core.report import CompetencyReport, Report
from core.schema import JudgementState

_NOT_COUNTED: dict[JudgementState, tuple[str, str]] = {
    "skipped": ("One was skipped", "{n} were skipped"),
    "not_asked": ("One was left open when the interview ended", "{n} were left open when the interview ended"),
    "no_answer": ("One had no answer", "{n} had no answer"),
    "too_little": ("One answer was too short to judge", "{n} answers were too short to judge"),
    "off_topic": ("One answer was about something else", "{n} answers were about something else"),
    "echo": ("One answer only repeated the question", "{n} answers only repeated the question"),
    "keywords_only": ("One answer was terms without sentences", "{n} answers were terms without sentences"),
    "gibberish": ("One answer could not be read as language", "{n} answers could not be read as language"),
    "not_graded": ("One could not be graded just now", "{n} could not be graded just now"),
}


def report_words(report: Report) -> Words:
    """Headline and summary over decisions that are already made."""
    return Words(headline=headline(report), summary=summary(report))


def headline(report: Report) -> str:
    """Such as "Right about how things work, thin on trade-offs"."""
    if not report.coverage.scored:
        return "Nothing to score yet"
    if report.band is None:
        return "Too little was answered for a total"
    banded = [one for one in report.competencies if one.band is not None]
    if not banded:
        return {
            1: "Not there yet",
            2: "A thin start",
            3: "A fair showing",
            4: "A solid showing",
            5: "A strong showing",
        }[report.band]
    best = max(banded, key=_band)
    worst = min(reversed(banded), key=_band)
    track = style(report.track)
    if _band(worst) >= 4:
        return f"{track.competency(best.name).good.capitalize()}, and solid throughout"
    if (_band(best) <= 3 and _band(worst) < _band(best)) or _band(best) <= 2:
        return f"{track.competency(worst.name).thin.capitalize()}; start there"
    if _band(best) == _band(worst):
        return "Even throughout, with room in every part"
    return f"{track.competency(best.name).good.capitalize()}, {track.competency(worst.name).thin}"


def summary(report: Report) -> str:
    """How many questions could be scored, and what became of the others."""
    cover = report.coverage
    if not cover.asked:
        return "The interview ended before the first question."
    things = "question" if cover.asked == 1 else "questions"
    told = [f"{cover.scored} of {cover.asked} {things} could be scored."]
    for state, (one, many) in _NOT_COUNTED.items():
        count = sum(question.judgement.state == state for question in report.questions)
        if count == 1:
            told.append(f"{one}, and is not counted.")
        elif count:
            told.append(f"{many.format(n=count)}, and are not counted.")
    if report.band is None and cover.scored:
        told.append("A total needs at least half of the questions.")
    return " ".join(told)


def _band(competency: CompetencyReport) -> int:
    return competency.band or 0
