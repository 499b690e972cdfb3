"""A recording through the public endpoints of a real server, by the real client; nobody else's recording is ever touched."""

import pytest
from gradio_client import Client, handle_file

from core.caller import Caller
from store import transcripts
from store.database import open_store
from tests.conftest import Server
from tests.recordings.brought import ended, speech
from tests.recordings.test_recordings import INTERVIEW, QUESTION
from tests.wire.deepgram import KEY, Deepgram

LOCAL = Caller(owner="local", role="local")


@pytest.fixture(scope="module")
def vendor():
    made = Deepgram(latency=0.3)
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, vendor):
    folder = tmp_path_factory.mktemp("server")
    keys = {"DEEPGRAM_API_KEY": KEY, "VIVA_DEEPGRAM_URL": vendor.url}
    made = Server(folder, VIVA_STT="deepgram", VIVA_BRAIN="rules", **keys).start()
    yield made
    made.kill()  # its client holds a line open, which it would wait for


@pytest.fixture(scope="module")
def client(server):
    return Client(server.url, verbose=False)


@pytest.fixture(scope="module")
def brought(client, tmp_path_factory):
    """A function that uploads a recording, by default as this client."""
    path = tmp_path_factory.mktemp("sound") / "ana.wav"
    path.write_bytes(speech(40).wav())
    return lambda by=client: by.predict(file=handle_file(path), title="Ana, backend", api_name="/recording_upload")["id"]


def refusal(client, name, **asked):
    with pytest.raises(Exception) as fault:
        client.predict(**asked, api_name=f"/{name}")
    return str(fault.value)


def test_a_program_follows_a_recording_to_its_transcript(client, server, vendor, brought):
    vendor.script.texts = [INTERVIEW]
    key = brought()
    assert client.predict(key, api_name="/recording_status")["state"] == "idle"
    asked = client.predict(key, api_name="/recording_analyze")
    assert asked["media_id"] == key
    assert asked["state"] in ("queued", "working")
    events = list(client.submit(key, api_name="/recording_events"))
    stages = [(one["stage"], one["state"]) for one in events if one["event"] == "stage"]
    assert stages.index(("transcribe", "working")) < stages.index(("transcribe", "done")) < stages.index(("report", "done"))
    assert events[-1] == {"event": "done", "error": "", "transcript_id": key}
    now = client.predict(key, api_name="/recording_status")
    assert (now["state"], now["transcript_id"]) == ("done", key)
    assert all(one["said"] for one in now["stages"][1:])
    store = open_store("", server.folder)
    told = transcripts.load(store, LOCAL, key)
    store.close()
    assert told.exchanges[0].question_id == QUESTION
    assert told.exchanges[0].judgement.state == "scored"


def test_a_stage_that_failed_is_tried_again_by_its_name(client, vendor, brought):
    vendor.fault = "forbidden"
    key = brought()
    client.predict(key, api_name="/recording_analyze")
    events = list(client.submit(key, api_name="/recording_events"))
    assert events[-1]["event"] == "failed"
    assert "Status page" in events[-1]["error"]
    vendor.fault = ""
    client.predict(key, stage="transcribe", api_name="/recording_analyze")
    assert ended(lambda: client.predict(key, api_name="/recording_status"))["state"] == "done"


def test_bad_input_and_others_recordings_get_a_sentence(client, brought):
    key = brought()
    assert "unknown_engine: " in refusal(client, "recording_analyze", media_id=key, engine="my ear")
    assert "unknown_stage: " in refusal(client, "recording_analyze", media_id=key, stage="'; DROP TABLE media")
    for wrong in ("0123456789abcdef", "", "../../etc/passwd", "x" * 10_000):
        for name in ("recording_analyze", "recording_status", "recording_events"):
            assert "unknown_media: " in refusal(client, name, media_id=wrong)


def test_guests_do_not_reach_each_others_recordings(public_server, brought):
    one, other = (Client(public_server.url, verbose=False) for _ in range(2))
    key = brought(one)
    for name in ("recording_analyze", "recording_status", "recording_events"):
        assert "unknown_media: " in refusal(other, name, media_id=key)
    assert one.predict(key, api_name="/recording_status")["state"] == "idle"
