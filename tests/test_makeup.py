"""Page make-up read back: what ends a page, what is kept together, where notes and figures stand."""

import inspect
import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from weasyprint.layout import block, inline

import pdf_tree
import products
import reading
from briefprint import language, stylebook
from briefprint.artifact import Artifact
from briefprint.document import Callout
from briefprint.reader import read
from briefprint.renderers import _arrange, _depth, _makeup
from briefprint.renderers import pdf as renderer
from briefprint.style import HouseStyle
from test_pdf_pages import Sign, signs, where

SEARCH = stylebook.search_path()
BUREAU, INSTITUTE, NEWSROOM, STAFF = (
    stylebook.load(name, SEARCH) for name in ("bureau", "institute", "newsroom", "staff")
)
BOARDROOM_LETTER = stylebook.load("boardroom", SEARCH, "letter")
WORDS = "the minister said on Thursday that nothing had been decided and that the talks would go on for a while"
FRONT = "---\ntitle: T\n---\n\n"


def render(tmp_path: Path, style: HouseStyle, markdown: str) -> Artifact:
    """Return a brief as PDF, with what is said of it."""
    brief = tmp_path / "brief.md"
    brief.write_text(markdown, encoding="utf-8")
    return renderer.render(read(brief).document, style)


def paragraph(name: str, sentences: int) -> str:
    """Return a paragraph that begins with a name."""
    return f"{name} {f'{WORDS}. ' * sentences}\n\n"


def page_of(pages: list[list[Sign]], words: str) -> int:
    """Return the page that words stand on, from 0."""
    wanted = words.replace(" ", "")
    return next(place for place, page in enumerate(pages) if wanted in "".join(sign.text for sign in page))


def lines(page: list[Sign]) -> list[list[Sign]]:
    """Return the lines of a page in the order they are drawn in: a sign of another baseline begins a new one."""
    found: list[list[Sign]] = []
    for sign in page:
        if found and abs(found[-1][-1].y - sign.y) < 0.5 and sign.left > found[-1][-1].left:
            found[-1].append(sign)
        else:
            found.append([sign])
    return found


def with_makeup(style: HouseStyle, **tokens: object) -> HouseStyle:
    """Return a style with other rules of make-up."""
    return replace(style, makeup=replace(style.makeup, **tokens))  # type: ignore[arg-type]


# --- the last page ------------------------------------------------------------------------------------


def test_a_last_page_of_few_lines_is_saved_by_tightening_all_alike(tmp_path: Path) -> None:
    strong = replace(STAFF.makeup.levers, space=0.5, leading=0.8, tracking=1.0)
    style = with_makeup(STAFF, shortest_last=60, levers=strong)
    brief = FRONT + "".join(paragraph(f"Par{place}", 5) for place in range(6))
    loose = render(tmp_path, with_makeup(style, shortest_last=1), brief)
    tight = render(tmp_path, style, brief)
    assert loose.pages == 2 and tight.pages == 1 and not tight.warnings
    (page,) = signs(tight.data)
    starts = [where(page, f"Par{place}").y for place in range(6)]
    steps = {round(one - other, 1) for one, other in itertools.pairwise(starts)}
    assert max(steps) - min(steps) < 0.3  # each paragraph gave way as much as the others
    assert render(tmp_path, style, brief).data == tight.data


def test_a_last_page_that_cannot_be_saved_is_told_of_and_set_at_ease(tmp_path: Path) -> None:
    brief = FRONT + "".join(paragraph(f"Par{place}", 5) for place in range(9))
    style = with_makeup(STAFF, shortest_last=60)
    told = render(tmp_path, style, brief)
    at_ease = render(tmp_path, with_makeup(STAFF, shortest_last=1), brief)
    (said,) = told.warnings
    assert said.message.startswith("the last page holds ") and said.path is not None
    assert said.hint is not None and said.hint.startswith("cut about ")
    assert told.data == at_ease.data and not at_ease.warnings


def test_an_author_may_end_with_a_short_page(tmp_path: Path) -> None:
    made = render(tmp_path, STAFF, f"{FRONT}{paragraph('One', 3)}\\newpage\n\nTwo.\n")
    assert made.pages == 2 and not made.warnings


def test_nothing_ends_alone_on_a_page_of_a_columned_brief() -> None:
    brief = next(each for each in products.CONTENT if each.stem.endswith(".pl"))
    style = stylebook.load("newsroom", SEARCH, "letter")
    made = renderer.render(read(brief).document, style)
    assert made.pages == 2 and not made.warnings


