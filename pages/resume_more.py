"""HTML below the match: what the parser sees, advice, what practice has shown, other jobs, versions, and the first-time state."""
# ruff: noqa: E501 - markup, one element a line

from collections.abc import Sequence
from html import escape

from agents import resume_words as words
from core.advice import BulletAdvice
from core.portfolio import KeptResume, Probed, Version
from core.resume import Match, ParsedResume
from core.text import sentences
from pages.show import moment

_PROBED = {
    "evidenced": ("ok", "evidenced"),
    "asked": ("hm", "asked, not shown yet"),
    "never probed": ("soft", "never probed"),
}
HERO = (
    '<div class="viva hero"><h1>See what your resume proves</h1><p class="soft">Drop your resume and the job description. You get every '
    "requirement with the line that proves it, what is only listed or missing, a score that you can check by hand, and an interview on "
    "exactly the gaps.</p></div>"
)
EMPTY = (
    '<div class="viva empty rz-empty"><h2>Your analysis will stand here</h2>Your page with its proof lit, and beside it what the job asks '
    "for, requirement by requirement. It takes a few seconds; nothing leaves the place where this app runs unless its owner chose a "
    "language model.</div>"
)


def sees(parsed: ParsedResume) -> str:
    """What a parser sees, in the order of a resume."""
    left, right = _contact(parsed) + _rest(parsed), _roles(parsed) + _years(parsed)
    return f'<div class="viva rz-sees"><div>{left}</div><div>{right}</div></div>'


def _contact(parsed: ParsedResume) -> str:
    one = parsed.contact
    fields = (
        ("Name", one.name),
        ("Email", one.email),
        ("Phone", one.phone),
        ("Place", one.location),
        ("Links", ", ".join(one.links)),
        ("Headline", parsed.headline),
    )
    rows = "".join(
        f"<tr><th>{name}</th><td>{escape(value) or '<span class=hm>not found</span>'}</td></tr>"
        for name, value in fields
    )
    return f'<div class="card"><h3>Contact</h3><table class="rows rz-pairs"><tbody>{rows}</tbody></table></div>'


def _roles(parsed: ParsedResume) -> str:
    rows = "".join(
        f"<tr><td><b>{escape(role.title) or 'no title'}</b><br><span class='soft'>{escape(role.employer)}</span></td>"
        f"<td>{words.dates(role.period)}</td><td>{words.months(role.period.months) if role.period else ''}</td></tr>"
        for role in parsed.roles
    )
    gaps = "".join(
        f"<li>{words.months(one.months)} without a role, {one.start} to {one.end}</li>" for one in parsed.gaps
    )
    twice = "".join(
        f"<li>{escape(one.first)} and {escape(one.second)} overlap by {words.months(one.months)}</li>"
        for one in parsed.overlaps
    )
    none = (
        ""
        if rows
        else '<p class="soft">No role was found. Give each job its title, employer and dates in one line.</p>'
    )
    notes = f"<ul class='small rz-notes'>{gaps}{twice}</ul>" if gaps or twice else ""
    return (
        f'<div class="card"><h3>Roles</h3><p class="soft small">{words.months(parsed.months)} in all, months held twice counted once</p>'
        f'<table class="rows"><tbody>{rows}</tbody></table>{none}{notes}</div>'
    )


def _years(parsed: ParsedResume) -> str:
    made = "".join(
        f'<span class="pill">{escape(one.name)} · {words.months(one.months)}</span> '
        for one in parsed.skill_months[:40]
    )
    none = '<p class="soft">No skill stands in a line of a dated role.</p>'
    return f'<div class="card"><h3>Shown in dated roles</h3><div class="rz-pills">{made or none}</div></div>'


def _rest(parsed: ParsedResume) -> str:
    listed = " ".join(f'<span class="pill">{escape(one.name)}</span>' for one in parsed.skills[:80])
    texts = [one.text for one in parsed.education] + [one.text for one in parsed.certifications]
    school = "".join(f"<li>{escape(text)}</li>" for text in texts)
    tongues = ", ".join(escape(one.name) for one in parsed.tongues)
    body = f'<h3>Listed skills</h3><div class="rz-pills">{listed or "<span class=soft>none found</span>"}</div>'
    body += f"<h3>Education</h3><ul>{school}</ul>" if school else '<h3>Education</h3><p class="soft">none found</p>'
    body += f"<h3>Languages</h3><p>{tongues}</p>" if tongues else ""
    return f'<div class="card">{body}</div>'


