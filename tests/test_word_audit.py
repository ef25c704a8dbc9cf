"""The audit of Word files: every one of ours passes, and a file that is broken in one place has that fault."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import products
from briefprint import audit, citations, validation
from briefprint.artifact import Artifact, Options
from briefprint.errors import RenderError
from briefprint.reader import read
from briefprint.renderers import docx as renderer
from briefs import briefs
from test_docx import CASES, STYLES, rendered


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("name", CASES)
def test_our_own_files_pass(name: str, style: str) -> None:
    assert list(map(str, audit.word_faults(rendered(name, style)))) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=briefs(), style=st.sampled_from(list(STYLES)), embed=st.booleans())
def test_any_brief_passes(text: str, style: str, embed: bool) -> None:
    path = products.scratch() / "any.md"
    path.write_text(text, encoding="utf-8")
    document = citations.settled(read(path).document, STYLES[style])
    made = renderer.render(document, STYLES[style], Options(embed=embed))
    assert list(map(str, audit.word_faults(made.data))) == []


BROKEN = [
    ("cell", "document", r"</w:tcPr>(?:(?!</w:tc>).)*</w:tc>", "</w:tcPr></w:tc>"),
    ("bookmark", "document", r"<w:bookmarkEnd [^>]*/>", ""),
    ("bookmark", "document", r'(<w:bookmarkStart w:id="\d+" w:name=")[^"]+', r"\1two words"),
    ("anchor", "document", r'(<w:hyperlink w:anchor=")[^"]+', r"\1nowhere"),
    ("anchor", "document", r" REF \w+ ", " REF nowhere "),
    ("field", "document", r'<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
    ("field", "document", r'<w:r><w:fldChar w:fldCharType="begin"/></w:r>', ""),
    ("field", "document", r'(<w:fldChar w:fldCharType="begin")', r'\1 w:dirty="1"'),
    ("style", "document", r'(<w:pStyle w:val=")Title"', r'\1NoSuch"'),
    ("style", "document", r'(<w:rStyle w:val=")[^"]+', r"\1Title"),
    ("style", "styles", r'(<w:next w:val=")[^"]+', r"\1NoSuch"),
    ("numbering", "document", r'(<w:numId w:val=")[1-9]\d*', r"\g<1>9999"),
    ("numbering", "document", r'(<w:ilvl w:val=")\d+', r"\g<1>9"),
    ("numbering", "numbering", r"(<w:abstractNum .*</w:abstractNum>)(<w:num .*</w:num>)", r"\2\1"),
    ("numbering", "numbering", r'(<w:num [^>]*><w:abstractNumId w:val=")\d+', r"\g<1>9999"),
    ("order", "document", r"(<w:pPr>)(<w:pStyle [^>]*/>)(<w:numPr>.*?</w:numPr>)", r"\1\3\2"),
    ("order", "settings", r"(<w:defaultTabStop [^>]*/>)(.*?)(<w:compat>)", r"\2\1\3"),
    ("space", "document", r"(<w:body>.*?</w:p>)(<w:p>.*?</w:p>)(<w:p>)", r"\1\2<w:p/>\3"),
    ("alt", "document", r'(.*<wp:docPr [^>]*?) descr="[^"]*"', r"\1"),
    ("picture", "document", r'(<wp:docPr id=")2"', r'\g<1>1"'),
    ("table-head", "document", r"<w:tblHeader/>", ""),
    ("table", "document", r'(<w:gridCol w:w=")', r"\g<1>9"),
    ("table", "document", r'<w:gridCol w:w="\d+"/>', ""),
    ("note", "document", r'<w:footnoteReference w:id="1"/>', ""),
    ("relationship", "document", r'(<a:blip r:embed=")[^"]+', r"\1rId999"),
    ("relationship", "_rels/document.xml.rels", r'(Target=")media/[^"]+', r"\1media/none.png"),
    ("prompt", "settings", r"(<w:compat>)", r'<w:updateFields w:val="1"/>\1'),
    ("font", "fontTable", r'(w:fontKey="\{[^}]*)....\}', r"\g<1>0000}"),
]


@pytest.mark.parametrize(("rule", "part", "old", "new"), BROKEN)
def test_a_broken_file_has_its_fault(rule: str, part: str, old: str, new: str) -> None:
    name = f"word/{part}" if part.endswith(".rels") else f"word/{part}.xml"
    made = rewritten(rendered("rich", "institute"), name, old, new)
    assert rule in {each.rule for each in audit.word_faults(made)}


def rewritten(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return a Word file with one replacement in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                text, count = re.subn(old, new, content.decode(), count=1, flags=re.DOTALL)
                assert count == 1, old
                content = text.encode()
            after.writestr(name, content)
    return out.getvalue()


def test_a_part_that_is_gone_is_missed() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(rendered("rich", "institute"))) as before,
        zipfile.ZipFile(out, "w") as after,
    ):
        for name in before.namelist():
            if name != "word/footnotes.xml":
                after.writestr(name, before.read(name))
    found = {each.rule for each in audit.word_faults(out.getvalue())}
    assert found == {"content-type", "relationship", "note"}


def test_what_is_no_word_file_has_that_one_fault() -> None:
    assert [each.rule for each in audit.word_faults(b"PK, and no more")] == ["unreadable"]


def test_validation_says_which_rule_is_broken() -> None:
    sound = rendered("rich", "institute")
    validation.check(Artifact(sound), "brief.md")
    broken = rewritten(sound, "word/document.xml", r"<w:tblHeader/>", "")
    with pytest.raises(RenderError) as refused:
        validation.check(Artifact(broken), "brief.md")
    assert "the Word file breaks the rule table-head: the head of the table" in str(refused.value)
