"""HTML of an invitation: what a candidate reads and agrees to, and later who may read their interview. Escapes everything."""

from html import escape

from agents.kits.taking import Offer
from agents.sharing import Told
from core.text import day
from pages import alone
from pages.show import moment


def offer(made: Offer, secret: str, refused: str = "") -> str:
    """The invitation before anybody agreed."""
    who = f"<b>{escape(made.organisation)}</b>" if made.organisation else "Whoever sent you this link"
    a = "an" if made.kind.startswith("HR") else "a"
    alert = f'<div class="banner" role="alert">{escape(refused)}</div>' if refused else ""
    body = (
        f'<div class="eyebrow">An invitation · open until {escape(made.expires_on)}</div><h1>{escape(made.title)}</h1>{alert}'
        f"<p>{who} invites you to {a} {escape(made.kind)}: {_count(made.questions, 'question')}, about {made.minutes} minutes. "
        "Everyone who is invited gets the same questions in the same order; an interviewer may ask on where an answer leaves "
        "something open.</p>"
        '<div class="card"><h2>What happens with it</h2><ul>'
        "<li>An AI asks the questions. You talk or type, you can take your time, pause, and come back by this link.</li>"
        "<li>What you say is kept as text. If you tick it below, your voice and the interviewer's are recorded too.</li>"
        f"<li>{who}, and people whom they ask to review it, can read the text, hear the recording if there is one, and see how each "
        "answer was graded. Every grade quotes your own words; a program proposes it, and a person decides. How fast or fluently you "
        "speak is never graded or shown.</li>"
        "<li>The interview stays yours. You see who was given a link to it and how many review it, and you can take your consent back "
        "here at any time: from then on nobody but you can open it.</li></ul></div>"
        f'<form method="post" action="/invite/{escape(secret, quote=True)}" class="card"><h2>Begin</h2>'
        '<label class="field">Your name, as they should read it<input name="name" maxlength="80" autocomplete="name"></label>'
        '<fieldset><legend>How you answer</legend><label><input type="radio" name="way" value="voice" checked> Talk</label>'
        '<label><input type="radio" name="way" value="keyboard"> Type</label></fieldset>'
        '<label class="tick"><input type="checkbox" name="record" value="yes"> Record both voices, so that they can hear it</label>'
        '<label class="tick"><input type="checkbox" name="agreed" value="yes" required> I have read what happens with my '
        "interview, and I agree</label><button>Begin the interview</button>"
        '<p class="small">Nothing is kept before you press it. Without your consent there is no interview, and no harm done.</p></form>'
    )
    return alone.page(made.title, body, looks=("invite",))


def begun(made: Offer, secret: str) -> str:
    """The invitation after its candidate agreed: where it goes on, who may read it, and the way back."""
    where = (
        "<p>It is over; thank you. Your own report is on the Feedback page.</p>"
        if made.finished
        else '<p>It is still open.</p><p><a class="button" href="/">Go on with the interview</a></p>'
    )
    return alone.page(
        made.title,
        f'<div class="eyebrow">Your interview</div><h1>{escape(made.title)}</h1><div class="card">{where}</div>{_consent(made, secret)}',
        looks=("invite",),
    )


def _consent(made: Offer, secret: str) -> str:
    consent, who = made.consent, made.organisation or "The one who invited you"
    if consent is None or consent.withdrawn_at is not None:
        since = f" since {moment(consent.withdrawn_at)}" if consent and consent.withdrawn_at else ""
        return f'<div class="card"><h2>Who can read it</h2><p>Nobody but you{since}. You took your consent back.</p></div>'
    heard = ", and hear its recording" if consent.audio else "; nothing was recorded"
    return (
        f'<div class="card"><h2>Who can read it</h2><p>{escape(who)} can read it, see how it was graded{heard}. '
        f"You agreed on {moment(consent.given_at)}.</p>{_watched(made.reviewers)}{_links(made.shared)}"
        f'<form method="post" action="/invite/{escape(secret, quote=True)}/withdraw"><button class="plain">Take my consent back</button>'
        '<p class="small">At once nobody but you can open the interview, also not by a link that was passed on.</p></form></div>'
    )


def _watched(count: int) -> str:
    """Reviewers whom they invited; who they are is between the two."""
    if not count:
        return ""
    told = "One more person is" if count == 1 else f"{count} more people are"
    return f"<p>{told} invited to review it.</p>"


def _links(shared: tuple[Told, ...]) -> str:
    if not shared:
        return "<p>No link to it has been passed on.</p>"
    rows = "".join(
        f"<tr><td>{escape(one.label or 'A link')}</td><td>{', '.join(one.scope)}</td><td>{_state(one)}</td>"
        f"<td>{_count(one.views, 'view')}</td></tr>"
        for one in shared
    )
    return (
        f'<h3>Links that were passed on</h3><div class="c-scroll"><table class="rows"><tr><th>For</th><th>Opens</th><th>State</th>'
        f"<th>Opened</th></tr>{rows}</table></div>"
    )


def _state(one: Told) -> str:
    return f"open until {day(one.expires_at)}" if one.state == "open" else one.state


def _count(n: int, what: str) -> str:
    return f"one {what}" if n == 1 else f"{n} {what}s"