def test_tightening_leaves_what_opens_the_page() -> None:
    tight = _makeup.tightened(BUREAU, {"space": 0.8, "leading": 0.97, "tracking": 0.995})
    assert tight.text.headline == BUREAU.text.headline and tight.text.chart_label == BUREAU.text.chart_label
    assert tight.text.body.leading_pt == pytest.approx(0.97 * BUREAU.text.body.leading_pt)
    assert tight.text.body.tracking_pt == pytest.approx(-0.005 * BUREAU.text.body.size_pt)
    assert _makeup.tightened(BUREAU, {}) == BUREAU


def test_a_page_left_empty_is_told_of(tmp_path: Path) -> None:
    code = "```\n" + "a line of code\n" * 40 + "```\n"
    style = with_makeup(BUREAU, whole_share=1.0)
    made = render(tmp_path, style, f"{FRONT}{paragraph('One', 12)}{code}\n{paragraph('Two', 6)}")
    (said,) = made.warnings
    assert said.message.startswith("page 1 is left ") and "'a line of code'" in said.message


def test_a_page_before_a_turned_one_is_told_of_and_the_one_behind_it_is_not(tmp_path: Path) -> None:
    turned = "::: {.landscape}\n### Turned\n\nOn its side.\n:::\n\n"
    made = render(tmp_path, BUREAU, f"{FRONT}{paragraph('One', 4)}{turned}{paragraph('Two', 1)}")
    assert made.pages == 3  # of which the last is short, which no tightening would change
    (said,) = made.warnings
    assert said.message.startswith("page 1 is left ") and said.message.endswith("'1 Turned' stands on a turned page")


def test_copy_keeps_away_from_the_contents_before_it(tmp_path: Path) -> None:
    brief = "---\ntitle: T\ntoc: true\n---\n\nBegun here.\n\n## One\n\nText.\n\n## Two\n\nText.\n"
    for style in (BUREAU, NEWSROOM):
        pages = signs(render(tmp_path, style, brief).data)
        page = pages[page_of(pages, "Begunhere")]
        text = "".join(sign.text for sign in page)
        entry = max(page[each.start()].y for each in re.finditer("Two", text))  # the head stands below it
        gap = entry - where(page, "Begun").y
        assert gap >= style.text.heading_1.space_before_pt + style.text.body.size_pt


# --- what is kept together ----------------------------------------------------------------------------


@pytest.mark.parametrize("fill", range(5))
def test_words_that_lead_up_to_a_list_stand_with_it(tmp_path: Path, fill: int) -> None:
    filler = "".join(f"Line{place}\\\n" for place in range(35 + fill)) + "End.\n\n"
    brief = f"{FRONT}{filler}Leading up:\n\n- Firstitem\n- Seconditem\n\n> Quoted words.\n>\n> — Saidby\n\n"
    pages = signs(render(tmp_path, BUREAU, brief).data)
    assert page_of(pages, "Leading up:") == page_of(pages, "Firstitem")
    assert page_of(pages, "Quoted words") == page_of(pages, "Saidby")


@pytest.mark.parametrize("style", [BUREAU, STAFF, NEWSROOM], ids=lambda style: style.name)
def test_a_bold_line_that_stands_over_copy_stands_with_it(tmp_path: Path, style: HouseStyle) -> None:
    brief = FRONT + "".join(
        f"**Head{name}**\n\n{paragraph(f'Copy{name}', 1)}" for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 2
    )
    for page in signs(render(tmp_path, style, brief).data):
        for column in columns(page, style):
            assert not "".join(sign.text for sign in column[-1]).startswith("Head")


def test_only_what_is_deep_is_divided(tmp_path: Path) -> None:
    def callout(sentences: int) -> str:
        return f"> [!NOTE] A title\n>\n> Begun {f'{WORDS}. ' * sentences} Done.\n\n"

    for sentences, whole in ((2, True), (14, False)):
        brief = f"{FRONT}{paragraph('One', 22)}{callout(sentences)}{paragraph('Two', 4)}"
        pages = signs(render(tmp_path, with_makeup(BUREAU, whole_share=0.2), brief).data)
        assert (page_of(pages, "Begun") == page_of(pages, "Done.")) == whole
        (found,) = (each for each in read(tmp_path / "brief.md").document.blocks if isinstance(each, Callout))
        depth = _depth.block_depth(found, BUREAU.text.body, BUREAU.column_pt, BUREAU)
        assert _depth.kept_whole(BUREAU.panel.callout, depth, with_makeup(BUREAU, whole_share=0.2)) == whole


