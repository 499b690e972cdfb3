"""One person's resume set in ten ways, as programs and people set them; each gives a file's name and its bytes."""

from io import BytesIO

import docx
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import ROOT

NAME, HEADLINE = "Zoë Řezníčková", "Platform engineer"
REACH = ["zoe@example.org", "+31 10 555 0142", "Rotterdam, Netherlands"]
ROLES = [
    ("Senior platform engineer", "Helio Energy", "Rotterdam", ("Mar 2021", "Present"), (
        "Moved 40 services to Kubernetes; deploys went from 40 to 5 minutes",
        "Built the billing pipeline on Kafka and PostgreSQL, 12 million events a day",
        "Wrote the Terraform modules that 9 teams share",
    )),
    ("Software engineer", "Blue Harbor", "Bremen", ("Feb 2018", "Feb 2021"), (
        "Developed REST services in Python and Go for 300 customers",
        "Cut the cost of nightly reports by 30 percent with one query rewritten in SQL",
    )),
    ("Junior developer", "Quay & Sons", "Leeds", ("Sep 2016", "Jan 2018"), (
        "Tested 40 tools a month and wrote the reports on them in Python",
    )),
]  # fmt: skip
SKILLS = ["Python", "Go", "Kubernetes", "Terraform", "gRPC", "PostgreSQL", "Kafka", "AWS"]
SCHOOL = ["BSc Computer Science", "University of Bremen, 2016"]
TONGUES = ["English (fluent)", "Czech (native)"]
PAGE = (595, 842)
FONTS = {"Sans": "inter-400.ttf", "Bold": "inter-600.ttf"}


class Sheet:
    """A page to write on; y is counted from the top."""

    def __init__(self) -> None:
        for name, file in FONTS.items():
            pdfmetrics.registerFont(TTFont(name, str(ROOT / "agents" / "fonts" / file)))
        self.out = BytesIO()
        self.page = Canvas(self.out, pagesize=PAGE, pageCompression=1)

    def text(self, x, y, line, size=9.5, font="Sans", colour=black):
        self.page.setFillColor(colour)
        self.page.setFont(font, size)
        self.page.drawString(x, PAGE[1] - y, line)

    def right(self, x, y, line, size=9.5):
        self.page.setFillColor(black)
        self.page.setFont("Sans", size)
        self.page.drawRightString(x, PAGE[1] - y, line)

    def lines(self, x, y, lines, step=14, **more):
        for line in lines:
            self.text(x, y, line, **more)
            y += step
        return y

    def wrapped(self, x, y, line, width, mark="• "):
        """A statement over as many lines as it takes; where the next one begins."""
        words, row = line.split(), mark
        for word in words:
            if pdfmetrics.stringWidth(f"{row}{word} ", "Sans", 9.5) > width:
                self.text(x, y, row.rstrip())
                row, y = " " * len(mark) + "", y + 13
            row += f"{word} "
        self.text(x, y, row.rstrip())
        return y + 13

    def bytes(self):
        self.page.save()
        return self.out.getvalue()


def dates(role):
    return " – ".join(role[3])


def side(sheet, x, y, colour=black, step=14):
    for head, lines in (("CONTACT", REACH), ("SKILLS", SKILLS), ("LANGUAGES", TONGUES), ("EDUCATION", SCHOOL)):
        sheet.text(x, y, head, font="Bold", colour=colour)
        y = sheet.lines(x, y + 16, lines, step, colour=colour) + 12


def main(sheet, x, y, width):
    sheet.text(x, y, "EXPERIENCE", font="Bold", size=11)
    y += 20
    for role in ROLES:
        sheet.text(x, y, role[0], font="Bold", size=10.5)
        sheet.right(x + width, y, dates(role))
        sheet.text(x, y + 14, f"{role[1]}, {role[2]}", colour=Color(0.35, 0.35, 0.35))
        y += 30
        for line in role[4]:
            y = sheet.wrapped(x, y, line, width)
        y += 10
    return y


def sidebar_left():
    """A dark bar at the left with light letters."""
    sheet = Sheet()
    sheet.page.setFillColor(HexColor("#20303a"))
    sheet.page.rect(0, 0, 180, PAGE[1], stroke=0, fill=1)
    side(sheet, 24, 60, white)
    sheet.text(205, 60, NAME, 22, "Bold")
    sheet.text(205, 80, HEADLINE, 11)
    main(sheet, 205, 115, 350)
    return "left.pdf", sheet.bytes()


