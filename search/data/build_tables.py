"""Build the name tables of the search API: ``python -m search.data.build_tables MEDIA_TOPICS.jsonl``.

Country names come from Unicode CLDR through Babel (licence Unicode-3.0). Media topic names come from the IPTC Media
Topics NewsCodes (copyright IPTC, CC-BY 4.0), given as JSON lines with ``code``, ``name`` and ``broader``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("en", "ar", "de", "es", "fr", "ru")

# Forms that newsrooms and readers type and CLDR does not list as the name or its variants.
OTHER_NAMES = {
    "AE": ["UAE"],
    "BA": ["Bosnia"],
    "CD": ["DRC", "DR Congo", "Democratic Republic of the Congo"],
    "CG": ["Republic of the Congo"],
    "CI": ["Ivory Coast"],
    "CZ": ["Czech Republic"],
    "GB": ["UK", "Britain", "Great Britain"],
    "MM": ["Burma"],
    "NL": ["Holland"],
    "PS": ["Palestine"],
    "SZ": ["Swaziland"],
    "TR": ["Turkey"],
    "US": ["USA", "United States of America"],
    "VA": ["Holy See", "Vatican"],
}


def countries() -> dict[str, Any]:
    """Collect the display name of each country and the names it is also found by."""
    import pycountry
    from babel import Locale

    codes = sorted({country.alpha_2 for country in pycountry.countries} | {"XK"})
    names = {language: Locale.parse(language).territories for language in LANGUAGES}
    return {
        "source": "Unicode CLDR through Babel; a few spellings added by hand",
        "licence": "Unicode-3.0 (https://www.unicode.org/license.txt)",
        "languages": LANGUAGES,
        "names": {code: [names[language][code] for language in LANGUAGES] for code in codes},
        "other_names": OTHER_NAMES,
    }


def media_topics(path: Path) -> dict[str, Any]:
    """Reduce the concepts to name and parent."""
    concepts = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return {
        "source": "IPTC Media Topics NewsCodes, release 2023-03-31, reduced to name and parent; copyright IPTC",
        "licence": "CC-BY-4.0 (https://creativecommons.org/licenses/by/4.0/)",
        "topics": {
            concept["code"]: [concept["name"], next(iter(concept["broader"]), None)]
            for concept in sorted(concepts, key=lambda concept: concept["code"])
        },
    }


def write(path: Path, table: dict[str, Any]) -> None:
    """Write one entry a line below the top level, so that a new release shows as a readable difference."""
    parts = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows = ",\n  ".join(
                f"{json.dumps(name)}: {json.dumps(row, ensure_ascii=False)}" for name, row in value.items()
            )
            parts.append(f"{json.dumps(key)}: {{\n  {rows}\n }}")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    path.write_text("{\n " + ",\n ".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write(HERE / "country_names.json", countries())
    write(HERE / "media_topics.json", media_topics(Path(sys.argv[1])))