# --- notes --------------------------------------------------------------------------------------------


def noted(notes: int) -> str:
    """Return a brief with so many notes, several on a line, short and long, with lists in some."""
    chance, words, copy, under = random.Random("notes"), WORDS.split(), [], []

    def some(count: int) -> str:
        return " ".join(chance.choice(words) for _ in range(count))

    while len(under) < notes:
        text = []
        share = chance.choice([0.02, 0.1, 0.25])
        for _ in range(chance.choice([20, 60, 120])):
            text.append(chance.choice(words))
            if len(under) < notes and chance.random() < share:
                number, kind = len(under) + 1, chance.random()
                text[-1] += f"[^n{number}]"
                long = some(120 if kind < 0.05 else chance.choice([3, 10, 25]))
                items = f"\n\n    - {some(10)}\n    - {some(12)}" if 0.05 <= kind < 0.1 else ""
                under.append(f"[^n{number}]: Note{number}x {long}.{items}\n\n")
        copy.append(" ".join(text) + ".\n\n")
    return FRONT + "".join(copy) + "".join(under)


@pytest.mark.parametrize("style", [BOARDROOM_LETTER, STAFF], ids=lambda style: str(style.name))
def test_notes_stand_on_the_page_of_their_calls(tmp_path: Path, style: HouseStyle) -> None:
    count = 104
    data = render(tmp_path, style, noted(count)).data
    tree = pdf_tree.read(data)
    calls = {leaf.text.strip(): leaf.page for leaf in tree.leaves if "Reference" in leaf.tags}
    numbers = {leaf.text.strip(): leaf.page for leaf in tree.leaves if "Note" in leaf.tags and "Lbl" in leaf.tags}
    assert len(calls) == len(numbers) == count
    assert {each: (calls[each], numbers[each]) for each in calls if calls[each] != numbers[each]} == {}
    assert all(f"Note{number}x" in tree.text for number in range(1, count + 1))
    last = signs(data)[-1]
    text = [where(last, f"Note{number}x") for number in (count - 1, count)]
    number = last[last.index(text[1]) - 1]
    assert text[0].x == pytest.approx(text[1].x, abs=0.1)
    assert text[1].left - number.right > style.text.note.size_pt / 4


@pytest.mark.parametrize("fill", [6, 11, 16])
def test_rows_of_a_table_leave_the_notes_before_it_where_they_are_called(tmp_path: Path, fill: int) -> None:
    cells = ["Country", "Long-range artillery under the Homeland Defence Act", "Armament Agency in Warsaw",
             "Hanwha Aerospace with a domestic consortium", "First units delivered, remainder by 2027", "1.5",
             "Export credit and the Armed Forces Support Fund", "Ammunition supply and currency exposure",
             "Committee on National Defence", "Autumn 2026"]  # fmt: skip
    table = "".join(f"| {' | '.join(row)} |\n" for row in (["Head"] * 10, ["---"] * 10, *[cells] * 6))
    lead = "".join(f"Line{place}\\\n" for place in range(fill))
    brief = f"{FRONT}::: {{.landscape}}\n### Turned\n\n{lead}End^[Notedhere.]\n\n{table}\n:::\n\nEnd.\n"
    tree = pdf_tree.read(render(tmp_path, STAFF, brief).data)
    (call,) = {leaf.page for leaf in tree.leaves if "Reference" in leaf.tags}
    assert {leaf.page for leaf in tree.leaves if "Note" in leaf.tags} == {call}
    assert not any("Notedhere" in each for each in tree.artifacts)


def test_numbers_of_notes_have_the_room_that_the_style_says_where_they_are_short(tmp_path: Path) -> None:
    data = render(tmp_path, BUREAU, f"{FRONT}Copy.[^a]\n\n[^a]: The note.\n").data
    (page,) = signs(data)
    indent = where(page, "The note").x - BUREAU.page.margin_left_pt - BUREAU.page.hang_pt
    assert indent == pytest.approx(BUREAU.note.indent_pt, abs=0.6)


# --- hyphens ------------------------------------------------------------------------------------------

