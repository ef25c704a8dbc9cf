"""House styles from the command line: shown, checked, made, described; and what is wrong with one, by name."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

import products
from briefprint import stylebook, styleguide
from briefprint.stylefiles import SHIPPED
from test_cli import Run, run

SEARCH = stylebook.search_path()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder to work in, with a brief and a folder of styles."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefprint.toml").touch()
    (tmp_path / "styles").mkdir()
    (tmp_path / "good.md").write_text("---\ntitle: Good\n---\nA paragraph.\n")
    return tmp_path


def make(folder: Path, name: str, text: str) -> Path:
    """Write a style's file."""
    file = folder / "styles" / name / "style.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


# --- show ----------------------------------------------------------------------------------------------


def test_a_token_is_shown_as_written_with_the_file_that_says_it(folder: Path) -> None:
    make(folder, "own", 'extends = "bureau"\n[text.body]\nleading = "15pt"\n[panel.default]\npadding_x = "1mm"\n')
    shown = run("styles", "show", "own", "text.body").out.splitlines()
    assert [" ".join(line.split()) for line in shown[:3]] == [
        'text.body.face = "text" base (text.default)',
        'text.body.size = "10.5pt" bureau',
        'text.body.leading = "15pt" own',
    ]
    assert "text.body.hyphenate = true" in run("styles", "show", "own", "text.body.hyphenate").out
    assert run("styles", "show", "own", "panel.summary.padding_x").out == (
        'panel.summary.padding_x = "1mm"  own (panel.default)\n'
    )
    assert run("styles", "show", "own", "front.order").out == (
        'front.order = ["summary", "key_points", "figures"]  base\n'
    )


@pytest.mark.parametrize("name", products.STYLES)
def test_every_token_is_shown_once_and_stands_where_it_is_said_to(name: str) -> None:
    tokens = stylebook.tokens(name, SEARCH)
    assert len({token.name for token in tokens}) == len(tokens) > 1000
    tables = [token.name.rpartition(".")[0] for token in tokens]
    assert len(set(tables)) == sum(before != after for before, after in zip(["-", *tables], tables, strict=False))
    for token in tokens:
        assert token.line is not None
        line = token.file.read_text(encoding="utf-8").splitlines()[token.line - 1]
        assert token.name.rpartition(".")[2] in line
    shown = run("styles", "show", name).out
    assert all(f"{token.name} = " in shown for token in tokens)


def test_a_style_that_extends_one_of_its_own_name_is_told_apart_by_its_folder(folder: Path) -> None:
    file = make(folder, "bureau", 'extends = "bureau"\n[page]\nhang = "20mm"\n')
    shown = run("styles", "show", "bureau", "page")
    assert 'page.hang = "20mm"' in shown.out
    assert str(file.parent) in shown.out and str(SHIPPED / "bureau") in shown.out


def test_a_token_or_a_style_that_is_none_is_wrong_usage() -> None:
    ended = run("styles", "show", "bureau", "text.bdy")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "error: no token is called 'text.bdy'\n  hint: did you mean 'text.body'?\n"
    ended = run("styles", "show", "buro")
    assert (ended.code, ended.err) == (2, "error: no style is called 'buro'\n  hint: did you mean 'bureau'?\n")


# --- check ---------------------------------------------------------------------------------------------


def test_every_shipped_style_passes() -> None:
    ended = run("styles", "check")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


