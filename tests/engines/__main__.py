"""Fill the cache, or run the real pair by hand: ``python -m tests.engines prepare | up | lock``."""

from __future__ import annotations

import argparse
import hashlib
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.engines import EngineFailed, EngineUnavailable, RealElasticsearch, RealKafka
from tests.engines.artifacts import HERE
from tests.engines.kafka import LOCK, ROOTS
from tests.engines.process import startup_cache


def prepare() -> None:
    for engine in (RealKafka, RealElasticsearch):
        began = time.monotonic()
        home = engine(Path("unused")).home()
        startup_cache(engine, home)
        print(f"{home} ({time.monotonic() - began:.1f} s)")


def up(kafka: RealKafka, elasticsearch: RealElasticsearch) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        kafka.start()
        print(f"kafka          {kafka.bootstrap_servers}  pid {kafka.pid}", flush=True)
        elasticsearch.start()
        print(f"elasticsearch  {elasticsearch.url}  pid {elasticsearch.pid}", flush=True)
        print("ready; Ctrl-C stops both, their data stays", flush=True)
        while kafka.pid and elasticsearch.pid:
            time.sleep(0.5)
        sys.exit("an engine ended by itself")
    except KeyboardInterrupt:
        pass
    finally:
        elasticsearch.stop()
        kafka.stop()


def lock(versions: list[str]) -> None:
    """Write Kafka's lock file: what the roots (``group:artifact:version``) need, resolved and downloaded now."""
    from jgo.maven import MavenContext

    with tempfile.TemporaryDirectory() as folder:
        maven = MavenContext(repo_cache=Path(folder), timeout=30)
        roots, others = maven.resolver.resolve([maven.create_dependency(root) for root in versions])
        jars = [maven.project(d.groupId, d.artifactId).at_version(d.version).artifact() for d in [*roots, *others]]
        with ThreadPoolExecutor(6) as pool:
            digests = list(pool.map(lambda jar: hashlib.sha256(jar.resolve().read_bytes()).hexdigest(), jars))
    rows = [f"{digest} lib {jar.component}" for digest, jar in zip(digests, jars, strict=True)]
    head = f"# sha256, where it goes, Maven coordinates; made by: python -m tests.engines lock {' '.join(versions)}"
    (HERE / LOCK).write_text("\n".join([head, *sorted(rows, key=lambda row: row.split()[2])]) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.engines", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("prepare", help="fetch and compile both engines into the cache")
    run = commands.add_parser("up", help="run both in the foreground")
    run.add_argument("--kafka-port", type=int)
    run.add_argument("--elasticsearch-port", type=int)
    run.add_argument("--data", type=Path, required=True)
    run.add_argument("-E", action="append", default=[], metavar="key=value", help="an Elasticsearch node setting")
    locking = commands.add_parser("lock", help="write kafka-jars.lock anew, after a change of version")
    locking.add_argument("versions", nargs=len(ROOTS), metavar="group:artifact:version", help=" ".join(ROOTS))
    options = parser.parse_args()
    try:
        if options.command == "prepare":
            prepare()
        elif options.command == "lock":
            lock(options.versions)
        else:
            up(
                RealKafka(options.data / "kafka", options.kafka_port),
                RealElasticsearch(options.data / "elasticsearch", options.elasticsearch_port, options.E),
            )
    except (EngineUnavailable, EngineFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
