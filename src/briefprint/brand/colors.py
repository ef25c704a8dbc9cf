"""A brand's colours in a house style: each has its place, and type stands only in what can be read.

A brand file speaks of screens. On paper its colours stay what they are, but small type takes one only where it can
be read (WCAG 2.2, 1.4.3): elsewhere a darker colour of the brand, or its ink, stands in, and rules and marks keep
it. A chart takes it where it can be seen (1.4.11) and told from its neighbour in grey.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefprint import styleguide
from briefprint.brand.sheet import Sheet
from briefprint.reader.yaml import Path as Key
from briefprint.style import HouseStyle
from briefprint.styledraft import key as toml_key
from briefprint.styledraft import quoted
from briefprint.styleguide import contrast

BLACK, WHITE = "#000000", "#ffffff"
READABLE, SEEN = styleguide.CONTRAST, styleguide.CONTRAST_GRAPHIC  # small type; a rule or a bar (WCAG 2.2, 1.4.11)
AT_LENGTH = 7.0  # copy: a brand's bright colour is for words, not for paragraphs (WCAG 2.2, 1.4.6)
LIGHT = 12.0  # contrast with black: a ground that prints as paper rather than as a colour
TINTS = ("ground", "on_accent")
"""Colours that a style draws from its accent; others come from its ink."""
COLOURED = 20  # between the strongest and the weakest of red, green and blue: less is a grey
GROUNDS = (1.0, 1.25)  # contrast with the paper: what a panel may stand on
_CHART = (
    "chart_dark",
    "chart_mid",
    "chart_light",
    "chart_quiet",
    "chart_quiet_2",
)  # greys that the base has for charts
_SHADES = 6
CALLOUTS = {"note": "info", "tip": "success", "warning": "warning", "caution": "danger"}


def take_up(sheet: Sheet) -> None:
    """Give each colour of the parent its counterpart in the brand."""
    brand, was, now = sheet.brand.colors, sheet.style.palette, sheet.palette
    if not brand and not sheet.brand.palette:
        return
    _paper_and_ink(sheet)
    if (accent := brand.get("primary") or _coloured(sheet.brand.palette.values())) is not None:
        sheet.take("accent", accent)
    second = [brand[name] for name in ("secondary", "tertiary") if name in brand]
    sheet.take("accent_2", _coloured(each for each in second if sheet.on_paper(each) >= SEEN) or now["accent"])
    for name, color in was.items():
        if name in ("ink", "paper", "accent", "accent_2"):
            continue
        apart = contrast(color, was["paper"])
        if name == "ground" and GROUNDS[0] < sheet.on_paper(brand.get("light", now["paper"])) <= GROUNDS[1]:
            sheet.take(name, brand["light"])
        elif name == "on_accent":
            now[name] = max((now["paper"], now["ink"]), key=lambda each: contrast(each, now["accent"]))
        elif name in TINTS or (_spread(color) >= COLOURED and apart < SEEN):
            now[name] = _between(sheet, "accent", apart)
        elif name.endswith("_text") and name.removesuffix("_text") in was:
            now[name] = _readable(sheet, now[name.removesuffix("_text")])
        else:
            now[name] = _between(sheet, "ink", apart)
    _callouts(sheet)


def _paper_and_ink(sheet: Sheet) -> None:
    """Take the brand's ground for paper where it is light; of a dark brand the ground is the ink."""
    ground, ink = sheet.brand.colors.get("background"), sheet.brand.colors.get("foreground")
    if ground is not None and contrast(ground, BLACK) < LIGHT:
        key = ("color", "background")
        sheet.tell(key, f"'color.background' {ground} is no paper: it is printed on white", "ink takes the dark one")
        sheet.used.add(key)
        ink = min((each for each in (ground, ink) if each), key=lambda each: contrast(each, BLACK))
        ground, sheet.palette["paper"] = None, WHITE
    if ground is not None:
        sheet.take("paper", ground)
    for each in (ink, sheet.brand.colors.get("dark")):
        if each is not None and sheet.on_paper(each) >= READABLE:
            sheet.take("ink", each)
            break
    else:
        if ink is not None:
            sheet.tell(
                ("color", "foreground"), f"'color.foreground' {ink} is too faint for text", "the parent's stays"
            )


def _coloured(colors: Iterable[str]) -> str | None:
    return next((each for each in colors if _spread(each) >= COLOURED), None)