CHECKED = {
    "contrast": (
        '[text.kicker]\ncolor = "rule"\n[palette]\nrule = "#9aa1ab"\n',
        ":3: error: 'text.kicker.color': #9aa1ab on #ffffff ('palette.paper') has a contrast of 2.60:1\n"
        "  hint: 9pt text needs 4.5:1",
    ),
    "contrast-large": (
        '[palette]\nfaint = "#999999"\n[text.headline]\ncolor = "faint"\n',
        ":5: error: 'text.headline.color': #999999 on #ffffff ('palette.paper') has a contrast of 2.84:1\n"
        "  hint: 24pt text needs 3:1",
    ),
    "contrast-panel": (
        '[palette]\nnight = "#101820"\n[panel.callout]\nground = "night"\n',
        "error: 'text.callout.color': #15181e on #101820 ('panel.callout.ground')",
    ),
    "contrast-band": (
        '[masthead]\npattern = "band"\nground = "accent"\n',
        "error: 'text.headline.color': #14284b on #14284b ('masthead.ground') has a contrast of 1.00:1",
    ),
    "chart-faint": (
        '[chart]\nquiet_colors = ["hairline"]\n',
        ":3: error: 'chart.quiet_colors': #c3c8d1 on #ffffff ('chart.ground') has a contrast of 1.67:1\n"
        "  hint: what a chart draws needs 3:1",
    ),
    "chart-grey": (
        '[chart]\ncolors = ["accent", "ink"]\n',
        ":3: error: 'chart.colors': #14284b and #15181e differ in lightness by 1.21:1, and print as one grey\n",
    ),
    "leading": (
        '[text.byline]\nleading = "8pt"\n',
        ":3: error: 'text.byline.leading': 8pt is less than the size, 9pt",
    ),
    "long": ('[page]\nhang = "0mm"\n', "error: 'text.callout.size': a line on a4 holds 97 characters"),
    "short": ('[page]\nhang = "100mm"\n', "error: 'text.body.size': a line on letter holds"),
    "floor": (
        '[text.memo_foot]\nsize = "7pt"\n',
        ":3: error: 'text.memo_foot.size': 7pt is below the memo's floor, 7.5pt",
    ),
    "lever": (
        "[memo.levers]\nsize = 0.6\n",
        ":3: error: 'memo.levers.size': drawn out it would set 'memo_body' in 6.3pt",
    ),
    "colour": ('[palette]\nspare = "#000000"\n', ":3: error: 'palette.spare': nothing uses it"),
    "face": ('[faces]\nspare = "Public Sans"\n', ":3: error: 'faces.spare': nothing uses it"),
    "letter": (
        '[labels.ka]\nsummary = "ა"\n',
        "error: 'SourceSerif4-Regular.ttf' of 'Source Serif 4' has no glyph for 'ა', ",
    ),
    "grammar": ("nonsense = 1\n", ":2: error: 'nonsense': unknown token"),
}


@pytest.mark.parametrize("fault", CHECKED)
def test_what_a_style_must_keep_to_is_checked(fault: str, folder: Path) -> None:
    text, message = CHECKED[fault]
    file = make(folder, "own", f'extends = "bureau"\n{text}')
    ended = run("styles", "check", "own")
    assert (ended.code, ended.err) == (1, "")
    assert message in ended.out
    if message.startswith(":"):
        assert f"{file}{message}" in ended.out
    assert run("styles", "check", "bureau").code == 0
    assert run("styles", "check").out == ended.out


def test_large_type_and_bold_may_be_fainter(folder: Path) -> None:
    make(folder, "own", 'extends = "bureau"\n[palette]\nfaint = "#808080"\n[text.headline]\ncolor = "faint"\n')
    assert run("styles", "check", "own").code == 0
    assert styleguide.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert styleguide.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_each_text_role_has_a_ground() -> None:
    style = stylebook.load("institute", SEARCH)
    names = [name for name, _ in style.roles()]
    assert set(styleguide.GROUNDS) <= set(names)
    assert [name for name in names if not styleguide.grounds(style, name)] == ["watermark"]
    assert styleguide.grounds(style, "headline") == {"masthead.ground": "#0b4f5c"}
    assert styleguide.grounds(style, "callout_title") == {"panel.callout.ground": "#eaf3f4"}
    assert styleguide.grounds(style, "body") == {"palette.paper": "#ffffff"}


def test_the_letters_of_a_language_are_those_it_is_written_with() -> None:
    for letter in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”":
        assert letter in styleguide.letters("pl")
    assert set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ“”") <= styleguide.letters("en-GB")
    assert set("єіїґщЄІЇҐЩ") <= styleguide.letters("uk")
    assert "ü" in styleguide.letters("et")  # of a language whose letters are not listed


