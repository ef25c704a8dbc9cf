"""Words that rules know: small ones, units, and those that make a number another one, in each language."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


NO_ACRONYMS = _words(
    "AM PM GW MW KW TWH GWH MWH KWH KM CM MM KG GB MB TB HZ GHZ PLN EUR USD GBP CHF CZK UAH SEK NOK DKK JPY CNY",
    "RUB HUF CAD AUD EST EDT CET CEST GMT UTC PST PDT ISO ID NR PS PPS CV DIY FAQ URL HTTP CO PT MR MRS MS DR ST",
    "JR SR AND THE FOR NOT ANY ALL END",
)
"""Capitals that are units, currencies (ISO 4217), hours and the like."""

JOINING = _words("of the and for in on to a an de la le les du des et und für der die das y el los i w we na do z")
"""Words that an acronym passes over."""

EMPTY = _words(
    "the and for with from that this are was its their our per into about approx nearly over under dla oraz jest",
    "był przy ich jego lub und der die das den dem des ein eine für mit von pour les des une dans sur que par las",
    "los del una por con para його для від",
)
"""Words that say nothing of what a figure is of."""

TURNS = {
    "en": _words(
        "target goal aim floor ceiling minimum maximum average median limit threshold cap least most than rise rose",
        "fell fall grew grow increase decrease raise cut up down from by previous former last earlier next forecast",
        "project propose plan expect estimate if would could should not each every half share until before after",
        "together total both combined more another other per",
    ),
    "pl": _words(
        "cel próg minimum maksimum średni mediana limit wzrost wzrosł spad zwiększ zmniejsz obniż podnies z o",
        "poprzedni dawn wcześniej prognoz propon plan oczek szacun gdyby jeśli nie każd poł przed po do niż najmniej",
        "najwyżej",
    ),
    "de": _words(
        "ziel minimum maximum durchschnitt mittel grenze schwelle anstieg stieg sank fiel wuchs erhöh senk um von",
        "vorig früher letzt nächst prognos vorgeschlag plan erwart schätz wenn würde könnte nicht jede halb vor nach",
        "auf bis pro",
    ),
    "fr": _words(
        "objectif cible seuil plafond minimum maximum moyen médian limite hausse baisse augment diminu pass de à",
        "précéd ancien dernier prochain prévis propos prévu attend estim si serait pourrait pas chaque moitié avant",
        "après",
    ),
    "es": _words(
        "objetivo meta umbral techo mínimo máximo medio mediana límite sub baj aument disminu de a anterior último",
        "próximo previs propuest plan esper estim si sería podría no cada mitad antes después hasta",
    ),
    "uk": _words(
        "ціль мета поріг мінімум максимум середн медіан ліміт зрос впа збільш зменш від до з на попередн раніш минул",
        "наступн прогноз пропон план очік оцін якщо б не кожн полов перед після",
    ),
}
"""A goal, a bound, a change, a guess, a time before: what makes a number another one."""
