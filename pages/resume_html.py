"""HTML of a resume held against a job: the page with its evidence lit, the requirements beside it, and how it adds up."""
# ruff: noqa: E501 - markup, one element a line

from html import escape

from agents import resume_words as words
from core.document import Document, Line
from core.portfolio import KeptMatch, KeptResume
from core.resume import Evidence, Match, RequirementRow, Warned
from core.text import counted
from pages.progress import bar, turning

_RANK = {"shown": 0, "claimed": 1, "adjacent": 2}
_WARNED = {
    "injection": "Instructions to the reader",
    "hidden": "Hidden text",
    "stuffing": "Terms without work behind them",
    "copied": "Copied from the job",
    "dates": "Dates",
    "reading": "Reading",
    "job": "The job description",
    "model": "The language model",
}


def result(resume: KeptResume, kept: KeptMatch) -> str:
    """Both sides: the resume on the left, what it proves on the right."""
    assert kept.match is not None
    match = kept.match
    left = _paper(resume, match) if resume.document else ""
    return (
        f'<div class="viva rz" data-match="{kept.id}" data-resume="{resume.id}"><p class="rz-read">{_read(resume, kept)}</p>'
        f'<div class="rz-two"><div class="rz-left">{left}</div><div class="rz-right">{_head(kept, match)}{_refusal(match)}'
        f"{_warnings(resume, match)}{_table(match)}</div></div></div>"
    )


def _read(resume: KeptResume, kept: KeptMatch) -> str:
    """How the reading went, in half sentences."""
    document = resume.document
    if document is None:
        return ""
    bits = [escape(resume.name), f"read and matched in {kept.seconds:.1f} s" if kept.seconds >= 0.05 else ""]
    columns = max((page.columns for page in document.pages), default=1)
    bits.append(f"{_spelled(columns)} columns kept in order" if columns > 1 else "")
    bits.append("read as a picture" if any(page.ocr for page in document.pages) else "")
    hidden = len(document.hidden)
    bits.append(f"{counted(hidden, 'hidden text')} left out" if hidden else "nothing hidden found")
    bits.append("corrected by you" if resume.edited else "")
    return " · ".join(bit for bit in bits if bit)


def _spelled(columns: int) -> str:
    return {2: "two", 3: "three"}.get(columns, str(columns))


def _head(kept: KeptMatch, match: Match) -> str:
    score = match.score
    total = (
        f'<div class="rz-total"><b>{score.total}</b><span class="soft">of 100</span>'
        '<button type="button" class="rz-link" data-rz="sum" aria-expanded="false" aria-controls="rz-sum">how it adds up</button></div>'
        if score
        else ""
    )
    return (
        f'<div class="rz-head"><div><div class="eyebrow">{escape(words.match_name(kept))}</div>'
        f'<h1 class="title">{escape(words.headline(match))}</h1></div>{total}</div>{_sum(match)}'
    )


def _sum(match: Match) -> str:
    """The arithmetic, closed until it is asked for."""
    score = match.score
    if score is None:
        return ""
    weights = sum(row.weight for row in score.rows)
    rows = "".join(
        f"<tr><td>{escape(row.text)}</td><td>{row.weight:g} × {row.share:.2f}</td><td>{row.points:.2f}</td></tr>"
        for row in score.rows
    )
    return (
        '<div class="card" id="rz-sum" hidden><h3>How it adds up</h3><p class="soft small">Points are weight × share ÷ all weights '
        f"({weights:g}) × 100. Only what a line shows counts; what is listed alone counts 0.</p>"
        f'<table class="rows"><thead><tr><th>Requirement</th><th>Weight × share</th><th>Points</th></tr></thead><tbody>{rows}'
        f"<tr class='all'><td>Sum</td><td></td><td>{score.sum:.2f}</td></tr><tr class='all'><td>Ceiling from the must-haves</td><td></td>"
        f"<td>{score.ceiling:.2f}</td></tr><tr class='all'><td><b>Total</b>, the lower of the two</td><td></td><td><b>{score.total}</b></td>"
        f'</tr></tbody></table><p class="soft">{escape(score.gate)}</p></div>'
    )


