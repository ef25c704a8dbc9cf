"""Citations: what the shipped CSL files make of each kind of work in three languages, and where products have it."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest

import pdf_tree
from briefprint import citations, stylebook
from briefprint.artifact import Artifact, Job
from briefprint.document import Bibliography, Citation, Document, Inlines, Note, Paragraph, plain_text, walk
from briefprint.errors import ContentError, StyleError
from briefprint.language import sort_key
from briefprint.reader import read
from briefprint.style import HouseStyle
from briefprint.typesetting import carry_out
from copytext import letters
from validators import verapdf

WORKS = """
  - {id: book, type: book, author: Jan Nowak, title: The Long Winter, publisher: PWN, publisher-place: Warszawa,
     issued: 2024}
  - {id: report, type: report, author: {literal: Gas Operator}, title: Winter Outlook, number: 7,
     publisher: Gas Operator, issued: 2025-03, URL: 'https://example.org/a_b.pdf', accessed: 2025-03-30}
  - {id: journal, type: article-journal, author: [Jan Nowak, Anna Łukasik], title: The "reverse flow", volume: 12,
     container-title: Energy Review, issue: 3, page: 101-134, issued: 2024-06, DOI: 10.1000/er.12}
  - {id: paper, type: article-newspaper, author: Ewa Wilk, title: 'Who pays?', container-title: Kurier,
     issued: 2025-02-14}
  - {id: web, type: webpage, title: Storage, container-title: Gas Map, URL: 'https://example.org/map'}
  - {id: part, type: chapter, author: [A. Bis, B. Cis, C. Dis, D. Lis], title: Pipes, container-title: Handbook,
     page: 7-9, publisher: PWN, issued: 2019}
  - {id: law, type: legislation, title: Energy Act of 10 April 1997,
     container-title: 'Journal of Laws 2024, item 266', issued: 1997-04-10}
"""
KINDS = ("book", "report", "journal", "paper", "web", "part", "law")
SETTINGS = {
    ("author-date", "en-GB"): """
(Nowak 2024, p. 3)
(Gas Operator 2025, p. 3)
(Nowak and Łukasik 2024, p. 3)
(Wilk 2025, p. 3)
(Gas Map n.d., p. 3)
(Bis et al. 2019, p. 3)
(Energy Act of 10 April 1997, p. 3)
Bis, A., B. Cis, C. Dis and D. Lis (2019). “Pipes”. In Handbook, pp. 7–9. PWN.
Energy Act of 10 April 1997. Journal of Laws 2024, item 266.
Gas Map (n.d.). “Storage”. https://example.org/map.
Gas Operator (2025). Winter Outlook (no. 7). https://example.org/a_b.pdf (accessed 30 March 2025).
Nowak, Jan (2024). The Long Winter. Warszawa: PWN.
Nowak, Jan and Anna Łukasik (2024). “The ‘reverse flow’”. Energy Review, 12(3), pp. 101–134. https://doi.org/10.1000/er.12.
Wilk, Ewa (2025). “Who pays?” Kurier. 14 February 2025.
""",
    ("author-date", "pl"): """
(Nowak 2024, s. 3)
(Gas Operator 2025, s. 3)
(Nowak i Łukasik 2024, s. 3)
(Wilk 2025, s. 3)
(Gas Map b.d., s. 3)
(Bis et al. 2019, s. 3)
(Energy Act of 10 April 1997, s. 3)
Bis, A., B. Cis, C. Dis i D. Lis (2019). „Pipes”. W Handbook, s. 7–9. PWN.
Energy Act of 10 April 1997. Journal of Laws 2024, item 266.
Gas Map (b.d.). „Storage”. https://example.org/map.
Gas Operator (2025). Winter Outlook (nr 7). https://example.org/a_b.pdf (dostęp 30 marca 2025).
Nowak, Jan (2024). The Long Winter. Warszawa: PWN.
Nowak, Jan i Anna Łukasik (2024). „The ‚reverse flow’”. Energy Review, 12(3), s. 101–134. https://doi.org/10.1000/er.12.
Wilk, Ewa (2025). „Who pays?” Kurier. 14 lutego 2025.
""",
    ("author-date", "de"): """
