"""Write ``media_topics.tsv`` (code, name, broader) from a JSONL copy of the IPTC Media Topics.

Run by hand when IPTC releases a new version: ``python stream/data/build_media_topics.py mediatopics.jsonl``. Each line
of the source is one live concept with ``code``, ``name`` and ``broader`` (a list, nearest first). A concept whose
broader concept is missing from the source is tied to that concept's nearest known ancestor. Source, version and licence
are in TOPICS.md.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HEADER = """\
# IPTC Media Topics NewsCodes, release of 2023-03-31, en-US labels: code, name and nearest broader live code.
# Copyright International Press Telecommunications Council (IPTC), https://iptc.org/standards/media-topics/
# Licence CC-BY 4.0, https://creativecommons.org/licenses/by/4.0/; made by build_media_topics.py; see TOPICS.md.
code\tname\tbroader
"""


def to_table(lines: list[str]) -> str:
    """Turn the source's JSON lines into the table's text, sorted by code."""
    concepts = [json.loads(line) for line in lines if line.strip()]
    known = {concept["code"] for concept in concepts}
    rows = []
    for concept in sorted(concepts, key=lambda c: str(c["code"])):
        candidates = [*concept.get("broader", []), *concept.get("ancestors", [])]
        broader = next((code for code in candidates if code in known), "")
        name = " ".join(str(concept["name"]).strip(" :").split())
        rows.append(f"{concept['code']}\t{name}\t{broader}\n")
    return HEADER + "".join(rows)


def main() -> int:
    """Read the source named on the command line and write the table beside this script."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: build_media_topics.py MEDIATOPICS.jsonl\n")
        return 2
    table = to_table(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    Path(__file__).with_name("media_topics.tsv").write_text(table, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
