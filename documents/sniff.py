"""What kind of file some bytes are, by their content; the name decides only between plain text and Markdown."""

import re
import zipfile
from io import BytesIO

from core.document import DocumentKind
from core.errors import AppError

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 1024
PDF = re.compile(rb"%PDF-[12]\.\d")
"""Readers look for it in the first 1,024 bytes (ISO 32000, Annex H, note 13); junk before it can be longer."""
CAN = "Upload a PDF, DOCX, ODT, RTF, HTML, text or picture file, or paste the text."
HTML = re.compile(
    rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|h1|table|meta|title)\b"
)
OFFICE = {"ppt/": "a presentation", "xl/": "a spreadsheet"}
PARTS = 4_000
"""More entries than this has no letter of application."""


def kind_of(data: bytes, name: str = "") -> DocumentKind:
    """The kind. Raises AppError: `empty`, `encrypted`, `unknown_type`, `unreadable`."""
    if not data.strip(b"\0 \t\r\n"):
        raise AppError("empty", "This file is empty; choose another one or paste the text.")
    if b"%PDF-" in data[:HEAD] or (PDF.search(data, 0, 8 * HEAD) and b" obj" in data):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(OLE):
        raise _ole(data)
    if data.startswith(IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise AppError("unknown_type", "Pictures of this kind (HEIC, AVIF) cannot be read; save it as JPG or PNG.")
    return _written(data, name)


def _zipped(data: bytes) -> DocumentKind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            names = parts.namelist()[:PARTS]
            odt = "mimetype" in names and parts.getinfo("mimetype").file_size < 200
            mime = parts.read("mimetype") if odt else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise AppError("unreadable", f"This file is damaged or was cut off on its way; save it anew. {CAN}") from error
    if any(name.startswith("word/") for name in names):
        return "docx"
    if mime.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    what = next((said for start, said in OFFICE.items() if any(n.startswith(start) for n in names)), "an archive")
    raise AppError("unknown_type", f"This file is {what}. {CAN}")


def _ole(data: bytes) -> AppError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return AppError("encrypted", "This file is locked with a password; save it without one and upload it again.")
    return AppError("unknown_type", "This is an old Office file (.doc); save it as DOCX or PDF and upload that.")


def _written(data: bytes, name: str) -> DocumentKind:
    head = data[: 64 * HEAD]
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if HTML.match(head):
        return "html"
    if re.match(rb"(?s)\s*(?:<\?xml.*?)?<svg\b", head):
        raise AppError("unknown_type", f"This is a drawing (SVG). {CAN}")
    if not _is_text(head):
        raise AppError("unknown_type", f"This kind of file is not known. {CAN}")
    return "markdown" if name.lower().endswith((".md", ".markdown")) else "text"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    # Latin text in UTF-16 without a mark: every second byte is 0.
    pairs = len(head) // 2
    if pairs > 8 and max(head[0::2].count(0), head[1::2].count(0)) > 0.7 * pairs:
        return True
    bare = head.replace(b"\0", b"")
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in bare)
    return len(bare) > len(head) * 0.5 and odd <= len(bare) * 0.02 and _decodes(bare)


def _decodes(bare: bytes) -> bool:
    """UTF-8, or few enough high bytes for an old one-byte encoding."""
    try:
        bare[:-4].decode("utf-8")
    except UnicodeDecodeError:
        # Bytes 128-159 are controls in Latin-1 and rare in Windows-1252: much of them is no text.
        return sum(0x7F <= byte < 0xA0 for byte in bare) < len(bare) * 0.05
    return True