def _between(sheet: Sheet, name: str, apart: float) -> str:
    """Return the mixture of a colour into the paper that stands as far from it as the parent's did."""
    name = name if sheet.on_paper(sheet.palette[name]) >= apart else "ink"
    low, high = 0.0, 1.0
    for _ in range(16):
        share = (low + high) / 2
        mixed = _mixed(sheet.palette["paper"], sheet.palette[name], share)
        low, high = (share, high) if sheet.on_paper(mixed) < apart else (low, share)
    return _mixed(sheet.palette["paper"], sheet.palette[name], high)


def _readable(sheet: Sheet, color: str) -> str:
    """Return the colour, or where it is too faint for small type the first of the brand that is not, or ink."""
    grounds = [sheet.palette["paper"], sheet.palette["ground"]]
    own = [
        color,
        *(sheet.brand.colors[each] for each in ("secondary", "tertiary", "dark") if each in sheet.brand.colors),
    ]
    for each in (*own, *sheet.brand.palette.values()):
        fits = _spread(each) >= COLOURED or each == color
        if fits and all(contrast(each, ground) >= READABLE for ground in grounds):
            return each
    return sheet.palette["ink"]


def _callouts(sheet: Sheet) -> None:
    """Give callouts the brand's colours of what they are, where they can be seen."""
    lines = []
    for kind, said in CALLOUTS.items():
        color = sheet.brand.colors.get(said)
        if color is None or contrast(color, sheet.hex("panel.callout.ground")) < SEEN:
            continue
        name = next((each for each in ("accent", "accent_2") if sheet.palette[each] == color), said)
        sheet.take(name, color)
        sheet.used.add(("color", said))
        lines.append(f"{kind} = {quoted(name)}")
    if lines:
        sheet.tables["callout"] = lines


def see_to(sheet: Sheet) -> None:
    """See that every text can be read on its ground; then write down the colours that are used."""
    setting = sheet.brand.settings.get("link")
    if not sheet.from_brand and not (setting and setting.color):
        return
    readable = _readable(sheet, sheet.palette["accent"])
    if readable not in (sheet.palette["ink"], sheet.palette["accent"]):
        sheet.palette.setdefault("accent_text", readable)
        said = next((name for name, value in sheet.brand.colors.items() if value == readable), None)
        sheet.from_brand["accent_text"] = said or next(
            name for name, value in sheet.brand.palette.items() if value == readable
        )
        sheet.used |= {("color", said)} if said else set()
    moved: dict[str, list[str]] = {}
    for name, role in sheet.style.roles():
        color = sheet.text.get(f"{name}.color", quoted(str(sheet.values[f"text.{name}.color"]))).strip('"')
        grounds = [sheet.hex(each) for each in styleguide.ground_tokens(sheet.style, name)]
        wanted = AT_LENGTH if name in styleguide.COPY else styleguide.wanted_contrast(role)
        better = _better(sheet, color, grounds, wanted)
        if better != color:
            moved.setdefault(color, []).append(name)
            sheet.text[f"{name}.color"] = quoted(better)
    link = str(sheet.values["inline.link_color"])
    if setting is not None and setting.color is not None:
        link = sheet.named(setting.color, "link")
        sheet.used.add(("typography", "link", "color"))
    lines = [f"link_color = {quoted(link)}"] if link != sheet.values["inline.link_color"] else []
    if (better := _better(sheet, link, [sheet.palette["paper"]], READABLE)) != link:
        moved.setdefault(link, []).append("links")
        lines = [f"link_color = {quoted(better)}"]
        link = better
    if (setting is not None and setting.underlined) or sheet.palette[link] == sheet.palette["ink"]:
        lines.append("link_underline = true")
        sheet.used.add(("typography", "link", "decoration"))
    if lines:
        sheet.tables["inline"] = lines
    _chart(sheet)
    for color, texts_of in {sheet.palette[each]: names for each, names in moved.items()}.items():
        named = (said for each, said in sheet.from_brand.items() if said and sheet.palette[each] == color)
        if sheet.on_paper(color) < READABLE and (origin := next(named, "")):
            faint = f"'{origin}' {color} is too faint for small type ({sheet.on_paper(color):.1f}:1 on the paper)"
            texts = "links are" if texts_of == ["links"] else "such text is"
            stands = f"rules and marks keep it; {texts} set darker (WCAG AA: {READABLE:g}:1)"
            sheet.tell(_key_of(sheet, origin), faint, stands)
    _write_palette(sheet)


