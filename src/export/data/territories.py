"""Writes territories.tsv: ISO 3166-1 codes with the English and French names of what they stand for.

    pip install babel==2.18.0 && python territories.py > territories.tsv

The names are those of Unicode CLDR (Unicode License v3) as babel carries them, and the short forms below, which
newspapers use and CLDR's first names lack. Columns: code, English names, French names; names are
separated by `|`.
"""

import re

from babel import Locale

SHORT = {
    "AE": ("UAE|Emirates", "EAU|Émirats"),
    "BA": ("Bosnia", "Bosnie"),
    "CD": ("Democratic Republic of the Congo|DR Congo|DRC", "République démocratique du Congo|RD Congo|RDC"),
    "CG": ("Republic of the Congo", "République du Congo"),
    "CI": ("Ivory Coast", ""),
    "CZ": ("Czech Republic", "République tchèque"),
    "GB": ("UK|U.K.|Britain|Great Britain|England|Scotland|Wales|Northern Ireland",
           "Grande-Bretagne|Angleterre|Écosse|Pays de Galles|Irlande du Nord"),
    "HK": ("Hong Kong", "Hong Kong|Hongkong"),
    "MM": ("Myanmar|Burma", "Myanmar|Birmanie"),
    "MO": ("Macau|Macao", "Macao"),
    "NL": ("Holland", "Hollande"),
    "PS": ("Palestine", "Palestine"),
    "TR": ("Turkey", "Turquie"),
    "US": ("US|U.S.|USA|U.S.A.", "USA|Etats-Unis"),
    "VA": ("Vatican", "Vatican"),
}


def names(own: str, short: str) -> str:
    without_remark = re.sub(r"\s*\(.*\)", "", own)
    spellings = [without_remark, *short.split("|")]
    spellings += [name.replace("’", "'") for name in spellings]
    return "|".join(dict.fromkeys(name for name in spellings if name))


english, french = Locale("en").territories, Locale("fr").territories
# Groupings, placeholders and parts of countries among CLDR's territories.
OTHERS = set("EU EZ UN QO ZZ XA XB AC CP CQ DG EA IC TA".split())
for code in sorted(set(english) & set(french) - OTHERS):
    if re.fullmatch("[A-Z]{2}", code):
        short = SHORT.get(code, ("", ""))
        print(code, names(english[code], short[0]), names(french[code], short[1]), sep="\t")