def advice(match: Match) -> str:
    """How to show what is missing, stronger lines, a letter and a brief."""
    names = {row.requirement.id: row for row in match.rows}
    gaps = "".join(
        f'<details class="rz-gap"{" open" * (at == 0)}><summary><b>{escape(words.asked(names[one.requirement]))}</b> '
        f'<span class="rz-state {words.tone(names[one.requirement])}">{words.state(names[one.requirement])}</span></summary>'
        f"<dl><dt>Show it, if it is true</dt><dd>{escape(one.show)}</dd><dt>Learn</dt><dd>{escape(one.learn)}</dd>"
        f'<dt>They will ask</dt><dd class="quote">{escape(one.question)}</dd></dl></details>'
        for at, one in enumerate(match.advice.gaps)
        if one.requirement in names
    )
    brief = "".join(f"<li>{escape(line)}</li>" for line in match.advice.brief)
    left = _card("Close the gaps", gaps or '<p class="soft">Every requirement is shown. Nothing to close.</p>')
    left += _card("Cover letter, a draft", _letter(match.advice.letter)) if match.advice.letter else ""
    if match.advice.worded_by:
        name = escape(match.advice.worded_by.partition(":")[2] or match.advice.worded_by)
        left += f'<p class="soft small">Some of these words are {name}’s, held to what your resume says. Score and rows are counted by rule.</p>'
    note = "The rewrites add no fact; fill the [brackets] with your own."
    none = '<p class="soft">No line needs a stronger verb, a result or a number.</p>'
    bullets = _bullets(match.advice.bullets)
    right = _card("Stronger lines", bullets or none, note if bullets else "")
    right += _card("Before the interview", f"<ul>{brief}</ul>") if brief else ""
    return f'<div class="viva rz-advice"><div>{left}</div><div>{right}</div></div>'


def _bullets(found: Sequence[BulletAdvice]) -> str:
    """Each line with its faults and a stronger one; what a fault means is said where it comes first."""
    rows, said = [], set[str]()
    for one in found:
        fresh = [sentence for sentence in sentences(one.why) if sentence not in said]
        said.update(fresh)
        pills = " ".join(f"<span class=pill>{words.FAULTS[fault]}</span>" for fault in one.faults)
        rows.append(
            f'<div class="rz-bullet"><p><q class="quote">{escape(one.text)}</q></p>'
            f'<p>{pills} <span class="soft">{escape(" ".join(fresh))}</span></p><p class="rz-rewrite">{escape(one.rewrite)}</p></div>'
        )
    return "".join(rows)


def _letter(text: str) -> str:
    return (
        f'<div class="rz-letter" id="rz-letter">{escape(text)}</div><button type="button" class="act" data-rz="copy">Copy</button>'
        '<span class="told small" role="status"></span>'
    )


def _card(title: str, body: str, note: str = "") -> str:
    said = f'<p class="soft small">{note}</p>' if note else ""
    return f'<div class="card"><h3>{title}</h3>{said}{body}</div>'


def coverage(found: Sequence[Probed]) -> str:
    """What practice has shown of each requirement: asked, evidenced, never probed."""
    probed = sorted(
        (one for one in found if one.state != "never probed"), key=lambda one: list(_PROBED).index(one.state)
    )
    left = [one for one in found if one.state == "never probed"]
    shown = sum(one.state == "evidenced" for one in found)
    rest = (
        f"<details{' open' * (len(left) < 9)}><summary>{len(left)} never probed</summary>{_covered(left)}</details>"
        if left
        else ""
    )
    return (
        f'<div class="viva card" id="rz-coverage"><h3>What practice has shown</h3><p class="soft">{len(probed)} of {len(found)} requirements asked, '
        f"{shown} with evidence in your own words. The score above is of the resume alone and does not move with it.</p>"
        f"{_covered(probed) if probed else ''}{rest}</div>"
    )


def _covered(found: Sequence[Probed]) -> str:
    rows = "".join(
        f'<tr data-probed="{one.state}"><td><b>{escape(one.text)}</b></td><td><span class="{_PROBED[one.state][0]}">{_PROBED[one.state][1]}</span></td>'
        f"<td>{f'<q class=quote>{escape(one.quote)}</q>' if one.quote else ''}</td></tr>"
        for one in found
    )
    return f'<table class="rows rz-wide"><tbody>{rows}</tbody></table>'


def history(found: Sequence[Version]) -> str:
    """What moved between versions for the same job."""
    items = []
    for before, one in zip((None, *found), found, strict=False):
        moved = "".join(
            f"<li>{escape(move.requirement)}: {words.TONES[move.before]} → {words.TONES[move.after]}</li>"
            for move in one.moves
        )
        change = ""
        if before is not None and one.total is not None and before.total is not None:
            change = (
                f" ({one.total - before.total:+d})".replace("-", "−") if one.total != before.total else " (no change)"
            )
        items.append(
            f'<li><b>{one.total if one.total is not None else "not scored"}</b>{change} <span class="soft">{escape(one.resume)}, '
            f"{moment(one.created_at)}</span>{f'<ul>{moved}</ul>' if moved else ''}</li>"
        )
    return f'<div class="viva card" id="rz-history"><h3>Versions for this job</h3><ol class="rz-history">{"".join(reversed(items))}</ol></div>'


def holding(resume: KeptResume | None) -> str:
    """Which resume is held, when another job is to be compared."""
    if resume is None:
        return ""
    return f'<p class="viva banner rz-held">Holding <b>{escape(resume.name)}</b>. Paste another job, or choose another file in its place.</p>'
