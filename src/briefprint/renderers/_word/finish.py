"""The parts of a file that hold what its text turned out to need: styles, lists, settings, fonts, properties."""

from __future__ import annotations

from briefprint.artifact import Options
from briefprint.renderers._word import directions, settings, tables
from briefprint.renderers._word.package import RT
from briefprint.renderers._word.work import Work


def add_parts(work: Work, options: Options) -> tuple[str, ...]:
    """Add the parts that hold what the text turned out to need; return the fonts that are not embedded."""
    package, style = work.package, work.style
    work.sheet.tables += tables.define_styles(style, work.theme)
    package.add("/word/styles.xml", "styles", RT.STYLES, work.sheet.element())
    package.add("/word/numbering.xml", "numbering", RT.NUMBERING, work.numbering.element())
    package.add("/word/settings.xml", "settings", RT.SETTINGS, settings.settings(work, options.embed))
    package.add("/word/theme/theme1.xml", "theme", RT.THEME, work.theme.element())
    for name, characters in work.fonts.missing().items():
        shown = " ".join(f"'{each}' (U+{ord(each):04X})" for each in characters)
        work.warn(f"'{name}' has no {shown}", hint="Word sets it in another font")
    refused = work.fonts.table(package, embedded=options.embed)
    for name in refused:
        work.warn(f"the font '{name}' may not be embedded", hint="install it where the file is read")
    if work.rtl:
        directions.turn(package.trees())
    settings.add_properties(package, work.document, style, options.source)
    return refused