def sidebar_right():
    """A bar at the right, a sign before each way to reach the person."""
    sheet = Sheet()
    sheet.text(40, 60, NAME, 22, "Bold")
    sheet.text(40, 80, HEADLINE, 11)
    main(sheet, 40, 115, 345)
    for at, line in enumerate(REACH):
        sheet.text(420, 118 + 15 * at, "✉☎⌂"[at] + " " + line, 8.5)
    y = 190
    for head, lines in (("SKILLS", SKILLS), ("LANGUAGES", TONGUES), ("EDUCATION", SCHOOL)):
        sheet.text(420, y, head, font="Bold")
        y = sheet.lines(420, y + 16, lines, 15.5) + 12
    return "right.pdf", sheet.bytes()


def timeline():
    """Dates in the left margin, employers beside them."""
    sheet = Sheet()
    sheet.text(40, 60, NAME, 22, "Bold")
    sheet.text(40, 80, f"{HEADLINE} · {' · '.join(REACH)}", 9)
    sheet.text(40, 115, "Work history", 12, "Bold")
    y = 138
    for role in ROLES:
        sheet.text(40, y, dates(role), 8.5)
        sheet.text(160, y, f"{role[0]}, {role[1]}", font="Bold")
        sheet.text(160, y + 13, role[2])
        y += 29
        for line in role[4]:
            y = sheet.wrapped(160, y, line, 385)
        y += 10
    for head, text in (("Skills", ", ".join(SKILLS)), ("Education", ", ".join(SCHOOL)), ("Languages", ", ".join(TONGUES))):
        sheet.text(40, y + 6, head, 12, "Bold")
        sheet.text(40, y + 24, text)
        y += 44
    return "timeline.pdf", sheet.bytes()


def two_pages():
    """The same header and footer on both pages, a role cut in two by the page's end."""
    sheet = Sheet()

    def around(number):
        sheet.text(40, 40, f"{NAME} · {HEADLINE}", 8)
        sheet.right(555, 40, REACH[0], 8)
        sheet.text(40, 815, "Confidential", 8)
        sheet.right(555, 815, f"Page {number} of 2", 8)

    around(1)
    sheet.text(40, 80, NAME, 22, "Bold")
    sheet.text(40, 100, " | ".join(REACH))
    sheet.text(40, 130, "Profile", 12, "Bold")
    sheet.text(40, 148, "Engineer who keeps platforms calm and their bills small.")
    sheet.text(40, 180, "Professional experience", 12, "Bold")
    y = 650  # most of the first page is air, so that the second role runs over
    for at, role in enumerate(ROLES):
        sheet.text(40, y, f"{role[0]} | {role[1]} | {role[2]} | {dates(role)}", font="Bold")
        y += 18
        for n, line in enumerate(role[4]):
            y = sheet.wrapped(40, y, line, 500)
            if at == 1 and n == 0:
                sheet.page.showPage()
                around(2)
                y = 80
        y += 10
    for head, text in (("Technical skills", ", ".join(SKILLS)), ("Education", ", ".join(SCHOOL)), ("Languages", ", ".join(TONGUES))):
        sheet.text(40, y + 10, head, 12, "Bold")
        sheet.text(40, y + 28, text)
        y += 48
    return "two pages.pdf", sheet.bytes()


def centred():
    """Headings in the middle, employer and dates at the two edges, the title below."""
    sheet = Sheet()

    def middle(y, line, size=9.5, font="Sans"):
        sheet.text((PAGE[0] - pdfmetrics.stringWidth(line, font, size)) / 2, y, line, size, font)

    middle(60, NAME, 22, "Bold")
    middle(78, " • ".join(REACH))
    middle(110, "EXPERIENCE", 11, "Bold")
    y = 132
    for role in ROLES:
        sheet.text(40, y, role[1], font="Bold")
        sheet.right(555, y, role[2])
        sheet.text(40, y + 13, role[0])
        sheet.right(555, y + 13, dates(role))
        y += 29
        for line in role[4]:
            y = sheet.wrapped(40, y, line, 510, "– ")
        y += 8
    for head, text in (("EDUCATION", ", ".join(SCHOOL)), ("SKILLS", " | ".join(SKILLS)), ("LANGUAGES", ", ".join(TONGUES))):
        middle(y + 8, head, 11, "Bold")
        sheet.text(40, y + 26, text)
        y += 46
    return "centred.pdf", sheet.bytes()


