"""The parts of a zipped office file, read with bounds: no bomb is unpacked, no address outside the file is followed."""

import zipfile
from io import BytesIO
from typing import Any

from core.errors import AppError

PART = 16 * 1024 * 1024
"""Bytes of one XML part, unpacked: a thesis has 5 MB, and lxml takes about ten times as much."""
TOTAL = 120 * 1024 * 1024
RATIO = 400
"""Unpacked size to packed size of one part; Word's own XML stays below 60."""
PARTS = 4_000
DEEPEST = 200
"""Nested elements; a table in a table in a text box has 40."""
DAMAGED = AppError(
    "unreadable", "This file is damaged or was cut off on its way; save it anew from the program it came from."
)


def checked(data: bytes) -> zipfile.ZipFile:
    """The archive, when its directory promises nothing too large. Raises AppError `too_large`, `encrypted`, `unreadable`."""
    try:
        parts = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DAMAGED from error
    every = parts.infolist()
    xml = [one for one in every if one.filename.endswith((".xml", ".rels"))]
    if any(one.flag_bits & 1 for one in every):
        raise AppError("encrypted", "This file is locked with a password; save it without one and upload it again.")
    heavy = [one for one in xml if one.file_size > PART or one.file_size > max(1 << 20, RATIO * one.compress_size)]
    if heavy or len(every) > PARTS or sum(one.file_size for one in every) > TOTAL:
        raise AppError(
            "too_large", "Unpacked, this file is far larger than a document; save it anew or paste its text."
        )
    return parts


def tree(xml: bytes) -> Any:
    """Parsed XML, by lxml: entities are not resolved and nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise DAMAGED from error
