"""Pictures through `read`: turned, skewed, with an EXIF note; and bounds on pixels."""

from collections import Counter

import pytest
from PIL import Image

from bench.resume_read import tokens
from core.errors import AppError
from documents.read import read
from documents.render import page_png
from tests.documents import made


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_picture_is_read_whichever_way_it_is_turned(turn):
    document = read(made.saved(made.paper().rotate(turn, expand=True)), "cv.png", limits=made.UNHURRIED)
    assert "Built a booking service in Go for nine ports" in document.text
    assert document.pages[0].turn == turn
    assert document.pages[0].height > document.pages[0].width
    tops = [line.box.y0 for line in document.lines]
    assert tops == sorted(tops)
    assert page_png(made.saved(made.paper()), 0, 300, turn=document.pages[0].turn).startswith(b"\x89PNG")


def test_a_skewed_picture_is_read_line_by_line():
    document = read(made.saved(made.paper().rotate(4, fillcolor="white"), "JPEG", quality=70), "cv.jpg", limits=made.UNHURRIED)
    assert [line.text for line in document.lines][2:4] == made.MAIN[1:3]


PHOTOS = {
    "turned": {"turn": 3}, "from an angle": {"lean": 0.06}, "out of focus": {"blur": 1.6}, "in low light": {"dim": 0.45},
    "all of it": {"turn": -2, "lean": 0.04, "blur": 1.0, "dim": 0.6},
}  # fmt: skip


@pytest.mark.parametrize("way", PHOTOS)
def test_a_photo_is_read_as_a_phone_takes_it(way):
    said = tokens(read(made.photographed(made.paper(), **PHOTOS[way]), "cv.jpg", limits=made.UNHURRIED).text)
    wanted = tokens("\n".join(["Ada Nyberg", *made.MAIN]))
    assert (Counter(wanted) & Counter(said)).total() >= 0.88 * len(wanted)
    assert said.index("experience") < said.index("meadow") < said.index("uppsala")


def test_the_camera_s_note_of_how_it_was_held_is_followed():
    exif = Image.Exif()
    exif[0x0112] = 6
    document = read(made.saved(made.paper().rotate(90, expand=True), "JPEG", exif=exif), "cv.jpg", limits=made.UNHURRIED)
    assert document.pages[0].turn == 0
    assert "Uppsala" in document.text


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked():
    with pytest.raises(AppError, match="million pixels") as told:
        read(made.saved(Image.new("1", (9000, 9000)), "PNG"))
    assert told.value.code == "too_large"


def test_a_white_picture_holds_nothing_to_read():
    with pytest.raises(AppError) as told:
        read(made.saved(Image.new("RGB", (600, 400), "white")))
    assert told.value.code == "nothing_to_read"


def test_progress_is_told_while_pictures_are_read():
    told = []
    read(made.saved(made.paper()), on_progress=lambda share, words: told.append((share, words)), limits=made.UNHURRIED)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert len(set(shares)) >= 3
    assert told[0][1] == "Looking for the lines of page 1"
    assert told[-1] == (1.0, "Page 1 read from its picture")
