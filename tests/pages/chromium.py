"""The browser of the tests: the system's Chromium, or the one that Playwright brings; without one a test is skipped."""

import shutil
from contextlib import contextmanager

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium(*flags):
    """A browser with these flags beside the usual ones."""
    path = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    with sync_api.sync_playwright() as play:
        try:
            made = play.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        except sync_api.Error as fault:
            pytest.skip(f"no browser here: {str(fault).splitlines()[0]}")
        yield made
        made.close()


def listening(file):
    """Flags for a microphone that plays a file."""
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}",
    )
