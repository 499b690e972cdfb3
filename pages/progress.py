"""How far something is, as a person sees it: a ring that turns beside words, and a bar."""

from html import escape


def turning(words: str) -> str:
    """The one state of what is at work, read out when it changes."""
    return f'<div class="state working" role="status"><span class="ring"></span><b>{escape(words)}</b></div>'


def bar(share: float, name: str) -> str:
    """A bar of what is done, `share` 0-1, called `name` where it is read out."""
    percent = round(100 * share)
    return (
        f'<div class="track" role="progressbar" aria-label="{escape(name)}" aria-valuenow="{percent}" aria-valuemin="0" '
        f'aria-valuemax="100"><i style="width:{percent}%"></i></div>'
    )
