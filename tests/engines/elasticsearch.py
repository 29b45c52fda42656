"""A real Elasticsearch node from the jars on Maven Central (java/README.md: what it has and lacks)."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from newswire.embedded import HOST, elasticsearch_answers
from tests.engines.artifacts import prepare, read_lock
from tests.engines.process import Engine

LOCK = "elasticsearch-jars.lock"
ZSTD = ("/usr/lib/*/libzstd.so.1", "/usr/lib64/libzstd.so.1", "/opt/homebrew/lib/libzstd.dylib")


def elasticsearch_version() -> str:
    return next(jar.version for jar in read_lock(LOCK) if jar.artifact == "elasticsearch")


class RealElasticsearch(Engine):
    """Starts in 2 to 3 s; ``settings`` are node settings as "key=value"."""

    name = "elasticsearch"

    def __init__(self, data_dir: Path, port: int | None = None, settings: Sequence[str] = ()) -> None:
        super().__init__(data_dir, port)
        self.settings = tuple(settings)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def home(self) -> Path:
        return prepare(
            f"elasticsearch-{elasticsearch_version()}",
            read_lock(LOCK),
            {
                "lib/newswire-launcher.jar": ["Launcher.java"],
                "modules/newswire/newswire-engine.jar": ["EngineAnalysis.java", "EnginePlugin.java", "ByQuery.java"],
            },
            arrange,
        )

    def arguments(self, home: Path) -> list[str]:
        scratch = self.data_dir / "tmp"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        properties = {
            "java.io.tmpdir": scratch,
            "es.nativelibs.path": home / "native",
            "org.elasticsearch.nativeaccess.enableVectorLibrary": "false",
            "file.encoding": "UTF-8",
            "java.awt.headless": "true",
            "log4j2.disable.jmx": "true",
            "log4j.shutdownHookEnabled": "false",
            "io.netty.noUnsafe": "true",
            "io.netty.noKeySetOptimization": "true",
            "io.netty.allocator.numDirectArenas": "0",
        }
        return [
            f"-Xms{self.heap}",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            *(f"-D{key}={value}" for key, value in properties.items()),
            "-cp",
            ":".join(map(str, sorted((home / "lib").glob("*.jar")))),
            "newswire.engine.Launcher",
            str(home),
            str(self.data_dir),
            f"http.port={self.port}",
            *self.settings,
        ]

    def answers(self) -> bool:
        # a restarted node answers GET / before its shards are back; a new one, without shards, is green
        return elasticsearch_answers(self.url, "/_cluster/health?wait_for_status=yellow&timeout=1s")


def arrange(home: Path) -> None:
    """Make a modules folder that the node accepts: a descriptor for the HTTP transport and one for our helpers."""
    netty, ours = home / "modules/transport-netty4", home / "modules/newswire"
    inside = "META-INF/es-plugins/transport-netty4/plugin-descriptor.properties"
    with zipfile.ZipFile(next(netty.glob("transport-netty4-*.jar"))) as jar:
        descriptor = jar.read(inside).decode()
    # the server is on the class path here, so the transport cannot be a module of its own
    unnamed = re.sub(r"(?m)^modulename=.*$", "", descriptor)
    (netty / "plugin-descriptor.properties").write_text(unnamed)
    ours.mkdir(parents=True, exist_ok=True)
    (ours / "plugin-descriptor.properties").write_text(
        "name=newswire-engine\ndescription=parts that are not on Maven Central\nversion=1\njava.version=21\n"
        f"elasticsearch.version={elasticsearch_version()}\nclassname=newswire.engine.EnginePlugin\n"
    )
    # the codec best_compression needs zstd: the system's own library will do
    native = home / "native"
    native.mkdir(exist_ok=True)
    for library in (found for pattern in ZSTD for found in Path("/").glob(pattern.lstrip("/"))):
        link = native / library.name.removesuffix(".1")
        if not link.exists():
            link.symlink_to(library)
