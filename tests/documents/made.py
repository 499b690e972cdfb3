"""Files that the tests make themselves: resumes in several layouts, with and without traps."""

import zipfile
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.colors import Color, black, white
from reportlab.pdfgen.canvas import Canvas

from core.child import Limits
from documents.read import Bounds

SIZE = (612, 792)
UNHURRIED = Bounds(text=Limits(wall_s=60, memory_mb=290), ocr=Limits(wall_s=120, memory_mb=980))
"""What a picture may cost where the test is about its words; how fast they come is for `bench.resume_time`."""
MAIN = [
    "EXPERIENCE",
    "Staff Engineer at Harbour Freight Systems",
    "Built a booking service in Go for nine ports",
    "Halved the time of a nightly settlement run",
    "Senior Engineer at Meadow Analytics",
    "Moved forty dashboards to one warehouse",
    "Wrote the guide that new colleagues start with",
    "EDUCATION",
    "Master of Science in Statistics, Uppsala",
]
SIDE = ["SKILLS", "Go", "Python", "Kafka", "Terraform", "PostgreSQL", "LANGUAGES", "Swedish", "English"]


def canvas(size=SIZE):
    out = BytesIO()
    return Canvas(out, pagesize=size, pageCompression=1), out


def finished(page, out):
    page.save()
    return out.getvalue()


def write(page, x, y, lines, *, step=16, size=10, colour=black):
    page.setFillColor(colour)
    page.setFont("Helvetica", size)
    for n, line in enumerate(lines):
        page.drawString(x, SIZE[1] - y - n * step, line)


def columns(woven=False, side_left=False, step=19):
    """Two columns; `woven`: drawn row by row across both."""
    page, out = canvas()
    write(page, 72, 60, ["Ada Nyberg"], size=20)
    x_main, x_side = (230, 72) if side_left else (72, 420)
    places = [(x_main, 110, MAIN, 17), (x_side, 110, SIDE, step)]
    if woven:
        for n in range(max(len(MAIN), len(SIDE))):
            for x, y, lines, each in sorted(places):
                write(page, x, y + n * each, lines[n : n + 1])
    else:
        for x, y, lines, each in places:
            write(page, x, y, lines, step=each)
    return finished(page, out)


def dated():
    """One column whose dates stand at the right edge."""
    page, out = canvas()
    write(page, 72, 60, ["Ada Nyberg"], size=20)
    for n, (what, when) in enumerate(
        [
            ("Staff Engineer, Harbour", "2021 - 2024"),
            ("Engineer, Meadow", "2018 - 2021"),
            ("Intern, Lake", "2017"),
            ("Tutor, Uppsala", "2016"),
        ]
    ):
        write(page, 72, 110 + 50 * n, [what])
        write(page, 470, 110 + 50 * n, [when])
        write(page, 72, 126 + 50 * n, ["Did what had to be done, and well"])
    return finished(page, out)


def trapped():
    """A plain resume with words hidden in six ways, and words that look alike and are seen."""
    page, out = canvas()
    write(page, 72, 60, ["Ada Nyberg", "Wrote a ledger in Rust for a cooperative bank"])
    write(page, 72, 120, ["whitewords kubernetes"], colour=white)
    write(page, 72, 140, ["nearlywhite haskell"], colour=Color(0.98, 0.98, 0.98))
    write(page, 72, 160, ["tinywords scala"], size=1)
    write(page, -400, 180, ["offpage erlang"])
    write(page, 72, 200, ["coveredwords fortran"])
    page.setFillColor(white)
    page.rect(60, SIZE[1] - 210, 300, 20, stroke=0, fill=1)
    page.saveState()
    text = page.beginText(72, SIZE[1] - 240)
    text.setTextRenderMode(3)
    text.textLine("invisiblewords cobol")
    page.drawText(text)
    page.restoreState()
    write(page, 72, 60, ["laidover prolog"], colour=white)
    page.setFillColor(Color(0.1, 0.2, 0.4))
    page.rect(60, 100, 300, 60, stroke=0, fill=1)
    write(page, 72, SIZE[1] - 130, ["lightondark typescript"], colour=white)
    write(page, 72, 400, ["greywords elixir"], colour=Color(0.7, 0.7, 0.7), size=7)
    return finished(page, out)


def paper(size=(1240, 1754)):
    """A resume as a picture."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(["Ada Nyberg", *MAIN]):
        draw.text((120, 140 + 70 * n), line, "black", font=ImageFont.load_default(34))
    return image


def photographed(image, *, turn=0.0, lean=0.0, blur=0.0, dim=1.0, quality=80):
    """The picture as a phone would have taken it: turned, seen at an angle, out of focus, in uneven light, as JPEG."""
    width, height = image.size
    image = image.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor="#f4f2ee").resize((width, height))
    if lean:
        # The far edge is shorter than the near one.
        pinch = lean * width
        corners = (-pinch, -0.4 * pinch, 0, height, width, height, width + pinch, -0.4 * pinch)
        image = image.transform((width, height), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor="#f4f2ee")
    image = image.filter(ImageFilter.GaussianBlur(blur))
    shade = Image.linear_gradient("L").rotate(60).resize((width, height)).point(lambda value: 170 + value * 85 // 255)
    image = ImageChops.multiply(image, Image.merge("RGB", (shade, shade, shade))).point(lambda value: int(value * dim))
    return saved(image, "JPEG", quality=quality)


def saved(image, kind="PNG", **more):
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def zipped(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()
