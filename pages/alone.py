"""A page by itself: the brand, one column, light and dark. It needs no tab, stands without a script, and can be printed."""

from collections.abc import Sequence
from html import escape

PRIVATE = {"cache-control": "no-store", "referrer-policy": "same-origin"}
"""Headers of a page behind a secret link. With no referrer at all a browser posts a form as from nowhere, and the door takes it for
another site's."""
_THEME = (
    "<script>{const asked = new URLSearchParams(location.search).get('__theme');"
    "const dark = matchMedia('(prefers-color-scheme: dark)').matches;"
    "document.documentElement.classList.toggle('dark', asked ? asked === 'dark' : dark)}</script>"
)
_MOMENTS = '<script src="/look/moments.js" type="module"></script>'


def page(title: str, body: str, *, looks: Sequence[str] = (), back: str = "Back to the interview room") -> str:
    """The whole document; `body` is HTML already, `looks` are stylesheets beside the usual ones."""
    sheets = "".join(f'<link rel="stylesheet" href="/look/{name}.css">' for name in ("viva", "alone", *looks))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · Viva Voce</title><link rel="icon" href="/look/icon.svg" type="image/svg+xml">{sheets}'
        f'{_THEME}{_MOMENTS}</head><body class="alone {" ".join(looks)}"><header><a class="brand" href="/">Viva <em>Voce</em></a>'
        f'<a href="/">{escape(back)}</a></header><main class="viva">{body}</main></body></html>'
    )


def over(sentence: str) -> str:
    """The page of a link that opens nothing."""
    body = f'<h1>This link opens nothing</h1><div class="card"><p role="alert">{escape(sentence)}</p></div>'
    return page("This link opens nothing", body, looks=("invite",))
