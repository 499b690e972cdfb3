"""Recordings from web addresses: gone on with after a break, given up in words, never from a private network."""

import asyncio
import hashlib
import os

import pytest

from agents.media import fetching, keeping
from app import make_deps
from core.errors import AppError
from core.media import About
from core.settings import Settings
from rag.addresses import checked, is_public, parsed
from rag.fetch import Bounds, fetch
from tests.media import made
from tests.media.test_arriving import refused, stored
from tests.wire.files import Files

BRISK = Bounds(most=2**22, wall_s=20, silent_s=1.0, tries=3, pause_s=0.02, slowest=4096, window_s=0.5)


@pytest.fixture(scope="module")
def talk(tmp_path_factory):
    return made.talk(tmp_path_factory.mktemp("talk") / "talk.m4a").read_bytes()


@pytest.fixture
def files():
    served = Files(os.urandom(700_000))
    yield served
    served.close()


@pytest.fixture
def get(files, tmp_path):
    def got(path="/file/talk.m4a", bounds=BRISK, allowed=None):
        digest = fetch(files.url + path, tmp_path / "got", bounds, (files.host,) if allowed is None else allowed)
        data = (tmp_path / "got").read_bytes()
        assert digest == hashlib.sha256(data).hexdigest()
        return data

    return got


def test_a_file_is_fetched_through_a_redirect(files, get):
    assert get("/hop") == files.data
    assert set(files.hosts) == {files.host}


def test_a_break_is_gone_on_with_where_it_was(files, get):
    files.fault = "cut"
    assert get() == files.data
    starts = [int(one.removeprefix("bytes=").rstrip("-") or 0) for one in files.asked]
    assert len(starts) > 2
    assert starts == sorted(set(starts))


def test_a_server_without_range_or_with_another_file_by_now_is_begun_anew(files, get):
    files.fault = "no_range"
    assert get() == files.data
    files.asked.clear()
    files.fault = "changed"
    assert get() == files.data[::-1]
    assert files.asked[1]


def test_a_busy_server_is_asked_again(files, get):
    files.fault = "busy"
    assert get() == files.data
    assert len(files.asked) == 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("trickle", "too_slow"),
        ("hang", "broke_off"),
        ("busy_always", "broke_off"),
        ("page", "web_page"),
        ("packed", "bad_answer"),
        ("endless", "file_too_large"),
        ("liar", "file_too_large"),
        ("loop", "too_many_redirects"),
        ("missing", "refused"),
    ],
)
def test_a_server_that_does_no_good_is_given_up_in_words(files, get, fault, code):
    files.fault = fault
    assert refused(get) == code
    if fault == "loop":
        assert len(files.asked) == 6


def test_a_redirect_to_a_private_address_is_refused(files, get):
    secret = Files(b"secret")
    try:
        files.fault = "away"
        for away in (secret.url, f"http://localhost:{secret.host.split(':')[1]}/", "http://169.254.169.254/latest/", "http://[::1]/"):
            files.away = away
            assert refused(get) == "private_address"
        files.away = "file:///etc/passwd"
        assert refused(get) == "bad_url"
        assert secret.asked == []
    finally:
        secret.close()


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 127.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 localhost localhost. 0.0.0.0 0 10.1.2.3 172.16.0.1 "
    "192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 240.0.0.1 255.255.255.255 198.18.0.1 192.0.0.8 [::1] [::] [::ffff:127.0.0.1] "
    "[::ffff:7f00:1] [0:0:0:0:0:ffff:a00:1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::10.0.0.1] [64:ff9b:1::1] [fe80::1] [fc00::1] "
    "[fd12::1] [ff02::1] [2002:7f00:1::] [2001::1] [fec0::1]".split(),
)
def test_no_spelling_of_a_private_address_gets_through(host, get):
    with pytest.raises(AppError) as fault:
        asyncio.run(checked(f"http://{host}:8000/a.mp3"))
    assert fault.value.code in ("private_address", "bad_url", "unreachable")


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.com/a", "file:///etc/passwd", "gopher://example.com/", "javascript:alert(1)", "//example.com/a", "a.mp3"),
        *("http://", "http:///a", "http://user@127.0.0.1/", "http://a:b@example.com/", "http://example.com@127.0.0.1/"),
        *("http://example.com\\@127.0.0.1/", "http://exa mple.com/", "http://example.com/\r\nHost: x", "http://①②⑦.⓪.⓪.①/", "", "http://[::1", "h" * 3000),
    ],
)
def test_what_is_no_web_address_is_refused(url):
    assert refused(lambda: parsed(url)) == "bad_url"


def test_public_addresses_are_public():
    for one in ("93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"):
        assert is_public(one), one


def test_a_private_host_needs_the_setting_with_its_port(files, get):
    assert refused(lambda: get(allowed=())) == "private_address"
    assert refused(lambda: get(allowed=("127.0.0.1:1",))) == "private_address"
    assert files.asked == []


def test_a_recording_is_fetched_into_the_store_and_a_refused_one_leaves_nothing(tmp_path, caller, talk):
    files = Files(talk)
    deps = make_deps(Settings(data=tmp_path, brain="rules", fetch_allow=f"files.intern:80, {files.host}"))
    try:
        media = fetching.accept_url(deps, caller, f"{files.url}/file/talk.m4a", About(), "once")
        assert (media.title, media.file, media.bytes) == ("talk", "talk.m4a", len(talk))
        assert media.sha256 == hashlib.sha256(talk).hexdigest()
        count = len(files.asked)
        assert fetching.accept_url(deps, caller, f"{files.url}/file/talk.m4a", About(), "once") == media
        assert len(files.asked) == count
        keeping.delete(deps, caller, media.id)
        noted = fetching.begin_url(deps, caller, f"{files.url}/file/talk.m4a", About())
        told = []
        assert fetching.fetch(deps, caller, noted.id, lambda share, words: told.append(words)).received
        assert told
        keeping.delete(deps, caller, noted.id)
        files.data = b"no recording" * 1000
        for url, code in ((f"{files.url}/x", "not_media"), ("http://127.0.0.1:9/x", "private_address"), ("ftp://x", "bad_url")):
            assert refused(lambda url=url: fetching.accept_url(deps, caller, url, About())) == code
        assert (stored(deps, caller), keeping.listing(deps, caller)) == ([], [])
    finally:
        files.close()
        deps.close()
