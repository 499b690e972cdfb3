"""HTML of an invitation to review: what a reviewer reads before they sit, and later where they go on. Escapes everything."""

from html import escape

from agents.review.sitting import LONGEST_NAME, Offer
from pages import alone


def page(made: Offer, secret: str, refused: str = "") -> str:
    """The whole page, for whoever may sit here, sits here already, or sent the link."""
    alert = f'<div class="banner" role="alert">{escape(refused)}</div>' if refused else ""
    below = {"open": _form(secret), "mine": _seated(made), "host": _sent(made)}[made.state]
    body = (
        f'<div class="eyebrow">An invitation to review · open until {escape(made.ends_on)}</div>'
        f"<h1>{_count(made.transcripts)} to review</h1>{alert}<p>{_who(made)} asks you to read {_what(made)}, and to say what you "
        f'would do: advance, hold or decline.</p><div class="card"><h2>How it works</h2><ul>{_rules(made)}</ul></div>{below}'
    )
    return alone.page(f"{_count(made.transcripts)} to review", body, looks=("invite",), back="Viva Voce")


def _who(made: Offer) -> str:
    return f"<b>{escape(made.host)}</b>" if made.host else "Whoever sent you this link"


def _count(n: int) -> str:
    return "One interview" if n == 1 else f"{n} interviews"


def _what(made: Offer) -> str:
    heard = f", with {made.minutes} minutes of sound" if made.minutes and not made.blind else ""
    return ("an interview" if made.transcripts == 1 else f"{made.transcripts} interviews") + heard


def _rules(made: Offer) -> str:
    who = "They" if made.host else "Whoever invited you"
    seen = (
        "You review blind: names, voices, scores and what others say stay hidden on each interview until your own verdict on it is in. "
        "It cannot be switched off."
        if made.blind
        else "You read what was said with its scores, and hear it where it was recorded. What other reviewers say of an interview opens "
        "when your own verdict on it is in."
    )
    files = "take files out, " if made.files else ""
    may = f"You can search, {files}compare side by side, leave notes and decide. You cannot change, share or delete anything."
    return (
        f"<li>{seen}</li><li>{may}</li><li>{who} and the other reviewers read your name, your verdicts with their reasons, and your notes. "
        "When you first opened each interview is written down too. Candidates see how many people review, not who.</li>"
        f"<li>Your access ends on {escape(made.ends_on)}, or at once when it is taken back or a candidate withdraws their consent. "
        "What you said stays with who invited you, until you delete everything of yours on the Status page.</li>"
    )


def _form(secret: str) -> str:
    return (
        f'<form method="post" action="/review/{escape(secret, quote=True)}" class="card"><h2>Take the seat</h2>'
        f'<label class="field">Your name, as they should read it<input name="name" maxlength="{LONGEST_NAME}" autocomplete="name" required>'
        '</label><button>Begin the review</button><p class="small">The seat is this browser’s from then on: a cookie remembers it, so '
        "open the link where you want to work. Nothing is kept before you press it.</p></form>"
    )


def _seated(made: Offer) -> str:
    left = made.transcripts - made.given
    told = "Every verdict is in; thank you." if not left else f"{made.given} of {made.transcripts} verdicts given."
    return (
        f'<div class="card"><h2>Your seat, {escape(made.name)}</h2><p>{told}</p>'
        '<p><a class="button" href="/#transcripts">Go on with the review</a></p></div>'
    )


def _sent(made: Offer) -> str:
    whom = escape(made.label) if made.label else "your reviewer"
    return (
        f'<div class="card"><h2>This is your own invitation</h2><p>Send the link to {whom}: whoever opens it first, in a browser of '
        "their own, takes the seat. You find what they say on the Transcripts page.</p></div>"
    )