# --- new -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parent", [*products.STYLES, "base"])
def test_a_new_style_loads_checks_and_sets_at_once(parent: str, folder: Path) -> None:
    assert run("styles", "new", "ours", "--from", parent) == Run(0, "styles/ours/style.toml\n", "")
    assert run("styles", "check", "ours") == Run(0, "", "")
    assert run("docx", "good.md", "--style", "ours") == Run(0, "out/good.ours.docx\n", "")
    made, was = (stylebook.load(name, stylebook.search_path(folder / "x.md")) for name in ("ours", parent))
    assert replace(made, name=was.name, label=was.label, description=was.description) == was
    assert (made.label, made.palette) == ("Ours", was.palette)


def test_every_colour_of_a_new_style_is_one_that_can_be_changed(folder: Path) -> None:
    run("styles", "new", "ours")
    file = folder / "styles/ours/style.toml"
    file.write_text(file.read_text().replace('# accent = "#14284b"', 'accent = "#112233"'))
    assert 'palette.accent = "#112233"  ours' in run("styles", "show", "ours", "palette.accent").out
    assert run("styles", "check", "ours").code == 0


def test_a_new_style_may_stand_elsewhere_and_extend_one_of_one_s_own(folder: Path) -> None:
    make(folder, "mine", 'extends = "bureau"\n[page]\nhang = "25mm"\n')
    assert run("styles", "new", "ours", "--from", "mine", "--styles", "deep/houses").out == (
        "deep/houses/ours/style.toml\n"
    )
    assert 'extends = "../../../styles/mine/style.toml"' in (folder / "deep/houses/ours/style.toml").read_text()
    shown = run("styles", "show", "ours", "page.hang", "--styles", "deep/houses")
    assert shown.out == 'page.hang = "25mm"  mine\n'


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("ours",),
            "error: 'styles/ours/style.toml' is there already\n  hint: choose another name, or edit that file\n",
        ),
        (("a/b",), "error: 'a/b' can be no style's name\n  hint: use letters, digits, '-' and '_', 60 at most\n"),
        (("n" * 300,), f"error: '{'n' * 300}' can be no style's name\n  hint: use letters, "),
        (("good", "--from", "n" * 300), f"error: no style is called '{'n' * 300}'"),
        (("..",), "error: '..' can be no style's name"),
        (("",), "error: '' can be no style's name"),
        (("all",), "error: 'all' stands for all styles\n  hint: choose another name\n"),
        (("fonts",), "error: 'fonts' is the folder of fonts"),
        (("good", "--from", "buro"), "error: no style is called 'buro'\n  hint: did you mean 'bureau'?\n"),
    ],
)
def test_a_style_that_cannot_be_made_is_refused(arguments: tuple[str, ...], message: str, folder: Path) -> None:
    file = make(folder, "ours", 'extends = "bureau"\n')
    ended = run("styles", "new", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert file.read_text() == 'extends = "bureau"\n'
    assert [each.name for each in (folder / "styles").iterdir()] == ["ours"]


def test_a_folder_that_cannot_hold_a_style_is_said() -> None:
    ended = run("styles", "new", "ours", "--styles", "good.md")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: cannot write to 'good.md/ours': ")
    assert "hint: choose another folder with --styles" in ended.err


# --- fonts of one's own --------------------------------------------------------------------------------


def own_font(folder: Path, change: Callable[[Path], None], file: str = "Own.ttf") -> Path:
    """Make a style whose body is set in a font of its own, changed; return the table of fonts."""
    serif = next(
        each
        for each in tomllib.loads((SHIPPED / "fonts/fonts.toml").read_text(encoding="utf-8"))["family"]
        if each["name"] == "Source Serif 4"
    )
    fonts = folder / "styles" / "fonts"
    fonts.mkdir()
    lines = ["[[family]]", 'name = "Own"', 'category = "serif"']
    for face in serif["face"]:
        named = SHIPPED / "fonts" / face["file"]
        if (face["weight"], face["italic"]) == (400, False):
            named = fonts / file
            named.write_bytes((SHIPPED / "fonts" / face["file"]).read_bytes())
            change(named)
        lines += ["[[family.face]]", f"weight = {face['weight']}", f"italic = {str(face['italic']).lower()}"]
        lines += [f'file = "{named}"', 'word_name = "Own"', "word_bold = false", 'sha256 = ""']
    (fonts / "fonts.toml").write_text("\n".join(lines))
    make(folder, "own", 'extends = "bureau"\n[faces]\ntext = "Own"\n')
    return fonts / "fonts.toml"


def _set_rights(rights: int) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with TTFont(file) as font:
            font["OS/2"].fsType = rights
            font.save(file)

    return change


def _without_polish(file: Path) -> None:
    with TTFont(file) as font:
        subsetter = subset.Subsetter()
        subsetter.populate(unicodes=set(font.getBestCmap()) - set(map(ord, "łŁ")))
        subsetter.subset(font)
        font.save(file)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_set_rights(0x0002), "'Own.ttf' of 'Own' may not be embedded (OS/2 fsType)"),
        (_set_rights(0x0004), "'Own.ttf' of 'Own' may be embedded for print and preview only, not in a Word file"),
        (_set_rights(0x0108), "'Own.ttf' of 'Own' may not be subset"),
        (_without_polish, "'Own.ttf' of 'Own' has no glyph for 'Ł', 'ł', which 'pl' needs"),
        (lambda file: file.write_bytes(file.read_bytes()[:400]), "'Own.ttf' of 'Own' cannot be read as a font: "),
    ],
)
def test_a_font_that_cannot_be_used_is_named_with_the_table_that_names_it(
    change: Callable[[Path], None], message: str, folder: Path
) -> None:
    table = own_font(folder, change)
    line = next(number for number, text in enumerate(table.read_text().splitlines(), 1) if "Own.ttf" in text)
    ended = run("styles", "check", "own")
    assert (ended.code, ended.err) == (1, "")
    assert f"{table}:{line}: error: {message}" in ended.out
    assert ended.out.count("error:") == 1