LONG = {
    "de": "Die Verteidigungsministerin bekräftigte die Sicherheitszusagen des Bündnisses gegenüber der Regierung",
    "pl": "Najważniejsze postanowienia porozumienia dotyczyły bezpieczeństwa energetycznego i współpracy wojskowej",
    "fr": "Les gouvernements européens reconsidèrent attentivement leurs engagements budgétaires extraordinaires",
    "es": "Los representantes gubernamentales consideraron cuidadosamente las responsabilidades internacionales",
    "en": "Representatives considered international responsibilities and extraordinary budgetary commitments",
}  # fmt: skip


def columns(page: list[Sign], style: HouseStyle) -> Iterator[list[list[Sign]]]:
    """Yield the lines of each column of text on a page, without heads and feet."""
    look, breadth = style.page, style.column_pt + style.columns.gap_pt
    text = [sign for sign in page if look.margin_bottom_pt < sign.y < look.height_pt - look.margin_top_pt]
    for place in range(style.columns.count):
        left = look.margin_left_pt + place * breadth - 2
        yield lines([sign for sign in text if left <= sign.left < left + breadth])


@pytest.mark.parametrize("lang", LONG)
def test_hyphens_are_few_and_none_ends_a_column(tmp_path: Path, lang: str) -> None:
    chance, words = random.Random(lang), LONG[lang].split()
    copy = "\n\n".join(" ".join(chance.choice(words) for _ in range(90)) + "." for _ in range(16))
    data = render(tmp_path, NEWSROOM, f"---\ntitle: T\nlang: {lang}\n---\n\n{copy}\n").data
    divided = 0
    for page in signs(data):
        for column in columns(page, NEWSROOM):
            ends = [line[-1].text in "-\u00ad\ufffe\x02" for line in column]
            divided += sum(ends)
            assert not ends or not ends[-1], "".join(sign.text for sign in column[-1])
            runs = [len(list(group)) for hyphen, group in itertools.groupby(ends) if hyphen]
            assert max(runs, default=0) <= language.HYPHENS_IN_A_ROW
    assert divided > 20  # words are divided all the same


@pytest.mark.parametrize("dash", [" – ", "—"])
def test_no_line_begins_with_a_dash(tmp_path: Path, dash: str) -> None:
    chance = random.Random(dash)
    copy = "".join(chance.choice(WORDS.split()) + chance.choice((" ", dash)) for _ in range(600))
    for style in (BUREAU, NEWSROOM):
        for page in signs(render(tmp_path, style, f"{FRONT}{copy}end.\n").data):
            assert not [line for line in lines(page) if line[0].text in "–—"]


@pytest.mark.parametrize("style", [BUREAU, NEWSROOM], ids=lambda style: style.name)
def test_words_end_with_their_lines(tmp_path: Path, style: HouseStyle) -> None:
    """Short words, which are never divided, in emphasis and links wherever a line of a list may end."""
    items = [
        f"- {'oak ' * at}*elm ash* and [bay yew](https://example.org) go on to `a_b` and *so* it is."
        for at in range(24)
    ]
    bold = [f"**{'oak ' * at}*elm ash* and [bay yew](https://example.org) go on.**" for at in range(6, 24)]
    made = render(tmp_path, style, FRONT + "\n".join(items) + "\n\n" + "\n\n".join(bold) + "\n")
    known = {"oak", "elm", "ash", "and", "bay", "yew", "go", "on", "to", "a_b", "so", "it", "is"}
    for page in signs(made.data):
        for line in lines(page):
            words = re.findall(r"\w+", "".join(sign.text for sign in line))
            run = "".join(words)
            while run:  # spaces are no signs
                word = next((each for each in known if run.startswith(each)), None)
                if word is None:
                    break
                run = run.removeprefix(word)
            assert "oak" not in "".join(words) or not run, words


def test_a_word_longer_than_its_line_is_broken_in_a_list_too(tmp_path: Path) -> None:
    made = render(
        tmp_path,
        BUREAU,
        f"{FRONT}- {'x' * 300}\n- *{'y' * 300}*\n\n**{'z' * 300}**\n\n```\nx {'-' * 300} y\n{'w' * 300}\n```\n",
    )
    right = BUREAU.page.width_pt - BUREAU.page.margin_right_pt
    assert all(sign.left < right for page in signs(made.data) for sign in page)


def test_no_line_begins_with_the_call_of_a_note(tmp_path: Path) -> None:
    copy = "".join(
        f"The pipe is 41 years old and {'x' * at} (2026).[^{at}] Next.\n\n[^{at}]: N.\n\n" for at in range(1, 29)
    )
    for style in (BUREAU, NEWSROOM):
        for page in signs(render(tmp_path, style, FRONT + copy).data):
            text = ["".join(sign.text for sign in line) for line in lines(page)]
            assert not [each for each in text if re.fullmatch(r"\d+Next\.", each)]