(Nowak 2024, S. 3)
(Gas Operator 2025, S. 3)
(Nowak und Łukasik 2024, S. 3)
(Wilk 2025, S. 3)
(Gas Map o. J., S. 3)
(Bis u. a. 2019, S. 3)
(Energy Act of 10 April 1997, S. 3)
Bis, A., B. Cis, C. Dis und D. Lis (2019). „Pipes“. In Handbook, S. 7–9. PWN.
Energy Act of 10 April 1997. Journal of Laws 2024, item 266.
Gas Map (o. J.). „Storage“. https://example.org/map.
Gas Operator (2025). Winter Outlook (Nr. 7). https://example.org/a_b.pdf (zugegriffen 30. März 2025).
Nowak, Jan (2024). The Long Winter. Warszawa: PWN.
Nowak, Jan und Anna Łukasik (2024). „The ‚reverse flow‘“. Energy Review, 12(3), S. 101–134. https://doi.org/10.1000/er.12.
Wilk, Ewa (2025). „Who pays?“ Kurier. 14. Februar 2025.
""",
    ("notes", "en-GB"): """
Jan Nowak, The Long Winter, Warszawa: PWN, 2024, p. 3.
Gas Operator, Winter Outlook (no. 7), 2025, p. 3, https://example.org/a_b.pdf (accessed 30 March 2025).
Jan Nowak and Anna Łukasik, “The ‘reverse flow’”, Energy Review 12(3), 2024, p. 3, https://doi.org/10.1000/er.12.
Ewa Wilk, “Who pays?”, Kurier, 14 February 2025, p. 3.
“Storage”, Gas Map, p. 3, https://example.org/map.
A. Bis et al., “Pipes”, in Handbook, PWN, 2019, p. 3.
Energy Act of 10 April 1997, Journal of Laws 2024, item 266, p. 3.
""",
    ("notes", "pl"): """
Jan Nowak, The Long Winter, Warszawa: PWN, 2024, s. 3.
Gas Operator, Winter Outlook (nr 7), 2025, s. 3, https://example.org/a_b.pdf (dostęp 30 marca 2025).
Jan Nowak i Anna Łukasik, „The ‚reverse flow’”, Energy Review 12(3), 2024, s. 3, https://doi.org/10.1000/er.12.
Ewa Wilk, „Who pays?”, Kurier, 14 lutego 2025, s. 3.
„Storage”, Gas Map, s. 3, https://example.org/map.
A. Bis et al., „Pipes”, w Handbook, PWN, 2019, s. 3.
Energy Act of 10 April 1997, Journal of Laws 2024, item 266, s. 3.
""",
    ("notes", "de"): """