def test_a_font_that_may_be_edited_passes(folder: Path) -> None:
    own_font(folder, _set_rights(0x0008))
    assert run("styles", "check", "own").out == ""


# --- bad input -----------------------------------------------------------------------------------------

BASED = 'extends = "base"\n'
BAD = {
    "extends-nothing": ('label = "x"\nextends = "buraeu"\n', ":2: error: extends 'buraeu', which is not there",
                        "did you mean 'bureau'?"),
    "extends-no-name": ("extends = 5\n", ":1: error: extends '5', which is not there",
                        "name a style, such as 'base', or a path to a style.toml"),
    "cycle": ('\nextends = "two"\n', "styles/two/style.toml:1: error: 'extends' runs in a circle: "
              "bad/style.toml → two/style.toml → bad/style.toml", "let one of them extend 'base'"),
    "colour": (BASED + '[palette]\nink = "blackish"\n', ":3: error: 'palette.ink': 'blackish' is no colour",
               "write it as '#14284b'"),
    "colour-name": (BASED + '[text.body]\ncolor = "inc"\n',
                    ":3: error: 'text.body.color': 'inc' is no colour of the palette; it has: ink, ", None),
    "colour-of-a-default": (BASED + '[text.default]\ncolor = "inc"\n',
                            ":3: error: 'text.default.color': 'inc' is no colour of the palette", None),
    "no-colours": (BASED + "[chart]\ncolors = []\n",
                   ":3: error: 'chart.colors': []: tuple should have at least 1 item", None),
    "bare-number": (BASED + "[page]\nmargin_top = 22\n",
                    ":3: error: 'page.margin_top': 22 is no length; write a number and a unit: '10.5pt'", None),
    "unknown-key": (BASED + '[text.body]\nleadin = "14pt"\n', ":3: error: 'text.body.leadin': unknown token",
                    "did you mean 'leading'?"),
    "unknown-table": (BASED + '[text.bdy]\nleading = "14pt"\n', ":2: error: 'text.bdy': unknown token",
                      "did you mean 'body'?"),
    "unknown-in-a-line": (BASED + '[running]\nhead = { lft = "x" }\n', ":3: error: 'running.head.lft': unknown token",
                          "did you mean 'left'?"),
    "unknown-label": (BASED + '[labels.en]\ninstitutoin = "x"\n', ":3: error: 'labels.en.institutoin': unknown token",
                      "did you mean 'institution'?"),
    "no-table": (BASED + "text = 3\n", ":2: error: 'text': 3: ", None),
    "no-labels": (BASED + "labels = 3\n", ":2: error: 'labels': 3: ", None),
    "no-language": (BASED + "[labels]\nen = 3\n", ":3: error: 'labels.en': 3: ", None),
    "face": (BASED + '[faces]\ntext = "Source Serif"\n', ":3: error: 'faces.text': no family is called ",
             "did you mean 'Source Serif 4'?"),
    "weight": (BASED + "[text.body]\nweight = 450\n", ":3: error: 'text.body.weight': 'Source Serif 4' has no 450",
               "it has: "),
    "no-columns": (BASED + "[columns]\ncount = 0\n", ":3: error: 'columns.count': 0: input should be", None),
    "no-figures": (BASED + "[memo]\nfigure_columns = 0\n", ":3: error: 'memo.figure_columns': 0: input should", None),
    "no-memo": (BASED + "[memo]\norder = []\n", ":3: error: 'memo.order': []: tuple should have", None),
    "no-bullets": (BASED + "[list]\nbullets = []\n", ":3: error: 'list.bullets': []: tuple should have", None),
    "no-size": (BASED + '[text.body]\nsize = "0pt"\n', ":3: error: 'text.body.size': '0pt' is nothing", None),
    "less-than-no-size": (BASED + '[text.body]\nsize = "-3pt"\n',
                          ":3: error: 'text.body.size': '-3pt' is less than nothing", None),
    "no-leading": (BASED + '[text.body]\nleading = "0.0mm"\n', ":3: error: 'text.body.leading': '0.0mm' is ", None),
    "less-than-no-margin": (BASED + '[page]\nmargin_top = "-9mm"\n',
                            ":3: error: 'page.margin_top': '-9mm' is less than nothing", None),
    "endless": (BASED + f'[text.body]\ntracking = "{"9" * 400}pt"\n', ":3: error: 'text.body.tracking': '99", None),
    "no-angle": (BASED + "watermark_angle = nan\n", ":2: error: 'watermark_angle': nan: input should be a ", None),
    "endless-angle": (BASED + "watermark_angle = 1e400\n", ":2: error: 'watermark_angle': inf: input", None),
    "no-leading-left": (BASED + "[memo.levers]\nleading = 0\n", ":3: error: 'memo.levers.leading': 0: input", None),
    "no-depth": (BASED + '[page]\nmargin_top = "290mm"\nmargin_bottom = "100mm"\n',
                 ":3: error: 'page.margin_top': leaves no type area down the page",
                 "make margin_top or margin_bottom or first_margin_bottom smaller"),
    "no-breadth": (BASED + '[page]\nmargin_right = "200mm"\n',
                   ":3: error: 'page.margin_right': leaves no type area across the page",
                   "make margin_left or margin_right or hang smaller"),
    "no-room-beside-the-hang": (BASED + '[page]\nhang = "150mm"\n',
                                ":3: error: 'page.hang': leaves no type area across the page",
                                "make margin_left or margin_right or hang smaller"),
    "no-memo-area": (BASED + '[memo]\nmargin_left = "300mm"\n',
                     ":3: error: 'memo.margin_left': leaves no type area across", "make margin_left or margin_right"),
    "too-many-columns": (BASED + '[columns]\ncount = 40\n[note]\nposition = "end"\n',
                         ":3: error: 'columns.count': 40 columns with their gaps have no room on the page",
                         "make count or gap smaller"),
    "no-room-in-a-panel": (BASED + '[panel.box]\npadding_x = "99mm"\n',
                           ":3: error: 'panel.box.padding_x': leaves no room between the sides", "make it smaller"),
    "no-room-by-default": (BASED + '[panel.default]\npadding_x = "99mm"\n',
                           ":3: error: 'panel.default.padding_x': leaves no room between", "make it smaller"),
    "letters-on-letters": (BASED + '[text.body]\ntracking = "-30pt"\n',
                           ":3: error: 'text.body.tracking': sets letters on top", "take less from each"),
    "countless": (BASED + f"[columns]\ncount = 1{'0' * 400}\n", ":3: error: 'columns.count': 10", None),
    "no-numbers": (BASED + "[list]\nnumbers = []\n", ":3: error: 'list.numbers': []: tuple should have", None),
    "deep-masthead": (BASED + '[masthead]\ndepth = "2000mm"\n',
                      ":3: error: 'masthead.depth': is more than the page has", "make it smaller"),
    "high-mark": (BASED + '[masthead]\nmark_height = "900pt"\n',
                  ":3: error: 'masthead.mark_height': is more than the page has", "make it smaller"),
    "long-mark": (BASED + f'[masthead]\nmark = "{"m" * 300}.svg"\n', ":3: error: 'masthead.mark': no such", None),
    "long-parent": (f'extends = "{"n" * 300}"\n', ":1: error: extends 'nnn", "name a style, such as 'base'"),
    "mark": (BASED + '[masthead]\nmark = "mrak.svg"\n', ":3: error: 'masthead.mark': no such file: '", None),
    "toml": (BASED + "[page\n", ":2: error: not valid TOML: ", None),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_of_a_style_is_one_message_with_its_place(fault: str, folder: Path) -> None:
    text, message, hint = BAD[fault]
    file = make(folder, "bad", text)
    make(folder, "two", 'extends = "bad"\n' if fault == "cycle" else BASED)
    for arguments in (("styles", "show", "bad"), ("docx", "good.md", "--style", "bad")):
        ended = run(*arguments)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.count("error: ") == 1
        assert (f"styles/bad/{file.name}{message}" if message.startswith(":") else message) in ended.err
        assert f"\n  hint: {hint}" in ended.err if hint else "hint" not in ended.err


def test_every_fault_of_a_style_is_said_at_once(folder: Path) -> None:
    make(folder, "bad", BASED + '[page]\nhang = 3\nleft = "1mm"\n[palette]\nink = "no"\n[faces]\ntext = "Nobody"\n')
    found = [line.split(": ")[0].rpartition(":")[2] for line in run("styles", "show", "bad").err.splitlines()]
    assert sorted(each for each in found if each.isdigit()) == ["3", "4", "6", "8"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda file: file.write_text("no font at all"), "'Own.ttf' of 'Own' is no font"),
        (lambda file: file.write_bytes(b""), "'Own.ttf' of 'Own' is no font"),
        (lambda file: file.unlink(), "the font file 'Own.ttf' of 'Own' is missing"),
    ],
)
def test_a_font_file_that_is_none_is_named(change: Callable[[Path], None], message: str, folder: Path) -> None:
    table = own_font(folder, change)
    line = next(number for number, text in enumerate(table.read_text().splitlines(), 1) if "Own.ttf" in text)
    for arguments in (("styles", "show", "own"), ("docx", "good.md", "--style", "own")):
        ended = run(*arguments)
        assert (ended.code, ended.out) == (1, "")
        assert f"fonts.toml:{line}: error: {message}\n  hint: name a TrueType file (.ttf), relative to" in ended.err
        assert ended.err.count("error: ") == 1


@pytest.mark.parametrize(
    "arguments", [("styles", "show", "buro"), ("styles", "check", "buro"), ("docx", "good.md", "--style", "buro")]
)
def test_an_unknown_style_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == Run(2, "", "error: no style is called 'buro'\n  hint: did you mean 'bureau'?\n")


def test_a_folder_is_a_style_with_no_other_edit(folder: Path) -> None:
    make(folder, "zebra", 'extends = "institute"\ndescription = "Stripes."\n')
    assert run("styles", "list").out.splitlines()[-1].split() == ["zebra", "Stripes."]
    ended = run("batch", "good.md", "--style", "all", "--format", "docx", "--jobs", "1")
    assert ended.code == 0
    assert ended.out.split() == [f"out/good.{name}.docx" for name in (*products.STYLES, "zebra")]
