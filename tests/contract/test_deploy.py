"""What is shipped: the wheel's top-level names, the compose file, the engines' versions."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import orjson
import pytest
import yaml

from tests.engines import elasticsearch_version, kafka_version

REPOSITORY = Path(__file__).parents[2]
TOP_LEVEL = {"newswire", "producers", "stream", "indexer", "search"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be published, built with the locked build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_a_clean_environment_gets_exactly_our_top_level_names(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    python = tmp_path / "env/bin/python"
    before = _names(python)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    installed = {name for name in _names(python) - before if not name.endswith(".dist-info")}
    assert installed == TOP_LEVEL
    assert (tmp_path / "env/bin/newswire").is_file()


def _names(python: Path) -> set[str]:
    script = "import sysconfig, os; print(*os.listdir(sysconfig.get_path('purelib')))"
    return set(subprocess.run([python, "-c", script], capture_output=True, text=True, check=True).stdout.split())


def test_the_wheel_brings_data_templates_types_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        r"stream/data/gazetteer",
        r"stream/data/media_topics\.tsv",
        r"stream/data/topic_lexicon/en\.tsv",
        r"indexer/templates/.*\.json",
        r"search/web/templates/.*\.html",
        r"search/web/static/.*\.css",
        *(rf"{package}/py\.typed" for package in TOP_LEVEL),
        r"licenses/LICENSE",
        r"licenses/NOTICE",
    ):
        assert any(re.search(wanted, name) for name in names), wanted
    assert not [name for name in names if "build_" in name or "/tests/" in name]


def test_compose_file_is_valid_and_names_the_tested_versions() -> None:
    compose = yaml.safe_load((REPOSITORY / "deploy/compose.yaml").read_text())
    spec = importlib.util.find_spec("check_jsonschema")
    assert spec is not None
    assert spec.origin is not None
    schema = Path(spec.origin).parent / "builtin_schemas/vendor/compose-spec.json"
    jsonschema.validate(compose, orjson.loads(schema.read_bytes()))
    images = {name: service["image"] for name, service in compose["services"].items()}
    assert images["kafka"] == f"apache/kafka:{kafka_version()}"
    assert images["elasticsearch"].endswith(f":{elasticsearch_version()}")
    for service in compose["services"].values():
        assert "healthcheck" in service
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_lock_files_pin_with_hashes_and_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (REPOSITORY / name).read_text()
        assert "://" not in text
        pins = re.findall(r"^[a-z0-9._-]+==", text, re.M)
        assert len(pins) > 50
        assert text.count("--hash=sha256:") >= len(pins)