Jan Nowak, The Long Winter, Warszawa: PWN, 2024, S. 3.
Gas Operator, Winter Outlook (Nr. 7), 2025, S. 3, https://example.org/a_b.pdf (zugegriffen 30. März 2025).
Jan Nowak und Anna Łukasik, „The ‚reverse flow‘“, Energy Review 12(3), 2024, S. 3, https://doi.org/10.1000/er.12.
Ewa Wilk, „Who pays?“, Kurier, 14. Februar 2025, S. 3.
„Storage“, Gas Map, S. 3, https://example.org/map.
A. Bis u. a., „Pipes“, in Handbook, PWN, 2019, S. 3.
Energy Act of 10 April 1997, Journal of Laws 2024, item 266, S. 3.
""",
}
"""What each CSL file says: in the text or in notes, and after the former the list."""

Make = Callable[..., Path]


@pytest.fixture
def brief(tmp_path: Path) -> Make:
    """Return what writes a brief that may cite the works above."""
    (tmp_path / "briefprint.toml").touch()

    def make(copy: str, lang: str = "en-GB", more: str = "") -> Path:
        path = tmp_path / "brief.md"
        path.write_text(f"---\ntitle: T\nlang: {lang}\n{more}references:{WORKS}---\n\n{copy}\n", encoding="utf-8")
        return path

    return make


def house(sheet: str, name: str = "bureau") -> HouseStyle:
    """Return a house style that cites by one of the shipped CSL files, or by a file of its own."""
    style = stylebook.load(name, stylebook.search_path())
    csl = style.citations.csl.with_name(f"{sheet}.csl")
    return replace(style, citations=replace(style.citations, csl=csl))


def settled(path: Path, sheet: str = "author-date") -> Document:
    return citations.settled(read(path).document, house(sheet))


def said(document: Document) -> str:
    """Return the words of the first paragraph, a note's in brackets where it is called."""

    def words(run: Inlines) -> str:
        return "".join(
            f"[{words(each.blocks[0].children)}]"  # type: ignore[union-attr]
            if isinstance(each, Note)
            else words(each.children)
            if hasattr(each, "children")
            else plain_text((each,))
            for each in run
        )

    return words(next(each for each in document.blocks if isinstance(each, Paragraph)).children).replace(
        "\u00a0", " "
    )


def listed(document: Document) -> list[str]:
    return [plain_text(entry) for node in walk(document) if isinstance(node, Bibliography) for entry in node.entries]


@pytest.mark.parametrize(("sheet", "lang"), SETTINGS)
def test_each_kind_of_work_is_set(sheet: str, lang: str, brief: Make) -> None:
    document = settled(brief("\n\n".join(f"[@{kind}, p. 3]" for kind in KINDS), lang), sheet)
    if sheet == "notes":
        notes = [node for node in walk(document) if isinstance(node, Note)]
        now = [plain_text(note.blocks[0].children) for note in notes if isinstance(note.blocks[0], Paragraph)]
        assert [note.number for note in notes] == list(range(1, len(KINDS) + 1))
    else:
        now = [plain_text(node.children) for node in walk(document) if isinstance(node, Citation)] + listed(document)
    assert "\n".join(now).replace("\u00a0", " ") == SETTINGS[sheet, lang].strip()


@pytest.mark.parametrize(
    ("copy", "author_date", "notes"),
    [
        ("A [@book].", "A (Nowak 2024).", "A.[Jan Nowak, The Long Winter, Warszawa: PWN, 2024.]"),
        (
            "A [see @paper, pp. 3--5; also @book, and more], b.",
            "A (see Wilk 2025, pp. 3–5; also Nowak 2024, and more), b.",
            "A,[See Ewa Wilk, “Who pays?”, Kurier, 14 February 2025, pp. 3–5; also Jan Nowak, The Long Winter, "
            "Warszawa: PWN, 2024, and more.] b.",
        ),
        (
            "@book [p. 4] and @book.",
            "Nowak (2024, p. 4) and Nowak (2024).",
            "Nowak[Jan Nowak, The Long Winter, Warszawa: PWN, 2024, p. 4.] and Nowak[Nowak, The Long Winter.].",
        ),
        ("He [-@book, § 4] did", "He (2024, § 4) did", "He[The Long Winter, Warszawa: PWN, 2024, § 4.] did"),
        (
            "A^[As in [@book, 2]; @book has it.]",
            "A[As in (Nowak 2024, p. 2); Nowak (2024) has it.]",
            "A[As in Jan Nowak, The Long Winter, Warszawa: PWN, 2024, p. 2; Nowak (The Long Winter) has it.]",
        ),
        ("@law says", "Energy Act of 10 April 1997 says", None),
        (
            "A[^n] [@part].\n\n[^n]: N.",
            "A[N.] (Bis et al. 2019).",
            "A[N.].[A. Bis et al., “Pipes”, in Handbook, PWN, 2019.]",
        ),
        ("A [@book]^[N.]", "A (Nowak 2024)[N.]", "A[Jan Nowak, The Long Winter, Warszawa: PWN, 2024.],[N.]"),
    ],
)  # fmt: skip
def test_citations_in_the_sentence(copy: str, author_date: str, notes: str | None, brief: Make) -> None:
    assert said(settled(brief(copy))) == author_date
    if notes is not None:
        assert said(settled(brief(copy), "notes")) == notes