def table():
    """Word: all of it in one table of two columns, dates at the left."""
    made = docx.Document()
    made.add_heading(NAME, 0)
    made.add_paragraph(" | ".join((HEADLINE, *REACH)))
    grid = made.add_table(rows=0, cols=2)

    def row(left, lines):
        cells = grid.add_row().cells
        cells[0].text = left
        cells[1].text = lines[0]
        for line in lines[1:]:
            cells[1].add_paragraph(line)

    row("", ["EXPERIENCE"])
    for role in ROLES:
        row(dates(role), [role[0], f"{role[1]}, {role[2]}", *(f"• {line}" for line in role[4])])
    row("", ["EDUCATION"])
    row("2016", [SCHOOL[0], SCHOOL[1]])
    row("", ["SKILLS"])
    row("", [", ".join(SKILLS)])
    row("", ["LANGUAGES"])
    row("", [", ".join(TONGUES)])
    return _word("table.docx", made)


def plain_word():
    """Word: styles and its own lists, dates after a tab."""
    made = docx.Document()
    made.add_heading(NAME, 0)
    made.add_paragraph(f"{HEADLINE}\n{' | '.join(REACH)}")
    made.add_heading("Employment history", 1)
    for role in ROLES:
        made.add_paragraph(f"{role[1]}, {role[2]}\t{dates(role)}").runs[0].bold = True
        made.add_paragraph(role[0])
        for line in role[4]:
            made.add_paragraph(line, style="List Bullet")
    for head, text in (("Skills", ", ".join(SKILLS)), ("Education", ", ".join(SCHOOL)), ("Languages", ", ".join(TONGUES))):
        made.add_heading(head, 1)
        made.add_paragraph(text)
    return _word("plain.docx", made)


def _word(name, made):
    out = BytesIO()
    made.save(out)
    return name, out.getvalue()


def web():
    """A page of the web with a list of definitions."""
    roles = "".join(
        f"<section><h3>{role[0]}</h3><p><strong>{role[1].replace('&', '&amp;')}</strong>, {role[2]} <time>{dates(role)}</time></p><ul>"
        + "".join(f"<li>{line}</li>" for line in role[4])
        + "</ul></section>"
        for role in ROLES
    )
    more = "".join(
        f"<h2>{head}</h2><p>{text}</p>"
        for head, text in (("Skills", ", ".join(SKILLS)), ("Education", ", ".join(SCHOOL)), ("Languages", ", ".join(TONGUES)))
    )
    page = f"<!doctype html><html><body><h1>{NAME}</h1><p>{' · '.join(REACH)}</p><h2>Experience</h2>{roles}{more}</body></html>"
    return "web.html", page.encode()


MONTHS = {"Mar": "März", "Feb": "Februar", "Sep": "September", "Jan": "Jänner", "Present": "heute"}


def german():
    """German headings and months; the work itself in English."""
    lines = [NAME, HEADLINE, " · ".join(REACH), "", "Berufserfahrung"]
    for role in ROLES:
        begin, end = (" ".join(MONTHS.get(word, word) for word in point.split()) for point in role[3])
        lines += [f"{begin} – {end}", role[0], f"{role[1]}, {role[2]}", *(f"- {line}" for line in role[4])]
    lines += ["", "Kenntnisse", ", ".join(SKILLS), "", "Ausbildung", ", ".join(SCHOOL), "", "Sprachen", ", ".join(TONGUES)]
    return "lebenslauf.txt", "\n".join(lines).encode()


def numbers():
    """Markdown with dates in numbers, the employer first."""
    digits = {"Jan": "01", "Feb": "02", "Mar": "03", "Sep": "09"}

    def point(text):
        return text if text == "Present" else f"{digits[text.split()[0]]}/{text.split()[1]}"

    lines = [f"# {NAME}", " | ".join(REACH), "", "## Experience"]
    for role in ROLES:
        begin, end = map(point, role[3])
        lines += ["", f"### {role[1]} — {role[0]} ({begin}–{end.lower()})", *(f"* {line}" for line in role[4])]
    lines += ["", "## Skills", ", ".join(SKILLS), "", "## Education", ", ".join(SCHOOL), "", "## Languages", ", ".join(TONGUES)]
    return "numbers.md", "\n".join(lines).encode()


WAYS = (sidebar_left, sidebar_right, timeline, two_pages, centred, table, plain_word, web, german, numbers)