def _refusal(match: Match) -> str:
    if not match.refused:
        return ""
    mend = match.resume.reading.mend
    more = f"<p>{escape(mend)}</p>" if mend and mend not in match.refused else ""
    return f'<div class="banner" role="alert"><b>{escape(match.refused)}</b>{more}</div>'


def _warnings(resume: KeptResume, match: Match) -> str:
    found = dict.fromkeys((*match.warnings, *match.resume.warnings))
    told = resume.document.notices if resume.document else ()
    if not found and not told:
        return ""
    said = {one.sentence for one in found}
    body = "".join(_warned(one) for one in found) + "".join(
        f"<li>{escape(one)}</li>" for one in told if one not in said
    )
    return f'<div class="rz-warn" role="note"><ul>{body}</ul></div>'


def _warned(one: Warned) -> str:
    quotes = "".join(f'<q class="quote">{escape(quote[:200])}</q> ' for quote in one.quotes[:4])
    return f"<li><b>{_WARNED[one.kind]}.</b> {escape(one.sentence)} {quotes}</li>"


def _table(match: Match) -> str:
    if not match.rows:
        return '<div class="card"><p class="soft">No requirement was found in this job description. Paste the part that says what they look for.</p></div>'
    groups = "".join(
        f'<h3 class="rz-group">{title} <span class="soft small">{len(rows)}</span></h3><ul class="rz-rows">'
        + "".join(_row(row) for row in rows)
        + "</ul>"
        for title, rows in words.grouped(match)
    )
    return f'<div class="card rz-table">{groups}</div>'


def _row(row: RequirementRow) -> str:
    lines = sorted({n for one in proofs(row) for n in one.lines})
    quote = words.quoted(row)
    before = "nearest: " if row.state == "missing" and quote else ""
    cited = f"{before}<q>{escape(quote)}</q>" if quote else ""
    told = escape(words.told(row))
    said = " · ".join(
        part for part in ((cited, told) if row.state in ("missing", "claimed") else (told, cited)) if part
    )
    more = "".join(_proof(one) for one in row.evidence[:4])
    return (
        f'<li class="rz-row {words.tone(row)}" data-row="{escape(row.requirement.id)}" data-lines="{" ".join(map(str, lines))}">'
        f'<button type="button" aria-expanded="false" title="{escape(row.rule)}"><b>{escape(words.asked(row))}</b>'
        f'<span class="rz-state">{words.state(row)}</span><span class="rz-said">{said}</span></button>'
        f'<div class="rz-why" hidden><p>{escape(row.rule)}</p>{more}<p class="soft">The job says: {escape(row.requirement.line)}</p></div></li>'
    )


def _proof(one: Evidence) -> str:
    where = " · ".join(part for part in (one.role, one.dates) if part)
    return f'<p><q class="quote">{escape(one.text)}</q> <span class="soft">{escape(where)}</span></p>'


def proofs(row: RequirementRow) -> tuple[Evidence, ...]:
    """The lines that are lit for a row; what is missing lights nothing."""
    if row.state == "adjacent" and row.nearest and not row.evidence:
        return (row.nearest,)
    return row.evidence


def _lit(match: Match) -> dict[int, tuple[str, list[RequirementRow], list[str]]]:
    """Line -> its tint, the rows it speaks for, the words that match. What is shown wins over what is claimed."""
    found: dict[int, tuple[str, list[RequirementRow], list[str]]] = {}
    for row in match.rows:
        for one in proofs(row):
            for n in one.lines:
                tint, rows, surfaces = found.get(n, (row.state, [], []))
                best = min(tint, row.state, key=lambda state: _RANK.get(state, 3))
                found[n] = (best, rows if row in rows else [*rows, row], [*surfaces, one.surface])
    return found


