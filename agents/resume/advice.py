"""What to do next, from the rows alone: how to close each gap honestly, which lines to strengthen, a letter and a brief."""
# ruff: noqa: E501 - patterns and sentences, one a line

from collections.abc import Sequence

from agents.resume.bullets import review
from agents.resume.letter import brief, in_sentence, letter
from core.advice import Advice, GapAdvice
from core.resume import JobDescription, ParsedResume, RequirementRow
from rag.skills import catalog

_LEARN = {
    "language": "Write a small program in {name}, a few hundred lines with tests, and be ready to explain each of its parts.",
    "framework": "Build one small but whole thing with {name}, such as a form that saves and lists what was entered, and note what surprised you.",
    "library": "Use {name} on a problem you know well, and compare it with how you solved that problem before.",
    "tool": "Set up {name} for a small project of your own and use it for a week, so that you can speak of its limits too.",
    "platform": "Work through the first official tutorial of {name}, then rebuild one thing that you already run elsewhere on it.",
    "database": "Load a data set that you know into {name}, write ten queries, and look at how one slow query can be made fast.",
    "protocol": "Read the short overview of {name}, then watch or build one exchange with it and be able to draw it from memory.",
    "method": "Read one sound introduction to {name} and try it on a piece of your present work; note what changed.",
    "concept": "Read one sound introduction to {name}, and find a case in your own work where it applied, or would have.",
    "practice": "Ask for a task at work that needs {name}, or take part in one, and note what you did and what came of it.",
    "domain": "Read a sound overview of {name}, learn its rules and its words, and speak with one person who works in it.",
    "certification": "Look up who grants {name}, what it asks for, and how long it takes; if you are on the way, write the month you expect it.",
    "standard": "Read the official summary of {name} and list which of its demands your past work met already.",
    "natural_language": "Take a free placement test, write the level (A1 to C2) that it gives, and practise the first minutes of an interview in {name}.",
    "soft": "Think of two situations, with a date and an outcome, in which you showed it; tell each in a minute.",
}
_ASK = {
    "language": "What is the largest thing you have written in {name}, and what would you do differently now?",
    "framework": "Tell me about something you built with {name}: what did it do well, and where did it stand in your way?",
    "library": "Where did you use {name}, and why that instead of something else?",
    "tool": "How have you used {name} in your daily work, and what broke?",
    "platform": "What have you run on {name}, and how did you keep it reliable and affordable?",
    "database": "Describe a slow query or a hard table design in {name} and how you dealt with it.",
    "protocol": "When would you choose {name}, and what does it cost?",
    "method": "How did your team practise {name}, and what did you change about it?",
    "concept": "Explain {name} with an example from your own work.",
    "practice": "Walk me through a time when you were responsible for {name}. What was the result?",
    "domain": "What have you done in {name}, and what would somebody from outside get wrong about it?",
    "certification": "Do you hold {name}, or when will you?",
    "standard": "How did {name} change what you did from day to day?",
    "natural_language": "Shall we go on in {name} for a few minutes?",
    "soft": "Give me an example of a situation that called for {name}. What did you do?",
}


def advise(resume: ParsedResume, job: JobDescription, rows: Sequence[RequirementRow]) -> Advice:
    """Advice for every gap and every weak line, a draft of a letter, and a brief for the interview."""
    open_rows = [
        row for row in rows if row.requirement.kind in ("must", "nice") and (row.state != "shown" or row.share < 0.75)
    ]
    gaps = tuple(_gap(row, resume) for row in open_rows)
    return Advice(
        gaps=gaps, bullets=review(resume), letter=letter(resume, job, rows), brief=brief(resume, job, rows, gaps)
    )


def _gap(row: RequirementRow, resume: ParsedResume) -> GapAdvice:
    name, kind = _named(row)
    return GapAdvice(
        requirement=row.requirement.id,
        show=_show(row, name, resume),
        learn=_learn(row, name, kind),
        question=_question(row, name, kind),
    )


def _named(row: RequirementRow) -> tuple[str, str]:
    skills = row.requirement.skills
    if not skills:
        return row.requirement.text, ""
    skill = catalog()[skills[0]]
    return in_sentence(row.requirement) if len(skills) == 1 else skill.name, skill.kind


def _show(row: RequirementRow, name: str, resume: ParsedResume) -> str:
    latest = resume.roles[0].name if resume.roles else "the role where you used it"
    if row.requirement.shape == "degree":
        return (
            "If you hold such a degree, add it under Education with the subject, the school and the year. "
            "If you have equivalent experience instead, say so in your summary and in the letter."
        )
    if row.state == "shown":
        return _more(row, name)
    if (
        row.state == "claimed"
        and row.requirement.skills
        and catalog()[row.requirement.skills[0]].kind == "certification"
    ):
        return f"{name} is mentioned outside your certificates. If you hold it, list it under Certifications with who granted it and the year."
    if row.state == "claimed":
        return (
            f"{_big(name)} is only listed. If it was part of your work, add a line to the role where it was, such as {latest}: "
            f"“[Verb] [what] with {name} for [whom], which [result, with a number].” If it was not, take it off the list."
        )
    if row.state == "adjacent" and row.transfers:
        known = " and ".join(row.transfers[:2])
        return (
            f"You show {known}, which is near to {name}. If you have also used {name}, name it in the line where you did. "
            f"If not, do not claim it: say in the letter what carries over from {known} and what you would still have to learn."
        )
    if row.nearest:
        return (
            f"The nearest line is “{_short(row.nearest.text)}”. If {name} was part of that work, say so there. "
            "If you have not done it, leave it out: a claim that you cannot defend costs more than a gap."
        )
    return f"If you have done this, add a line that says where, what and with which result. If not, leave {name} out."


def _big(name: str) -> str:
    return name[:1].upper() + name[1:] if name.islower() else name


def _more(row: RequirementRow, name: str) -> str:
    if row.requirement.years and (row.years or 0) < row.requirement.years:
        return (
            f"Your dated lines show {row.years or 0:g} of the {row.requirement.years:g} years asked for. If you used {name} in other roles too, "
            "name it in a line of each; if a date is wrong or missing, correct it where the parser shows what it sees."
        )
    return (
        f"It is said in other words. If {name} is what you mean, use the ad's own words, so that nobody has to guess."
    )


def _learn(row: RequirementRow, name: str, kind: str) -> str:
    if row.requirement.shape == "degree":
        return "Check whether the employer accepts experience in its place before you apply; many ads that ask for a degree do."
    if row.state == "adjacent" and row.transfers:
        return f"Compare {name} with {row.transfers[0]}, which you know: list what has the same idea under another name, and what is new."
    return _LEARN.get(
        kind, "Find somebody who does this for a living, ask what the work is like, and try a small piece of it."
    ).format(name=name)


def _question(row: RequirementRow, name: str, kind: str) -> str:
    if row.requirement.shape == "degree":
        return "What did you study, and how has it helped you in your work?"
    if row.requirement.years and row.state == "shown":
        return (
            f"We ask for {row.requirement.years:g} years. What in your shorter time with {name} makes up for the rest?"
        )
    if row.state == "adjacent" and row.transfers:
        return f"You have worked with {row.transfers[0]} but we use {name}. How long would you need, and what would you look at first?"
    if not kind:
        return f"The job asks for this: “{row.requirement.text}”. Tell me about a time when you did it."
    return _ASK[kind].format(name=name)


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"