def test_a_call_stands_before_the_stop_in_polish(brief: Make) -> None:
    assert said(settled(brief("A [@paper].", "pl"), "notes")) == "A[Ewa Wilk, „Who pays?”, Kurier, 14 lutego 2025.]."


def test_works_that_read_the_same_bear_letters(tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    works = "".join(
        f"  - {{id: {id}, type: book, author: {who}, title: {title}{when}}}\n"
        for id, who, title, when in (
            ("x", "Jan Nowak", "Zebra", ", issued: 2024"),
            ("y", "Jan Nowak", "Ant", ", issued: 2024"),
            ("z", "Jan Nowak", "Ant", ", issued: 2023"),
            ("u", "Ewa Wilk", "B", ""),
            ("v", "Ewa Wilk", "A", ""),
        )
    )
    path.write_text(f"---\ntitle: T\nlang: en\nreferences:\n{works}---\n\n[@x; @y; @z; @u; @v]\n")
    document = settled(path)
    assert said(document) == "(Nowak 2024b; Nowak 2024a; Nowak 2023; Wilk n.d.-b; Wilk n.d.-a)"
    assert [re.sub(r"\. (?:Ant|Zebra|A|B)\.$", "", each) for each in listed(document)] == [
        "Nowak, Jan (2023)", "Nowak, Jan (2024a)", "Nowak, Jan (2024b)", "Wilk, Ewa (n.d.-a)", "Wilk, Ewa (n.d.-b)",
    ]  # fmt: skip


def test_the_list_follows_the_alphabet_of_the_language(tmp_path: Path) -> None:
    names = ["Żak", "Zima", "Łoś", "Lis", "Mak", "Śliwa", "Sowa", "Ćma", "Cap", "Ósmy", "Oman"]
    assert sorted(names, key=lambda each: sort_key(each, "pl")) == [
        "Cap", "Ćma", "Lis", "Łoś", "Mak", "Oman", "Ósmy", "Sowa", "Śliwa", "Zima", "Żak",
    ]  # fmt: skip
    path = tmp_path / "brief.md"
    works = "".join(f"  - {{id: w{place}, author: Jan {name}, title: T}}\n" for place, name in enumerate(names))
    path.write_text(f"---\ntitle: T\nlang: pl\nreferences:\n{works}nocite: '@*'\n---\n\nA.\n", encoding="utf-8")
    assert [each.split(",")[0] for each in listed(settled(path))] == sorted(names, key=lambda e: sort_key(e, "pl"))


def test_the_list_has_what_is_cited_under_the_authors_own_head(brief: Make) -> None:
    assert [each.split(" (")[0] for each in listed(settled(brief("A [@book]. B [@web].")))] == [
        "Gas Map",
        "Nowak, Jan",
    ]
    assert len(listed(settled(brief("A [@book].", more="nocite: ['@law', '@web']\n")))) == 3
    document = settled(brief("A [@book].\n\n# Bibliography\n"))
    assert [type(each).__name__ for each in document.blocks] == ["Paragraph", "Heading", "Bibliography"]
    assert plain_text(settled(brief("A [@book].")).blocks[-2].children) == "Sources"  # type: ignore[union-attr]


BIB = r"""
@string{cup = "Cambridge University Press"}
@comment{nothing}
@techreport{smith, author = {Smith, John and M{\"u}ller, Anna and {RAND \& Co}}, title = {The {NATO} Question at 50%},
  institution = cup, year = 2023, month = may, url = {https://example.org/a_b%20c}, urldate = {2024-01-02}}
@misc{site, title = {A Site}, howpublished = {\url{https://example.org/x}}, date = {2024-05-06}}
@inproceedings{talk, author = "de la Cruz, Mar\'ia", crossref = {all}, title = {A Talk}, pages = {1--9}}
@proceedings{all, title = {All Talks}, year = 2020, publisher = {P}}
"""


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        (
            "w.bib",
            BIB,
            [
                "A Site (2024). 6 May 2024. https://example.org/x.",
                "de la Cruz, María (2020). “A Talk”. In All Talks, pp. 1–9. P.",
                "Smith, John, Anna Müller and RAND & Co (2023). The NATO Question at 50%. Cambridge University "
                "Press. https://example.org/a_b%20c (accessed 2 January 2024).",
            ],
        ),
        (
            "w.json",
            '[{"id": 7, "type": "book", "title": "A & B <i>c</i>", "author": [{"family": "Doe"}], "volume": 2,\n'
            '"issued": {"date-parts": [["2024"]]}}]',
            ["Doe (2024). A & B c."],
        ),
        ("w.yaml", "---\nreferences:\n- id: y\n  title: A\n  author: Doe, Jane\n...\n", ["Doe, Jane (n.d.). “A”."]),
        ("w.yml", "- id: y\n  title: A\n  issued: 2024/2025\n", ["A (2024–2025)."]),
    ],
)
def test_files_beside_the_brief(name: str, data: str, wanted: list[str], brief: Make, tmp_path: Path) -> None:
    (tmp_path / name).write_text(data, encoding="utf-8")
    path = brief("A.", more=f"bibliography: {name}\n")
    keys = ("smith", "site", "talk", "7", "y")
    text = path.read_text(encoding="utf-8")
    here = [key for key in keys if re.search(rf"\b{key}\b", data)]
    path.write_text(text.replace("A.\n", "A [" + "; ".join(f"@{key}" for key in here) + "].\n"), encoding="utf-8")
    assert [each.replace("\u00a0", " ") for each in listed(settled(path))] == wanted


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("w.bib", "@book{a, title = {A}}\n\n@book{a, title = {B}}\n", "w.bib:3: error: the work 'a' stands twice"),
        ("w.bib", "@book{a, title = {A}}\n@book{b, title = {A}\n", "w.bib:2: error: is not valid BibTeX"),
        ("w.json", '[{"id": "a",\n "title": }]', "w.json:2: error: is not valid JSON"),
        ("w.json", '[{"id": "a", "title": "A"},\n{"title": "B"}]', "error: the work has no 'id'"),
        ("w.json", '"a"', "w.json:1: error: is no list of works"),
        ("w.yaml", "- id: a\n  title: [\n", "error: the bibliography is not valid YAML"),
        ("w.yaml", "- id: a\n  type: boook\n  title: A\n", "w.yaml:1: error: the work 'a': no work is of the type"),
        ("w.yaml", "- id: book\n  title: A\n", "w.yaml:1: error: the work 'book' stands twice"),
    ],
)  # fmt: skip
def test_faults_of_files(name: str, data: str, wanted: str, brief: Make, tmp_path: Path) -> None:
    (tmp_path / name).write_text(data, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read(brief("A [@a].", more=f"bibliography: {name}\n"))
    assert wanted in "\n".join(map(str, refused.value.diagnostics))


CITES = '<style xmlns="http://purl.org/net/xbiblio/csl"><citation><layout>{}</layout></citation></style>'


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ("<style", "'own.csl' is no CSL file"),
        ("<html/>", "it does not begin with <style"),
        ('<style xmlns="http://purl.org/net/xbiblio/csl"/>', "does not say how to cite"),
        (CITES.format('<text macro="nope"/>'), "calls a macro 'nope', which it does not have"),
        (
            CITES.format('<text macro="a"/>').replace(
                "<citation>",
                '<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro><citation>',
            ),
            "has a macro that calls itself: 'a'",
        ),
    ],
)
def test_a_file_that_is_no_csl_is_a_fault_of_the_style(data: str, wanted: str, tmp_path: Path) -> None:
    folder = tmp_path / "styles" / "own"
    folder.mkdir(parents=True)
    (folder / "own.csl").write_text(data)
    (folder / "style.toml").write_text('extends = "bureau"\n[citations]\ncsl = "own.csl"\n')
    with pytest.raises(StyleError, match=re.escape(wanted)) as refused:
        stylebook.load("own", (tmp_path / "styles",))
    assert refused.value.diagnostics[0].line == 3


