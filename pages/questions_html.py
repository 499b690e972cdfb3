"""HTML of the Questions tab: the preview with its faults, the banks, the questions. What people wrote is escaped here."""
# ruff: noqa: E501 - markup, one element a line

from html import escape

from agents.browsing import MOST, Page, Shown
from agents.view import topic_words
from core.own import BankLine, Fault, Row, Upload
from core.text import counted
from pages.progress import turning
from pages.show import LEVELS, track_words

SHOWN = 100
"""Rows of a table in a preview."""
HERO = (
    '<div class="viva hero"><h1>Ask your own questions</h1><p class="soft">Bring a file with questions and answers. You see every row '
    "before anything is kept, mend what is wrong right here, and are asked them in your next interview. A bank is yours alone until "
    "you share it.</p></div>"
)
EMPTY = (
    '<div class="viva empty"><h2>Your banks will stand here</h2>Each file that you keep becomes a bank: yours alone, or shared with '
    "everyone on this server. Choose a file to begin.</div>"
)
WORKING = f'<div class="viva">{turning("Looking through your file, row by row")}</div>'
EXAMPLE = """<div class="viva q-formats"><p>Only a question and an answer are needed. Key points are what an answer is graded by; without them they
are proposed to you from the answer.</p>
<h3>CSV, from any spreadsheet</h3><pre class="exhibit" tabindex="0">question,answer,key points,topic,level
What is a deadlock?,Two transactions wait for each other...,,databases,3
What is a lock?,,"- It keeps others from changing a row. [weight 3]
- It is released at commit.",databases,2</pre>
<h3>Markdown</h3><pre class="exhibit" tabindex="0">## What is a deadlock?
topic: databases
level: 3

Two transactions wait for each other, and neither can go on.

- Each holds a lock that the other wants. [weight 3]
  also: they block each other
  ask: What does each of them hold?</pre>
<h3>JSON lines</h3><pre class="exhibit" tabindex="0">{"question": "What is a deadlock?", "answer": "Two transactions ...", "key_points": ["Each holds a lock that the other wants."]}</pre></div>"""


def summary(upload: Upload) -> str:
    """What was found in a file, in one sentence."""
    rows, faulty = len(upload.rows), len(upload.faulty)
    proposed = sum(row.proposed for row in upload.rows)
    if faulty:
        title = f"{faulty} of {rows} rows {'needs' if faulty == 1 else 'need'} mending"
        told = "Nothing is kept yet. Mend the rows below, leave them out, or upload the file again."
    else:
        title = f"{counted(rows, 'question')}, and nothing to mend"
        told = "Nothing is kept yet. Have a look, then keep them as a bank."
    if proposed:
        told += f" For {counted(proposed, 'row')} key points were proposed from the answer; pick a row to change them."
    notes = "".join(f"<li>{escape(note)}</li>" for note in upload.notes)
    return (
        f'<div class="viva" role="status"><div class="eyebrow">{escape(upload.name)}</div><h1 class="title" id="q-summary">{title}</h1>'
        f'<p class="soft">{told}</p>{f"<ul class=small>{notes}</ul>" if notes else ""}</div>'
    )


def preview(upload: Upload) -> str:
    """The rows: what needs mending in sight, the good ones closed beside it; open when there is nothing else."""
    faulty, good = upload.faulty, upload.good
    closed = _table(good[:SHOWN], more=len(good) - SHOWN) if good else ""
    if not faulty:
        return f'<div class="viva card q-preview">{closed}</div>'
    rest = f"<details><summary>{counted(len(good), 'good row')}</summary>{closed}</details>" if good else ""
    return f'<div class="viva card q-preview">{_table(faulty[:SHOWN], more=len(faulty) - SHOWN)}{rest}</div>'


def _table(rows: tuple[Row, ...], more: int) -> str:
    body = "".join(_row(row) for row in rows)
    rest = f'<p class="small">And {more:,} more.</p>' if more > 0 else ""
    return (
        '<table class="rows q-rows"><thead><tr><th>Row</th><th>Question</th><th>Key points</th><th>State</th></tr></thead>'
        f"<tbody>{body}</tbody></table>{rest}"
    )


