"""What Word's own charts are made of (ECMA-376 21.2): words, inks, axes, labels, a key; all in the style's tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefprint.renderers._word.theme import Theme
from briefprint.renderers._word.work import Work
from briefprint.renderers._word.workbook import Sheet, plain
from briefprint.renderers._word.xml import Element, clean, el
from briefprint.style import ChartLook, TextRole
from briefprint.units import emu

_HUNDREDTHS = 100  # of a point: how a drawing counts sizes of type (ECMA-376 20.1.10.69)
_WHOLE = 100_000  # a drawing's hundred per cent (ECMA-376 20.1.10.40)


class Inks:
    """Fills, lines and words of a chart."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.theme: Theme = work.theme
        self.look: ChartLook = work.style.chart
        self.role: TextRole = work.style.text.chart_label

    def fill(self, colour: str) -> Element:
        """Return a plain fill."""
        return el("a:solidFill", self.theme.drawing(colour))

    def line(self, colour: str, weight_pt: float, dash: Sequence[float] = (), round_: bool = False) -> Element:
        """Return a line; ``dash`` are its parts and gaps in points."""
        if not weight_pt:
            return self.none()
        broken = None
        if dash:
            parts = zip(dash[::2], dash[1::2], strict=True)
            share = _WHOLE / weight_pt
            broken = el(
                "a:custDash", *(el("a:ds", d=round(one * share), sp=round(gap * share)) for one, gap in parts)
            )
        return el("a:ln", self.fill(colour), broken, el("a:round") if round_ else None, w=emu(weight_pt))

    @staticmethod
    def none() -> Element:
        """Return a line that is not drawn."""
        return el("a:ln", el("a:noFill"))

    def words(self, texts: Iterable[str] = (), strong: bool = False, colour: str | None = None) -> Element:
        """Return how words are set, after noting for which of them the file must hold letters."""
        font = self.role.font(strong)
        self._work.fonts.use(self.role.face, font, "".join(texts))
        said = el(
            "a:defRPr",
            self.fill(colour or self.role.color),
            el("a:latin", typeface=font.word_name),
            sz=round(self.role.size_pt * _HUNDREDTHS),
            b=int(font.word_bold),
            cap="all" if self.role.case == "upper" else None,
        )
        body = el("a:p", el("a:pPr", said), el("a:endParaRPr", lang=self._work.document.lang))
        level = el("a:bodyPr", rot=0, vert="horz", wrap="none")  # names stay level and numbers in one piece
        return el("c:txPr", level, el("a:lstStyle"), body)


def shape(*parts: Element) -> Element:
    """Return what a part of a chart is filled and outlined with."""
    return el("c:spPr", *parts)


def value(tag: str, said: object) -> Element:
    """Return an element that says one value: a number, a word, a switch."""
    return el(tag, val=int(said) if isinstance(said, bool) else plain(said) if isinstance(said, float) else str(said))


# --- numbers ------------------------------------------------------------------------------------------


def name_of(sheet: Sheet, series: int) -> Element:
    """Return a series' name, and where it stands in the sheet."""
    return el("c:tx", _texts(sheet.head(series), [sheet.names[series]]))


def categories(sheet: Sheet) -> Element:
    """Return what the numbers belong to."""
    if sheet.dates:
        return el("c:cat", _numbers(sheet.column(-1), sheet.dates, sheet.date_code))
    return el("c:cat", _texts(sheet.column(-1), sheet.categories))


def values(sheet: Sheet, series: int) -> Element:
    """Return the numbers of a series."""
    return el("c:val", _numbers(sheet.column(series), sheet.values[series], sheet.code))


def _texts(place: str, texts: Sequence[str]) -> Element:
    points = [el("c:pt", _said("c:v", text), idx=number) for number, text in enumerate(texts)]
    return el("c:strRef", _said("c:f", place), el("c:strCache", value("c:ptCount", len(texts)), *points))