def made(path: Path, sheet: str, format: str) -> Artifact:
    """Return a product in a style of the brief's own project that cites by a CSL file."""
    folder = path.parent / "styles" / sheet
    folder.mkdir(parents=True, exist_ok=True)
    csl = house(sheet).citations.csl.as_posix()
    (folder / "style.toml").write_text(f'extends = "bureau"\n[citations]\ncsl = "{csl}"\n')
    report = carry_out(Job(path, sheet, format, path.parent))
    assert report.artifact is not None, report.diagnostics
    return report.artifact


COPY = """# Head

It *rose* [@report, p. 3]. @book [p. 4] and @journal doubt it.

| A | B |
|---|---|
| 1 | 2 [@paper] |
"""


@pytest.mark.parametrize("sheet", ["author-date", "notes"])
def test_the_pdf_has_what_is_cited_and_is_sound(sheet: str, brief: Make, tmp_path: Path) -> None:
    path = brief(COPY, more="summary: It rose [@report].\n")
    data = made(path, sheet, "pdf").data
    tree = pdf_tree.read(data)
    text = letters(tree.text)
    for entry in listed(settled(path, sheet)):
        assert letters(entry) in text
    document = settled(path, sheet)
    for node in walk(document):
        if isinstance(node, Citation):
            assert letters(plain_text(node.children)) in text
    notes = [node for node in walk(document) if isinstance(node, Note)]
    assert len(notes) == (5 if sheet == "notes" else 0)
    (tmp_path / "brief.pdf").write_bytes(data)
    assert verapdf.validate([tmp_path / "brief.pdf"]) == []
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [str(each.title) for each in outline.root[0].children][-1:] == ["Sources"] or "Sources" in str(
            outline.root
        )


