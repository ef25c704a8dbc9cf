"""What other houses call the styles that a brief is set in.

Word keeps its built-in styles under their English names in whatever language it speaks (ECMA-376 17.7.4.9), and other
programs write what their menus say; so a style is looked for under its own name, then under these, in this order,
whatever the case. Names from pandoc's reference document are among them.
"""

from __future__ import annotations

import re

_HEADING = ("heading {n}", "überschrift {n}", "nagłówek {n}", "titre {n}", "título {n}", "titulo {n}",
            "заголовок {n}", "titolo {n}", "kop {n}")  # fmt: skip
_LEVELLED = {
    "heading": _HEADING,
    "toc": ("toc {n}", "contents {n}", "verzeichnis {n}", "inhaltsverzeichnis {n}", "spis treści {n}", "tm {n}",
            "table des matières {n}", "tdc {n}", "зміст {n}"),
    "list bullet": ("list bullet {n}", "aufzählungszeichen {n}", "lista punktowana {n}", "liste à puces {n}",
                    "lista con viñetas {n}", "маркований список {n}"),
    "list number": ("list number {n}", "listennummer {n}", "lista numerowana {n}", "liste à numéros {n}",
                    "lista con números {n}", "нумерований список {n}"),
    "list continue": ("list continue {n}", "listenfortsetzung {n}", "lista - kontynuacja {n}",
                      "liste continue {n}", "continuar lista {n}", "продовження списку {n}"),
}  # fmt: skip
_BODY = ("body text", "textkörper", "tekst podstawowy", "corps de texte", "texto independiente", "основний текст")
_NORMAL = ("normal", "standard", "normalny", "звичайний")
ALIASES: dict[str, tuple[str, ...]] = {
    "normal": _NORMAL,
    "body text": (*_BODY, *_NORMAL),
    "first paragraph": ("first paragraph", "first para", *_BODY, *_NORMAL),
    "title": ("title", "titel", "tytuł", "titre", "título", "назва"),
    "subtitle": ("subtitle", "untertitel", "podtytuł", "sous-titre", "subtítulo", "підзаголовок"),
    "kicker": ("kicker", "overline", "dachzeile"),
    "byline": ("byline", "author", "autor"),
    "summary": ("summary", "executive summary", "abstract", "zusammenfassung", "streszczenie", "résumé"),
    "caption": ("caption", "beschriftung", "legenda", "légende", "leyenda", "descripción", "підпис"),
    "source": ("source", "source line", "quelle", "źródło"),
    "quote": ("quote", "block text", "zitat", "cytat", "citation", "cita", "цитата"),
    "intense quote": ("intense quote", "pull quote", "intensives zitat", "cytat intensywny", "citation intense",
                      "cita destacada"),
    "source code": ("source code", "html preformatted", "plain text"),
    "bibliography": ("bibliography", "literaturverzeichnis", "bibliografia", "bibliographie", "bibliografía"),
    "figure": ("figure", "captioned figure"),
    "table text": ("table text", "table contents", "table body", "tabellentext", "tabelleninhalt"),
    "table heading": ("table heading", "table head", "table header", "tabellenkopf", "tabellenüberschrift"),
    "toc heading": ("toc heading", "contents heading", "inhaltsverzeichnisüberschrift", "nagłówek spisu treści",
                    "en-tête de table des matières"),
    "table of figures": ("table of figures", "abbildungsverzeichnis", "spis ilustracji",
                         "table des illustrations"),
    "footnote text": ("footnote text", "fußnotentext", "tekst przypisu dolnego", "note de bas de page",
                      "texto nota pie", "текст виноски"),
    "endnote text": ("endnote text", "endnotentext", "tekst przypisu końcowego", "note de fin"),
    "footnote reference": ("footnote reference", "fußnotenzeichen", "odwołanie przypisu dolnego",
                           "appel note de bas de p."),
    "endnote reference": ("endnote reference", "endnotenzeichen", "odwołanie przypisu końcowego"),
    "signature": ("signature", "unterschrift", "podpis", "firma"),
    "closing": ("closing", "grußformel", "zwrot pożegnalny"),
    "strong": ("strong", "fett", "pogrubienie", "élevé"),
    "emphasis": ("emphasis", "hervorhebung", "uwydatnienie", "accentuation", "énfasis"),
    "hyperlink": ("hyperlink", "internet link", "hiperłącze", "lien hypertexte", "hipervínculo"),
    "html code": ("html code", "verbatim char"),
    "brief table": ("brief table", "table", "house table"),
}  # fmt: skip
TABLE_GRID = ("table grid", "tabellenraster", "tabellengitternetz", "tabela - siatka", "grille du tableau",
              "tabla con cuadrícula")  # fmt: skip
"""Word's own table style, which a template has as soon as a table was ever drawn in it: asked last."""


def names(name: str) -> tuple[str, ...]:
    """Return the names under which a style of ours may stand, its own first, in lower case."""
    own = name.lower()
    if levelled := re.fullmatch(r"(heading|toc|list bullet|list number|list continue)(?: (\d))?", own):
        forms = _LEVELLED[levelled[1]]
        return tuple(form.replace(" {n}", f" {levelled[2]}" if levelled[2] else "") for form in forms)
    return tuple(dict.fromkeys((own, *ALIASES.get(own, ()))))
