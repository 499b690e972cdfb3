"""Rooms over vendors' stand-ins; they share one folder, so that the index of questions is built once."""

from types import SimpleNamespace

import pytest

from core.caller import Caller
from core.settings import Settings
from tests.wire import cartesia, deepgram


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("recordings")


@pytest.fixture
def room(folder):
    """A function that makes deps with workers over stand-ins that hear these texts; everything is closed at the end."""
    from app import make_deps

    open_ones = []

    def make(stt, texts=(), deepgram_of=deepgram.Deepgram, cartesia_of=cartesia.Cartesia, **env):
        heard_by = SimpleNamespace(deepgram=deepgram_of(texts), cartesia=cartesia_of(texts))
        deps = make_deps(
            Settings(
                VIVA_DATA=folder,
                VIVA_BRAIN="rules",
                VIVA_STT=stt,
                DEEPGRAM_API_KEY=deepgram.KEY,
                VIVA_DEEPGRAM_URL=heard_by.deepgram.url,
                CARTESIA_API_KEY=cartesia.KEY,
                VIVA_CARTESIA_URL=heard_by.cartesia.url,
                **env,
            )
        )
        deps.queue.start()
        open_ones.append((deps, heard_by))
        return deps, heard_by

    yield make
    for deps, heard_by in open_ones:
        deps.queue.stop()
        deps.turns.close()
        deps.store.close()
        heard_by.deepgram.close()
        heard_by.cartesia.close()


@pytest.fixture
def caller():
    return Caller(owner="manager", role="local")
