"""`python -m audio.stt.fetch MODEL FOLDER`: Whisper's weights from the Hugging Face hub, a JSON line for each step."""

import json
import sys
import threading
from pathlib import Path
from typing import Any

WANTED = ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt", "vocabulary.json", "preprocessor_config.json")


def main(model: str, place: str) -> int:
    """Fetches into a folder beside and moves it into place when it is whole."""
    from huggingface_hub import HfApi, hf_hub_download

    repository = model if "/" in model else f"Systran/faster-whisper-{model}"
    target = Path(place)
    part = target.with_name(target.name + ".part")
    try:
        info = HfApi().model_info(repository, files_metadata=True, timeout=15)
        files = {one.rfilename: one.size or 0 for one in info.siblings or [] if one.rfilename in WANTED}
        if "model.bin" not in files:
            return _told(fault=f"{repository} holds no weights for faster-whisper. Set VIVA_WHISPER_MODEL to another.")
        total, over = sum(files.values()), threading.Event()
        watcher = threading.Thread(target=_watch, args=(part, total, over), daemon=True)
        watcher.start()
        for name in files:
            hf_hub_download(repository, name, local_dir=part)
        over.set()
        watcher.join()
        part.rename(target)
    except Exception as fault:  # noqa: BLE001 - whatever the hub or the network does is one sentence
        return _told(
            fault=f"The weights of {repository} could not be fetched ({type(fault).__name__}). Check the network and try again."
        )
    return _told(done=total, total=total) or 0


def _watch(part: Path, total: int, over: threading.Event) -> None:
    while not over.wait(0.5):
        _told(done=sum(one.stat().st_size for one in part.rglob("*") if one.is_file()), total=total)


def _told(**told: Any) -> int:
    print(json.dumps(told), flush=True)
    return 1 if told.get("fault") else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
