"""The rooms: who may import whom, how long a file may be, and what every file says first."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_KNOW = {
    "core": set(),
    "audio": {"core"},
    "rag": {"core"},
    "documents": {"core"},
    "store": {"core"},
    "agents": {"core", "audio", "documents", "rag", "store"},
    "pages": {"core", "agents", "audio", "store"},
}
"""Room -> the rooms it may import; `app.py` may import all of them."""
ONLY_IN = {
    name: room
    for room, names in {
        "core": "dotenv pydantic_settings",
        "audio": "av boto3 botocore cartesia deepgram espeakng_loader faster_whisper huggingface_hub onnxruntime "
        "pocketsphinx pyloudnorm swift_f0 vosk websockets",
        "documents": "PIL cv2 lxml pypdf pypdfium2 rapidocr",
        "rag": "bm25s chromadb httpx safetensors tavily tokenizers",
        "store": "alembic sqlalchemy",
        "agents": "docx google langchain langchain_core langgraph reportlab uvloop",
        "pages": "fastapi gradio itsdangerous starlette",
    }.items()
    for name in names.split()
}
"""Library -> the one room that knows it."""
ANYWHERE = {"numpy", "pydantic", "pydantic_core"}
FILES = sorted(path for room in MAY_KNOW for path in (ROOT / room).rglob("*.py"))
LONGEST = 300


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_rooms_below_its_own(path):
    room = path.relative_to(ROOT).parts[0]
    strangers = (imported(path) & (set(MAY_KNOW) | {"app"})) - MAY_KNOW[room] - {room}
    assert not strangers, f"{path.name} in {room} imports {strangers}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_is_known_in_one_room_only(path):
    room = path.relative_to(ROOT).parts[0]
    for name in imported(path) - set(sys.stdlib_module_names) - ANYWHERE - set(MAY_KNOW) - {"app"}:
        assert ONLY_IN.get(name) == room, f"{path.name} in {room} imports {name}: say in ONLY_IN which room knows it"


@pytest.mark.parametrize("path", [*FILES, ROOT / "app.py"], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_opens_with_a_sentence_and_stays_short(path):
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), f"{path} does not say what it holds"
    assert len(text.splitlines()) <= LONGEST, f"{path} is longer than {LONGEST} lines"


def test_building_the_app_loads_no_graph_no_index_and_no_model(tmp_path):
    program = (
        "import sys, pathlib\nfrom app import create_app, make_deps\nfrom core.settings import Settings\n"
        f"create_app(make_deps(Settings(data=pathlib.Path({str(tmp_path)!r}), brain='rules')))\n"
        "print([name for name in ('langgraph', 'langchain', 'chromadb', 'tokenizers') if name in sys.modules])\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout.strip().splitlines()[-1] == "[]"
