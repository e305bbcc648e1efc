"""Writes first_names.tsv: first names that nearly only women or nearly only men bear.

    python first_names.py --faker FAKER > first_names.tsv

FAKER is the unpacked wheel of PyPI's `faker` 40.63.0 (MIT), whose providers list the names of many
countries. Columns: `f` or `m`, the names, separated by spaces, in lower case.
"""

import argparse
import importlib
import sys
from pathlib import Path

# Countries whose people stand in French and English news, written in the Latin alphabet.
LOCALES = """en_US en_GB en_IE en_IN en_NZ en_KE en_NG fr_FR fr_BE fr_CH fr_QC fr_DZ de_DE de_AT es_ES es_CO
es_AR it_IT nl_NL pt_BR pt_PT pl_PL sv_SE no_NO da_DK fi_FI tr_TR ro_RO hr_HR cs_CZ id_ID""".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faker", type=Path, required=True)
    sys.path.insert(0, str(parser.parse_args().faker))
    borne: dict[str, set[str]] = {"f": set(), "m": set()}
    for locale in LOCALES:
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            sys.exit(f"this version of faker has no names for {locale}")
        for sex, field in (("f", "first_names_female"), ("m", "first_names_male")):
            names = getattr(provider, field, ())
            for name in names:
                name = name.casefold()
                if name.isalpha() and len(name) > 2:
                    borne[sex].add(name)
    both = borne["f"] & borne["m"]
    print("# Written by first_names.py from faker's lists (MIT): f or m, first names.")
    for sex, names in borne.items():
        print(sex, " ".join(sorted(names - both)), sep="\t")


main()