def _row(row: Row) -> str:
    told = row.fields
    points = [line[2:] for line in told.get("key_points", "").split("\n") if line.startswith(("- ", "• "))]
    listed = "".join(f"<li>{escape(point[:160])}</li>" for point in points)
    kind = "proposed" if row.proposed else "yours"
    about = " · ".join(
        escape(part[:60])
        for part in (
            told.get("topic", ""),
            f"level {told['level']}" if told.get("level") else "",
            told.get("track", ""),
        )
        if part
    )
    key_points = (
        f'<details><summary>{counted(len(points), "point")} {kind}</summary><ul class="small">{listed}</ul></details>'
        if points
        else '<span class="soft">none yet</span>'
    )
    state = "".join(_fault(one) for one in row.faults) or '<span class="ok">✓ good</span>'
    return (
        f'<tr data-row="{row.n}" class="{"faulty" if row.faults else "good"}"><td>{row.n}</td><td><b>{escape(told.get("question", "")[:300]) or "<i>empty</i>"}</b>'
        f'<div class="small">{about}</div></td><td>{key_points}</td><td>{state}</td></tr>'
    )


def _fault(one: Fault) -> str:
    return f'<div class="q-fault"><span class="no">✕</span> {escape(one.what)}<div class="small">{escape(one.mend)}</div></div>'


def faults_of(row: Row | None) -> str:
    """What is wrong with the row that is being mended, above its fields."""
    if row is None:
        return ""
    body = "".join(f"<li><b>{escape(one.what)}</b> {escape(one.mend)}</li>" for one in row.faults)
    if not body:
        return '<div class="viva q-said" role="status"><span class="ok">✓ This row is good.</span> Change it if you like.</div>'
    return f'<div class="viva rz-warn" role="status"><ul>{body}</ul></div>'


def bank(line: BankLine) -> str:
    """One bank and where it can be taken to."""
    kinds = ", ".join(f"{count} {_kind(track)}" for track, count in line.counts.items())
    who = (
        ("shared with everyone on this server" if line.shared else "yours alone")
        if line.mine
        else "shared by somebody else"
    )
    links = " · ".join(
        f'<a href="/files/bank/{line.id}.{kind}" download>{name}</a>'
        for kind, name in (("csv", "CSV"), ("jsonl", "JSON lines"), ("md", "Markdown"))
    )
    export = f'<p class="small">Take it with you: {links}</p>' if line.mine else ""
    return (
        f'<div class="viva card q-bank"><h3>{escape(line.name)}</h3><p>{kinds} {"question" if line.count == 1 else "questions"}</p><p class="small">Version {line.version}, {line.updated_at:%d %B %Y} · {who}</p>'
        f"{export}</div>"
    )


def _kind(track: str) -> str:
    name = track_words(track)
    return name if name.isupper() else name.lower()


def kept(line: BankLine) -> str:
    """The word after a bank was kept."""
    verb = "is kept" if line.version == 1 else f"is at version {line.version} now"
    return (
        f'<div class="viva banner q-kept" role="status"><b>{escape(line.name)}</b> {verb}, with {counted(line.count, "question")}. '
        "Choose it under Interview to be asked.</div>"
    )


def found(page: Page) -> str:
    """The questions of a bank, answers closed until they are opened."""
    if not page.total:
        return '<div class="viva empty"><h2>No question fits</h2>Take another topic, or other words.</div>'
    more = (
        f" The first {MOST} are shown; choose a topic or search."
        if page.total > len(page.shown)
        else ""
    )
    told = "" if page.answers else " Whoever shares this bank keeps its answers to the interview."
    return f'<div class="viva"><p class="soft">{counted(page.total, "question")}.{more}{told}</p>{"".join(_card(one) for one in page.shown)}</div>'


def _card(one: Shown) -> str:
    role = "" if one.role == "any" else f" · {escape(one.role)}"
    exhibit = f'<pre class="exhibit" tabindex="0">{escape(one.exhibit)}</pre>' if one.exhibit else ""
    points = "".join(f"<li>{escape(point)}</li>" for point in one.points)
    answer = (
        f'<details><summary>Key points and a good answer</summary><ul>{points}</ul><div class="body">{escape(one.answer)}</div></details>'
        if one.answer
        else ""
    )
    return (
        f'<div class="card q-card"><div class="small">{escape(topic_words(one.topic))} · {LEVELS[one.level]}{role}</div>'
        f'<p class="q-asked">{escape(one.question)}</p>{exhibit}{answer}</div>'
    )