def _numbers(place: str, numbers: Sequence[float | None], code: str) -> Element:
    points = [
        el("c:pt", _said("c:v", plain(each)), idx=number) for number, each in enumerate(numbers) if each is not None
    ]
    cache = el("c:numCache", _said("c:formatCode", code), value("c:ptCount", len(numbers)), *points)
    return el("c:numRef", _said("c:f", place), cache)


def _said(tag: str, text: str) -> Element:
    node = el(tag)
    node.text = clean(text)
    return node


# --- labels -------------------------------------------------------------------------------------------


def labelled(
    code: str, look: Element, position: str | None, *, at: int | None = None, name: bool = False
) -> list[Element]:
    """Return what a label of a value says and where (ECMA-376 21.2.2.47); ``at`` is the one value it is for."""
    shown = {
        "LegendKey": False,
        "Val": True,
        "CatName": False,
        "SerName": name,
        "Percent": False,
        "BubbleSize": False,
    }
    made = [
        value("c:idx", at) if at is not None else None,
        el("c:numFmt", formatCode=code, sourceLinked=0),
        shape(el("a:noFill"), Inks.none()),
        look,
        value("c:dLblPos", position) if position else None,
        *(value(f"c:show{what}", on) for what, on in shown.items()),
        _said("c:separator", "\u00a0") if name else None,
    ]
    return [each for each in made if each is not None]


def unlabelled(at: int) -> Element:
    """Return that a value has no label."""
    return el("c:dLbl", value("c:idx", at), value("c:delete", True))


def no_labels() -> list[Element]:
    """Return that values have no labels but those that are said one by one."""
    kinds = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    return [value(f"c:show{kind}", False) for kind in kinds]


# --- around the plot ----------------------------------------------------------------------------------


def laid(left: float, top: float, breadth: float, depth: float, inner: bool = False) -> Element:
    """Return where a part stands, in shares of the chart (ECMA-376 21.2.2.88)."""
    edges = (("x", left), ("y", top), ("w", breadth), ("h", depth))
    return el(
        "c:layout",
        el(
            "c:manualLayout",
            value("c:layoutTarget", "inner") if inner else None,
            value("c:xMode", "edge"),
            value("c:yMode", "edge"),
            *(value(f"c:{name}", round(share, 5)) for name, share in edges),
        ),
    )


def key(inks: Inks, names: Sequence[str], strong: Sequence[int], place: Element) -> Element:
    """Return the key: a sign and a name for each series."""
    entries = [
        el("c:legendEntry", value("c:idx", number), inks.words([names[number]], strong=True)) for number in strong
    ]
    return el("c:legend", value("c:legendPos", "t"), *entries, place, value("c:overlay", False), inks.words(names))


def axis(
    tag: str,
    own: int,
    other: int,
    side: str,
    *,
    inks: Inks,
    line: Element,
    grid: Element | None = None,
    texts: Sequence[str] = (),
    shown: bool = True,
    code: str = "General",
    bounds: tuple[float | None, float | None] = (None, None),
    backwards: bool = False,
    labels: str = "low",
    more: Sequence[Element] = (),
) -> Element:
    """Return an axis (ECMA-376 21.2.2.25, 21.2.2.226); ``more`` is what only one kind of it has."""
    low, high = bounds
    scaling = el(
        "c:scaling",
        value("c:orientation", "maxMin" if backwards else "minMax"),
        value("c:max", high) if high is not None else None,
        value("c:min", low) if low is not None else None,
    )
    return el(
        tag,
        value("c:axId", own),
        scaling,
        value("c:delete", not shown),
        value("c:axPos", side),
        el("c:majorGridlines", shape(grid)) if grid is not None else None,
        el("c:numFmt", formatCode=code, sourceLinked=0),
        value("c:majorTickMark", "none"),
        value("c:minorTickMark", "none"),
        value("c:tickLblPos", labels),
        shape(line),
        inks.words(texts),
        value("c:crossAx", other),
        value("c:crosses", "autoZero"),
        *more,
    )
