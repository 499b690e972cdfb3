"""Plain text and Markdown: bytes to lines, whatever the encoding."""

import re

from core.document import Document, DocumentKind
from documents.words import lines_of

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SIGNS = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)|[ \t]+#+[ \t]*$|^[ \t]*(?:[-*_][ \t]*){3,}$"
    r"|^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$|^```\w*$",
    re.MULTILINE,
)
LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\(([^)\s]{0,500})[^)\n]{0,200}\)")
STRONG = re.compile(r"(\*\*|__|\*|`|~~)(?=\S)([^\n]{1,500}?)(?<=\S)\1")
COMMENT = re.compile(r"<!--.*?-->", re.S)


def decoded(data: bytes) -> str:
    """The text in the encoding that its bytes show; an unknown one is read as Windows-1252, which has all bytes."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    half = max(1, len(data) // 2)
    if data[1::2].count(0) > 0.7 * half:
        return data.decode("utf-16-le", "replace")
    if data[0::2].count(0) > 0.7 * half:
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_text(data: bytes, name: str, kind: DocumentKind) -> Document:
    """A text file, or a Markdown one without its signs."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    return Document(
        kind=kind, name=name, lines=lines_of([_unmarked(text) if kind == "markdown" else text]), engine="text"
    )


def _unmarked(text: str) -> str:
    """Markdown's words: links keep their address, since a profile's address is worth reading."""
    text = LINK.sub(lambda m: m[1] if m[2] in m[1] else f"{m[1]} ({m[2]})", COMMENT.sub("", text))
    text = SIGNS.sub("", text)
    for _ in range(2):
        text = STRONG.sub(r"\2", text)
    return re.sub(r"^[ \t]*\|(.*)\|[ \t]*$", lambda m: m[1].replace("|", "  "), text, flags=re.M)
