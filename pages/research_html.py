"""HTML of an interview brief: what would be sent, how far it is, and the brief with its sources. Everything found is escaped here."""

from collections.abc import Iterable
from html import escape

from agents.briefing_export import about, dated, heading
from agents.research import Outlook
from core.briefing import Briefing, Source, Statement, Suggested
from core.text import day
from pages.progress import turning


def outlook(view: Outlook) -> str:
    """What pressing the button would send, and to whom."""
    if view.queries:
        rows = "".join(f"<li>{escape(one)}</li>" for one in view.queries)
        sent = (
            f"<p>At most {view.most} of these searches go to Tavily, word for word. Your name and your resume are never part of one.</p>"
            f'<ul class="plain-list">{rows}</ul>'
        )
    else:
        sent = f"<p>Nothing is searched: {escape(view.lacking)}. The brief is made from the job description only.</p>"
    if view.model:
        read = f"The job description{' and the pages found' if view.queries else ''} also go to {escape(view.model)}."
    else:
        read = "No language model is set up: our rules choose the sentences, and the job description stays where this app runs."
    return f'<div class="viva small research-outlook">{sent}<p>{read}</p></div>'


def working(done: Iterable[str]) -> str:
    """What has been done, and what is being done now."""
    every = list(done)
    rows = "".join(f'<li class="done">{escape(one)}</li>' for one in every[:-1])
    return f'<div class="viva"><ul class="plan">{rows}</ul>{turning(every[-1] if every else "Beginning")}</div>'


def failed(sentence: str) -> str:
    """Why there is no brief."""
    return f'<div class="viva"><div class="banner" role="alert">{escape(sentence)}</div></div>'


def brief(made: Briefing) -> str:
    """The brief on the page, with what can be taken along."""
    links = (
        f'<p class="small">Take it with you: <a href="/files/briefing/{made.id}.html" target="_blank" rel="noopener">a page to print</a> · '
        f'<a href="/files/briefing/{made.id}.md" download>Markdown</a> · <a href="/files/briefing/{made.id}.json" download>JSON</a></p>'
    )
    return f'<div class="viva card" data-briefing="{made.id}">{_body(made)}{links}</div>'


def sheet(made: Briefing) -> str:
    """The brief as a page of its own."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>Interview brief: {escape(heading(made))}</title><link rel="stylesheet" href="/look/viva.css"></head>'
        f'<body><main class="viva sheet">{_body(made)}</main></body></html>'
    )


def _body(made: Briefing) -> str:
    notices = "".join(f"<li>{escape(one)}</li>" for one in made.notices)
    searched = "; ".join(f"“{escape(one)}”" for one in made.searches)
    return (
        f'<div class="eyebrow">Interview brief · {day(made.made_at)} · {escape(about(made))}</div>'
        f'<h2 class="brief-title">{escape(heading(made))}</h2>'
        f"{_statements(made, 'What the company does', made.does)}{_statements(made, 'Recent news', made.news)}"
        f"{_statements(made, 'What the role likely involves', made.involves)}"
        f"{_questions(made, 'Questions to expect', made.expect)}{_questions(made, 'Questions to ask them', made.ask)}"
        f'<h3>Sources</h3><ol class="sources">{"".join(_source(one) for one in made.sources)}</ol>'
        + (f'<p class="small">Searched for: {searched}.</p>' if searched else "")
        + (f'<ul class="small brief-notes">{notices}</ul>' if notices else "")
    )


def _statements(made: Briefing, title: str, every: Iterable[Statement]) -> str:
    rows = "".join(
        f"<li>{f'<b>{escape(one.text)}</b><br>' if one.text else ''}{_quote(made, one.quote, one.source)}</li>"
        for one in every
    )
    nothing = '<p class="soft">Nothing that can be quoted was found.</p>'
    return f"<h3>{title}</h3>" + (f'<ul class="brief-list">{rows}</ul>' if rows else nothing)


def _questions(made: Briefing, title: str, every: Iterable[Suggested]) -> str:
    rows = "".join(
        f"<li><b>{escape(one.text)}</b>{f'<br>{_quote(made, one.quote, one.source)}' if one.quote else ''}"
        f"{f'<br><span class=small>{escape(one.why)}</span>' if one.why else ''}</li>"
        for one in every
    )
    return f'<h3>{title}</h3><ul class="brief-list">{rows}</ul>' if rows else ""


def _quote(made: Briefing, quote: str, source_id: str) -> str:
    source = made.source(source_id)
    where = f' <span class="small">{_link(source, source.site or "your job description")}</span>' if source else ""
    return f'<span class="quote">“{escape(quote)}”</span>{where}'


def _source(one: Source) -> str:
    site = f' <span class="small">{escape(one.site)} ·</span>' if one.site else ""
    return f'<li>{_link(one, one.title)}{site} <span class="small">{dated(one)}</span></li>'


def _link(one: Source, words: str) -> str:
    """A link only where the address is http(s); nothing on our side ever follows it."""
    if not one.url:
        return escape(words)
    return f'<a href="{escape(one.url, quote=True)}" target="_blank" rel="noopener noreferrer nofollow">{escape(words)}</a>'
