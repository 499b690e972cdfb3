"""A line of the Transcripts list: a recording keeps its title beside a name, and says no level of a role that nobody gave."""

import re
import uuid

from agents.review import reading
from core.shelf import Filters
from pages import transcripts_html as html
from tests.transcripts import made


def lines(parts, me, **changes):
    made.keep(parts, me, made.plain(uuid.uuid4().hex, "Hello.", **changes))
    return re.sub(r"<[^>]+>", " ", html.rows(reading.listing(parts, me, Filters())))


def test_a_recordings_title_stands_beside_the_candidates_name(parts, me):
    shown = lines(parts, me, title="Panel of May <b>", candidate="Ada Moreau", level=3, seconds=5.0)
    assert "Ada Moreau" in shown
    assert "Panel of May &lt;b&gt; · 20 Nov" in shown
    assert "0:05" in shown
    assert "mid" not in shown


def test_a_recording_without_a_name_says_its_title_once_and_its_role_with_the_level(parts, me):
    shown = lines(parts, me, title="Panel of May", role="backend", level=3)
    assert shown.count("Panel of May") == 1
    assert "Backend, mid · 20 Nov" in shown