def _paper(resume: KeptResume, match: Match) -> str:
    """The pages as pictures with their lit lines, or the text where there are none."""
    document, lit = resume.document, _lit(match)
    assert document is not None
    if document.pages and any(line.box for line in document.lines):
        body = "".join(_page(resume, document, at, lit) for at in range(len(document.pages)))
    else:
        body = f'<div class="card rz-text">{"".join(_line(line, lit) for line in document.lines)}</div>'
    return (
        f'{body}<p class="small rz-legend"><i class="shown"></i> shown <i class="claimed"></i> listed only '
        '<i class="adjacent"></i> adjacent · click a line to see what it proves · '
        '<button type="button" class="rz-link" data-rz-tab="What the parser sees">what the parser sees</button></p>'
    )


def _page(
    resume: KeptResume, document: Document, at: int, lit: dict[int, tuple[str, list[RequirementRow], list[str]]]
) -> str:
    page = document.pages[at]
    boxes = "".join(_box(line, lit[line.n]) for line in document.lines if line.n in lit and _on(line, at))
    return (
        f'<figure class="rz-page" style="aspect-ratio:{max(1.0, page.width):.1f}/{max(1.0, page.height):.1f}">'
        f'<img src="/files/resume/{resume.id}/{at}.png" loading="lazy" alt="Page {at + 1} of {len(document.pages)} of your resume">'
        f"{boxes}</figure>"
    )


def _on(line: Line, page: int) -> bool:
    return line.box is not None and line.box.page == page


def _box(line: Line, lit: tuple[str, list[RequirementRow], list[str]]) -> str:
    box, (tint, rows, _) = line.box, lit
    assert box is not None
    place = f"left:{box.x0:.2%};top:{box.y0:.2%};width:{box.x1 - box.x0:.2%};height:{box.y1 - box.y0:.2%}"
    return f'<button type="button" class="rz-lit {tint}" style="{place}" {_marks(line, tint, rows)}></button>'


def _marks(line: Line, tint: str, rows: list[RequirementRow]) -> str:
    names = ", ".join(row.requirement.text for row in rows)
    ids = escape(" ".join(row.requirement.id for row in rows))
    label = escape(f"{words.TONES[tint]}: {names}. Line: {line.text}")
    return f'data-line="{line.n}" data-rows="{ids}" aria-pressed="false" aria-label="{label}" title="{escape(names)}"'


def _line(line: Line, lit: dict[int, tuple[str, list[RequirementRow], list[str]]]) -> str:
    bold = " class='bold'" if line.bold else ""
    if line.n not in lit:
        return f"<p{bold}>{escape(line.text) or '&nbsp;'}</p>"
    tint, rows, _ = lit[line.n]
    return f'<p{bold}><button type="button" class="rz-lit {tint}" {_marks(line, tint, rows)}>{escape(line.text)}</button></p>'


def working(progress: str, state: str) -> str:
    """How far the analysis is, as a bar and in words."""
    share, _, rest = progress.partition("% ")
    done = float(share) if share.isdigit() else 0.0
    said = rest or ("Waiting for its turn" if state == "queued" else "Reading your resume")
    return f'<div class="viva card rz-working">{turning(said[:1].upper() + said[1:])}{bar(done / 100, "The analysis")}</div>'


def failed(sentence: str) -> str:
    """What happened, and what to do."""
    return (
        f'<div class="viva banner" role="alert"><b>{escape(sentence)}</b><br>Choose another file, or paste the text of your resume, '
        "and hold it against the job again. What you pasted is still here.</div>"
    )


def links(match_id: str) -> str:
    """Where the analysis can be taken from."""
    kinds = (("pdf", "PDF"), ("docx", "Word"), ("md", "Markdown"), ("json", "JSON"))
    made = " · ".join(f'<a href="/files/match/{match_id}.{kind}" download>{name}</a>' for kind, name in kinds)
    return f'<p class="viva small rz-export">Take it with you: {made}</p>'