@pytest.mark.parametrize("sheet", ["author-date", "notes"])
def test_word_has_real_notes_and_its_own_style_for_the_list(sheet: str, brief: Make) -> None:
    path = brief(COPY)
    with ZipFile(io.BytesIO(made(path, sheet, "docx").data)) as package:
        body = package.read("word/document.xml").decode()
        notes = package.read("word/footnotes.xml").decode() if "word/footnotes.xml" in package.namelist() else ""
    assert body.count('<w:pStyle w:val="Bibliography"/>') == 4
    assert len(re.findall("<w:footnoteReference", body)) == (4 if sheet == "notes" else 0)
    said = re.sub("<[^>]+>", "", notes if sheet == "notes" else body)
    assert letters("Winter Outlook" if sheet == "notes" else "(Gas Operator 2025, p. 3)") in letters(said)


def test_the_memo_cites_but_lists_nothing(brief: Make) -> None:
    data = made(brief(COPY, more="summary: It rose [@report].\n"), "author-date", "memo").data
    text = letters(pdf_tree.read(data).text)
    assert letters("(Gas Operator 2025)") in text
    assert letters("Winter Outlook") not in text


def test_a_brief_that_cites_nothing_does_not_wait_for_citeproc(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("# T\n\nProse.\n")
    code = (
        "import sys; from pathlib import Path; from briefprint.artifact import Job;"
        "from briefprint.typesetting import carry_out;"
        "assert carry_out(Job(Path('brief.md'), 'bureau', 'memo', Path('.'))).artifact;"
        "sys.exit(any(each.split('.')[0] in ('citeproc', 'bibtexparser') for each in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False).returncode == 0