def _chart(sheet: Sheet) -> None:
    """Give a chart the parent's colours as the brand has them, others where one is faint or like its neighbour."""
    lines = []
    ground = sheet.hex("chart.ground")
    greys = _greys(sheet)
    for token in ("colors", "highlight_color", "quiet_colors"):
        was = sheet.now(f"chart.{token}")
        spare = ("accent_text", "accent_2", "ink", *_CHART) if token != "quiet_colors" else _CHART
        pool = {name: sheet.palette[name] for name in (*was, *spare) if name in sheet.palette} | greys
        seen = {name: color for name, color in pool.items() if contrast(color, ground) >= SEEN}
        chosen = next(_told_apart(was, seen), None)
        if chosen is None or chosen == was:
            continue
        sheet.palette.update({name: greys[name] for name in chosen if name in greys})
        value = quoted(chosen[0]) if token == "highlight_color" else f"[{', '.join(map(quoted, chosen))}]"
        lines.append(f"{token} = {value}")
    if sheet.hex("chart.on_color") != sheet.palette["paper"] == ground:  # each of these stands out from the paper
        lines.append('on_color = "paper"')
    if lines:
        sheet.tables["chart"] = lines


def _told_apart(
    wanted: Sequence[str], pool: Mapping[str, str], chosen: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield series of colours of the pool, none twice, neighbours apart in grey; the wanted ones where they fit."""
    if len(chosen) == len(wanted):
        yield chosen
        return
    first = wanted[len(chosen)]
    for name in dict.fromkeys((first, *pool)):
        color = pool.get(name)
        if color is None or color in {pool[each] for each in chosen}:
            continue
        if not chosen or contrast(color, pool[chosen[-1]]) >= styleguide.GREY_STEP:
            yield from _told_apart(wanted, pool, (*chosen, name))


def _greys(sheet: Sheet) -> dict[str, str]:
    """Return shades of the ink for charts, in even steps from what can just be seen to the ink itself."""
    darkest = sheet.on_paper(sheet.palette["ink"])
    lightest = SEEN * styleguide.GREY_STEP**0.25  # the ground of a chart need not be the paper
    steps = (lightest * (darkest / lightest) ** (step / _SHADES) for step in range(_SHADES))
    return {f"chart_{number}": _between(sheet, "ink", apart) for number, apart in enumerate(steps, 1)}


def _better(sheet: Sheet, color: str, grounds: Sequence[str], wanted: float) -> str:
    """Return the name of a colour that can be read on all the grounds: this one if may be."""
    clear = {
        each: min((contrast(sheet.palette[each], ground) for ground in grounds), default=0.0)
        for each in ("ink", "paper")
    }
    plain = sorted(clear, key=lambda each: -clear[each])
    for name in (each for each in (color, "accent_text", *plain) if each in sheet.palette):
        if all(contrast(sheet.palette[name], ground) >= wanted for ground in grounds):
            return name
    return plain[0]


def _key_of(sheet: Sheet, name: str) -> Key:
    return ("color", name) if name in sheet.brand.colors else ("color", "palette", name)


def _write_palette(sheet: Sheet) -> None:
    named = {
        name for token, table in styleguide.references(HouseStyle) if table == "palette" for name in sheet.now(token)
    }  # fmt: skip
    named.add("paper")
    taken: list[str] = []
    drawn: list[str] = []
    for name, color in sheet.palette.items():
        if name not in named or (color == sheet.style.palette.get(name) and name not in sheet.from_brand):
            continue
        origin = sheet.from_brand.get(name)
        note = f"  # {origin}" if origin and origin != name else ""
        (drawn if origin is None else taken).append(f'{toml_key(name)} = "{color}"{note}')
    lines = [
        *taken,
        *([f"# Drawn from these, each as far from the paper as that of '{sheet.parent}':"] if drawn else []),
        *drawn,
    ]
    said = {line.split('"')[1] for line in lines if '"' in line}
    rest: dict[str, str] = {}
    for name, color in sheet.brand.palette.items():
        if color not in said:
            rest.setdefault(color, f"brand_{name}" if name in sheet.palette else name)
    if rest:
        lines.append("# The brand has these too: take the '#' from one that a token is to use.")
        lines += [f'# {toml_key(name)} = "{color}"' for color, name in rest.items()]
    sheet.used.add(("color", "palette"))
    sheet.tables = {"palette": lines, **sheet.tables}


def _shares(color: str) -> tuple[int, ...]:
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))


def _spread(color: str) -> int:
    return max(_shares(color)) - min(_shares(color))


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_shares(one), _shares(other), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