def test_a_short_last_word_is_tied() -> None:
    assert language.tied("A paragraph that is long enough to have lines to spare for it.").endswith("for\u00a0it.")
    assert language.tied("A paragraph that is long enough to have lines aplenty, undoubtedly.").count("\u00a0") == 0
    assert language.tied("A short one is it.") == "A short one is it."


# --- figures ------------------------------------------------------------------------------------------


def test_a_figure_without_room_gives_way_and_is_read_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes((products.ROOT / "content" / "plain-figure.png").read_bytes())
    copy = [paragraph(f"Par{place}x", 5) for place in range(10)]
    brief = f"{FRONT}{''.join(copy[:4])}![A spread](picture.png)\n\n{''.join(copy[4:])}"
    empty = {}
    for position in ("here", "top"):
        style = replace(INSTITUTE, figure=replace(INSTITUTE.figure, position=position))
        data = render(tmp_path, style, brief).data
        first = signs(data)[0]
        empty[position] = min(sign.y for sign in first if sign.y > style.page.margin_bottom_pt + 1)
        tree = pdf_tree.read(data)
        assert tree.lost == tree.untagged == []
        blocks = [each for each in tree.tags if each in ("P", "H1", "Figure")]
        assert blocks.index("Figure") == blocks.index("H1") + 5  # after four paragraphs of the copy
    assert empty["here"] - empty["top"] > 3 * INSTITUTE.text.body.leading_pt


@pytest.mark.parametrize("head", ["", "### A head\n\n"])
@pytest.mark.parametrize("style", [BUREAU, NEWSROOM, STAFF], ids=lambda style: style.name)
def test_copy_fills_the_page_before_a_turned_table_and_is_read_behind_it(
    tmp_path: Path, style: HouseStyle, head: str
) -> None:
    rows = "".join(f"| {' | '.join(f'Programmes{row}{cell}' for cell in range(12))} |\n" for row in "abc")
    table = rows.replace("\n", f"\n{'|---' * 12}|\n", 1)
    copy = "".join(paragraph(f"Copy{name}", 3 * style.columns.count) for name in "ABCDEFGHIJKLMN")
    made = render(tmp_path, style, f"{FRONT}{paragraph('One', 6)}{head}{table}\n{copy}")
    pages = signs(made.data)
    turned = page_of(pages, "Programmesb3")
    assert page_of(pages, "CopyA") == turned - 1 and page_of(pages, "CopyN") == turned + 1
    assert not [each for each in made.warnings if "turned page" in each.message]
    read_of = reading.squeezed(leaf.text for leaf in pdf_tree.read(made.data).leaves)
    assert read_of.index("One") < read_of.index("Programmesb3") < read_of.index("CopyA") < read_of.index("CopyN")


def test_lists_and_their_leads_are_found_wherever_they_stand(tmp_path: Path) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text(f"{FRONT}> [!NOTE] Title\n>\n> These:\n>\n> - one\n\nNo lead.\n\n- two\n", encoding="utf-8")
    assert len(list(_arrange.leads(read(brief).document.blocks))) == 1


@pytest.mark.parametrize(
    ("paragraph", "stands"),
    [("**A head**", True), ("***A* head**", True), ("**A** **head?**", True), ("**Bold copy.**", False),
     ("**Note:** copy", False), ("plain", False), ("**" + "long " * 30 + "one**", False)],
)  # fmt: skip
def test_only_a_short_bold_line_is_set_as_a_head(tmp_path: Path, paragraph: str, stands: bool) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text(f"{FRONT}{paragraph}\n\nCopy.\n", encoding="utf-8")
    document = read(brief).document
    assert len(list(_arrange.leads(document.blocks))) == stands


# --- canaries -----------------------------------------------------------------------------------------


def test_the_hooks_into_weasyprint_are_where_they_were() -> None:
    assert list(inspect.signature(inline.get_next_linebox).parameters) == [
        "context", "linebox", "position_y", "bottom_space", "skip_stack", "containing_block", "absolute_boxes",
        "fixed_boxes", "first_letter_style", "first_line_style",
    ]  # fmt: skip
    assert list(inspect.signature(block._linebox_layout).parameters)[:6] == [
        "context", "box", "index", "child", "new_children", "page_is_empty",
    ]  # fmt: skip
